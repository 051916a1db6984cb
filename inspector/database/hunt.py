"""Proposing sessions: those that may hold an unanswered prompt, and those used last. One indexed seek a session."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, case, func, or_, select, true
from sqlalchemy.sql.expression import FromClause, Select, TableClause

from inspector.database.reader import QueryFailed, Reader, json_or_null, source
from inspector.database.rows import choose

Progress = Callable[[int, int], None]
"""Called with the number of sessions looked at, and the most there can be."""
_PAGE = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_TEXT = "\ufffd"
"""Stands for bytes that are no UTF-8."""
TURN = ("user", "assistant", "idle", "compaction")
"""Rows of a conversation that tell how its newest turn went; 2.x ends each turn with an ``idle`` row."""
SHOWING = ("tool", "file", "patch", "subtask", "agent")
"""Types of parts that a client shows whatever they hold; of a text it is the text that counts."""
_BLANKS = " \t\n\r"
_UNFINISHED = ("tool-calls", "unknown", "error")
Suspect = Callable[[TableClause], Select[Any]]
"""From a table of sessions to the query of those that are in doubt."""


def hunt(
    reader: Reader, since: datetime | None, until: datetime | None, sessions: Iterable[str] | None, progress: Progress | None
) -> Iterator[str]:
    """Ids of sessions that may hold an unanswered or badly answered prompt, each once; see `Database.hunt`."""
    chosen = None if sessions is None else tuple(dict.fromkeys(sessions))
    seen: set[str] = set()
    for id in _proposals(reader, _Span(since, until), chosen, progress):
        if id not in seen:
            seen.add(id)
            yield id


def recent(reader: Reader, limit: int, since: datetime | None, around: Sequence[datetime]) -> list[str]:
    """Ids of the sessions used last, or nearest to the times `around`, best first; see `Database.recent`."""
    moments = sorted(_milliseconds(time) for time in around)
    span = _Span(since, None)

    def ranked() -> Iterator[tuple[float, str]]:
        for chosen in choose(reader, "session"):
            session = chosen.source
            lives = select(session.c.id, session.c.time_created, session.c.time_updated).where(*span.over(session))
            for page, _ in _pages(reader, session, lives, None):
                reader.unreadable("session", (id for id, _, _ in page if NO_TEXT in str(id)))  # no id can ask for them
                for id, created, updated in page:
                    first, last = _number(created), _number(updated)
                    yield (_distance(moments, first, last) if moments else -last), str(id)

    nearest = heapq.nsmallest(2 * limit, ranked())  # twice: a session may stand in two generations' tables
    return list(dict.fromkeys(id for _, id in nearest))[:limit]


class _Span:
    """The time asked for, as SQL on a table's columns; no bound where none was asked for."""

    def __init__(self, since: datetime | None, until: datetime | None) -> None:
        self.since = None if since is None else _milliseconds(since)
        self.until = None if until is None else _milliseconds(until)

    def over(self, table: TableClause) -> list[ColumnElement[bool]]:
        """Rows whose life (created to updated, where the table keeps both) overlaps the span."""
        first = table.c.get("time_created")
        last = table.c.get("time_updated", first)
        after = [last >= self.since] if self.since is not None and last is not None else []
        return [*after, first <= self.until] if self.until is not None and first is not None else after


def _proposals(reader: Reader, span: _Span, chosen: Sequence[str] | None, progress: Progress | None) -> Iterator[str]:
    yield from _undelivered(reader, span, chosen)
    suspects = [suspect for suspect in (_messages(reader), _projected(reader)) if suspect is not None]
    tables = [form.source for form in choose(reader, "session")]
    total = len(suspects) * sum(len(chosen) if chosen is not None else reader.size(table.name) for table in tables)
    done = 0
    for table in tables:
        for suspect in suspects:
            for page, looked_at in _pages(reader, table, suspect(table).where(*span.over(table)), chosen):
                yield from (str(id) for (id,) in page)
                done += looked_at
                if progress is not None:
                    progress(min(done, total), total)


