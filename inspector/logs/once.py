"""Records that several inputs hold count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inspector.logs.context import content
from inspector.model import LogRecord


class Once:
    """Lets a record through unless another input has shown it already: its n-th occurrence here is the n-th there."""

    def __init__(self) -> None:
        self._known: Counter[object] = Counter()
        self._here: Counter[object] = Counter()
        self._index = 0

    def of(self, index: int, records: Sequence[LogRecord]) -> list[LogRecord]:
        """Those of `records`, the next ones of input `index`, that no earlier input has."""
        if index != self._index:
            self._known |= self._here
            self._here = Counter()
            self._index = index
        fresh = []
        for record in records:
            identity = content(record)
            self._here[identity] += 1
            if self._here[identity] > self._known[identity]:
                fresh.append(record)
        return fresh
