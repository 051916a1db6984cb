"""Parse the times that an operator types, in the forms that ``journalctl`` and ``docker logs`` accept, to UTC."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path

from inspector.errors import UsageError
from inspector.patterns import late

FORMS = "2026-11-22T09:30:00Z, 2026-11-22, 09:30, today, yesterday, yesterday 10:00, now, 2h, 1h30m, 3d or Unix seconds"

_UNIT = r"(?:weeks?|w|days?|d|hours?|hr|h|minutes?|min|msec|ms|m|seconds?|sec|s)"

_SPAN = late(r"(?:- ?)?((?:\d{1,9}(?:\.\d{1,6})? ?" + _UNIT + r"(?![a-z]) ?){1,6})(?:ago)?")

_SPAN_PART = late(r"(\d+(?:\.\d+)?) ?(" + _UNIT + ")(?![a-z])")

_UNIX = late(r"@?(\d{9,16})(\.\d{1,9})?")

_CLOCK = late(r"\d{1,2}:\d{2}(:\d{2})?")

_DAY = late(r"(today|yesterday)(?:(?: at)? (\d{1,2}:\d{2}(?::\d{2})?))?")

_OFFSET = late(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")

_SECONDS = {"w": 604800.0, "d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
"""Seconds by the first letter of a unit; milliseconds have two letters."""


def moment(text: str, now: datetime, zone: tzinfo = UTC) -> datetime:
    """Return the time that `text` names, in UTC.

    A span (``2h``, ``-3d``, ``1h30m``, ``2 hours ago``) is subtracted from `now`. A date, a clock time or a timestamp without offset is
    read in `zone`; a date alone means 00:00. A whole number is Unix seconds, or milliseconds if it has twelve digits or more.
    Raises UsageError for any other text.
    """
    said = text.strip()
    if said.lower().startswith("tomorrow"):
        raise UsageError(f"“{text}” is in the future.", f"Use a time in the past: {FORMS}.")
    try:
        found = _relative(said.lower(), now, zone) or _unix(said) or _calendar(said, now, zone)
        return found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"Not a time that inspector understands: {text}.", f"Use {FORMS}.") from None


def zone(text: str) -> tzinfo:
    """Return the time zone that `text` names: ``UTC``, ``local``, an offset (``+09:00``) or an IANA name (``Europe/Berlin``).

    Raises UsageError, with similar names, for any other text.
    """
    said = text.strip()
    if said.upper() in ("UTC", "Z", "GMT"):
        return UTC
    if said.lower() == "local":
        return _local()
    if offset := _OFFSET.fullmatch(said.upper()):
        sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone((1 if sign == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    return _named(said)


def _relative(said: str, now: datetime, zone: tzinfo) -> datetime | None:
    if said == "now":
        return now
    if day := _DAY.fullmatch(said):
        date = now.astimezone(zone).date() - timedelta(days=day[1] == "yesterday")
        return datetime.combine(date, _clock(day[2]) if day[2] else time(), zone)
    if span := _SPAN.fullmatch(said):
        return now - timedelta(
            seconds=sum(float(n) * _SECONDS["ms" if unit[:2] == "ms" else unit[0]] for n, unit in _SPAN_PART.findall(span[1]))
        )
    return None


def _unix(said: str) -> datetime | None:
    number = _UNIX.fullmatch(said)
    if number is None:
        return None
    whole = int(number[1])
    scale = 1 if len(number[1]) < 12 else 1_000 if len(number[1]) < 15 else 1_000_000
    return datetime.fromtimestamp(whole / scale + float(number[2] or 0) / scale, UTC)


def _calendar(said: str, now: datetime, zone: tzinfo) -> datetime:
    if _CLOCK.fullmatch(said):
        return datetime.combine(now.astimezone(zone).date(), _clock(said), zone)
    if said.upper().endswith(" UTC"):
        said = said[:-4] + "+00:00"
    found = datetime.fromisoformat(said.replace(",", "."))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _clock(said: str) -> time:
    return time.fromisoformat(said.zfill(len(said) + (said[1] == ":")))


def _local() -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        with Path("/etc/localtime").open("rb") as rules:
            return ZoneInfo.from_file(rules, key="local")
    except (OSError, ValueError):
        # Windows and minimal containers have no zone name: use today's offset.
        return datetime.now().astimezone().tzinfo or UTC


def _named(name: str) -> tzinfo:
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), 3)
        hint = (
            f"Did you mean {', '.join(near)}?"
            if near
            else "Use UTC, local, an offset such as +02:00, or a name such as Europe/Berlin."
        )
        raise UsageError(f"Unknown time zone: {name}.", hint) from None
