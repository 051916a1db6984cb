"""Find sessions that may have an unanswered prompt, and the sessions used last. One indexed seek per session."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from inspector.database.reader import QueryFailed, Reader
from inspector.database.rows import choose
from inspector.database.sql import PAGE, sql

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_TEXT = "\ufffd"
"""Replaces bytes that are not UTF-8."""
_Span = Mapping[str, object]
"""The requested time span, as values of a statement."""
_Suspect = tuple[str, ...]
"""A statement that finds suspect sessions: the builder, then its words after the table of sessions."""


def hunt(reader: Reader, since: datetime | None, until: datetime | None, sessions: Iterable[str] | None) -> Iterator[str]:
    """Yield IDs of sessions that may have an unanswered or badly answered prompt, each once; see `Database.hunt`."""
    chosen = None if sessions is None else tuple(dict.fromkeys(sessions))
    seen: set[str] = set()
    for id in _proposals(reader, _span(since, until), chosen):
        if id not in seen:
            seen.add(id)
            yield id


def recent(reader: Reader, limit: int, since: datetime | None, around: Sequence[datetime]) -> list[str]:
    """Return IDs of the sessions used last, or nearest to the times `around`, best first; see `Database.recent`."""
    moments = sorted(_milliseconds(time) for time in around)
    span = _span(since, None)

    def ranked() -> Iterator[tuple[float, str]]:
        for chosen in choose(reader, "session"):
            for page in _pages(reader, chosen.form.table, ("lives",), span, None):
                reader.unreadable(
                    "session", (id for id, _, _ in page if NO_TEXT in str(id))
                )  # such a session cannot be queried by ID
                for id, created, updated in page:
                    first, last = _number(created), _number(updated)
                    yield (_distance(moments, first, last) if moments else -last), str(id)

    nearest = heapq.nsmallest(2 * limit, ranked())  # twice as many, because a session may be in the tables of two generations
    return list(dict.fromkeys(id for _, id in nearest))[:limit]


def _span(since: datetime | None, until: datetime | None) -> _Span:
    return {name: None if time is None else _milliseconds(time) for name, time in (("since", since), ("until", until))}


def _proposals(reader: Reader, span: _Span, chosen: Sequence[str] | None) -> Iterator[str]:
    yield from _undelivered(reader, span, chosen)
    suspects = [suspect for suspect in (_unanswered(reader), _unfinished_turn(reader)) if suspect is not None]
    for form in choose(reader, "session"):
        for suspect in suspects:
            for page in _pages(reader, form.form.table, suspect, span, chosen):
                yield from (str(id) for (id,) in page)


def _undelivered(reader: Reader, span: _Span, chosen: Sequence[str] | None) -> Iterator[str]:
    """Yield sessions with inbox rows that were not promoted."""
    parts = (None,) if chosen is None else tuple(_parts(chosen, PAGE // 4))
    for form, part in product(choose(reader, "input"), parts):
        table, after = form.form.table, -1
        query = sql("undelivered", table, ",".join(form.there), "all" if part is None else "named")
        while True:
            page = _rows(reader, table, query, {**span, "after": after}, part)
            yield from (str(id) for _, id in page)
            if len(page) < PAGE:
                break
            after = page[-1][0]


def _unanswered(reader: Reader) -> _Suspect | None:
    """Return the statement for conversations of the v1 API; None without such a table."""
    there = reader.readable("message", "id", "session_id", "time_created", "data")
    if not there or not reader.affordable("message", "session_id"):
        return None
    shown = reader.readable("part", "message_id", "data") and reader.affordable("part", "message_id")
    return "unanswered", "parts" if shown else "none"


def _unfinished_turn(reader: Reader) -> _Suspect | None:
    """Return the statement for conversations of the v2 API; None when their table has no order column."""
    form = next((chosen.form for chosen in choose(reader, "projected") if chosen.form.order is not None), None)
    if form is None or not reader.size(form.table) or not reader.affordable(form.table, "session_id"):
        return None
    return "unfinished_turn", form.table, str(form.order)


def _pages(reader: Reader, session: str, query: _Suspect, span: _Span, chosen: Sequence[str] | None) -> Iterator[Sequence[Any]]:
    """Yield the results of `query` for each page of sessions.

    The statements are short, so that no read mark is held for long.
    """
    name, *words = query
    if chosen is not None:
        for part in _parts(chosen, PAGE // 4):
            yield _rows(reader, session, sql(name, session, *words, "named"), span, part)
        return
    after, full = -1, PAGE
    while full == PAGE:
        bounds = _rows(reader, session, sql("bounds", session), {"after": after})
        last, full = bounds[0] if bounds else (None, 0)
        if last is not None:
            yield _rows(reader, session, sql(name, session, *words, "page"), {**span, "after": after, "last": last})
            after = last


def _rows(reader: Reader, name: str, query: str, values: _Span, ids: Sequence[str] | None = None) -> Sequence[Any]:
    try:
        return reader.rows(query, values, ids)
    except QueryFailed as failed:
        reader.problem(name, f"{failed}; the rows after it were not searched")
        return ()


def _parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _distance(moments: Sequence[int], first: int, last: int) -> float:
    """Return the milliseconds from the session's lifetime to the nearest of `moments`; 0 when one of them is within it."""
    place = bisect_left(moments, first)
    after = moments[place] - last if place < len(moments) else float("inf")
    before = first - moments[place - 1] if place else float("inf")
    return max(0, min(after, before))


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1 << 62 else 0


def _milliseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(milliseconds=1)
