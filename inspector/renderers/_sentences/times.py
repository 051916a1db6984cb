"""Times and durations as text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from inspector.model.texts import each_text
from inspector.patterns import late

_UTC = late(r"“[^”]*(?:”|\Z)|\b([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?) UTC\b")

_QUOTED = frozenset(("error", "source", "path", "database_path"))
"""Fields whose text inspector did not write."""

T = TypeVar("T")


def local(time: datetime, zone: tzinfo | None) -> datetime:
    """Return `time` in `zone`; in UTC without a zone, or when the local time is outside the calendar."""
    try:
        return time.astimezone(zone or UTC)
    except (OverflowError, ValueError):
        return time


def clock(time: datetime | None, zone: tzinfo | None) -> str:
    """Return ``07:25:23``, or ``07:25:23.250`` if the source has milliseconds."""
    if time is None:
        return "time unknown"
    return local(time, zone).time().isoformat("milliseconds" if time.microsecond else "seconds")


def moment(time: datetime | None, zone: tzinfo | None) -> str:
    """Return ``2026-11-22 07:25:23``, without the zone, which the heading names."""
    return f"{local(time, zone).date().isoformat()} {clock(time, zone)}" if time else clock(time, zone)


def stamp(time: datetime | None, zone: tzinfo | None) -> str:
    """Return ``2026-11-22 07:25:23 UTC`` or ``2026-11-22 08:25:23 UTC+01:00``: a time with its zone."""
    return f"{moment(time, zone)} {_offset(zone, time)}" if time else clock(time, zone)


def in_zone(value: T, zone: tzinfo | None) -> T:
    """Return `value` with the times in its sentences (written by `inspector.text.utc`) converted to `zone`."""
    if zone is None or zone is UTC:
        return value
    moved: T = each_text(value, lambda text: _UTC.sub(lambda found: _moved(found, zone), text), but=_QUOTED)
    return moved


def _moved(found: re.Match[str], zone: tzinfo) -> str:
    if found[1] is None:
        return found[0]  # a quoted text, which stays unchanged
    try:
        return stamp(datetime.fromisoformat(found[1]).replace(tzinfo=UTC), zone)
    except ValueError:
        return found[0]


def zone_of(zone: tzinfo | None, time: datetime | None = None) -> str:
    """Return ``UTC``, or the name and offset of `zone`."""
    if zone is None or zone is UTC:
        return "UTC"
    shown = _offset(zone, time or datetime.now(UTC))
    return str(zone) if str(zone) == shown else f"{zone}, {shown}"


def _offset(zone: tzinfo | None, time: datetime) -> str:
    """Return ``UTC`` or ``UTC+01:00``."""
    offset = local(time, zone).strftime("%z")
    return "UTC" if zone is None or zone is UTC else f"UTC{offset[:3]}:{offset[3:5]}"


def span(first: datetime | None, last: datetime | None, zone: tzinfo | None) -> str:
    """Return ``2026-11-22 07:25:23 to 07:27:34 UTC``; empty when neither end is known."""
    if first is None or last is None:
        known = first or last
        return stamp(known, zone) if known else ""
    if first == last:
        return stamp(first, zone)
    same_day = local(first, zone).date() == local(last, zone).date()
    return f"{moment(first, zone)} to {clock(last, zone) if same_day else moment(last, zone)} {_offset(zone, last)}"
