"""Measures this checkout and another revision in the same turns and prints what one costs beside the other.

    .venv/bin/python tests/bench/compare.py main --size 256MiB --sessions 1000 --only law
    .venv/bin/python tests/bench/compare.py HEAD~1 --reports --cases ../shared/cases

REV is a revision or a folder that holds a checkout. With ``--limit`` the exit code is 1 when one of the steady figures (CPU of all
runs, the small case) costs more than so many times REV's. With ``--reports`` nothing is measured: the JSON reports of all recordings
must be the same, byte for byte but for ``generated``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import parts
from measure import PYTHON, ROOT
from run import bench, options

_GENERATED = re.compile(rb'"generated": "[^"]*"')


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
    cases = [log.parent for folder in folders for log in sorted(folder.glob("*/server.log"))]
    differing = 0
    with tempfile.TemporaryDirectory(prefix="inspector-reports-") as scratch, ThreadPoolExecutor(2) as pool:
        for case, different in zip(cases, pool.map(lambda case: _differ(codes, case, Path(scratch)), cases), strict=True):
            differing += bool(different)
            if different:
                print(f"{case.name}: {', '.join(different)} differ")
    print(f"{len(cases)} recordings, {differing} with reports that differ")
    return differing


def _differ(codes: dict[str, Path], case: Path, scratch: Path) -> list[str]:
    """Which ways of asking give another report with the one checkout than with the other."""
    folder = scratch / case.name
    shutil.copytree(case, folder)
    log, database, capture = (folder / name for name in ("server.log", "opencode.db", "requests.har"))
    script = folder / "opencode.sql"
    if not database.exists() and script.exists():
        import sqlite3

        with sqlite3.connect(database) as made:
            made.executescript(script.read_text())
        made.close()
    ways = {"log alone": [log]}
    if database.exists():
        ways |= {"log and database": [log, "--db", database], "database alone": ["--db", database]}
        if capture.exists():
            ways["everything"] = [log, "--db", database, "--requests", capture]
    if (folder / "log").is_dir():
        ways["both logs"] = [log, folder / "log", *(["--db", database] if database.exists() else [])]
    different = [way for way, words in ways.items() if len({_report(code, folder, words) for code in codes.values()}) > 1]
    shutil.rmtree(folder)
    return different


def _report(code: Path, folder: Path, words: list[object]) -> bytes:
    command = [PYTHON, "-m", "inspector", "diagnose", *map(str, words), "--format", "json", "--no-progress"]
    environment = os.environ | {"PYTHONPATH": str(code)}
    done = subprocess.run(command, cwd=code, env=environment, capture_output=True, check=False)
    return _GENERATED.sub(b"", done.stdout).replace(str(folder).encode(), b"") + b"%d" % done.returncode


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
