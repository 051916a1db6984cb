"""Passes each block of an input, or of a range of it, to every searcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from inspector.logs.blocks import Block, ReadInto, blocks
from inspector.logs.found import Scan
from inspector.logs.prefixes import unwrapped
from inspector.logs.sources import Place, Stream
from inspector.model import Problem

Watcher = Callable[[Block], None]


def walk(
    place: Place,
    start: int,
    end: int | None,
    watchers: Iterable[Watcher],
    result: Scan,
    moved: Callable[[int], None] | None = None,
) -> None:
    """Pass the blocks of a range of `place` to all `watchers`, and add bytes and problems to `result`. Before each block, `moved`
    is called with the number of bytes of the range that were read so far, as stored on disk."""
    try:
        stream = Stream(place)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        result.problems.append(Problem(place.name, f"cannot be read: {reason}"))
        return
    watching = tuple(watchers)
    try:
        readinto: ReadInto = stream.readinto
        mapping: Callable[[int], int] | None = None
        if stream.wrapped:
            readinto, unwrapper = unwrapped(stream.readinto, stream.sample)
            mapping = unwrapper.offset
        base = stream.skipped
        if start > 0:
            base = start - 1
            stream.seek(base)
        for block in blocks(readinto, base, skip=start > 0, end=end):
            block.mapping = mapping
            if moved:
                moved(stream.taken)
            for watch in watching:
                watch(block)
    except OSError as error:
        result.problems.append(Problem(place.name, f"cannot be read on: {error.strerror or error}"))
    finally:
        stream.close()
    result.bytes += (min(end, stream.end) if end is not None else stream.end) - start
    result.problems += _cut_short(place, stream, end)


def _cut_short(place: Place, stream: Stream, end: int | None) -> Iterator[Problem]:
    """Yield why the input ended early."""
    if stream.problem:
        yield stream.problem
    elif stream.plain and stream.end < min(end or place.size or 0, place.size or 0):
        yield Problem(place.name, f"was cut while it was read: {stream.end} of {place.size} bytes were there")
