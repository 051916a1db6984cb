"""Track the sessions whose newest prompt has no finished answer, and when to diagnose each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspector.live.rows import Look

QUIET_S = 3.0
"""An answer that ended in an error is diagnosed after this time without a new row, because the server may still
continue by itself."""
AGAIN_S = 8.0
"""A session that is still busy after its diagnosis is diagnosed again after this time."""
RECHECK_S = 60.0
"""A reported session is diagnosed again after this time, then after twice as long each time, up to `RARELY_S`."""
RARELY_S = 600.0
"""The longest time between two diagnoses of an open session that was reported."""


@dataclass(slots=True)
class Open:
    """One session with an unanswered prompt. Times are in seconds of a monotonic clock."""

    since: float
    """When it was first seen without an answer."""
    touched: float
    """When it got its last row."""
    due: float
    """When to diagnose it."""
    settled: int = 0
    """Number of diagnoses since it was reported."""
    error: bool = False
    """True when its newest message is an answer that ended in an error."""


class Sessions:
    """The open sessions, independent of databases and clocks."""

    def __init__(self, silence: float) -> None:
        self.silence = silence
        self.open: dict[str, Open] = {}
        self.answered = 0
        """Prompts of sessions that were open and got their answer."""
        self._prompts: dict[str, int] = {}

    def update(self, look: Look, now: float) -> frozenset[str]:
        """Add the result of a look; return the sessions that are no longer open."""
        for id, count in look.prompts.items():
            self._prompts[id] = self._prompts.get(id, 0) + count
        for id in look.suspects:
            due = now if look.is_first else now + self.silence
            held = self.open.get(id) or self.open.setdefault(id, Open(now, now, due))
            error, had_error = id in look.errors, held.error
            held.error = error
            if id in look.touched:
                held.touched = now
                held.due = min(held.due, now + self.silence)
                held.settled = 0
            if error and (id in look.touched or not had_error):
                held.due = now + QUIET_S
        closed = frozenset(self.open.keys() - look.suspects)
        for id in closed:
            del self.open[id]
        for id in [id for id in self._prompts if id not in self.open]:
            self.answered += self._prompts.pop(id)
        return closed

    def due(self, now: float, most: int) -> list[str]:
        """Return at most `most` of the sessions to diagnose now, the longest open first."""
        found = [id for id, held in self.open.items() if held.due <= now]
        return sorted(found, key=lambda id: self.open[id].since)[:most]

    def judged(self, sessions: Iterable[str], now: float) -> None:
        """Note that these sessions were diagnosed; an open session is diagnosed again after `AGAIN_S`."""
        for held in self._held(sessions):
            held.due = now + AGAIN_S

    def settled(self, sessions: Iterable[str], now: float) -> None:
        """Note that the trouble of these sessions was reported.

        They are diagnosed again at growing intervals, because the cause may become clear later, for example when a hanging server is stopped.
        """
        for held in self._held(sessions):
            held.due = now + min(RECHECK_S * 2**held.settled, RARELY_S)
            held.settled += 1

    def recheck(self, sessions: Iterable[str], due: float) -> None:
        """Diagnose these sessions at `due`, unless they are due earlier, because an event may have changed their cause."""
        for held in self._held(sessions):
            held.due = min(held.due, due)
            held.settled = min(held.settled, 1)

    def is_over(self, session: str, now: float) -> bool:
        """True when the newest answer of a session ended in an error, and nothing came after it for `QUIET_S`."""
        held = self.open.get(session)
        return held is not None and held.error and now - held.touched >= QUIET_S

    def _held(self, sessions: Iterable[str]) -> Iterator[Open]:
        return (held for id in sessions if (held := self.open.get(id)) is not None)
