"""What a reader should know about the evidence as a whole: one small value for each kind of note, made into a sentence when drawn."""

from __future__ import annotations

from datetime import datetime

from inspector.model.source import Source
from inspector.model.value import Value


class InputNote(Value, frozen=True):
    """Which inputs were read, left or changed, as the command line says it before the report is made."""

    text: str
    calm: bool = True
    """False for what may be a mistake, such as a fresher database that was not read."""


class EraContradiction(Value, frozen=True):
    """A version was named, and the log holds records that this version cannot have written."""

    version: str
    claimed: bool
    """True when a pasted text names the version, False for ``--server-version``."""
    path: str
    era: str
    versions: str
    """The versions that write this era, in words."""


class VersionContradiction(Value, frozen=True):
    """``--server-version`` names another version than the log; the log is believed."""

    asked: str
    logged: str


class SeveralVersions(Value, frozen=True):
    """Servers of these versions wrote the logs."""

    versions: tuple[str, ...]


class LogEndsEarly(Value, frozen=True):
    """The database has rows that are newer than the last record of the log."""

    end: datetime


class RowsNotUsed(Value, frozen=True):
    """The database knows none of the sessions of a server run."""

    run: str


class RowsEndEarly(Value, frozen=True):
    """The database was copied before a server run wrote its last loop."""

    run: str
    until: datetime


class PartsMissing(Value, frozen=True):
    """Answered prompts have no part row."""

    count: int
    sessions: tuple[str, ...]
    """The first of them."""


class BeingAnswered(Value, frozen=True):
    """Prompts that a running server is answering; they are not listed."""

    count: int


class QuotedFailures(Value, frozen=True):
    """Lines that look like failed prompts and are part of a value that a client wrote."""

    count: int
    first: Source


class ServersAtOnce(Value, frozen=True):
    """Two server runs wrote at the same time."""

    runs: tuple[str, str]
    versions: tuple[str | None, str | None]
    more: int
    """Further pairs of runs that did."""


class NewestAnswered(Value, frozen=True):
    """The newest prompt of a session that was asked for is answered."""

    session_id: str
    answer_id: str | None


class AnswerHidden(Value, frozen=True):
    """A cause that keeps a client from seeing a stored answer."""

    cause: str
    title: str
    session_id: str | None
    text: str
    """Its first clue."""
    source: str


class SlowOpening(Value, frozen=True):
    """A server took long to open its database."""

    milliseconds: int
    database_bytes: int | None
    """Size of the database that was read; None when it is not large, or none was read."""
    source: Source


class AnsweredLate(Value, frozen=True):
    """Prompts were answered only after the server had given up what they waited for."""

    cause: str
    session_id: str
    """Of the prompt that waited longest."""
    server: str
    """The MCP server that was given up."""
    seconds: int
    source: Source
    count: int
    """All such prompts."""


class HistoryReset(Value, frozen=True):
    """A migration emptied the v2 tables of an older session, by design."""

    session_id: str | None
    migration: str
    applied: datetime
    messages: int
    """Rows in ``message``, which the migration leaves alone."""


class ClientClockOff(Value, frozen=True):
    """How far the clock of the client differs from the server's, by matched requests."""

    milliseconds: float


class ClientClocks(Value, frozen=True):
    """The clock errors of the clients that made message IDs, by their rows; None and () where no ID holds a time."""

    ids: int
    """IDs that clients made."""
    messages: int
    """User messages read."""
    timed: int
    """IDs that hold a time."""
    off: int
    """Of these, how many differ by a second or more."""
    median_ms: float | None = None
    lowest: tuple[float, str] | None = None
    """(milliseconds, session)."""
    highest: tuple[float, str] | None = None


class OldestSession(Value, frozen=True):
    """Where the oldest session stands to the last wrap of IDs."""

    created: datetime
    wrap: datetime


class NextWrap(Value, frozen=True):
    """When IDs wrap next."""

    time: datetime


Note = (
    InputNote
    | EraContradiction
    | VersionContradiction
    | SeveralVersions
    | LogEndsEarly
    | RowsNotUsed
    | RowsEndEarly
    | PartsMissing
    | BeingAnswered
    | QuotedFailures
    | ServersAtOnce
    | NewestAnswered
    | AnswerHidden
    | SlowOpening
    | AnsweredLate
    | HistoryReset
    | ClientClockOff
    | ClientClocks
    | OldestSession
    | NextWrap
)
