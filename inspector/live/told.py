"""Find the new entries of a report, so that each prompt is reported once, however often its session is diagnosed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec.structs import replace

from inspector.model import Entry, Report
from inspector.model.value import Value


class Silent(Value, frozen=True):
    """A prompt that was reported while it had no answer."""

    session_id: str
    message_id: str | None
    time: datetime | None
    cause: str | None


class Told:
    """Remembers what was reported."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[object, ...]] = Counter()
        self._messages: dict[tuple[str, str], str | None] = {}
        """Cause of each reported prompt whose message is known, by session and message."""
        self.waiting: dict[tuple[str, object], Silent] = {}
        """Reported prompts that may still be answered."""

    def changed(self, report: Report) -> tuple[tuple[Silent, Entry], ...]:
        """Return the waiting prompts whose cause in `report` differs from the reported cause, with their entries.

        They count as reported after this call. Silent prompts that the log meanwhile shows as failed are included.
        """
        found = []
        for entry in (*report.failures, *report.silent):
            key = (entry.session_id or "", entry.message_id or entry.time)
            held = self.waiting.get(key)
            if held is not None and held.cause != entry.cause and not (entry.recovered or entry.expected):
                self.waiting[key] = replace(held, cause=entry.cause)
                found.append((held, entry))
        return tuple(found)

    def waiting_sessions(self) -> frozenset[str]:
        """Return the sessions with a reported prompt that may still be answered."""
        return frozenset(held.session_id for held in self.waiting.values())

    def fresh(self, report: Report, wanted: Callable[[Entry], bool]) -> Report:
        """Return `report` with only the `wanted` entries that were not reported before; they count as reported after
        this call."""
        failures = self._new(report.failures, wanted)
        rejected = self._new(report.rejected, wanted)
        silent = self._new(report.silent, wanted)
        for entry in silent:
            if entry.session_id and entry.log is None:
                found = Silent(entry.session_id, entry.message_id, entry.time, entry.cause)
                self.waiting[found.session_id, found.message_id or found.time] = found
        causes = {entry.cause for entry in (*failures, *silent, *rejected)}
        kept = tuple(group for group in report.causes if group.cause in causes)
        return replace(report, failures=failures, silent=silent, rejected=rejected, causes=kept)

    def _new(self, entries: Iterable[Entry], wanted: Callable[[Entry], bool]) -> tuple[Entry, ...]:
        # Two failures of one session can be written in the same second: as many of them are new as were not counted before.
        seen: Counter[tuple[object, ...]] = Counter()
        found = []
        for entry in entries:
            key = (entry.outcome, entry.session_id, entry.time, entry.message_id)
            seen[key] += 1
            if not wanted(entry) or seen[key] <= self._counts[key]:
                continue
            self._counts[key] = seen[key]
            message = (entry.session_id or "", entry.message_id or "")
            if entry.message_id:
                if message in self._messages and seen[key] == 1:
                    continue  # first silent, later logged as failed: the same prompt
                self._messages[message] = entry.cause
            found.append(entry)
        return tuple(found)
