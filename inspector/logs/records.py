"""Finds whole records in bytes: the start of each, its era, its parsed fields."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.logs.eras import Era, eras
from inspector.logs.notable import FAILURE, is_failure
from inspector.model import LogRecord

if TYPE_CHECKING:
    from inspector.logs.blocks import Block

MAX_RECORD = 256 * 1024
"""Of a longer record the first `HEAD` and last `TAIL` bytes are kept, because a legacy record ends in its message."""
HEAD = 192 * 1024
TAIL = MAX_RECORD - HEAD
UNRECOGNISED = "cannot be parsed as a record of OpenCode: it may have an unknown prefix"

_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]{8}[.\d]*")
_ID_IN_PATH = re.compile(r"/session/(ses[^/?&\s]*)")


@cache
def banners() -> tuple[bytes, ...]:
    """Literals in the first record of a run, for the eras that have such records."""
    return tuple(era.banner for era in eras().values() if era.banner)


@cache
def creations() -> tuple[bytes, ...]:
    """Literals in the records that name the version with each new session, for the eras without banners."""
    return tuple(era.created for era in eras().values() if era.run_mark and era.created)


@cache
def starts() -> re.Pattern[bytes]:
    """Matches where a record of any era starts; ``lastgroup`` is the era's name."""
    return re.compile(b"|".join(b"(?P<%s>%s)" % (name.encode(), era.start) for name, era in eras().items()))


@cache
def any_start() -> re.Pattern[bytes]:
    """Finds where a record of any era starts, wherever on a line."""
    return re.compile(rb"(?<!\w)(?:" + b"|".join(era.start for era in eras().values()) + b")")


@cache
def next_start() -> re.Pattern[bytes]:
    """Matches the newline before a record of any era."""
    return re.compile(b"\n(?=" + b"|".join(era.start for era in eras().values()) + b")")


def era_at(block: Block, start: int) -> tuple[Era, int] | None:
    """Return the era of the record that starts at `start` of `block` and the end of its head; None when no record
    starts there."""
    found = starts().match(block.data, start, block.size) if start >= 0 else None
    return (eras()[found.lastgroup], found.end()) if found and found.lastgroup else None


def parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """Return the record in `raw`; None when no era accepts it."""
    start = starts().match(raw)
    if start is None or start.lastgroup is None:
        return None
    record = eras()[start.lastgroup].parse(shorten(raw), path, offset)
    if record is not None and record.message == FAILURE and not is_failure(record):
        return replace(record, message=f"not the server's: {FAILURE}")
    return record


def shorten(raw: bytes) -> bytes:
    """Return `raw` without its middle when it is longer than `MAX_RECORD`."""
    return raw if len(raw) <= MAX_RECORD else raw[:HEAD] + raw[-TAIL:]


def stamp(raw: bytes, era: Era | None = None) -> tuple[datetime | None, str | None]:
    """Return time and run of the record that `raw` begins with, without parsing it; None for what it lacks. `era` is its era
    where that is known."""
    found = _STAMP.search(raw, 0, 64)
    if found is None:
        return None, None
    time = moment(found[0])
    if era is None and (start := starts().match(raw)) and start.lastgroup:
        era = eras()[start.lastgroup]
    run = era.named_run.match(raw) if era and era.named_run else None
    return time, run[1].decode() if run else None


def moment(written: bytes) -> datetime | None:
    """Return the time that a record's head shows, without its zone; None for an impossible one."""
    try:
        return datetime.fromisoformat(written.decode() + "Z")
    except ValueError:
        return None


def named_sessions(record: LogRecord) -> set[str]:
    """Return the IDs of the sessions that `record` names: its own, its parent's, and the one in a request's path."""
    fields = record.fields
    found = {fields.get(key, "") for key in ("session.id", "sessionID", "session", "parentID")}
    if record.message == "created":
        found.add(fields.get("id", ""))
    in_path = _ID_IN_PATH.search(fields.get("path", ""))
    if in_path:
        found.add(in_path[1])
    return {id for id in found if id.startswith("ses")}
