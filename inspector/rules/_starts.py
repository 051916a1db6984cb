"""Match failed server starts with the prompts that got no answer because of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from inspector.model import LogRecord
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

ONE_START = timedelta(seconds=2)
"""The migrations of one server start are applied at most this far apart."""


def failed_start(prompt: Prompt, world: World) -> LogRecord | None:
    """Return the newest failed start before the prompt if no server was running when the prompt was sent; None otherwise."""
    time = prompt.time
    if time is None or world.logs is None:
        return None
    failures = [
        r
        for r in (*world.notable("start failed"), *world.notable("fatal"))
        if r.time is None or r.time <= time + timedelta(seconds=2)
    ]
    if not failures:
        return None
    failed = max(failures, key=lambda r: r.order)
    for run in world.logs.runs:
        if run.key == failed.run or run.first_time is None or run.first_time > time:
            continue
        if failed.time is not None and run.first_time > failed.time:
            return None
    return failed


def half_migrated(world: World) -> bool:
    """Whether the newest migrations of the database were applied in two starts, seconds or hours apart."""
    applied = sorted(
        {m.applied for m in (world.facts.migrations if world.facts else None) or () if m.applied and m.table == "migration"}
    )
    return len(applied) > 1 and any(later - earlier > ONE_START for earlier, later in pairwise(applied))


def reason(failed: LogRecord) -> str:
    """Return the reason that the server printed or logged."""
    fields = failed.fields
    return fields.get("reason") or fields.get("cause") or fields.get("name") or ""
