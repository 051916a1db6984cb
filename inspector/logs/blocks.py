"""Cuts a stream of bytes into blocks of whole records, in constant memory.

It uses `readinto` into one buffer. A mapped file that is truncated while it is read would end the process. Pipes and growing
files need no other code this way (knowledge/performance.md, section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from inspector.logs.records import HEAD, TAIL, next_start, starts

BLOCK = 1 << 20  # any value: the blocks are joined again, and it is longer than what is kept of a record
NEWLINE, SPACE = b"\n "
ReadInto = Callable[[memoryview], int]


class Block(Struct):
    """Whole records in ``data[:size]``; `data` is overwritten when the next block is asked for."""

    data: bytes | bytearray
    size: int
    base: int
    """Offset of ``data[0]`` in the stream."""
    gap: int = 0
    """Number of bytes left out behind `HEAD` because a single record is larger than a block."""
    mapping: Callable[[int], int] | None = None
    """Maps stream offsets to offsets in the input where a collector's prefixes were removed."""

    def offset(self, position: int) -> int:
        """The input offset of ``data[position]``, the start of a record."""
        at = self.at(position)
        return self.mapping(at) if self.mapping else at

    def length(self, start: int, end: int) -> int:
        """Return the number of bytes of the record ``data[start:end]``, with those left out."""
        return self.at(end) - self.at(start)

    @property
    def end(self) -> int:
        """Return the stream offset behind the last record."""
        return self.at(self.size)

    def at(self, position: int) -> int:
        """Return the stream offset of ``data[position]``."""
        return self.base + position + (self.gap if position >= HEAD else 0)

    def record_start(self, position: int, floor: int) -> int:
        """Return the start of the record around `position`, not before `floor`; -1 when there are only lines of no era."""
        begins = starts().match
        at = self.data.rfind(b"\n", floor, position) + 1 or floor
        while not begins(self.data, at, self.size):
            if at <= floor:
                return -1
            at = self.data.rfind(b"\n", floor, at - 1) + 1 or floor
        return at

    def record_end(self, start: int) -> int:
        """Return the end of the record that starts at `start`, behind its last newline."""
        begins = starts().match
        at = self.data.find(b"\n", start, self.size) + 1
        while 0 < at < self.size and not begins(self.data, at, self.size):
            at = self.data.find(b"\n", at, self.size) + 1
        return at or self.size


def blocks(readinto: ReadInto, base: int = 0, *, skip: bool = False, end: int | None = None) -> Iterator[Block]:
    """Yield the stream's records in blocks.

    `base` is the offset of the stream's first byte. With `skip`, bytes before the first record start are left out
    (they belong to the range before). Only records that start before `end` come out, each whole.
    """
    buffer = bytearray(2 * BLOCK)
    view = memoryview(buffer)
    have, gap = 0, 0
    while count := readinto(view[have : have + BLOCK]):
        have += count
        if skip:
            first = _first_start(buffer, 1, have)
            keep = first if first else max(have - TAIL, 0)
            buffer[: have - keep] = buffer[keep:have]
            base, have, skip = base + keep, have - keep, not first
            if end is not None and base >= end:
                return
            if skip:
                continue
        cut = _last_start(buffer, have) or _foreign(buffer, have)
        if cut and end is not None and base + gap + cut >= end:
            break
        if cut:
            yield Block(buffer, cut, base, gap)
            buffer[: have - cut] = buffer[cut:have]
            base, have, gap = base + cut + gap, have - cut, 0
        elif have >= BLOCK:
            buffer[HEAD : HEAD + TAIL] = buffer[have - TAIL : have]
            buffer[HEAD - 1] = buffer[HEAD - 1] if buffer[HEAD - 1] != NEWLINE else SPACE  # no record starts where the gap closes
            gap, have = gap + have - HEAD - TAIL, HEAD + TAIL
    if skip or (end is not None and base >= end):
        return
    if end is not None and (last := _first_start(buffer, max(end - base - gap, 1), have)):
        have = last
    if have:
        yield Block(buffer, have, base, gap)


def _foreign(buffer: bytearray, have: int) -> int:
    """Return the end of the last whole line of a full block without any record, so that no line is left out; else 0."""
    if have < BLOCK or starts().match(buffer, 0, have):
        return 0
    return buffer.rfind(b"\n", 0, have) + 1


def _first_start(buffer: bytearray, floor: int, have: int) -> int:
    """Return the first record start at or after `floor` (at least 1); 0 when there is none."""
    found = next_start().search(buffer, floor - 1, have)
    return found.end() if found else 0


def _last_start(buffer: bytearray, have: int) -> int:
    """Return the last record start after position 0; 0 when there is none."""
    begins = starts().match
    newline = have
    for _ in range(64):
        newline = buffer.rfind(b"\n", 0, newline)
        if newline < 0:
            return 0
        if begins(buffer, newline + 1, have):
            return newline + 1
    last = 0
    for found in next_start().finditer(buffer, 0, newline + 1):
        last = found.end()
    return last
