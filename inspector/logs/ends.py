"""The two ends of a long story: its first entries and its last ones, and how many it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


@dataclass(slots=True)
class Ends(Generic[Entry]):
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
