"""What workers are given in tests; in a module of its own, so that another process can import it."""

from __future__ import annotations

import hashlib
import os
import signal
import time

from inspector.files.temporary import private_folder
from inspector.fleet.cases import Case
from inspector.fleet.judged import CauseRow, Judged, PromptRow
from inspector.fleet.opening import writable
from inspector.fleet.sources import Found
from inspector.fleet.store import Result, Store
from inspector.model import PromptCounts


def act(what: object) -> object:
    """Return what was given, or end in one of the ways in which a worker can end."""
    if what == "hang":
        with private_folder("inspector-hanging-"):
            while True:
                time.sleep(60)
    if what == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "crash":
        os._exit(7)
    if what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "memory":
        return len(bytearray(3 << 30))
    return what


def judged(name: str, *causes: str, status: str = "trouble", version: str = "1.15.13", **more: object) -> Judged:
    """A diagnosis with one failed prompt for each of `causes`."""
    from datetime import UTC, datetime

    moment = more.pop("judged_at", datetime(2026, 11, 28, 12, tzinfo=UTC))
    rows = tuple(
        CauseRow(cause, f"Title of {cause}", "high", causes.count(cause), 0, 0, None, None, f"Cure {cause}.", (f"Cure {cause}.",))
        for cause in dict.fromkeys(causes)
        if cause != "?"
    )
    prompts = tuple(
        PromptRow(
            "failure",
            f"ses_{n}",
            None,
            None if cause == "?" else cause,
            "high",
            (),
            True,
            False,
            False,
            version,
            "unknown",
            None,
            None,
        )
        for n, cause in enumerate(causes)
    )
    fields: dict[str, object] = {
        "status": status,
        "exit_code": {"ok": 0, "trouble": 1}.get(status, 3),
        "text": f"The verdict on {name}.",
        "counts": PromptCounts(answered=2, failed=len(causes)),
        "problems": 0,
        "problem": None,
        "server_version": version,
        "causes": rows,
        "prompts": prompts,
        "fingerprint": "rules-1",
        "judged_at": moment,
        "digest": f"digest of {name}",
    }
    return Judged(name=name, **{**fields, **more})  # type: ignore[arg-type]


def key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()


def result(one: Judged, stamp: str = "stamp-1") -> Result:
    return Result(Found(Case(one.name, (), None, ()), "/srv/servers", key(one.name)), stamp, one)


def write_many(store: str, writer: int, count: int) -> int:
    """Write cases of this writer's own, and as often one that all writers write."""
    with writable(store) as engine:
        for number in range(count):
            own = judged(f"writer-{writer}-{number}", "schema-drift", "?")
            shared = judged("shared", *[f"cause-{writer}"] * 3)
            Store(engine).write([result(own), result(shared)])
    return count
