"""Measures this checkout and another revision in the same turns and prints what one costs beside the other.

    .venv/bin/python tests/bench/compare.py main --size 256MiB --sessions 1000 --only law
    .venv/bin/python tests/bench/compare.py HEAD~1 --reports --cases ../shared/cases

REV is a revision or a folder that holds a checkout. With ``--limit`` the exit code is 1 when one of the steady figures (CPU of all
runs, the small case) costs more than so many times REV's. With ``--reports`` nothing is measured: the JSON reports of all recordings
must be the same, byte for byte but for ``generated``.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import parts
from measure import HERE, PYTHON, ROOT
from run import bench, options


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """A folder with the sources of `revision`."""
    if (Path(revision) / "inspector").is_dir():
        yield Path(revision).resolve()
        return
    with tempfile.TemporaryDirectory(prefix="inspector-revision-") as folder:
        packed = subprocess.run(["git", "archive", revision, "inspector"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
        yield Path(folder)


def reports(codes: dict[str, Path], folders: list[Path]) -> int:
    """Compare the reports of all recordings in `folders`; the number of those that differ."""
    with tempfile.TemporaryDirectory(prefix="inspector-reports-") as scratch:
        cases = [log.parent for folder in folders for log in sorted(folder.glob("*/server.log"))]
        copies = [Path(scratch) / str(number) / case.name for number, case in enumerate(cases)]
        asked = [(case.name, *way) for case, copy in zip(cases, copies, strict=True) for way in _ways(case, copy).items()]
        lines = "".join(f"{json.dumps([str(word) for word in words])}\n" for _, _, words in asked)
        with ThreadPoolExecutor() as pool:
            found = list(pool.map(lambda code: _digests(code, lines), codes.values()))
    different: dict[str, list[str]] = {}
    for (name, way, _), digests in zip(asked, zip(*found, strict=True), strict=True):
        if len(set(digests)) > 1:
            different.setdefault(name, []).append(way)
    for name, ways in different.items():
        print(f"{name}: {', '.join(ways)} differ")
    print(f"{len(asked)} reports of {len(cases)} recordings, {len(different)} recordings with reports that differ")
    return len(different)


def _ways(case: Path, folder: Path) -> dict[str, list[object]]:
    """What can be asked of a recording once it is copied to `folder`."""
    shutil.copytree(case, folder)
    log, database, capture = (folder / name for name in ("server.log", "opencode.db", "requests.har"))
    script = folder / "opencode.sql"
    if not database.exists() and script.exists():
        with closing(sqlite3.connect(database)) as made, made:
            made.executescript(script.read_text())
    ways: dict[str, list[object]] = {"log alone": [log]}
    if database.exists():
        ways |= {"log and database": [log, "--db", database], "database alone": ["--db", database]}
        if capture.exists():
            ways["everything"] = [log, "--db", database, "--requests", capture]
    if (folder / "log").is_dir():
        ways["both logs"] = [log, folder / "log", *(["--db", database] if database.exists() else [])]
    return ways


def _digests(code: Path, lines: str) -> list[str]:
    """What the checkout at `code` answers to each line of arguments (the job `reports`), all in one process."""
    environment = os.environ | {"PYTHONPATH": str(code)}
    words = [PYTHON, str(HERE / "jobs.py"), "reports"]
    done = subprocess.run(words, cwd=code, env=environment, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    found: list[str] = json.loads(done.stdout)["reports"]
    return found


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("revision", metavar="REV", help="a revision, or a folder that holds a checkout")
    parser.add_argument("--limit", type=float, help="exit with 1 when a figure costs more than so many times REV's")
    parser.add_argument("--reports", action="store_true", help="compare reports instead of costs")
    asked = parser.parse_args()
    with checkout(asked.revision) as other:
        codes = {"this ": ROOT, "that ": other}
        if asked.reports:
            return int(reports(codes, [ROOT / "samples", *asked.cases]) > 0)
        worse = False
        with bench(asked, codes) as made:
            print(f"| what | this | {asked.revision} | this × {asked.revision} |\n| --- | --- | --- | --- |")
            for name in asked.only or parts.PARTS:
                figures = list(parts.PARTS[name](made))
                theirs = {figure.what: figure for figure in figures if figure.code == "that "}
                for figure in figures:
                    if figure.code == "this " and (that := theirs.get(figure.what)) is not None:
                        times = figure.value / that.value if that.value > 0 else 1.0
                        worse |= figure.held and asked.limit is not None and times > asked.limit
                        print(f"| {figure.what} | {figure.text} | {that.text} | {times:.2f} |", flush=True)
    return int(worse)


if __name__ == "__main__":
    sys.exit(main())
