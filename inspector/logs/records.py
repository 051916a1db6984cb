"""Whole records out of bytes: where one starts, which era wrote it, what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from types import ModuleType

from inspector.catalogue import modules
from inspector.logs.notable import FAILURE, is_failure
from inspector.model import LogRecord

MAX_RECORD = 256 * 1024
"""Longer records keep their first `HEAD` and last `TAIL` bytes: a legacy record ends in its message."""
HEAD = 192 * 1024
TAIL = MAX_RECORD - HEAD
UNRECOGNISED = "cannot be read as a record of OpenCode: an unknown prefix may stand before it"

_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]{8}[.\d]*")
_RUN = re.compile(rb"timestamp=\S{19,40} level=[A-Z]{4,5} run=(\w{1,64}) ")
_ID_IN_PATH = re.compile(r"/session/(ses[^/?&\s]*)")


@cache
def eras() -> dict[str, ModuleType]:
    """The era modules by their NAME."""
    return {era.NAME: era for era in modules("inspector.logs.eras").values()}


@cache
def starts() -> re.Pattern[bytes]:
    """Matches where a record of any era starts; ``lastgroup`` is the era's name."""
    return re.compile(b"|".join(b"(?P<%s>%s)" % (name.encode(), era.START) for name, era in eras().items()))


@cache
def any_start() -> re.Pattern[bytes]:
    """Finds where a record of any era starts, wherever on a line."""
    return re.compile(rb"(?<!\w)(?:" + b"|".join(era.START for era in eras().values()) + b")")


@cache
def next_start() -> re.Pattern[bytes]:
    """Matches the newline before a record of any era."""
    return re.compile(b"\n(?=" + b"|".join(era.START for era in eras().values()) + b")")


def parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """The record in `raw`; None when no era accepts it."""
    start = starts().match(raw)
    if start is None or start.lastgroup is None:
        return None
    record: LogRecord | None = eras()[start.lastgroup].parse(shorten(raw), path, offset)
    if record is not None and record.message == FAILURE and not is_failure(record):
        return replace(record, message=f"not the server's: {FAILURE}")
    return record


def shorten(raw: bytes) -> bytes:
    """`raw`, without its middle when it is longer than `MAX_RECORD`."""
    return raw if len(raw) <= MAX_RECORD else raw[:HEAD] + raw[-TAIL:]


def stamp(raw: bytes) -> tuple[datetime | None, str | None]:
    """Time and ``run=`` of the record that `raw` begins with, without parsing it; None for what it lacks."""
    found = _STAMP.search(raw, 0, 64)
    if found is None:
        return None, None
    try:
        time = datetime.fromisoformat(found[0].decode() + "Z")
    except ValueError:
        time = None
    run = _RUN.match(raw)
    return time, run[1].decode() if run else None


def named_sessions(record: LogRecord) -> set[str]:
    """Ids of the sessions that `record` is about: its own, its parent's, and the one in a request's path."""
    fields = record.fields
    found = {fields.get(key, "") for key in ("session.id", "sessionID", "parentID")}
    if record.message == "created":
        found.add(fields.get("id", ""))
    in_path = _ID_IN_PATH.search(fields.get("path", ""))
    if in_path:
        found.add(in_path[1])
    return {id for id in found if id.startswith("ses")}
