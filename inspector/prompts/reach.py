"""How far a database speaks for a server run: in full, up to the moment it was copied, or not at all.

A log and a database are given together because somebody took them for one server's. Whether they are is decided here, once,
from the sessions whose loops the run wrote; no rule has to ask again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from inspector.model import DatabaseFacts, Run
from inspector.prompts.ids import id_time

LEAST_SESSIONS = 2
"""So many sessions of a run must be missing: a single one may have been deleted."""

ROW_DELAY = timedelta(seconds=2)
"""A row is written this long after the record of its loop at most."""

Reach = Mapping[str, datetime | None]
"""By run key, for runs for which the rows do not speak in full: up to when they do, None for not at all."""


def reach(
    runs: Iterable[Run],
    facts: DatabaseFacts,
    known: Collection[str],
    met: Collection[str | None] = (),
    deleted: Collection[str | None] = (),
) -> Reach:
    """The runs that `facts`' database knows only in part or not at all; `known` are those of their sessions it has rows of.

    `met` are keys of runs one of whose failing sessions the database has: a run names some of its sessions only, and those may
    all have been deleted since. `deleted` are sessions that the log shows to have been deleted: that they are not there says nothing.
    """
    found: dict[str, datetime | None] = {}
    for run in runs:
        left = [session for session in run.sessions if session not in deleted]
        if len(left) >= LEAST_SESSIONS and run.key not in met and not any(session in known for session in left):
            found[run.key] = None
        elif facts.newest_row is not None and run.last_loop is not None and run.last_loop > facts.newest_row + ROW_DELAY:
            last = run.sessions[-1] if run.sessions else ""
            made = id_time(last, run.last_loop)
            if last in deleted:
                continue  # its loop was the last one, and its rows are gone for another reason
            if last in known or (made is not None and made > facts.newest_row + ROW_DELAY):
                found[run.key] = facts.newest_row
    return found
