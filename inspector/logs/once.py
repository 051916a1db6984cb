"""Counts records that several inputs contain once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inspector.logs.context import content
from inspector.model import LogRecord

MOST_ALIKE = 50
"""At most this many records of one session, run and time are compared with each other."""


class Once:
    """Passes a record unless another input has shown it already: the n-th occurrence in one input is the n-th in another."""

    def __init__(self) -> None:
        self._known: Counter[object] = Counter()
        self._here: Counter[object] = Counter()
        self._index = 0

    def of(self, index: int, records: Sequence[LogRecord]) -> list[LogRecord]:
        """Return those of `records`, the next ones of input `index`, that no earlier input has."""
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
    """Return `records` without those that a full disk cut in one input while another input has the whole record."""
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
    """Whether the fields of `record` are the beginning of those of `whole`."""
    if sum(map(len, record.fields.values())) >= sum(map(len, whole.fields.values())):
        return False
    return all(whole.fields.get(key, "").startswith(value.strip('"')) for key, value in record.fields.items())
