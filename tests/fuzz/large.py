"""Inputs too large for the tests, in full: ``python tests/fuzz/large.py`` (some 12 GB of disk; ``--only WORD`` for some of them).

A line of a gigabyte, a billion lines through a pipe, a folder of a million files, values of a gigabyte in a database, and
archives that would unpack to terabytes. For each: what it took in seconds and memory (the largest process), and whether the
failure that stands in front of it was told. ``tests/trust/test_large.py`` runs the same in a thousandth of the size.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.database.databases import made, writing  # noqa: E402
from tests.trust.running import BANNER, FAILING, command, environment, failure  # noqa: E402

LIMIT = 600.0
"""Seconds that lines are written into the pipe."""
GOOD = (BANNER + failure()).encode()
LATER = "ses_later0813ffe7rAq2JUnH99Yec"
CALL = {"method": "POST", "path": f"/session/{FAILING}/prompt_async", "body": {"parts": [{"type": "text"}]}, "status": 204}
RECORD = b"INFO  2026-11-22T06:42:44 +1ms x\n"


@dataclass(frozen=True, slots=True)
class Made:
    """An input, ready to be read."""

    arguments: tuple[str, ...]
    size: str
    expected: tuple[str, ...]
    """Words that the output must hold."""
    problem: str | None
    """Words of the problem that must be reported; None when none may be, but that a record was too long to be kept whole."""
    stdin: Callable[[int], Iterator[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    size: str
    seconds: float
    peak: int
    """Bytes of the largest process."""
    code: int
    wrong: str
    """Empty when all was as it must be."""
    said: str


# --- the inputs: `part` is 1 for the whole size, 1000 for a thousandth ------------------------------


def one_line(folder: Path, part: int) -> Made:
    path, size = folder / "server.log", 10**9 // part
    with path.open("wb") as file:
        file.write(GOOD + b"INFO  2026-11-22T06:42:48 +1ms a=")
        for _ in range(0, size, 1 << 20):
            file.write(b"x" * min(1 << 20, size))
        file.write(b" y\n" + failure(session=LATER).encode())
    return Made((str(path),), f"{size:,} bytes", (FAILING, LATER), None)


def one_line_piped(folder: Path, part: int) -> Made:
    size = 10**9 // part

    def data(_: int) -> Iterator[bytes]:
        yield GOOD
        for _ in range(0, size, 1 << 20):
            yield b"x" * min(1 << 20, size)
        yield b"\n" + failure(session=LATER).encode()

    return Made(("-",), f"{size:,} bytes", (FAILING, LATER), None, data)


def lines(folder: Path, part: int) -> Made:
    count = 10**9 // part
    chunk = RECORD * min(30_000, count)

    def data(_: int) -> Iterator[bytes]:
        yield GOOD
        until = time.monotonic() + LIMIT
        for _ in range(0, count, len(chunk) // len(RECORD)):
            if time.monotonic() > until:
                break
            yield chunk
        yield failure(session=LATER).encode()

    return Made(("-",), f"{count:,} lines", (FAILING, LATER), None, data)


def many_files(folder: Path, part: int) -> Made:
    inside, count = folder / "log", 10**6 // part
    inside.mkdir()
    (inside / "0000000.log").write_bytes(GOOD)
    for number in range(1, count):
        descriptor = os.open(inside / f"{number:07}.log", os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, b"INFO  2026-11-22T06:42:43 +1ms x\n")
        os.close(descriptor)
    return Made((str(inside),), f"{count:,} files", (), "too many files" if count > 10_000 else None)


def values(folder: Path, part: int) -> Made:
    """A prompt, an answer's part and a title of a gigabyte each, beside a stranded prompt of ordinary size."""
    path, digits = made(folder, "1.15.13"), 490_000_000 // part
    with writing(path) as writer:
        for session in (FAILING, LATER):
            writer.session(session)
            user = writer.user(session, f"msg_{session}", 0)
            writer.assistant(
                session, f"msz_{session}", 5, user, finish=None, error={"name": "APIError", "data": {"message": "no"}}
            )
            writer.part(session, user, f"prt_{session}", 0, {"type": "text", "text": "x"})
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        big = f"hex(zeroblob({digits}))"
        database.execute(f"UPDATE session SET title = {big} WHERE id = ?", (LATER,))
        database.execute(f"""UPDATE message SET data = '{{"role":"user","x":"' || {big} || '"}}' WHERE id = 'msg_{LATER}'""")
        database.execute(
            f"""UPDATE part SET data = '{{"type":"text","text":"' || {big} || '"}}' WHERE session_id = ?""", (LATER,)
        )
    return Made(("--db", str(path)), f"{path.stat().st_size:,} bytes", (FAILING,), "" if part == 1 else None)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
    "xz": lzma.compress,
    "bzip2": bz2.compress,
    "zstd": lambda data: __import__("zstandard").ZstdCompressor(level=19).compress(data),
}
ENDINGS = {"gzip": ".gz", "xz": ".xz", "bzip2": ".bz2", "zstd": ".zst"}


def _bomb(kind: str, folder: Path, part: int, begin: bytes, name: str) -> tuple[Path, int]:
    """Frames of 256 MiB (in part: 32 MiB) of zeros one behind the other, a terabyte of them or what a thousandth of it is."""
    inner = 1 << 28 if part == 1 else 1 << 25
    count = (1 << 40) // part // inner
    path = folder / f"{name}{ENDINGS[kind]}"
    frame = PACKERS[kind](bytes(inner))
    with path.open("wb") as file:
        file.write(PACKERS[kind](begin))
        for _ in range(count):
            file.write(frame)
    return path, inner * count


