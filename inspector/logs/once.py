"""Records that several inputs hold count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inspector.logs.context import content
from inspector.model import LogRecord

MOST_ALIKE = 50
"""So many records of one session, run and moment are compared with each other at most."""


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


def without_stumps(records: Sequence[LogRecord]) -> list[LogRecord]:
    """`records` without those that a full disk cut in one input, where another input has the whole record."""
    if len({record.path for record in records}) < 2:
        return list(records)
    alike: dict[tuple[object, ...], list[LogRecord]] = {}
    for record in records:
        alike.setdefault((record.era, record.time, record.run, record.session_id), []).append(record)
    stumps = {
        id(record)
        for group in alike.values()
        if 1 < len(group) <= MOST_ALIKE
        for record in group
        if any(other.path != record.path and _is_stump(record, other) for other in group)
    }
    return [record for record in records if id(record) not in stumps]


def _is_stump(record: LogRecord, whole: LogRecord) -> bool:
    """Whether all that `record` says is the beginning of what `whole` says."""
    if sum(map(len, record.fields.values())) >= sum(map(len, whole.fields.values())):
        return False
    return all(whole.fields.get(key, "").startswith(value.strip('"')) for key, value in record.fields.items())
