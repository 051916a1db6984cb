"""The conclusion of a report: whether a prompt needs attention and, if none does, what prevents the verdict "nothing is
wrong"."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from inspector.model.value import Value


class Status(Enum):
    OK = "ok"
    """All inputs were read, every prompt in them was classified, and every error record belongs to a prompt."""
    TROUBLE = "trouble"
    """At least one prompt needs attention. (In an excerpt: and its cause is known.)"""
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
    NO_WORK_SHOWN = "`opencode run` was started, and its log shows no work on its prompt"
    OTHER_DATABASE = "the database is not the one that the logged server used"


class PromptCounts(Value, frozen=True):
    """The number of prompts by outcome; each prompt is counted once."""

    answered: int = 0
    failed: int = 0
    silent: int = 0
    rejected: int = 0
    recovered: int = 0
    """Not answered, in sessions that were answered later."""
    expected: int = 0
    """Stopped or left without an answer on purpose."""
    uncertain: int = 0
    """Sent or stored, with an outcome that the evidence does not show."""

    @property
    def pressing(self) -> int:
        """The number of prompts that need attention."""
        return self.failed + self.silent + self.rejected


class Conclusion(Value, frozen=True):
    """The verdict on all inputs."""

    status: Status
    prompts: PromptCounts
    doubts: tuple[Doubt, ...] = ()
    """The doubts, the most important first."""
    complete: bool = True
    """Whether everything could be read; otherwise the exit code is 3, whatever else was found."""
    logged: bool = True
    """Whether a log was read, so that failures without rows were checked too."""

    @property
    def exit_code(self) -> int:
        if not self.complete:
            return 3
        return {Status.OK: 0, Status.TROUBLE: 1, Status.UNKNOWN: 3}[self.status]

    @property
    def proven(self) -> bool:
        """Whether "nothing is wrong" is proven: prompts were seen, also in a log, and all were answered or need no action."""
        return (
            self.status is Status.OK
            and self.logged
            and self.prompts.answered + self.prompts.recovered + self.prompts.expected > 0
        )


class Unplaced(Value, frozen=True):
    """Error records with the same text that belong to no prompt."""

    time: datetime | None
    """Time of the first record."""
    last: datetime | None
    count: int
    path: str
    offset: int
    """Byte offset of the first record."""
    level: str
    """``ERROR`` or ``WARN``."""
    text: str
    """Message and error, shortened."""
    page: str | None
    """The cause whose manual page explains the error; None when no page does."""


class OtherRequest(Value, frozen=True):
    """A refused request that is not a prompt: sharing, undoing, answering a permission request."""

    time: datetime | None
    method: str | None
    path: str | None
    """From the URL; None when only the log shows the request, because the log does not name it."""
    status: int | None
    session_id: str | None
    reason: str | None
    log: tuple[str, int] | None = None
    """(path, byte offset) of its record."""
    ref: str | None = None
    """The reference ``err_…`` in the server's record and in the response."""