def _undelivered(reader: Reader, span: _Span, chosen: Sequence[str] | None) -> Iterator[str]:
    """Sessions with inbox rows that were not promoted; 2.x deletes a row at promotion, so every row there is one."""
    parts = (None,) if chosen is None else tuple(_parts(chosen, _PAGE // 4))
    for form, part in product(choose(reader, "input"), parts):
        table, after = form.source, -1
        conditions = [table.c.promoted_seq.is_(None)] if "promoted_seq" in table.c else []
        conditions += [table.c.session_id.in_(part)] if part is not None else []
        while True:
            query = select(table.c.rowid, table.c.session_id).where(table.c.rowid > after, *conditions, *span.over(table))
            page = _rows(reader, table.name, query.order_by(table.c.rowid).limit(_PAGE))
            yield from (str(id) for _, id in page)
            if len(page) < _PAGE:
                break
            after = page[-1][0]


def _messages(reader: Reader) -> Suspect | None:
    """Sessions whose newest message is anything but a finished answer to the newest prompt; None without such a table."""
    there = reader.readable("message", "id", "session_id", "time_created", "data")
    if not there or not reader.affordable("message", "session_id"):
        return None

    def shows_nothing(answer: FromClause) -> list[ColumnElement[bool]]:
        """A finished answer whose parts hold no text, no tool call and no file; one without any part may have lost them."""
        if not reader.readable("part", "message_id", "data") or not reader.affordable("part", "message_id"):
            return []
        part = source("part", "message_id", "data").alias("shown")
        text = and_(_value(part.c.data, "$.type") == "text", func.trim(_value(part.c.data, "$.text"), _BLANKS) != "")
        found = select(part.c.message_id).where(part.c.message_id == answer.c.id)
        return [and_(found.exists(), ~found.where(or_(_value(part.c.data, "$.type").in_(SHOWING), text)).exists())]

    def suspect(session: TableClause) -> Select[Any]:
        newest, before = (source("message", "id", "time_created", "data").alias(name) for name in ("newest", "before"))
        parent, earlier = _value(newest.c.data, "$.parentID"), _value(before.c.data, "$.role")
        sent_again = _value(before.c.data, "$.time.created") > newest.c.time_created  # with the id of an answered prompt
        finished_too = and_(_value(before.c.data, "$.parentID") == parent, _value(before.c.data, "$.finish") == "stop")
        answered_badly = or_(
            _value(newest.c.data, "$.role").is_distinct_from("assistant"),
            _unfinished(newest.c.data),
            _value(newest.c.data, "$.mode") == "compaction",
            _type(newest.c.data, "$.summary") == "true",
            parent.is_(None),
            newest.c.id < parent,  # up to 1.18.14 such a prompt is answered again and again
            and_(earlier == "user", or_(before.c.id != parent, sent_again)),
            and_(earlier == "assistant", finished_too),
            *shows_nothing(newest),
            _value(before.c.data, "$.mode") == "compaction",
        )
        answered_badly = or_(answered_badly, newest.c.rowid < _stored_last(session))
        joined = session.join(newest, newest.c.rowid == _newest("message", session, "time_created", 0))
        both = joined.outerjoin(before, before.c.rowid == _newest("message", session, "time_created", 1))
        return select(session.c.id).select_from(both).where(answered_badly)

    return suspect


def _projected(reader: Reader) -> Suspect | None:
    """Conversations of the v2 API that end in a prompt, an unfinished answer, or a turn that failed; None where it keeps no order."""
    form = next((chosen.form for chosen in choose(reader, "projected") if chosen.form.order is not None), None)
    if form is None or not reader.size(form.table) or not reader.affordable(form.table, "session_id"):
        return None
    table, order = form.table, str(form.order)

    def suspect(session: TableClause) -> Select[Any]:
        newest = source(table, "type", "data").alias("newest")
        joined = session.join(newest, newest.c.rowid == _newest(table, session, order, 0, TURN))
        ended = _value(newest.c.data, "$.outcome").is_distinct_from("succeeded")
        doubtful = case(
            (newest.c.type == "user", true()),
            (newest.c.type == "idle", ended),
            (newest.c.type == "compaction", _value(newest.c.data, "$.status").is_distinct_from("completed")),
            else_=_unfinished(newest.c.data),
        )
        return select(session.c.id).select_from(joined).where(doubtful)

    return suspect


def _unfinished(data: ColumnElement[Any]) -> ColumnElement[bool]:
    finish = _value(data, "$.finish")
    return or_(
        _value(data, "$.time.completed").is_(None),
        finish.is_(None),
        finish.in_(_UNFINISHED),
        func.coalesce(_type(data, "$.error"), "null") != "null",
    )


def _value(data: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    return json_or_null(data, func.json_extract(data, path))


def _type(data: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    return json_or_null(data, func.json_type(data, path))


def _newest(name: str, session: TableClause, order: str, skip: int, types: tuple[str, ...] = ()) -> ColumnElement[Any]:
    """The rowid of a session's newest row (or the one before): a seek in the index OpenCode itself keeps."""
    inner = source(name, "id", "session_id", order, "type").alias("inner")
    query = select(inner.c.rowid).where(inner.c.session_id == session.c.id)
    query = query.where(inner.c.type.in_(types)) if types else query
    return query.order_by(inner.c[order].desc(), inner.c.id.desc()).limit(1).offset(skip).scalar_subquery()


def _stored_last(session: TableClause) -> ColumnElement[Any]:
    """The rowid of the message that was stored last; another one is the newest where the server's clock went back.

    The index of `_newest` holds the rowids, so the table itself is not read.
    """
    inner = source("message", "session_id").alias("inner")
    return select(func.max(inner.c.rowid)).where(inner.c.session_id == session.c.id).scalar_subquery()


def _pages(
    reader: Reader, session: TableClause, query: Select[Any], chosen: Sequence[str] | None
) -> Iterator[tuple[Sequence[Any], int]]:
    """The answers of `query` for page after page of sessions, and the sessions on each: short statements, so that no
    read mark is held for long."""
    if chosen is not None:
        for part in _parts(chosen, _PAGE // 4):
            yield _rows(reader, session.name, query.where(session.c.id.in_(part))), len(part)
        return
    after, full = -1, _PAGE
    while full == _PAGE:
        ends = select(session.c.rowid).where(session.c.rowid > after).order_by(session.c.rowid).limit(_PAGE).subquery()
        bounds = _rows(reader, session.name, select(func.max(ends.c.rowid), func.count()).select_from(ends))
        last, full = bounds[0] if bounds else (None, 0)
        if last is not None:
            yield _rows(reader, session.name, query.where(session.c.rowid > after, session.c.rowid <= last)), full
            after = last


def _rows(reader: Reader, name: str, query: Executable) -> Sequence[Any]:
    try:
        return reader.rows(query)
    except QueryFailed as failed:
        reader.problem(name, f"{failed}; what lies behind it was not looked through")
        return ()


def _parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _distance(moments: Sequence[int], first: int, last: int) -> float:
    """Milliseconds from the session's life to the nearest moment; 0 when one falls into it."""
    place = bisect_left(moments, first)
    after = moments[place] - last if place < len(moments) else float("inf")
    before = first - moments[place - 1] if place else float("inf")
    return max(0, min(after, before))


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1 << 62 else 0


def _milliseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(milliseconds=1)
