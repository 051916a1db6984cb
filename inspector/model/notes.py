"""Notes on the evidence: one small value for each kind of note. Renderers turn it into a sentence."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from inspector.model.source import Source
from inspector.model.value import Value


class InputFact(Enum):
    """What was read, skipped or replaced. Each says which names, and which number, its note has."""

    LOGS = auto()
    """The folder of the logs, and their number."""
    NO_LOGS = auto()
    """The folder without logs."""
    STANDARD_INPUT = auto()
    PIPE_IGNORED = auto()
    CAPTURE = auto()
    """A capture that was found in a folder."""
    NAMED_DATABASE = auto()
    """The database that ``OPENCODE_DB`` names."""
    USUAL_DATABASE = auto()
    """The database of the channels latest, beta and prod."""
    NEWEST_DATABASE = auto()
    """The newest database of other channels."""
    SHARED_DATABASE = auto()
    """The database of all channels, because ``OPENCODE_DISABLE_CHANNEL_DB`` is set."""
    ONLY_DATABASE = auto()
    """The only database in a folder that was named as a log."""
    FITTING_DATABASE = auto()
    """The database with the log's sessions, and the number of databases in the folder."""
    PACKED_DATABASE = auto()
    """The database of an archive, and the number of databases in it."""
    NO_DATABASE = auto()
    """The folder without a database."""
    MEMORY_DATABASE = auto()
    """``OPENCODE_DB`` is ``:memory:``."""
    MISSING_DATABASE = auto()
    """The file that ``OPENCODE_DB`` names and that does not exist."""
    NEWER_DATABASE = auto()
    """A database that was written more recently than the one that was read."""
    NEAR_DATABASES = auto()
    """Databases near a log: the first three, and the number of all."""
    OTHER_DATABASES = auto()
    """Databases that were written earlier than the one that was read."""
    UNUSED_DATABASES = auto()
    """Databases that a server with a database in memory does not use."""
    UNNAMED_DATABASES = auto()
    """Databases that were not read, because ``OPENCODE_DB`` names another."""
    FORK = auto()
    """The program of the fork whose data was read, because there is none of OpenCode."""
    OTHER_FORK = auto()
    """A folder that was not read, and the program of the fork that uses it."""
    DESKTOP = auto()
    """The version of OpenCode Desktop that exported the logs."""
    BUNDLE = auto()
    """The bundle, and the version of inspector that made it."""
    COMMAND = auto()
    """A command that was run to get the inputs."""
    EMPTY_JOURNAL = auto()
    """The unit without an entry in the journal."""


class InputNote(Value, frozen=True):
    """A note of the command line on inputs that were read, skipped or replaced."""

    fact: InputFact
    names: tuple[str, ...] = ()
    """Files, folders, units or versions that the fact is about, in the order that `InputFact` gives."""
    number: int = 0


class ArchiveNote(Value, frozen=True):
    """What an archive contains."""

    name: str
    logs: int
    databases: int
    captures: int
    left_out: int
    """Files of other kinds."""


class ContainerNote(Value, frozen=True):
    """The container whose log was read."""

    name: str
    image: str
    version: str | None
    """The server's version; None when the image does not name it."""
    runs: bool
    database: str
    """The folder of the database, inside the container."""
    volume: str | None
    """The folder on this host; None when the database is on no volume."""
    read: bool
    """Whether the database was read."""


TakenNote = InputNote | ArchiveNote | ContainerNote
"""A note on inputs that were read, skipped or replaced."""


class EraContradiction(Value, frozen=True):
    """A version was named, but the log contains records that this version cannot have written."""

    version: str
    claimed: bool
    """Whether a pasted text names the version; False for ``--server-version``."""
    path: str
    era: str
    oldest: str
    """The oldest version that writes this era; empty where there is no limit."""
    newest: str


class VersionContradiction(Value, frozen=True):
    """``--server-version`` and the log name different versions; the log's version is used."""

    asked: str
    logged: str


class SeveralVersions(Value, frozen=True):
    """Servers of these versions wrote the logs."""

    versions: tuple[str, ...]


class LogEndsEarly(Value, frozen=True):
    """The database has rows that are newer than the last record of the log."""

    end: datetime


class RowsNotUsed(Value, frozen=True):
    """The database contains none of the sessions of a server run."""

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
    """Lines that look like failed prompts but are part of a value that a client wrote."""

    count: int
    first: Source


class ServersAtOnce(Value, frozen=True):
    """Two server runs wrote at the same time."""

    runs: tuple[str, str]
    versions: tuple[str | None, str | None]
    more: int
    """Number of other such pairs of runs."""


class NewestAnswered(Value, frozen=True):
    """The newest prompt of a requested session is answered."""

    session_id: str
    answer_id: str | None


class AnswerHidden(Value, frozen=True):
    """A cause that keeps a client from showing a stored answer."""

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
    """Prompts were answered only after the server had stopped waiting for an MCP server."""

    cause: str
    session_id: str
    """Of the prompt that waited longest."""
    server: str
    """The MCP server that timed out."""
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
    """Number of rows in ``message``, which the migration does not change."""


class ClientClockOff(Value, frozen=True):
    """How far the clock of the client differs from the server's, by matched requests."""

    milliseconds: float


class ClientClocks(Value, frozen=True):
    """The clock errors of the clients that made message IDs, from their rows; None and () when no ID contains a time."""

    ids: int
    """IDs that clients made."""
    messages: int
    """User messages read."""
    timed: int
    """Number of IDs that contain a time."""
    off: int
    """Of these, how many differ by a second or more."""
    median_ms: float | None = None
    lowest: tuple[float, str] | None = None
    """(milliseconds, session)."""
    highest: tuple[float, str] | None = None


class OldestSession(Value, frozen=True):
    """Whether the oldest session is from before the last wrap of IDs."""

    created: datetime
    wrap: datetime


class NextWrap(Value, frozen=True):
    """When IDs wrap next."""

    time: datetime


Note = (
    TakenNote
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
