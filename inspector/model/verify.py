"""Whether a remedy has cured its cause."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from inspector.model.report import Report
from inspector.model.value import Value


class Cure(Enum):
    """The result of a verification."""

    CURED = "cured"
    NOT_TRIED = "not yet tried"
    NOT_CURED = "not cured"
    ABSENT = "not found"


class Verification(Value, frozen=True):
    """One cause before and after its remedy. Times come from the evidence."""

    cause: str
    title: str
    cure: Cure
    failures: int
    """Prompts that had this cause up to `last_failure`."""
    last_failure: datetime | None
    """When the last prompt failed before the remedy; with a saved report: the last failure in it."""
    needs_restart: bool
    """Whether the remedy contains a restart."""
    restarted: datetime | None
    """When the newest server run after `last_failure` began; None when no later run is in the evidence."""
    version_then: str | None
    version_now: str | None
    """Version of the newest run; None when no log names one."""
    still_breaks: bool
    """Whether `version_now` cannot fully work with the database as it is."""
    answered: int
    """Prompts answered since the remedy."""
    answered_again: int
    """Answered prompts that show the cure: in sessions that had failed, or with the same agent or model."""
    again: int
    """Prompts that failed since the remedy with the same cause."""
    again_at: datetime | None
    """When the first of them failed."""
    waiting: int
    """Prompts of this cause that are still in trouble."""
    report: Report
    """The diagnosis of the inputs as they are now."""
