"""What happened in one session: its events in order, and who made the IDs of its messages."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, StrEnum

from inspector.model.source import Source
from inspector.model.value import Value

OFF_MS = 1000
"""A difference of at least this many milliseconds is a clock error; a smaller one is the transfer time to the server."""


class MadeBy(StrEnum):
    """The program that made an ID. The values are the words of the JSON report."""

    SERVER = "server"
    CLIENT = "client"
    UNKNOWN = "unknown"


class Unclocked(Enum):
    """Why an ID does not show the clock of the program that made it."""

    FOREIGN_FORM = "foreign form"
    """It does not have OpenCode's own form."""
    NO_ROW_TIME = "no row time"
    """The row has no time to compare with."""
    FAR_FROM_ROW = "far from row"
    """The time in it is so far from the row's that no clock made it."""
    COPIED = "copied"
    """A fork made it."""


class IdMaker(Value, frozen=True):
    """Who made the ID of a user message."""

    message_id: str
    maker: MadeBy
    skew_ms: int | None = None
    """Time in the ID minus the row's time (server clock), in ms; positive when the ID is ahead."""
    unclocked: Unclocked | None = None
    """Why `skew_ms` is None; None when it is not."""


class Origin(StrEnum):
    """Where an event is recorded. The values are the words of the JSON report."""

    LOG = "log"
    ROW = "row"
    INPUT = "input"
    REQUEST = "request"
    DATABASE = "database"
    """The migrations of the database."""
    SERVER = "server"
    """The start of a server."""


class LineLogged(Value, frozen=True):
    message: str
    fields: tuple[tuple[str, str], ...]
    """The fields that are about a prompt."""
    error: str | None
    cut: bool = False
    """Whether `error` was truncated."""


class SessionCreated(Value, frozen=True):
    version: str | None
    directory: str | None


class MessageStored(Value, frozen=True):
    role: str
    agent: str | None
    model: str | None
    """``provider/model``."""
    id_maker: IdMaker | None
    """Of a user message only."""


class MessageEnded(Value, frozen=True):
    error: str | None
    finish: str | None


class ToolCalled(Value, frozen=True):
    tool: str | None
    status: str | None


class InputAdmitted(Value, frozen=True):
    kind: str
    delivery: str | None
    promoted_seq: int | None


class RowProjected(Value, frozen=True):
    """A row of ``session_message``."""

    type: str
    seq: int | None
    error: str | None


class RequestSent(Value, frozen=True):
    method: str
    route: str
    status: int | None


class MigrationApplied(Value, frozen=True):
    """The newest migration of the database."""


class RunBegun(Value, frozen=True):
    run: str
    version: str | None


Fact = (
    LineLogged
    | SessionCreated
    | MessageStored
    | MessageEnded
    | ToolCalled
    | InputAdmitted
    | RowProjected
    | RequestSent
    | MigrationApplied
    | RunBegun
)


class StoryEvent(Value, frozen=True):
    """One line of a session's timeline."""

    time: datetime | None
    origin: Origin
    fact: Fact
    source: Source
    warning: bool = False


class Course(Value, frozen=True):
    """What happened in one of many sessions: the first events and the last ones."""

    first: tuple[StoryEvent, ...]
    left_out: int
    """How many came between `first` and `last`."""
    last: tuple[StoryEvent, ...]
