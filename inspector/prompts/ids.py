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


def id_maker(prompt: Prompt) -> str:
    """``client``, ``server`` or ``unknown``: who made the ID of the prompt's message. A captured request tells it; else the
    time in the ID, and where that leaves both open the IDs of the parts: a client that makes those makes both."""
    message, shape = prompt.message, prompt.request
    if message is None:
        return "unknown"
    if shape is not None and shape.body_readable:
        return "client" if shape.message_id else "server"
    made = maker(message.id, message.time_created)
    early = made.who == "unknown" and made.skew_ms is not None and made.skew_ms < 0
    return "client" if early and part_makers(prompt) == "client" else made.who


def part_makers(prompt: Prompt) -> str:
    """``client``, ``server`` or ``unknown``: part ids made before the message was stored, or in no form of OpenCode's, were sent."""
    message = prompt.message
    if message is None or message.time_created is None or not prompt.parts:
        return "unknown"
    made = [decode(p.id, message.time_created) for p in prompt.parts]
    if any(m is None or m.form != "own" for m in made):
        return "client"
    early = [m for m in made if m and m.time and m.time < message.time_created]
    return "client" if early else "server" if all(m and m.counter == 1 for m in made) else "unknown"


def copied(message: MessageRow, rows: SessionRows | None) -> bool:
    """Whether a fork copied it from another session: with an id made then and its old time (apparent skew up to months)."""
    made = rows.session.time_created if rows is not None and rows.session is not None else None
    if made is None or message.time_created is None or message.time_created >= made - SECOND:
        return False
    minted = id_time(message.id, made)  # what was imported has kept its old id, too
    if minted is None or minted < made - FORKING:
        return False
    return minted - message.time_created > SECOND  # else the row is as old as its ID: the server's clock went back


def sortable(message: MessageRow) -> bool:
    """Whether the id is of OpenCode's own form and holds a time within a week of the server's stamp."""
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
