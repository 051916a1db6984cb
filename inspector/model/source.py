"""Where a statement can be checked, what could not be read, and which checks were skipped."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

from inspector.model.value import Value


def no_texts() -> Mapping[str, str]:
    return MappingProxyType({})


def no_counts() -> Mapping[str, int]:
    return MappingProxyType({})


class Source(Value, frozen=True):
    """The place in the evidence for a statement: a byte of a log, a row or column of a database, an entry of a capture."""

    path: str
    """The file as the user named it (its name only, where a folder was given)."""
    place: str = ""
    """``byte 18234``, ``session_message.seq``, ``message msg_…``, ``entry 12``; empty for the file as a whole."""

    def __str__(self) -> str:
        return f"{self.path}: {self.place}" if self.place else self.path


class ProblemKind(Enum):
    NOT_READ = auto()
    """Something was not read, or not completely."""
    UNKNOWN_SESSION = auto()
    """A requested session is in no input."""
    SIMILAR_SESSION = auto()
    """The same, and an input has a session with a similar ID."""


class Problem(Value, frozen=True):
    """Something that could not be read or done; the run continued without it. Any problem makes the exit code 3."""

    where: str
    what: str
    """A sentence without a capital letter and a full stop."""
    kind: ProblemKind = ProblemKind.NOT_READ

    @property
    def is_unknown_session(self) -> bool:
        """Whether `where` is a requested session that is in no input."""
        return self.kind is not ProblemKind.NOT_READ


class Check(Enum):
    """What was not checked, with the reason."""

    LOGS_NOT_GIVEN = auto()
    DATABASE_NOT_GIVEN = auto()
    DATABASE_UNREADABLE = auto()
    REQUESTS_NOT_GIVEN = auto()
    ROWS_OF_RUN = auto()
    """The database contains none of the sessions of server run `Skipped.run`."""
    OLDER_MESSAGES = auto()
    """`Skipped.count` sessions in trouble have more messages than the `Skipped.read` newest that were read of each."""
    LOGGED_FAILURES = auto()
    """`Skipped.count` stored prompts have no answer, for reasons that only a log shows; no log was given."""


class Skipped(Value, frozen=True):
    """A check that did not run: never the same as a check that found nothing."""

    check: Check
    run: str = ""
    count: int = 0
    read: int = 0
    sessions: tuple[str, ...] = ()
