"""One piece of inspector's work in a process of its own: does it and prints, as JSON, the seconds it took after all imports."""

from __future__ import annotations

import gc
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
    from inspector.database import open_database
    from inspector.model import Question
    from inspector.prompts.gather import rows_of

    ids = [failing(number) for number in range(int(sessions))]
    with open_database(database) as opened, clock():
        if which == "all":
            return sum(len(found.messages or ()) for found in opened.sessions(ids))
        return sum(len(found.messages or ()) for found in rows_of(opened, ids, (), None, Question((), database)).values())


def stages(log: str, database: str) -> int:
    """A whole diagnosis in this one process, each stage by itself; gives the prompts in trouble."""
    gc.set_threshold(100_000, 50, 1000)  # as the command does
    from inspector.diagnosis.diagnose import judged
    from inspector.model import Question
    from inspector.prompts import gather
    from inspector.redaction.redact import redact
    from inspector.renderers._options import RenderOptions
    from inspector.renderers.json import pieces

    question = Question((log,), database)
    for function, name in (("_hunted", "hunt"), ("_logs", "logs"), ("rows_of", "rows"), ("joined", "join")):
        setattr(gather, function, clock(name)(getattr(gather, function)))
    gathered = gather.gather(question)
    with clock("judge"):
        report = judged(gathered, question)
    with clock("redact"):
        report = redact(report)
    with clock("draw"):
        for _ in pieces(report, RenderOptions()):
            pass
    return len(report.failures) + len(report.silent)


JOBS: dict[str, Callable[..., int]] = {job.__name__: job for job in (failures, lines, everything, hunt, rows, stages)}

if __name__ == "__main__":
    count = JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({**_seconds, "count": count}))
