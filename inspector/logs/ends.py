"""Keeps the two ends of a long sequence: its first entries and its last ones, and the number of all."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field

LENGTH_BITS = 40  # any value: longer than any record
_LENGTH = (1 << LENGTH_BITS) - 1
Entry = TypeVar("Entry")
Place = TypeVar("Place")


class Ends(Struct, Generic[Entry]):
    """At most `head` first and `tail` last of the entries that were added, in order."""

    head: int
    tail: int
    first: list[Entry] = field(default_factory=list)
    last: list[Entry] = field(default_factory=list)
    count: int = 0

    def add(self, entry: Entry) -> None:
        self.count += 1
        if len(self.first) < self.head and not self.last:
            self.first.append(entry)
            return
        self.last.append(entry)
        if len(self.last) > self.tail:
            del self.last[0]

    def add_all(self, places: Sequence[Place], made: Callable[[Place], Entry]) -> None:
        """Add what `made` returns for each of `places`. It is not called for those that are only counted."""
        self.count += len(places)
        room = 0 if self.last else self.head - len(self.first)
        self.first += map(made, places[:room])
        if (later := places[room:]) and self.tail:
            self.last = [*self.last, *map(made, later[-self.tail :])][-self.tail :]

    def extend(self, later: Ends[Entry]) -> None:
        """Add the entries of `later`, which may itself have lost its middle."""
        count = self.count + later.count
        for entry in later:
            self.add(entry)
        self.count = count

    def shrink(self, head: int, tail: int) -> None:
        """Keep no more than `head` and `tail` from now on."""
        self.head, self.tail = head, tail
        self.last = (self.first[head:] + self.last)[-tail:]
        del self.first[head:]

    @property
    def dropped(self) -> int:
        return self.count - len(self)

    def __len__(self) -> int:
        return len(self.first) + len(self.last)

    def __iter__(self) -> Iterator[Entry]:
        yield from self.first
        yield from self.last


class Spans:
    """The ends of a sequence of numbers, ``offset << LENGTH_BITS | length``. It needs a quarter of the memory of `Ends` and is
    used in the same way."""

    __slots__ = ("_numbers", "_opening", "count", "head", "tail")

    def __init__(self, head: int, tail: int) -> None:
        self.head, self.tail, self.count = head, tail, 0
        self._numbers = array("Q")
        """Offset and length of each entry in turn."""
        self._opening = 0
        """How many of the entries belong to the head."""

    def add_all(self, entries: Iterable[int]) -> int:
        """Add `entries`; return by how many more are kept now."""
        numbers = self._numbers
        before = len(numbers) >> 1
        for entry in entries:
            numbers.append(entry >> LENGTH_BITS)
            numbers.append(entry & _LENGTH)
        size = len(numbers) >> 1
        self.count += size - before
        if self._opening == before:
            self._opening = max(min(size, self.head), before)
        if (excess := size - self._opening - self.tail) > 0:
            del numbers[2 * self._opening : 2 * (self._opening + excess)]
        return (len(numbers) >> 1) - before

    def extend(self, later: Spans) -> None:
        """Add the entries of `later`, which may itself have lost its middle."""
        count = self.count + later.count
        self.add_all(later)
        self.count = count

    def shrink(self, head: int, tail: int) -> None:
        """Keep no more than `head` and `tail` from now on."""
        self.head, self.tail = head, tail
        self._opening = min(self._opening, head)
        first = 2 * self._opening
        self._numbers = self._numbers[:first] + self._numbers[first:][-2 * tail :]

    @property
    def dropped(self) -> int:
        return self.count - len(self)

    def __len__(self) -> int:
        return len(self._numbers) // 2

    def __iter__(self) -> Iterator[int]:
        numbers = iter(self._numbers)
        return (offset << LENGTH_BITS | length for offset, length in zip(numbers, numbers, strict=True))
