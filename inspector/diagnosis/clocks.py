"""Read from the IDs of user messages who made them, how wrong the clients' clocks are, and when IDs wrap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from inspector.database.ids import WRAPS, maker
from inspector.model import DatabaseFacts, IdMaker, MadeBy, MessageRow, SessionRows, Unclocked
from inspector.model.notes import ClientClocks, NextWrap, Note, OldestSession
from inspector.model.story import OFF_MS
from inspector.prompts.ids import CLOCK_MS, is_copied


def maker_of(rows: SessionRows, message: MessageRow) -> IdMaker:
    """Return who made the ID of a user message, from the time the server first stored it; unknown for a row that a fork
    copied."""
    stored = message.first_stored or message.time_created
    if is_copied(message, rows):
        return IdMaker(message.id, MadeBy.UNKNOWN, unclocked=Unclocked.COPIED)
    found = maker(message.id, stored)
    if found.skew_ms is not None and abs(found.skew_ms) >= CLOCK_MS:
        return IdMaker(message.id, found.maker, unclocked=Unclocked.FAR_FROM_ROW)
    return found


def notes(facts: DatabaseFacts, sessions: Iterable[SessionRows]) -> Iterator[Note]:
    """Yield notes on the measured clock errors of clients, and on the last and the next wrap of IDs."""
    yield from _errors(sessions)
    oldest = min((use.first for use in facts.versions if use.first), default=None)
    if oldest is not None:
        yield OldestSession(oldest, WRAPS[0])
    yield NextWrap(WRAPS[1])


def _errors(sessions: Iterable[SessionRows]) -> Iterator[Note]:
    found = [
        (maker_of(rows, message), rows.session_id)
        for rows in sessions
        for message in rows.messages or ()
        if message.role == "user"
    ]
    clients = [(one.skew_ms, session) for one, session in found if one.maker is MadeBy.CLIENT]
    if not clients:
        return
    timed = sorted((skew, session) for skew, session in clients if skew is not None)
    counts = ClientClocks(len(clients), len(found), len(timed), sum(abs(skew) >= OFF_MS for skew, _ in timed))
    if timed:
        from statistics import median  # which loads fractions and decimals

        counts = replace(counts, median_ms=median(skew for skew, _ in timed), lowest=timed[0], highest=timed[-1])
    yield counts
