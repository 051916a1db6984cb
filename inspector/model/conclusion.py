"""The conclusion of a report: whether a prompt needs attention and, if none does, what prevents the verdict "nothing is wrong"."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from inspector.model.value import Value


class Status(Enum):
    OK = "ok"
    """Everything given was read, every prompt in it was placed, and no error record is left over."""
    TROUBLE = "trouble"
    """At least one prompt needs attention. (In an excerpt: and why is known.)"""
    UNKNOWN = "unknown"
    """No prompt is known to be in trouble, but something was not checked or not understood."""


class Doubt(Enum):
    """Why a report in which no prompt needs attention cannot say that nothing is wrong."""

    NOTHING_READ = "nothing could be read"
    NOT_RECOGNISED = "no record of an OpenCode server was recognised"
    NO_SUCH_SESSION = "a session that was asked for is in no input"
    OUT_OF_TIME = "nothing lies within the time asked for"
    INCOMPLETE = "something could not be read"
    EXCERPT = "an excerpt does not show the rest of the log"
    UNSEEN = "stored prompts have no answer, and only a log says whether they failed"
    UNCERTAIN = "of some prompts it is not known what became of them"
    UNPLACED = "error records belong to no prompt"
    UNASKED = "a session got no answer at all, because its client asked for none"
    OTHER_DATABASE = "the database is not the one that the logged server used"


class PromptCounts(Value, frozen=True):
    """The prompts seen, by what became of them; each is counted once."""

    answered: int = 0
    failed: int = 0
    silent: int = 0
    rejected: int = 0
    recovered: int = 0
    """Not answered, in sessions that were answered later."""
    expected: int = 0
    """Stopped or left without an answer on purpose."""
    uncertain: int = 0
    """Sent or stored, and the evidence does not show what became of them."""

    @property
    def pressing(self) -> int:
        """Those that need attention."""
        return self.failed + self.silent + self.rejected


class Conclusion(Value, frozen=True):
    """The verdict on everything that was given."""

    status: Status
    prompts: PromptCounts
    doubts: tuple[Doubt, ...] = ()
    """In the order in which they are said, the weightiest first."""
    complete: bool = True
    """False when something could not be read: the exit code is then 3, whatever else was found."""
    logged: bool = True
    """A log was read: what leaves no row was looked for."""

    @property
    def exit_code(self) -> int:
        if not self.complete:
            return 3
        return {Status.OK: 0, Status.TROUBLE: 1, Status.UNKNOWN: 3}[self.status]

    @property
    def proven(self) -> bool:
        """Whether "nothing is wrong" is earned: prompts were seen, in a log too, and all of them were answered or need nobody."""
        return (
            self.status is Status.OK
            and self.logged
            and self.prompts.answered + self.prompts.recovered + self.prompts.expected > 0
        )


class Unplaced(Value, frozen=True):
    """Error records that belong to no prompt and say the same."""

    time: datetime | None
    """Of the first."""
    last: datetime | None
    count: int
    path: str
    offset: int
    """Of the first, in bytes."""
    level: str
    """``ERROR`` or ``WARN``."""
    text: str
    """Message and error, shortened."""
    page: str | None
    """The cause whose manual page explains it; None where none does."""


class OtherRequest(Value, frozen=True):
    """A refused request that is not a prompt: sharing, undoing, answering a permission request."""

    time: datetime | None
    method: str | None
    path: str | None
    """Of the URL; None where only the log is known, which does not name it."""
    status: int | None
    session_id: str | None
    reason: str | None
    log: tuple[str, int] | None = None
    """(path, byte offset) of its record."""
    ref: str | None = None
    """``err_…``, by which the server's record names the answer."""
