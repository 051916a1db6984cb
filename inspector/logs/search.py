"""One literal in a block of bytes: SIMD search where ``stringzilla`` is installed, else the standard library.

Measured (knowledge/performance.md, section 3): a rare literal costs 30 GB/s with stringzilla over a hot
1 MiB block, 2 to 4 GB/s with ``bytearray.find``; both give the same positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

Buffer = bytes | bytearray
Find = Callable[[Buffer, bytes, int, int], int]


def plain_find(data: Buffer, literal: bytes, start: int, end: int) -> int:
    """Position of the first `literal` wholly inside ``data[start:end]``; -1 when there is none."""
    return data.find(literal, start, end)


def plain_rfind(data: Buffer, literal: bytes, start: int, end: int) -> int:
    """Position of the last `literal` wholly inside ``data[start:end]``; -1 when there is none."""
    return data.rfind(literal, start, end)


@cache
def finder() -> Find:
    """The fastest search at hand; imported at the first use so that ``--help`` does not pay for it."""
    try:
        from stringzilla import find
    except ImportError:
        return plain_find
    found: Find = find
    return found


@cache
def last_finder() -> Find:
    """Like `finder`, for the last occurrence."""
    try:
        from stringzilla import rfind
    except ImportError:
        return plain_rfind
    found: Find = rfind
    return found


@cache
def _counter() -> Callable[[Buffer, bytes, int, int], int]:
    try:
        from stringzilla import count as found
    except ImportError:
        return lambda data, literal, start, end: data.count(literal, start, end)
    counter: Callable[[Buffer, bytes, int, int], int] = found
    return counter


def count(data: Buffer, literal: bytes, start: int, end: int) -> int:
    """Number of times that `literal` stands in ``data[start:end]`` without overlap."""
    return _counter()(data, literal, start, end)


def positions(data: Buffer, literal: bytes, start: int, end: int, find: Find | None = None) -> Iterator[int]:
    """Positions of every `literal` in ``data[start:end]`` that does not overlap the one before, rising."""
    search = find or finder()
    step = len(literal)
    at = search(data, literal, start, end)
    while at >= 0:
        yield at
        at = search(data, literal, at + step, end)


class Words:
    """Several words searched at once. Where two of them overlap, only the first one counts."""

    def __init__(self, words: Sequence[bytes]) -> None:
        self._words = tuple(words)
        self._automaton = _automaton(self._words)

    def find(self, data: Buffer, size: int) -> Iterable[tuple[int, int]]:
        """Index and position of each word in ``data[:size]``, by rising position."""
        if self._automaton is not None:
            return [(word, at) for word, at, _ in self._automaton(memoryview(data)[:size])]
        found = [(at, word) for word, literal in enumerate(self._words) for at in positions(data, literal, 0, size)]
        return [(word, at) for at, word in sorted(found)]


def _automaton(words: tuple[bytes, ...]) -> Callable[[memoryview], list[tuple[int, int, int]]] | None:
    """One pass for all `words`; None where the library is missing."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, MatchKind
    except ImportError:
        return None
    # With LeftmostFirst the library compares many bytes at once; the other kinds look at each byte.
    search: Callable[[memoryview], list[tuple[int, int, int]]]
    search = BytesAhoCorasick(words, matchkind=MatchKind.LeftmostFirst).find_matches_as_indexes
    return search
