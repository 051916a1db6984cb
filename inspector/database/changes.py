"""What was added to a database that a server is writing to: cheap looks, every few seconds, by rowid and primary key only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, null, select

from inspector.database.reader import Reader, json_or_null, source

OVERLAP = 64
"""So many of the newest rows are looked at again: a row that is deleted frees its rowid, which the next row takes."""
MOST_ROWS = 20_000
"""Maximum number of new rows of a table that one look reads; the next look continues after them."""
_TABLES = ("message", "part", "session_message", "session_input", "session_pending", "session_inbox")


@dataclass(frozen=True, slots=True)
class Place:
    """How far one table was read."""

    rowid: int = 0
    newest: frozenset[tuple[int, str]] = frozenset()
    """The newest rows that were seen: rowid and id."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one look found."""

    places: Mapping[str, Place]
    """How far each table is read now: what the next look continues from."""
    sessions: frozenset[str] = frozenset()
    """Sessions that got a row."""
    prompts: Mapping[str, int] = field(default_factory=dict)
    """How many user messages each session got."""
    restarted: bool = False
    """True when none of the newest rows of a table is there any more: another database took the place of the one read before."""


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
        if place is None:  # the table came with a migration
            place = Place()
        with_role = name == "message" and reader.readable(name, "data")
        rows = reader.rows(_newer(name, place.rowid - OVERLAP, with_role))
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
    message, other = (source("message", "id", "session_id", "time_created", "data").alias(name) for name in ("message", "other"))
    newest = select(other.c.rowid).where(other.c.session_id == message.c.session_id)
    newest = newest.order_by(other.c.time_created.desc(), other.c.id.desc()).limit(1)
    error = json_or_null(message.c.data, func.json_type(message.c.data, "$.error"))
    query = select(message.c.session_id).where(message.c.session_id.in_(sorted(sessions)), func.coalesce(error, "null") != "null")
    return frozenset(str(id) for (id,) in reader.rows(query.where(message.c.rowid == newest.scalar_subquery())))


def _newer(name: str, rowid: int, with_role: bool) -> Select[Any]:
    table = source(name, "id", "session_id", "data")
    role = json_or_null(table.c.data, func.json_extract(table.c.data, "$.role")) if with_role else null()
    return (
        select(table.c.rowid, table.c.id, table.c.session_id, role)
        .where(table.c.rowid > rowid)
        .order_by(table.c.rowid)
        .limit(MOST_ROWS)
    )
