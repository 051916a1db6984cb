"""Finds starts that failed: what `opencode serve` prints on standard error before it ends. These lines are part of no era."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from inspector.logs.blocks import Block
from inspector.logs.records import next_start
from inspector.logs.search import positions
from inspector.model import LogRecord
from inspector.patterns import late

PRINTED = b"Unexpected error"
FAILED = "start failed"
"""The message of such a record."""
_LINE = late(
    rb"(?:\x1b\[[0-9;]{0,12}m){0,4}Error: (?:\x1b\[[0-9;]{0,12}m){0,4}Unexpected error(?:, check log file at[^\n]{0,400})?\r?\n"
)
_REASON_BYTES = 2000
_COLOUR = late(r"\x1b\[[0-9;]{0,12}m")


def failed_starts(block: Block, path: str, before: Callable[[int], tuple[str, datetime | None]]) -> Iterator[LogRecord]:
    """Yield each start in `block` that ended in ``Error: Unexpected error`` and a reason, as a record of level ERROR. `before`
    returns the era and the time of the last record before a position."""
    for position in positions(block.data, PRINTED, 0, block.size):
        start = block.data.rfind(b"\n", 0, position) + 1
        line = _LINE.match(block.data, start, block.size)
        if line is None:
            continue
        record = next_start().search(block.data, line.end() - 1, block.size)
        end = min(record.start() if record else block.size, line.end() + _REASON_BYTES)
        text = _COLOUR.sub("", bytes(block.data[line.end() : end]).decode("utf-8", "replace"))
        reason = next((part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()), "")
        era, time = before(start)
        yield LogRecord(path, block.offset(start), era, time, "ERROR", None, FAILED, {"reason": reason})
