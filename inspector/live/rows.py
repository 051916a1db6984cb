"""Query the database of a running server: which sessions got rows, and which may have an unanswered prompt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import field

from inspector.database.changes import Changes, Place, changes, ended_in_error
from inspector.errors import InspectorError, UsageError
from inspector.live.told import Silent
from inspector.model import SessionRows
from inspector.model.value import Value

BEFORE = timedelta(minutes=30)
"""Sessions used at most this long before the watch began are checked, because their prompts may be running."""
SLACK = timedelta(seconds=5)


class Look(Value, frozen=True):
    """The result of one query."""

    touched: frozenset[str]
    """Sessions that got a row since the last query."""
    suspects: frozenset[str]
    """Those of the touched and of the open sessions whose newest prompt has no finished answer."""
    errors: frozenset[str] = frozenset()
    """Those of the suspects whose newest message is an answer that ended in an error."""
    prompts: Mapping[str, int] = field(default_factory=dict)
    """Number of user messages stored since the last query, by session."""
    is_first: bool = False
    """Whether this is the first query of the file; how long a suspect has waited is then unknown."""


class Rows:
    """Repeated queries of one database. Each query opens the file, reads by index, and closes it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.trouble = ""
        """Why the last query failed; empty when it succeeded."""
        self._places: Mapping[str, Place] | None = None
        self._signature: tuple[object, ...] = ()
        self._looked = datetime.now(UTC)

    def look(self, open_sessions: Collection[str]) -> Look | None:
        """Return what was added since the last query; None when the file did not change or could not be read (see
        `trouble`)."""
        signature, now = _signature(Path(self.path)), datetime.now(UTC)
        if signature == self._signature:
            return None
        try:
            found = self._read(open_sessions)
        except UsageError:  # the file is being replaced
            return None
        except InspectorError as error:
            self.trouble = error.message
            return None
        self.trouble = ""
        self._signature, self._looked = signature, now
        return found

    def answered(self, prompts: Sequence[Silent]) -> list[Silent]:
        """Return those of `prompts`, which were reported as silent, that have a finished answer now."""
        from inspector.database import open_database

        try:
            with open_database(self.path) as database:
                found = {rows.session_id: rows for rows in database.sessions({p.session_id for p in prompts}, parts=False)}
                pending = frozenset(database.hunt(sessions=tuple(found)))
        except InspectorError:  # the next look at the rows reports it
            return []
        return [p for p in prompts if _is_answered(p, found[p.session_id], p.session_id in pending)]

    def _read(self, open_sessions: Collection[str]) -> Look:
        from inspector.database import Database
        from inspector.database.opening import opened
        from inspector.database.reader import QueryFailed, Reader
        from inspector.errors import UnreadableError

        with opened(Path(self.path)) as file:
            reader = Reader(file)
            database = Database(reader)
            try:
                found = changes(reader, self._places)
                first = self._places is None
                if first or found.restarted:
                    since = self._looked - (BEFORE if first else SLACK)
                    touched = frozenset(database.hunt(since=since))
                    suspects = touched
                else:
                    touched = found.sessions
                    wanted = [*touched, *(id for id in open_sessions if id not in touched)]
                    suspects = frozenset(database.hunt(sessions=wanted)) if wanted else frozenset()
                errors = ended_in_error(reader, suspects)
            except QueryFailed as failed:
                raise UnreadableError(f"{self.path}: {failed}") from None
            self._places = found.places
            return Look(touched, suspects, errors, _prompts(found), first or found.restarted)


def _is_answered(prompt: Silent, rows: SessionRows, pending: bool) -> bool:
    messages = rows.messages or ()
    if any(message.parent_id == prompt.message_id and message.ended_well for message in messages):
        return True
    # A prompt of the inbox, or of the 2.x tables, has no row in `message`: it is answered when its session has nothing open.
    return not pending and rows.session is not None and all(message.id != prompt.message_id for message in messages)


def _prompts(found: Changes) -> Mapping[str, int]:
    return {} if found.restarted else found.prompts


def _signature(path: Path) -> tuple[object, ...]:
    """Return identity, size and time of the file and its write-ahead log, which stay equal until something is written."""
    marks: list[object] = []
    for part in (path, path.with_name(path.name + "-wal")):
        try:
            state = part.stat()
            marks.append((state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns))
        except OSError:
            marks.append(None)
    return tuple(marks)
