"""What message and part IDs show: who made them, when, and in which order they sort."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspector.database.ids import WRAPS, decode, maker
from inspector.model import MadeBy, MessageRow, SessionRows
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt

FORKING = timedelta(minutes=1)
"""The time in an ID that a fork made is at most this long before the time of the forked session."""

CLOCK_MS = 7 * 86_400_000
"""A clock is wrong by at most a week. An ID whose time differs by more was not made from a clock."""

SENT_AGAIN = SECOND / 2
"""A message whose row was changed later than this after it was stored was sent again with the same ID."""


def id_skew_ms(message: MessageRow) -> float | None:
    """Return the time in the message's ID minus the time of its row, in ms; None when the ID holds no time."""
    if message.time_created is None:
        return None
    found = decode(message.id, message.time_created)
    if found is None or found.form != "own" or found.time is None:
        return None
    return (found.time - message.time_created).total_seconds() * 1000


def was_sent_again(prompt: Prompt) -> bool:
    """Whether the prompt was sent with the ID of an earlier prompt of its session, whose row it changed."""
    first = prompt.message.first_stored if prompt.message else None
    return first is not None and prompt.time is not None and prompt.time - first > SENT_AGAIN


def minted_by(message: MessageRow) -> MadeBy:
    """Return who made the message's ID, by the time in it."""
    return maker(message.id, message.time_created).maker


def id_maker(prompt: Prompt) -> MadeBy:
    """Return who made the ID of the prompt's message.

    A captured request shows it, else the time in the ID. Where the time leaves it open, the IDs of the parts decide: a client
    that makes those makes both.
    """
    message, shape = prompt.message, prompt.request
    if message is None:
        return MadeBy.UNKNOWN
    if shape is not None and shape.body_readable:
        return MadeBy.CLIENT if shape.message_id else MadeBy.SERVER
    made = maker(message.id, message.time_created)
    early = made.maker is MadeBy.UNKNOWN and made.skew_ms is not None and made.skew_ms < 0
    return MadeBy.CLIENT if early and part_makers(prompt) is MadeBy.CLIENT else made.maker


def part_makers(prompt: Prompt) -> MadeBy:
    """Return who made the IDs of the prompt's parts.

    IDs that were made before the message was stored, or that have another form than OpenCode's, were sent by the client.
    """
    message = prompt.message
    if message is None or message.time_created is None or not prompt.parts:
        return MadeBy.UNKNOWN
    made = [decode(p.id, message.time_created) for p in prompt.parts]
    if any(m is None or m.form != "own" for m in made):
        return MadeBy.CLIENT
    early = [m for m in made if m and m.time and m.time < message.time_created]
    if early:
        return MadeBy.CLIENT
    return MadeBy.SERVER if all(m and m.counter == 1 for m in made) else MadeBy.UNKNOWN


def is_copied(message: MessageRow, rows: SessionRows | None) -> bool:
    """Whether a fork copied the message from another session: its ID was made at the time of the fork, and its own time is older."""
    made = rows.session.time_created if rows is not None and rows.session is not None else None
    if made is None or message.time_created is None or message.time_created >= made - SECOND:
        return False
    minted = id_time(message.id, made)  # what was imported has kept its old id, too
    if minted is None or minted < made - FORKING:
        return False
    return minted - message.time_created > SECOND  # else the row is as old as its ID: the server's clock went back


def is_sortable(message: MessageRow) -> bool:
    """Whether the ID has OpenCode's own form and a time within a week of the row's."""
    skew = id_skew_ms(message)
    return skew is not None and abs(skew) < CLOCK_MS


def crosses_wrap(earlier: MessageRow, later: MessageRow | None, rows: SessionRows | None) -> bool:
    """Whether the 48-bit field of IDs wrapped between the making of two messages' IDs, so that the later ID sorts first."""
    one, two = _made(earlier, rows), _made(later, rows) if later is not None else None
    return one is not None and two is not None and any(one < wrap <= two for wrap in WRAPS)


def _made(message: MessageRow, rows: SessionRows | None) -> datetime | None:
    """Return when the message's ID was made: a fork makes a new ID for each message that it copies."""
    return (
        rows.session.time_created
        if rows is not None and rows.session is not None and is_copied(message, rows)
        else message.time_created
    )


def id_time(ident: str, near: datetime | None) -> datetime | None:
    """Return the time in an ID of OpenCode's own form; None when it holds none."""
    found = decode(ident, near)
    return found.time if found is not None and found.form == "own" else None
