"""Which part of a server run a database covers: all of it, the part before the database was copied, or nothing.

The user gives a log and a database together because both should be of one server. Whether they are is decided here, once, from the
sessions whose loops the run wrote. No rule has to ask again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from inspector.model import DatabaseFacts, LogRecord, Logs, Run, SessionRows
from inspector.prompts.faults import Faults
from inspector.prompts.ids import id_time
from inspector.prompts.loops import DELETED

LEAST_SESSIONS = 2
"""At least this many sessions of a run must be missing: a single one may have been deleted."""

ROW_DELAY = timedelta(seconds=2)
"""A row is written at most this long after the record of its loop."""

WHOLE = datetime.max.replace(tzinfo=UTC)
"""The database covers the run to its end."""

Coverage = Mapping[str, datetime | None]
"""By key of a run that the database covers only partly: the time up to which it does; None when it covers nothing of the run."""


def covered_until(coverage: Coverage, run: Run | None) -> datetime | None:
    """The time up to which the database covers `run`: `WHOLE` for all of it or an unknown run, None for nothing of it."""
    return coverage.get(run.key, WHOLE) if run is not None else WHOLE


def coverage_of(
    logs: Logs, facts: DatabaseFacts, rows: Mapping[str, SessionRows], known: Collection[str], faults: Faults
) -> Coverage:
    """The coverage of the runs of `logs`. `known` are the sessions named by those runs that the database has."""
    stored = {id for id, found in rows.items() if found.session is not None}
    met = {record.run for record in logs.failures if record.session_id in stored}
    strangers = [record for record in logs.failures if record.session_id not in stored]
    deleted = {record.session_id for record in logs.notable if record.message in DELETED}
    deleted |= {record.session_id for record in strangers if _misses_its_session(record, faults)}
    return coverage_of_runs(logs.runs, facts, known, met, deleted)


def _misses_its_session(record: LogRecord, faults: Faults) -> bool:
    """Whether the write failed because the session's row was gone."""
    fault = faults.of(record)
    return fault is not None and fault.code == "SQLITE_CONSTRAINT_FOREIGNKEY"


def coverage_of_runs(
    runs: Iterable[Run],
    facts: DatabaseFacts,
    known: Collection[str],
    met: Collection[str | None] = (),
    deleted: Collection[str | None] = (),
) -> Coverage:
    """The coverage of `runs` by the database of `facts`. `known` are the sessions of the runs that the database has.

    `met` are keys of runs with a failing session that the database has: a run names only some of its sessions, and those may all
    have been deleted since. `deleted` are sessions that the log shows to have been deleted: that they are missing shows nothing.
    """
    found: dict[str, datetime | None] = {}
    for run in runs:
        left = [session for session in run.sessions if session not in deleted]
        if len(left) >= LEAST_SESSIONS and run.key not in met and not any(session in known for session in left):
            found[run.key] = None
        elif facts.newest_row is not None and _loops_after(run, facts.newest_row, known, deleted):
            found[run.key] = facts.newest_row
    return found


def _loops_after(run: Run, copied: datetime, known: Collection[str], deleted: Collection[str | None]) -> bool:
    """Whether the run's last loop began after the database was copied, the time of its newest row.

    The loop's session must be one that the database has, or one that was made after the copy: a row of any other session may be
    missing for another reason.
    """
    if run.last_loop is None or run.last_loop <= copied + ROW_DELAY:
        return False
    last = run.sessions[-1] if run.sessions else ""
    if last in deleted:
        return False
    made = id_time(last, run.last_loop)
    return last in known or (made is not None and made > copied + ROW_DELAY)
