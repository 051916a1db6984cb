"""One piece of inspector's work in a process of its own: does it and prints, as JSON, the seconds it took after all imports."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from material import failing

_seconds: dict[str, float] = {}


@contextmanager
def clock(name: str = "seconds") -> Iterator[None]:
    start = perf_counter()
    yield
    _seconds[name] = perf_counter() - start


def failures(log: str) -> int:
    """Every failure of a log."""
    from inspector.logs import find_failures
    from inspector.logs.search import finder

    finder()
    with clock():
        return sum(1 for _ in find_failures(log))


def lines(log: str, sessions: str) -> int:
    """Every line of so many failing sessions: how many lines there are."""
    from inspector.logs import read_logs

    ids = [failing(number) for number in range(int(sessions))]
    with clock():
        logs = read_logs([log], sessions=ids)
        return sum(map(len, logs.sessions.values()))


def everything(log: str) -> int:
    """A log read without a database: every session is kept."""
    from inspector.logs import read_logs

    with clock():
        return len(read_logs([log], sessions=None).failures)


def hunt(database: str) -> int:
    """The hunt for silent sessions."""
    from inspector.database import open_database

    with open_database(database) as opened, clock():
        return sum(1 for _ in opened.hunt())


def rows(database: str, sessions: str, which: str) -> int:
    """The rows of so many failing sessions: ``needed``, those a diagnosis reads, or ``all``, every message with its parts."""
    from inspector import diagnose
    from inspector.database import open_database

    ids = [failing(number) for number in range(int(sessions))]
    question = diagnose.Question((), database)
    with open_database(database) as opened, clock():
        if which == "all":
            return sum(len(found.messages or ()) for found in opened.sessions(ids))
        return sum(len(found.messages or ()) for found in diagnose.rows_of(opened, ids, (), None, question).values())


def judge(log: str, database: str) -> int:
    """Matching and judging alone: what was read is not in the time."""
    from inspector import diagnose

    with clock("all"):
        joined = diagnose._joined

        def timed(*arguments: object) -> object:
            with clock("join"):
                return joined(*arguments)  # type: ignore[arg-type]

        diagnose._joined = timed  # type: ignore[assignment]
        question = diagnose.Question((log,), database)
        gathered = diagnose.gather(question)
    with clock("judge"):
        report = diagnose.judged(gathered, question)
    _seconds["seconds"] = _seconds["join"] + _seconds["judge"]
    return len(report.failures) + len(report.silent)


JOBS: dict[str, Callable[..., int]] = {job.__name__: job for job in (failures, lines, everything, hunt, rows, judge)}

if __name__ == "__main__":
    count = JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({**_seconds, "count": count}))
