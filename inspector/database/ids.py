"""OpenCode IDs: the time they contain, and who made them.

``PREFIX_`` + 12 hex digits + 14 base62 characters. The hex digits are the low 48 bits of ``unix_ms * 4096 + counter``;
the counter restarts at 1 in each millisecond. So the time is known modulo 2^36 ms (795.4 days). ``ses_`` IDs
use the complement of the number, so that newer sessions sort first. (Checked on 1.2.27 to 1.18.33; formats.md section 7.)
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from inspector.model import IdMaker, MadeBy, Unclocked
from inspector.model.value import Value

WRAP_MS = 1 << 36
"""The times in IDs repeat after this many milliseconds."""
WRAPS = (datetime(2026, 8, 14, 11, 19, 55, 136000, UTC), datetime(2028, 10, 17, 20, 4, 31, 872000, UTC))
"""The last and the next time from which new IDs sort before older IDs."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LIMIT_MS = 253_402_300_799_999  # the last millisecond datetime can hold
_OWN = re.compile(r"([a-z]{2,8})_([0-9a-f]{12})[0-9A-Za-z]{14}")
_UUID = re.compile(r"([a-z]{2,8})_[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")
_ANY = re.compile(r"([a-z]{2,8})[_-].*", re.DOTALL)
_SERVER_MS = 1
_BUSY_SERVER_MS = 20
"""A busy server stores a row up to 11 ms after it made the row's ID (6 of 704 rows were 2 to 11 ms late). A client on the same
host takes about as long."""
_FORK_MS = 6 * 3_600_000


class IdTime(Value, frozen=True):
    """The parts of an ID."""

    prefix: str
    """``ses``, ``msg``, ``prt``, ``evt``, ``per`` …"""
    form: str
    """``own`` (OpenCode's own 26 characters), ``uuid`` or ``other``."""
    time: datetime | None
    """When it was made, on the clock of the program that made it, in ms; None unless `form` is ``own``."""
    counter: int | None
    """Its number within that millisecond, from 1; None unless `form` is ``own``."""


@lru_cache(maxsize=4096)  # many rules decode the ID of the same message
def decode(id: str, near: datetime | None = None) -> IdTime | None:
    """Return the parts of `id`; None when it has no prefix.

    The digits can mean several times, 795 days apart. `near` (aware) selects the nearest; without it, the time nearest to now.
    """
    own = _OWN.fullmatch(id)
    if own is None:
        foreign = _UUID.fullmatch(id)
        other = foreign or _ANY.fullmatch(id)
        return IdTime(other[1], "uuid" if foreign else "other", None, None) if other else None
    digits = int(own[2], 16)
    if own[1] == "ses":
        digits ^= (1 << 48) - 1
    reference = _milliseconds(near or datetime.now(UTC))
    low = digits >> 12
    time = low + WRAP_MS * max(0, round((reference - low) / WRAP_MS))
    return IdTime(own[1], "own", _EPOCH + timedelta(milliseconds=min(time, _LIMIT_MS)), digits & 0xFFF)


def maker(id: str, created: datetime | None) -> IdMaker:
    """Return who made the ID of a *user* message stored at `created` (server clock).

    A server sets the row's time just after it makes the ID (0 or 1 ms apart in 676 of 682 rows); a client makes the ID
    before it sends (2 ms to 10 s earlier in 861 of 861). Between 2 and 20 ms it may be either. A fork copies rows with new
    IDs and old times, so an ID much later than its row is ``unknown``.
    """
    made = decode(id, created)
    if made is None or made.form != "own":
        return IdMaker(id, MadeBy.CLIENT, unclocked=Unclocked.FOREIGN_FORM)
    if created is None or made.time is None:
        return IdMaker(id, MadeBy.UNKNOWN, unclocked=Unclocked.NO_ROW_TIME)
    skew = _milliseconds(made.time) - _milliseconds(created)
    if abs(skew) <= _SERVER_MS:
        return IdMaker(id, MadeBy.SERVER, skew)
    if -_BUSY_SERVER_MS <= skew < 0 or skew > _FORK_MS:
        return IdMaker(id, MadeBy.UNKNOWN, skew)
    return IdMaker(id, MadeBy.CLIENT, skew)


def _milliseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MILLISECOND
