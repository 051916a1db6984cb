"""The order in which the rows and records of one session were written, whatever the server's clock showed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from inspector.model import LogRecord, MessageRow, SessionRows
from inspector.prompts.draft import Draft

CLOCK_STEP = timedelta(seconds=1)
"""A row that is earlier by more than this than a row stored before it shows that the server's clock went back.

Two processes that write to one session at the same time differ by milliseconds (3 ms, two servers on 1.18.33).
"""

RECORD_STEP = timedelta(seconds=2)
"""A record that is earlier by more than this than a record written before it shows that the server's clock went back.

The legacy era logs whole seconds, and a record may be written shortly after a later one.
"""

_NEVER = datetime.min.replace(tzinfo=UTC)


def row_from_the_future(message: MessageRow, rows: SessionRows | None) -> MessageRow | None:
    """Return the row with the latest time among those stored before `message` whose time is later.

    None when there is no such row, or when the order of storage is not known.
    """
    place, time = message.place, message.time_created
    if place is None or time is None:
        return None
    ahead = [m for m in _numbered(rows) if _place(m) < place and _time(m) - time > CLOCK_STEP]
    return max(ahead, key=lambda m: (_time(m), m.role == "assistant"), default=None)


def record_from_the_future(first: LogRecord, written: Iterable[LogRecord]) -> LogRecord | None:
    """Return the record with the latest time among those written before `first` whose time is later; None when there is none."""
    if first.time is None:
        return None
    ahead = [r for r in written if r.order < first.order and r.time is not None and r.time - first.time > RECORD_STEP]
    return max(ahead, key=lambda r: (r.time or _NEVER, r.order), default=None)


def sort_as_stored(drafts: Sequence[Draft], records: Sequence[LogRecord]) -> list[Draft]:
    """Return the drafts of one session in the order in which the server took the prompts. `records` are the session's.

    That is the order of their times, except where the clock went back: there the order of the rows decides, or without rows the
    order of the records.
    """
    reached = _times_reached(drafts[0].rows if drafts else None)
    logged = _times_logged(records)

    def key(draft: Draft) -> tuple[datetime, int, int]:
        message, order = draft.message, draft.record.order if draft.record else 0
        if message is not None and message.place is not None and message.id in reached and not _was_changed(message):
            return reached[message.id], message.place, order
        first = draft.records[0] if draft.records else draft.record
        if message is None and first is not None and first.order in logged:
            return logged[first.order], 0, first.order
        return draft.time or _NEVER, 0, order

    return sorted(drafts, key=key)


def _was_changed(message: MessageRow) -> bool:
    """Whether a later prompt with the same ID changed the row, so that its time does not fit its place."""
    first, last = message.first_stored, message.time_created
    return first is not None and last is not None and last - first > CLOCK_STEP / 2


def _times_reached(rows: SessionRows | None) -> dict[str, datetime]:
    """Return the latest time of any row stored so far, by message ID; empty when the clock never went back."""
    stored = sorted(_numbered(rows), key=_place)
    times = [_time(m) for m in stored]
    latest = list(accumulate(times, max))
    if not any(reached - time > CLOCK_STEP for time, reached in zip(times, latest, strict=True)):
        return {}
    return {m.id: reached for m, reached in zip(stored, latest, strict=True)}


def _times_logged(records: Sequence[LogRecord]) -> dict[int, datetime]:
    """Return the latest time of any record written so far, by order of the record; empty when the clock never went back."""
    written = sorted((r for r in records if r.time is not None), key=lambda r: r.order)
    times = [r.time or _NEVER for r in written]
    latest = list(accumulate(times, max))
    if not any(reached - time > RECORD_STEP for time, reached in zip(times, latest, strict=True)):
        return {}
    return {r.order: reached for r, reached in zip(written, latest, strict=True)}


def _numbered(rows: SessionRows | None) -> Sequence[MessageRow]:
    return [m for m in _messages(rows) if m.place is not None and m.time_created is not None]


def _messages(rows: SessionRows | None) -> Iterable[MessageRow]:
    return (rows.messages if rows is not None else None) or ()


def _place(message: MessageRow) -> int:
    return message.place or 0


def _time(message: MessageRow) -> datetime:
    return (
        message.first_stored or message.time_created or _NEVER
    )  # a row whose ID was sent again has the time of the second sending
