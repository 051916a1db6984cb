"""Finds lines that look like a record but are part of another record's value, because a client put a line break and a whole
record into a title.

The legacy era writes values as they are. The records around such a line show it: the one before it lacks its closing words, and
those words follow it on a line of their own (tried on 1.15.13 with titles, paths, commands and directories).
"""

from __future__ import annotations

from inspector.logs.blocks import Block
from inspector.logs.eras import eras
from inspector.logs.records import starts

REACH = 16
"""Maximum number of records before a line, and after it, that are inspected."""


def is_embedded(block: Block, start: int, end: int) -> bool:
    """Return whether what looks like the record ``block.data[start:end]`` is part of another record's value."""
    at = start
    for _ in range(REACH):
        before = block.record_start(at - 1, 0) if at > 0 else -1
        if before < 0:
            return False
        raw = bytes(block.data[before:at])
        if (closing := _closing_words(raw)) and _is_closed(block, start, end, closing):
            return True
        if b"\n" in raw.rstrip(b"\r\n"):
            return False  # more lines follow this record's words: a value that was open before it ended there
        at = before
    return False


def _closing_words(raw: bytes) -> tuple[bytes, ...]:
    """Return the words one of which should end the record `raw` and none does; () for a whole record, and where its era cannot
    tell."""
    found = starts().match(raw)
    missing_end = eras()[found.lastgroup].missing_end if found and found.lastgroup else None
    return missing_end(raw) if missing_end else ()


def _is_closed(block: Block, start: int, end: int, closing: tuple[bytes, ...]) -> bool:
    for _ in range(REACH):
        raw = bytes(block.data[start:end]).rstrip(b"\r\n")
        if b"\n" in raw and raw.endswith(closing):
            return True
        if end >= block.size:
            return False
        start, end = end, block.record_end(end)
    return False
