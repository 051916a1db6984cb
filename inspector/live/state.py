"""What the watch knows at the moment, and what one diagnosis brought."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from inspector.live.told import Silent
from inspector.model import Entry, Report, Run


@dataclass(frozen=True, slots=True)
class News:
    """What one diagnosis brought."""

    report: Report
    """The diagnosis, with the entries that were not reported before."""
    answered: tuple[Silent, ...] = ()
    """Prompts that were reported as silent and have been answered since."""
    changed: tuple[Silent, ...] = ()
    """Prompts whose cause is another one, or no longer decided, since they were reported; their entries are in `report`, in
    the same order."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.report.entries


@dataclass(slots=True)
class State:
    """What the watch knows at the moment: for the live view and the metrics."""

    began: float = field(default_factory=time.monotonic)
    lines: int = 0
    """Lines of all logs read so far."""
    looks: int = 0
    """Looks at the rows so far."""
    newest: datetime | None = None
    """Time of the newest record, by the server's clock."""
    lag: float | None = None
    """Seconds between the time of the newest record and the moment it was read; None before there was one."""
    reported: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Prompts reported so far, by outcome and the cause that is known now."""
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Like `reported`, but a prompt whose cause was corrected is counted under each: no count ever falls."""
    corrected: int = 0
    """How often another cause was reported for a prompt."""
    answered_late: int = 0
    answered: int = 0
    running: int = 0
    """Sessions with a prompt that is not answered yet and not reported."""
    waiting: int = 0
    """Prompts that were reported because they wait for a person: a permission or an answer."""
    silent: int = 0
    """Prompts that were reported as silent and are still without an answer, those that wait for a person left out."""
    servers: tuple[Run, ...] = ()
    """Server processes of the logs as the newest diagnosis found them, oldest first."""
    oldest: float | None = None
    """Seconds for which the oldest unanswered prompt has been open; None when there is none."""
