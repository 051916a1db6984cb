"""The timeline of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspector.diagnosis.groups import Item
from inspector.model import TimelineEvent
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.text import many

DRAWN = 2000
"""At most so many working prompts stand on the timeline, taken evenly from all of them."""


# --- the rest of the report ----------------------------------------------------------------------
def timeline(items: Sequence[Item], worked: Sequence[Prompt], world: World) -> tuple[TimelineEvent, ...]:
    """Migrations, server starts and prompts, by time; of the prompts that worked at most `DRAWN`."""
    events = []
    applied: dict[datetime, list[str]] = {}
    for migration in world.facts.migrations or () if world.facts else ():
        if migration.applied:
            applied.setdefault(migration.applied.replace(microsecond=0), []).append(migration.id)
    for time, names in applied.items():
        events.append(
            TimelineEvent(time, "migration", f"{many(len(names), 'migration', 'migrations')} applied, newest {max(names)}")
        )
    for run in world.logs.runs if world.logs else ():
        if run.first_time:
            events.append(
                TimelineEvent(run.first_time, "start", f"server {run.version or '(version unknown)'} run {run.key[:8]}")
            )
        if run.last_time:
            events.append(TimelineEvent(run.last_time, "stop", f"last record of run {run.key[:8]}"))
    for _, _, entry in items:
        if entry.time:
            events.append(TimelineEvent(entry.time, entry.outcome, entry.cause or "cause not decided", entry.session_id))
    shown = worked[:: -(-len(worked) // DRAWN)] if worked else ()
    events += [TimelineEvent(p.time, "worked", "answered", p.session_id) for p in shown if p.time]
    return tuple(sorted(events, key=lambda e: (e.time, e.kind)))
