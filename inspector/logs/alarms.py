"""The records in a growing log that call for a diagnosis: failed prompts, rejections, failed requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from inspector.logs.blocks import BLOCK
from inspector.logs.notable import FAILURE, kind
from inspector.logs.prefixes import Unwrapper, needs_unwrapping
from inspector.logs.records import HEAD, TAIL, UNRECOGNISED, banners, next_start, parse, stamp, starts
from inspector.model import LogRecord

COMPLETE_S = 0.25  # any value: a waiting time
"""After this many seconds of silence the last record of a log counts as complete. Otherwise only the next record shows its end.
"""
KINDS = frozenset({"Failed to drain Session", "rejection", "Unhandled rejection", "schema rejection", "ref=err_ failed"})
_LITERALS = (FAILURE.encode(), b"Failed to drain Session", b"ejection", b"ref=err_")
"""Every record of `KINDS` holds one of these, so only such records are parsed."""


_HEAD = 96  # any value: longer than the head of any record
"""The head of a record, with its time and the name of its run, is at most this long."""


class Alarms:
    """Finds the alarming records in the bytes of one log, as they come."""

    def __init__(self, name: str, trouble: Callable[[str, str], None]) -> None:
        self._name = name
        self._trouble = trouble
        self._runs: set[str] = set()
        self.starts = 0
        """Server processes that began to write to this log since it is followed."""
        self.newest: datetime | None = None
        """Time of the newest record, by the server's clock."""
        self._begin()

    def _begin(self) -> None:
        self._pending = bytearray()
        self._unwrapper: Unwrapper | None = None
        self._decided = False
        self._fed = time.monotonic()

    @property
    def holds_alarm(self) -> bool:
        """True when the record that is held back calls for a diagnosis."""
        return any(literal in self._pending for literal in _LITERALS)

    def feed(self, data: bytes, begins: bool = False) -> Iterator[LogRecord]:
        """Yield the alarming records that `data` completes; `begins` says that a new file begins with it."""
        if begins:
            yield from self.flush(final=True)
            self._begin()
        if not self._decided:
            self._decided = True
            self._unwrapper = Unwrapper(data) if needs_unwrapping(data) else None
        self._fed = time.monotonic()
        self.starts += sum(data.count(banner) for banner in banners())
        self._pending += self._unwrapper.feed(data) if self._unwrapper else data
        yield from self._complete()

    def flush(self, *, final: bool = False) -> Iterator[LogRecord]:
        """Yield the last record, which was held back. Unless `final`, it is yielded only after `COMPLETE_S` of silence."""
        if not final and time.monotonic() - self._fed < COMPLETE_S:
            return
        if self._unwrapper:
            self._pending += self._unwrapper.flush(final=final)
        yield from self._complete()
        if self._pending:
            yield from self._record(bytes(self._pending))
            self._pending.clear()

    def _complete(self) -> Iterator[LogRecord]:
        if self.holds_alarm:
            done = 0
            for newline in list(next_start().finditer(self._pending)):
                yield from self._record(bytes(self._pending[done : newline.end()]))
                done = newline.end()
        else:
            done = self._last_start()
        self._hear(bytes(self._pending[done : done + _HEAD]))
        del self._pending[:done]
        if len(self._pending) > BLOCK:
            self._pending = self._pending[:HEAD] + self._pending[-TAIL:]

    def _last_start(self) -> int:
        """Return where the last record in the pending bytes begins."""
        end = len(self._pending)
        while (newline := self._pending.rfind(b"\n", 0, end)) >= 0:
            if starts().match(self._pending, newline + 1):
                return newline + 1
            end = newline
        return 0

    def _hear(self, raw: bytes) -> None:
        moment, run = stamp(raw) if starts().match(raw) else (None, None)
        self.newest = moment or self.newest
        if run is not None and run not in self._runs:
            self.starts += bool(self._runs)
            self._runs.add(run)

    def _record(self, raw: bytes) -> Iterator[LogRecord]:
        if not any(literal in raw for literal in _LITERALS):
            return
        if not starts().match(raw):
            if FAILURE.encode() in raw:
                self._trouble(self._name, f"a line holds “{FAILURE}” but {UNRECOGNISED}")
            return
        record = parse(raw, self._name, 0)
        if record is not None and (record.message == FAILURE or kind(record) in KINDS):
            yield record
