"""Find new rows in a database that a server is writing to: quick queries, every few seconds, only by rowid and primary
key."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import field

from inspector.database.reader import Reader
from inspector.database.sql import sql
from inspector.model.value import Value

OVERLAP = 64
"""This many of the newest rows are read again, because the next row reuses the rowid of a deleted row."""
_TABLES = ("message", "part", "session_message", "session_input", "session_pending", "session_inbox")


class Place(Value, frozen=True):
    """How far one table was read."""

    rowid: int = 0
    newest: frozenset[tuple[int, str]] = frozenset()
    """The newest rows that were read: rowid and ID."""


class Changes(Value, frozen=True):
    """The result of one query."""

    places: Mapping[str, Place]
    """How far each table is read; the next query continues there."""
    sessions: frozenset[str] = frozenset()
    """Sessions that got a row."""
    prompts: Mapping[str, int] = field(default_factory=dict)
    """Number of new user messages by session."""
    restarted: bool = False
    """Whether none of a table's newest rows exists any more, because another database has replaced this one."""


def changes(reader: Reader, places: Mapping[str, Place] | None) -> Changes:
    """Return what was added since `places`; with None, only the places. Raises QueryFailed."""
    now: dict[str, Place] = {}
    touched: set[str] = set()
    prompts: dict[str, int] = {}
    restarted = False
    for name in _TABLES:
        if not reader.readable(name, "id", "session_id"):
            continue
        place = places.get(name) if places is not None else Place(reader.size(name))
        if place is None:  # a migration added this table
            place = Place()
        role = "role" if name == "message" and reader.readable(name, "data") else "none"
        rows = reader.rows(sql("newer", name, role), {"after": place.rowid - OVERLAP})
        highest = max((int(row[0]) for row in rows), default=0)
        seen = {(int(row[0]), str(row[1])) for row in rows}
        restarted = restarted or (bool(place.newest) and not place.newest & seen)
        for rowid, id, session, role in rows:
            if places is None or (int(rowid), str(id)) in place.newest:
                continue
            touched.add(str(session))
            if role == "user":
                prompts[str(session)] = prompts.get(str(session), 0) + 1
        now[name] = Place(highest, frozenset((int(row[0]), str(row[1])) for row in rows[-OVERLAP:]))
    return Changes(now, frozenset(touched), prompts, restarted)


def ended_in_error(reader: Reader, sessions: Collection[str]) -> frozenset[str]:
    """Return those of `sessions` whose newest message is an answer that ended in an error. Raises QueryFailed."""
    if not sessions or not reader.readable("message", "id", "session_id", "time_created", "data"):
        return frozenset()
    return frozenset(str(id) for (id,) in reader.rows(sql("ended_in_error"), ids=sorted(sessions)))