def _log_bomb(kind: str) -> Callable[[Path, int], Made]:
    def make(folder: Path, part: int) -> Made:
        path, size = _bomb(kind, folder, part, GOOD, "server.log")
        return Made((str(path),), f"{path.stat().st_size:,} of {size:,} bytes", (FAILING,), "decompression bomb")

    return make


def _capture_bomb(kind: str) -> Callable[[Path, int], Made]:
    def make(folder: Path, part: int) -> Made:
        path, size = _bomb(kind, folder, part, (json.dumps(CALL) + "\n").encode() * 3, "requests.jsonl")
        (folder / "server.log").write_bytes(GOOD)
        words = (str(folder / "server.log"), "--requests", str(path))
        return Made(words, f"{path.stat().st_size:,} of {size:,} bytes", (FAILING,), "grows more than")

    return make


def slow_bomb(folder: Path, part: int) -> Made:
    """Never 1,000 bytes out of one: what stops it is the number of bytes, 64 GiB."""
    path, size = folder / "server.log.gz", (80 << 30) // part
    frame = gzip.compress(bytes(200_000) + os.urandom(100), mtime=0)
    with path.open("wb") as file:
        file.write(gzip.compress(GOOD, mtime=0))
        for _ in range(size // 200_100):
            file.write(frame)
    return Made(
        (str(path),), f"{path.stat().st_size:,} of {size:,} bytes", (FAILING,), "decompression bomb" if part == 1 else None
    )


CASES: dict[str, Callable[[Path, int], Made]] = {
    "one line": one_line,
    "one line through a pipe": one_line_piped,
    "lines through a pipe": lines,
    "files in a folder": many_files,
    "values in a database": values,
    **{f"{kind} bomb as a log": _log_bomb(kind) for kind in PACKERS},
    **{f"{kind} bomb as a capture": _capture_bomb(kind) for kind in PACKERS},
    "gzip below the ratio": slow_bomb,
}


# --- trying them ---------------------------------------------------------------------------------

_MEASURED = """
import atexit, re, resource, sys
from pathlib import Path
from inspector.cli import main as cli

def measure():
    own = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
    Path(sys.argv[1]).write_text(str(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)))

atexit.register(measure)
cli.main(sys.argv[2:])
"""
"""The command, which notes its own peak at the end: what `wait4` tells includes the process it was forked from."""


def tried(name: str, folder: Path, part: int = 1) -> Result:
    """Make one input in the empty `folder` and diagnose it, in a process of its own."""
    one = CASES[name](folder, part)
    out, errors, peak = folder / "out.json", folder / "errors", folder / "peak"
    words = [command()[0], "-c", _MEASURED, str(peak), "diagnose", *one.arguments, "--format", "json"]
    began = time.monotonic()
    with out.open("wb") as to, errors.open("wb") as to_errors:
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE if one.stdin else subprocess.DEVNULL, stdout=to, stderr=to_errors, env=environment()
        )
        size = one.size
        if one.stdin:
            written = _fed(process, one.stdin(part))
            size = f"{one.size} ({written // len(RECORD):,} of them, {written:,} bytes)" if "lines" in one.size else one.size
        code = process.wait()
    took = time.monotonic() - began
    most = int(peak.read_text()) * 1024 if peak.exists() else 0
    return Result(name, size, took, most, code, _wrong(one, code, out, errors), _said(out))


def _fed(process: subprocess.Popen[bytes], data: Iterator[bytes]) -> int:
    written = 0
    assert process.stdin
    with suppress(BrokenPipeError):
        for chunk in data:
            process.stdin.write(chunk)
            written += len(chunk)
    with suppress(BrokenPipeError):
        process.stdin.close()
    return written


def _wrong(one: Made, code: int, out: Path, errors: Path) -> str:
    said = errors.read_text("utf-8", "replace")
    if code not in (0, 1, 3) or "Traceback" in said or "itself failed" in said:
        return f"exit code {code}: {said[-300:]}"
    try:
        report = json.loads(out.read_bytes())
    except ValueError:
        return f"no report: {said[-300:]}"
    told = {entry["session_id"] for entry in (*report["failures"], *report["silent"])}
    problems = [problem["what"] for problem in report["problems"]]
    if missing := set(one.expected) - told:
        return f"not told: {missing}"
    if one.problem is None and any("its middle was not read" not in what for what in problems):
        return f"problems: {problems[:3]}"
    if one.problem is not None and not any(one.problem in what for what in problems):
        return f"no problem says {one.problem!r}: {problems[:3]}"
    return ""


def _said(out: Path) -> str:
    with suppress(ValueError, KeyError):
        return "; ".join(problem["what"] for problem in json.loads(out.read_bytes())["problems"])[:160]
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="only inputs whose name holds WORD")
    parser.add_argument("--part", type=int, default=1, help="1000 for a thousandth of the size")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the inputs are made")
    said = parser.parse_args()
    failed = 0
    print("| input | size | seconds | peak memory | exit code | what it said |\n|---|---|---|---|---|---|", flush=True)
    for name in (name for name in CASES if said.only in name):
        folder = Path(tempfile.mkdtemp(prefix="inspector-large-", dir=said.folder))
        try:
            result = tried(name, folder, said.part)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        failed += bool(result.wrong)
        told = f"WRONG: {result.wrong}" if result.wrong else result.said or "-"
        print(
            f"| {name} | {result.size} | {result.seconds:.1f} | {result.peak / 1e6:.0f} MB | {result.code} | {told} |", flush=True
        )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
