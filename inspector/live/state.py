"""What the watch knows at the moment, and what one diagnosis brought."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from inspector.live.told import Silent
from inspector.model import Entry, Report, Run
from inspector.model.value import Value


class News(Value, frozen=True):
    """The result of one diagnosis."""

    report: Report
    """The diagnosis with only the new entries."""
    answered: tuple[Silent, ...] = ()
    """Prompts that were reported as silent and are answered now."""
    changed: tuple[Silent, ...] = ()
    """Reported prompts whose cause has changed or is no longer decided; `report` has their entries in the same order."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.report.entries


@dataclass(slots=True)
class State:
    """The current state of the watch, for the live view and the metrics."""

    began: float = field(default_factory=time.monotonic)
    lines: int = 0
    """Lines of all logs read so far."""
    looks: int = 0
    """Number of queries of the rows so far."""
    newest: datetime | None = None
    """Time of the newest record, by the server's clock."""
    lag: float | None = None
    """Seconds between the time of the newest record and its reading; None before the first record."""
    reported: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Prompts reported so far, by outcome and current cause."""
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Like `reported`, but a prompt with a corrected cause counts under each cause, so that no count ever falls."""
    corrected: int = 0
    """How often another cause was reported for a prompt."""
    answered_late: int = 0
    answered: int = 0
    running: int = 0
    """Number of sessions with an unanswered prompt that is not reported yet."""
    waiting: int = 0
    """Number of reported prompts that wait for a person: a permission or an answer."""
    silent: int = 0
    """Number of prompts reported as silent and still unanswered, without those that wait for a person."""
    servers: tuple[Run, ...] = ()
    """Server processes of the logs as the newest diagnosis found them, oldest first."""
    oldest: float | None = None
    """Seconds for which the oldest unanswered prompt has been open; None when there is none."""
