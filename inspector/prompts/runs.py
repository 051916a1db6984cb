"""The server runs of the logs, and which run handled a prompt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from inspector.logs.eras import era_named
from inspector.model import Run
from inspector.prompts.draft import Draft
from inspector.prompts.loops import SECOND

AWAITED = "1.3.2"
"""The first release that logs ``prompt_async failed``. Before it, a prompt's error is at best a ``rejection`` (1.3.0 still has
it)."""

_LATE = 6 * SECOND
"""A prompt belongs to the only run that wrote at most this long before it, if none wrote within a second of it."""


class Runs:
    """The server runs of the logs, looked up by key and by time."""

    def __init__(self, runs: Iterable[Run]) -> None:
        timed = sorted(
            ((run.first_time, run.last_time, run) for run in runs if run.first_time and run.last_time), key=lambda run: run[:2]
        )
        self._by_key = {run.key: run for run in runs}
        self._runs = timed
        self._starts = [start for start, _, _ in timed]
        self._longer = _longer_before([end for _, end, _ in timed])

    def by_key(self, key: str | None) -> Run | None:
        return self._by_key.get(key or "")

    def of(self, draft: Draft) -> Run | None:
        """Return the run that wrote the prompt's records, else the only run at its time; None when it is not known."""
        key = next((r.run for r in (draft.record, *(draft.records or ())) if r is not None and r.run), None)
        if key is not None:
            return self.by_key(key)
        if draft.time is None:
            return None
        around = self._around(draft.time, SECOND) or self._around(draft.time, _LATE)
        return around[0] if len(around) == 1 else None

    def _around(self, time: datetime, slack: timedelta) -> list[Run]:
        """Return at most two of the runs that wrote at `time`, from a second before to `slack` after."""
        found: list[Run] = []
        at = bisect_right(self._starts, time + SECOND) - 1
        while at >= 0 and len(found) < 2:
            _, end, run = self._runs[at]
            if end >= time - slack:
                found.append(run)
                at -= 1
            else:
                at = self._longer[at]
        return found


def _longer_before(ends: Sequence[datetime]) -> list[int]:
    """For each end the position of the nearest earlier one that is later in time; -1 where there is none."""
    longer: list[int] = []
    for at, end in enumerate(ends):
        before = at - 1
        while before >= 0 and ends[before] <= end:
            before = longer[before]
        longer.append(before)
    return longer


@lru_cache(256)  # a log's runs have few versions
def contradicts(era: str | None, version: str) -> bool:
    """Whether a server of `version` cannot have written lines of `era`."""
    number = tuple(int(n) if n.isdigit() else 0 for n in version.split("-")[0].split(".")[:2])
    return era is not None and not era_named(era).can_be_of(number)
