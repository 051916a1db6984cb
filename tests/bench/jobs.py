"""One piece of inspector's work in a process of its own: does it and prints, as JSON, the CPU seconds it took after all imports.

It runs with the checkout that PYTHONPATH names, so it uses little of inspector's inside, and looks for each piece where it was.
"""

from __future__ import annotations

import gc
import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

_numbers: dict[str, Any] = {}


@contextmanager
def clock(name: str) -> Iterator[None]:
    start = process_time()
    yield
    _numbers[name] = _numbers.get(name, 0) + process_time() - start


def _from(*places: str) -> Any:
    """The first of the modules that this checkout has."""
    for place in places[:-1]:
        try:
            return import_module(place)
        except ModuleNotFoundError:
            continue
    return import_module(places[-1])


def failures(log: str) -> None:
    """Every failure of a log."""
    from inspector.logs import find_failures

    with clock("cpu"):
        _numbers["count"] = sum(1 for _ in find_failures(log))


def read(log: str) -> None:
    """The bytes alone, as inspector reads them."""
    buffer = memoryview(bytearray(1 << 20))
    with Path(log).open("rb", buffering=0) as file, clock("cpu"):
        while file.readinto(buffer):  # type: ignore[attr-defined]
            pass


def unpack(log: str) -> None:
    """The bytes of a compressed log alone."""
    if log.endswith(".gz"):
        from isal import igzip

        file: Any = igzip.open(log)
    else:
        import zstandard

        file = zstandard.open(log)
    buffer = bytearray(1 << 20)
    with file, clock("cpu"):
        while file.readinto(buffer):
            pass


def rows(database: str) -> None:
    """The rows of all sessions in question, and the statements that were used for them once more through raw sqlite3."""
    gather = _from("inspector.prompts.gather", "inspector.gather")
    from inspector.database import open_database
    from inspector.model import Question

    gc.set_threshold(400_000, 50, 1000)  # as the command does
    with open_database(database) as opened:
        ids = list(opened.hunt())
        taken = []
        for _ in range(3):
            gc.collect()
            start = process_time()
            found = gather.rows_of(opened, ids, (), None, Question((), database))
            taken.append(process_time() - start)
        statements: list[str] = []
        connection = opened._reader.opened.connection
        connection.set_trace_callback(statements.append)
        gather.rows_of(opened, ids, (), None, Question((), database))
        connection.set_trace_callback(None)
    raw = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    floor = []
    for _ in range(3):
        start = process_time()
        for statement in statements:
            raw.execute(statement).fetchall()
        floor.append(process_time() - start)
    _numbers.update(count=len(found), cpu=median(taken), raw=median(floor), statements=len(statements))


def stages(log: str, database: str) -> None:
    """A whole diagnosis in this one process, each stage by itself."""
    gc.set_threshold(400_000, 50, 1000)  # as the command does
    gather = _from("inspector.prompts.gather", "inspector.gather")
    diagnose = _from("inspector.diagnosis.diagnose", "inspector.diagnose")
    redact = _from("inspector.redaction.redact", "inspector.redact").redact
    from inspector.model import Question
    from inspector.renderers._options import RenderOptions
    from inspector.renderers.json import pieces

    question = Question((log,), database)
    join = "join_readings" if hasattr(gather, "join_readings") else "joined"
    for function, name in (("_hunted", "hunt"), ("_logs", "logs"), ("rows_of", "rows"), (join, "join")):
        setattr(gather, function, clock(name)(getattr(gather, function)))
    gathered = gather.gather(question)
    _numbers["count"] = len(gathered.world.prompts)
    with clock("judge"):
        report = diagnose.judged(gathered, question)
    del gathered  # as the command does
    with clock("redact"):
        report = redact(report)
    with clock("draw"):
        for _ in pieces(report, RenderOptions()):
            pass


def reports() -> None:
    """A digest of the JSON report and the exit code for each line of arguments on standard input; but for ``generated``."""
    from inspector.cli.main import run

    made: list[str] = []
    for line in sys.stdin:
        written = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with redirect_stdout(written), redirect_stderr(io.StringIO()):
            code = run(["diagnose", *json.loads(line), "--format", "json", "--no-progress"])
        report = re.sub(rb'"generated": "[^"]*"', b"", written.buffer.getvalue())  # type: ignore[attr-defined]
        made.append(f"{code} {len(report)} {sha256(report).hexdigest()}")
    _numbers["reports"] = made


JOBS: dict[str, Callable[..., None]] = {job.__name__: job for job in (failures, read, unpack, rows, stages, reports)}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(_numbers))
