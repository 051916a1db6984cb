"""The sessions whose newest prompt has no finished answer yet, and when each of them is to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspector.live.rows import Look

QUIET_S = 3.0
"""An answer that ended in an error is judged when its session got no row for so long: the server may still go on by itself."""
AGAIN_S = 8.0
"""A session that was judged and is still at work is judged again after so long."""
RECHECK_S = 60.0
"""A session that was reported is judged again after so long, then after twice as long, up to `RARELY_S`."""
RARELY_S = 600.0
"""The longest time between two diagnoses of an open session that was reported."""


@dataclass(slots=True)
class Open:
    """One session with a prompt that is not answered yet. Times are seconds of one monotonic clock."""

    since: float
    """When it was first seen without an answer."""
    touched: float
    """When it got its last row."""
    due: float
    """When it is to be judged."""
    settled: int = 0
    """How often it was judged since it was reported."""
    error: bool = False
    """True when its newest message is an answer that ended in an error."""


class Sessions:
    """Keeps the open sessions; knows nothing of databases and clocks."""

    def __init__(self, silence: float) -> None:
        self.silence = silence
        self.open: dict[str, Open] = {}
        self.answered = 0
        """Prompts of sessions that were open and got their answer."""
        self._prompts: dict[str, int] = {}

    def update(self, look: Look, now: float) -> frozenset[str]:
        """Take in what a look found; return the sessions that were open and no longer are."""
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
        """Return at most `most` of the sessions that are to be judged now, the longest open first."""
        found = [id for id, held in self.open.items() if held.due <= now]
        return sorted(found, key=lambda id: self.open[id].since)[:most]

    def judged(self, sessions: Iterable[str], now: float) -> None:
        """Note that these sessions were judged; each is judged again after `AGAIN_S`, as long as it is open."""
        for held in self._held(sessions):
            held.due = now + AGAIN_S

    def settled(self, sessions: Iterable[str], now: float) -> None:
        """Note that what is wrong with these sessions was reported.

        They are judged again ever more rarely, since the cause may become clear later: a server that hangs may be stopped.
        """
        for held in self._held(sessions):
            held.due = now + min(RECHECK_S * 2**held.settled, RARELY_S)
            held.settled += 1

    def recheck(self, sessions: Iterable[str], due: float) -> None:
        """Judge these sessions at `due`, if they are not judged earlier: something happened that can change their cause."""
        for held in self._held(sessions):
            held.due = min(held.due, due)
            held.settled = min(held.settled, 1)

    def is_over(self, session: str, now: float) -> bool:
        """True when the newest answer of a session ended in an error, and nothing came after it for `QUIET_S`."""
        held = self.open.get(session)
        return held is not None and held.error and now - held.touched >= QUIET_S

    def _held(self, sessions: Iterable[str]) -> Iterator[Open]:
        return (held for id in sessions if (held := self.open.get(id)) is not None)
