"""The timeline of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspector.diagnosis.groups import Item
from inspector.model import EventKind, TimelineEvent
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

DRAWN = 2000
"""At most this many answered prompts are on the timeline, taken evenly from all of them."""


def timeline(items: Sequence[Item], worked: Sequence[Prompt], world: World) -> tuple[TimelineEvent, ...]:
    """Return migrations, server starts and prompts in order of time, with at most `DRAWN` answered prompts."""
    events = []
    applied: dict[datetime, list[str]] = {}
    for migration in world.facts.migrations or () if world.facts else ():
        if migration.applied:
            applied.setdefault(migration.applied.replace(microsecond=0), []).append(migration.id)
    for time, names in applied.items():
        events.append(TimelineEvent(time, EventKind.MIGRATION, migrations=len(names), newest=max(names)))
    for run in world.logs.runs if world.logs else ():
        if run.first_time:
            events.append(TimelineEvent(run.first_time, EventKind.START, run=run.key[:8], version=run.version))
        if run.last_time:
            events.append(TimelineEvent(run.last_time, EventKind.STOP, run=run.key[:8]))
    for _, entry in items:
        if entry.time:
            events.append(TimelineEvent(entry.time, EventKind(entry.outcome.value), entry.session_id, entry.cause))
    shown = worked[:: -(-len(worked) // DRAWN)] if worked else ()
    events += [TimelineEvent(p.time, EventKind.WORKED, p.session_id) for p in shown if p.time]
    return tuple(sorted(events, key=lambda e: (e.time, e.kind)))
