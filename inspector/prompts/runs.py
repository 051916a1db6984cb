"""The server runs of the logs, and which run and version handled a prompt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import accumulate

from inspector.logs.eras import era_named
from inspector.model import Run
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt

AWAITED = "1.3.2"
"""The first release that logs ``prompt_async failed``: before, a prompt's error is at best a ``rejection`` (1.3.0 still has it)."""


class Runs:
    """The server runs of the logs, looked up by key and by time."""

    def __init__(self, runs: Iterable[Run]) -> None:
        timed = sorted(
            ((run.first_time, run.last_time, run) for run in runs if run.first_time and run.last_time), key=lambda run: run[:2]
        )
        self._by_key = {run.key: run for run in runs}
        self._runs = timed
        self._starts = [start for start, _, _ in timed]
        self._ends = list(accumulate((end for _, end, _ in timed), max))

    def by_key(self, key: str | None) -> Run | None:
        return self._by_key.get(key or "")

    def of(self, prompt: Prompt) -> Run | None:
        """The run that wrote the prompt's records, else the only one that was there at its time; None when that is not known."""
        key = next((r.run for r in (prompt.record, *(prompt.records or ())) if r is not None and r.run), None)
        if key is not None:
            return self.by_key(key)
        if prompt.time is None:
            return None
        for slack in (SECOND, 6 * SECOND):
            around = self._around(prompt.time, slack)
            if len(around) == 1:
                return around[0]
        return None

    def _around(self, time: datetime, slack: timedelta) -> list[Run]:
        """At most two of the runs that were writing at `time`, give or take a second before and `slack` after."""
        found: list[Run] = []
        at = bisect_right(self._starts, time + SECOND) - 1
        while at >= 0 and self._ends[at] >= time - slack and len(found) < 2:
            if self._runs[at][1] >= time - slack:
                found.append(self._runs[at][2])
            at -= 1
        return found


def _version_of(
    prompt: Prompt, run: Run | None, claimed: str | None, guess: Callable[[datetime | None], str | None]
) -> tuple[str | None, str | None]:
    """Which server version took the prompt, and why that is believed. A claim that the log's era contradicts is not."""
    if run is not None and run.version:
        return run.version, "banner" if era_named(run.era).banner else "log"
    era = run.era if run is not None else prompt.record.era if prompt.record is not None else None
    if claimed and not contradicts(era, claimed):
        return claimed, "--server-version"
    session = prompt.rows.session if prompt.rows else None
    made = session.version if session is not None and prompt.first else None
    for version, why in ((made, "session"), (guess(prompt.time), "rows")):
        if version and not contradicts(era, version):
            return version, why
    if prompt.record is not None and prompt.record.fields.get("cause", "").startswith('{"_id":"Cause"'):
        return "1.15.13", "era"
    return None, None


def contradicts(era: str | None, version: str) -> bool:
    """Whether a server of `version` cannot have written lines of `era`."""
    number = tuple(int(n) if n.isdigit() else 0 for n in version.split("-")[0].split(".")[:2])
    return era is not None and not era_named(era).can_be_of(number)
