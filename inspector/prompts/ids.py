"""What message and part IDs show: who made them, when, and in which order they sort."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspector.database.ids import WRAPS, decode, maker
from inspector.model import MessageRow, SessionRows
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt

FORKING = timedelta(minutes=1)
"""An id that a fork made holds the time of the fork: the session's own, but for what making and copying take."""

CLOCK_MS = 7 * 86_400_000
"""A clock is taken to be wrong by at most a week; an id further off was not made from a clock."""


# --- small questions rules ask -------------------------------------------------------------------
def id_skew_ms(message: MessageRow) -> float | None:
    """Time in the message id minus the server's stamp, ms; None when the id carries no time."""
    if message.time_created is None:
        return None
    found = decode(message.id, message.time_created)
    if found is None or found.form != "own" or found.time is None:
        return None
    return (found.time - message.time_created).total_seconds() * 1000


def sent_again(prompt: Prompt) -> bool:
    """Whether it was sent with the id of an earlier prompt of its session, whose row it changed."""
    first = prompt.message.first_stored if prompt.message else None
    return first is not None and prompt.time is not None and prompt.time - first > SECOND / 2


def minted_by(message: MessageRow) -> str:
    """``client``, ``server`` or ``unknown``: who made the message's id."""
    return maker(message.id, message.time_created).who


def copied(message: MessageRow, rows: SessionRows | None) -> bool:
    """Whether a fork copied it from another session: with an id made then and its old time (apparent skew up to months)."""
    made = rows.session.time_created if rows is not None and rows.session is not None else None
    if made is None or message.time_created is None or message.time_created >= made - SECOND:
        return False
    minted = id_time(message.id, made)  # what was imported has kept its old id, too
    return minted is not None and minted >= made - FORKING


def sortable(message: MessageRow) -> bool:
    """Whether the id is of OpenCode's own form and holds a time within a day of the server's stamp."""
    skew = id_skew_ms(message)
    return skew is not None and abs(skew) < CLOCK_MS


def crosses_wrap(earlier: MessageRow, later: MessageRow | None, rows: SessionRows | None) -> bool:
    """Whether the 48-bit field came round between the making of two messages' ids, so that the later one's id sorts first."""
    one, two = _made(earlier, rows), _made(later, rows) if later is not None else None
    return one is not None and two is not None and any(one < wrap <= two for wrap in WRAPS)


def _made(message: MessageRow, rows: SessionRows | None) -> datetime | None:
    """When the message's id was made: a fork makes new ones for what it copies."""
    return (
        rows.session.time_created
        if rows is not None and rows.session is not None and copied(message, rows)
        else message.time_created
    )


def session_born(session_id: str | None, near: datetime | None) -> datetime | None:
    """When a session was made, from its own id; None when the id holds no time."""
    return id_time(session_id or "", near)


def id_time(ident: str, near: datetime | None) -> datetime | None:
    """The time in any id of OpenCode's own form; None when it holds none."""
    found = decode(ident, near)
    return found.time if found is not None and found.form == "own" else None
