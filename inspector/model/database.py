"""What is read from an OpenCode database: schema facts, drift, and the rows of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, StrEnum, auto

from msgspec import field

from inspector.model.source import Problem, Source, no_texts
from inspector.model.value import Value


class Column(Value, frozen=True):
    name: str
    type: str
    not_null: bool
    default: str | None
    """The DEFAULT expression as SQL text; None when there is none."""
    position: int
    primary_key: bool = False
    generated: bool = False


class TableKind(StrEnum):
    """The kind of a schema object. Only a ``TABLE`` is ever queried."""

    TABLE = "table"
    VIEW = "view"
    VIRTUAL = "virtual"


class Table(Value, frozen=True):
    """One object of the schema that can be read like a table."""

    name: str
    kind: TableKind
    columns: tuple[Column, ...]
    triggers: tuple[str, ...] = ()
    """Names of its triggers. OpenCode has none (checked 1.2.27 to 1.18.33), so every trigger is foreign."""
    unique: tuple[tuple[str, ...], ...] = ()
    """Column lists of its unique indexes, primary key excluded."""
    trigger_texts: tuple[str, ...] = ()
    """The triggers' CREATE statements, in the order of `triggers`; () when they were not read."""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


class Migration(Value, frozen=True):
    id: str
    """``20260603040000_session_message_projection_order``."""
    table: str
    """Where it is recorded: ``migration`` (from 1.16/1.17) or ``__drizzle_migrations`` (to 1.15)."""
    applied: datetime | None
    """``time_completed`` / ``applied_at``; None when the row has none."""


class VersionUse(Value, frozen=True):
    """How many sessions one OpenCode version created (``session.version``)."""

    version: str
    sessions: int
    first: datetime | None
    last: datetime | None


class HealthState(Enum):
    """The result of ``quick_check`` and of the check for missing tables."""

    OK = auto()
    DAMAGED = auto()
    NOT_CHECKED = auto()


class Health(Value, frozen=True):
    """Whether the database is damaged."""

    state: HealthState = HealthState.OK
    detail: str = ""
    """The first error, or why it was not checked; empty when it is healthy."""


class Way(StrEnum):
    """How a database was opened. The values are the words of the JSON report."""

    LIVE = "live"
    """Read-only, in place, while a server has it open."""
    SNAPSHOT = "snapshot"
    """From a private copy of the file and its write-ahead log."""
    IMMUTABLE = "immutable"
    """In place; there is no write-ahead log, or none could be read."""


class FileNoteKind(Enum):
    READ_LIVE = auto()
    """A running server has the database open."""
    LOG_EMPTY = auto()
    """The write-ahead log is empty."""
    LOG_ABSENT = auto()
    """There is no write-ahead log; one may have been left behind where the file was copied from."""
    ROLLED_BACK = auto()
    """A write was interrupted (`FileNote.bytes` of rollback journal); the copy was rolled back."""
    COPIED_IN_USE = auto()
    """Another process uses the file, so a copy was read."""
    COPIED_WITH_LOG = auto()
    """No server has it open; the file was copied with its write-ahead log of `FileNote.bytes`."""
    LATER_2X = auto()
    """OpenCode 2.x has used the file, and the rows of 1.x are newer."""
    NOW_2X = auto()
    """OpenCode 2.x uses the file; its 1.x tables are no longer used."""


class FileNote(Value, frozen=True):
    """A note on how the file was opened or who uses it."""

    kind: FileNoteKind
    bytes: int = 0
    markers: tuple[str, ...] = ()
    """The tables by which 2.x was recognised."""


class DatabaseFacts(Value, frozen=True):
    """The facts about a whole database, without its sessions."""

    path: str
    opened: Way
    notes: tuple[FileNote, ...]
    """How it was opened, what may be missing, and which generations of OpenCode use it."""
    bytes: int
    wal_bytes: int | None
    """Size of the ``-wal`` in bytes; None when there is none."""
    generation: str
    """E.g. ``1.2``, ``1.14``, ``1.15``, ``1.17.0``, ``1.17.11+``, ``2.x``, ``unknown``: named after the first release
    with this schema."""
    migrations: tuple[Migration, ...] | None
    """Applied migrations, oldest id first, each id once; None when no migration table could be read."""
    bookkeeping: tuple[str, ...]
    """Which of ``migration`` and ``__drizzle_migrations`` exist and have rows."""
    born_new: bool
    """True when the file was created by a release that keeps ``migration`` only (no ``__drizzle_migrations`` rows)."""
    tables: Mapping[str, Table]
    health: Health
    versions: tuple[VersionUse, ...]
    newest_row: datetime | None
    """Newest time in session and message rows: the database's own clock."""
    siblings: tuple[str, ...] = ()
    """Other ``opencode*.db`` in the folder that have newer rows or belong to another channel."""
    problems: tuple[Problem, ...] = ()

    @property
    def migrated(self) -> datetime | None:
        """When the newest batch of migrations was applied; None when unknown."""
        return max((m.applied for m in self.migrations or () if m.applied), default=None)


class BreakKind(StrEnum):
    """Why a server version cannot fully work with a database. The values are the words of the JSON report."""

    NOT_NULL = "not-null"
    """The server never fills a column that must be filled."""
    MISSING_COLUMN = "missing-column"
    MISSING_TABLE = "missing-table"
    BORN_NEW = "born-new"
    """The server does not find the records of applied migrations, and applies them again."""
    TOO_OLD = "too-old"
    """The server would migrate the database when it starts."""
    NEWER_GENERATION = "newer-generation"


class Break(Value, frozen=True):
    """One reason why a server version cannot fully work with a database."""

    kind: BreakKind
    table: str
    column: str | None
    migration: str | None
    """The migration that made the difference; None when it cannot be named."""
    effect: str
    """What happens, in one sentence."""
    sure: bool
    """Whether it was seen on real servers or found in the binary; False when only inferred from the schema."""


class Drift(Value, frozen=True):
    """Can this server version run on this database?"""

    version: str
    known: bool
    """Whether the version is in the release data; otherwise it is judged by `nearest`."""
    nearest: str | None
    breaks: tuple[Break, ...]
    foreign: tuple[str, ...]
    """Applied migrations that this version does not have (as a set difference, not by the newest ID)."""
    pending: tuple[str, ...]
    """Migrations of this version that are not applied yet; starting it applies them."""
    drifted_at: datetime | None
    """When the first foreign migration was applied; None when unknown."""
    writer: str | None
    """Oldest known release that has every applied migration, e.g. ``1.17.11``; None when no release has."""
    safe: tuple[str, ...]
    """Known releases that can run on this file as it is, oldest first."""
    safe_from: str | None
    """Oldest of them; None when no known release can."""
    lost: tuple[str, ...] = ()
    """Releases that can run on the file now and cannot once this version has migrated it, as spans: ``1.17.0 to 1.17.9``."""

    @property
    def fatal(self) -> bool:
        return any(b.kind is not BreakKind.TOO_OLD for b in self.breaks)


class SessionRow(Value, frozen=True):
    id: str
    table: str
    """``session`` or ``session_v2``."""
    parent_id: str | None
    version: str | None
    """OpenCode version that created it."""
    directory: str | None
    agent: str | None
    """Last agent used (1.14+); None when never prompted or the column is missing."""
    provider_id: str | None
    model_id: str | None
    variant: str | None
    time_created: datetime | None
    time_updated: datetime | None
    time_archived: datetime | None = None
    time_compacting: datetime | None = None
    workspace_id: str | None = None
    extra: Mapping[str, str] = field(default_factory=no_texts)
    """Columns only some generations have, as text: idle_outcome, time_suspended, resume_attempts …"""


FINAL = frozenset({"stop", "length", "content-filter", "end_turn", "stop-sequence"})
"""``finish`` values of a normally ended answer. After ``tool-calls`` another step follows; ``unknown`` is a cut stream."""


class MessageRow(Value, frozen=True):
    """One row of ``message`` without its texts."""

    id: str
    session_id: str
    role: str
    """``user`` or ``assistant``; empty when the JSON does not say."""
    time_created: datetime | None
    """Server clock, ms (``data.time.created``, else the column)."""
    completed: datetime | None
    parent_id: str | None
    finish: str | None
    error_name: str | None
    error_message: str | None
    error_status: int | None
    error_retryable: bool | None
    agent: str | None
    mode: str | None
    provider_id: str | None
    model_id: str | None
    variant: str | None
    summary: bool
    """``data.summary === true``: written by a compaction."""
    readable: bool = True
    """Whether `data` is a JSON object (within the size limit) that names the role of the message."""
    tools: tuple[str, ...] = ()
    """Names in ``data.tools`` of a user message (per-prompt tool switches)."""
    retries: int | None = None
    """How often the server has retried the provider call, which 2.x stores in the row; None when unknown."""
    retry_error: str | None = None
    """Type of the error that caused the retry."""
    structured: bool = False
    """Whether it is an answer in the form of a requested JSON schema, which is stored in the row and has no text."""
    first_stored: datetime | None = None
    """The column ``time_created``; earlier than `time_created` when the same ID was sent again and changed the row."""
    place: int | None = None
    """The rowid, which SQLite counts up: rows were stored in this order, whatever their times. None when not read."""
    output_tokens: int | None = None
    """``data.tokens.output`` of an answer. A provider sends it at the end of its stream, so 0 beside a text means no end came."""

    @property
    def ended_well(self) -> bool:
        """Whether the answer is complete, has no error, and no further step follows."""
        return self.completed is not None and not self.error_name and self.finish in FINAL


class PartRow(Value, frozen=True):
    """One row of ``part`` without its texts."""

    id: str
    message_id: str
    session_id: str
    type: str
    time_created: datetime | None
    tool: str | None
    status: str | None
    """Of a tool part: pending, running, completed, error."""
    started: datetime | None
    ended: datetime | None
    has_metadata: bool
    has_output: bool
    """``state.metadata.output`` or ``state.output`` exists."""
    error: str | None
    """Of a tool part with status error: its text."""
    auto: bool | None = None
    overflow: bool | None = None
    reason: str | None = None
    """Of ``step-finish``: its reason."""
    child: str | None = None
    """Of a ``task`` call: the subagent's session (``state.metadata.sessionId``); None where the call does not name it."""
    synthetic: bool = False
    chars: int | None = None
    """Length of its text without the blanks around it; never the text."""
    input: str | None = None
    """Of a call that has not ended: the JSON of its input, at most 4,096 characters, to be compared with what was
    asked; never shown."""


class InputRow(Value, frozen=True):
    """An inbox row: ``session_input`` and its successors ``session_pending``, ``session_inbox``."""

    id: str
    session_id: str
    table: str
    kind: str
    """``prompt`` or ``compaction``."""
    delivery: str | None
    """``steer`` or ``queue``."""
    admitted_seq: int | None
    promoted_seq: int | None
    """None: admitted, not delivered. (Tables that delete a row at promotion hold only undelivered ones.)"""
    time_created: datetime | None


TURN = ("user", "assistant", "idle", "compaction")
"""Types of rows that show the outcome of a turn of the v2 conversation; 2.x ends each turn with an ``idle`` row."""
CONTENT_ITEMS = 6
"""At most this many of the last items of an answer's content are read; with this many, an earlier item may also show
something."""


class ProjectedRow(Value, frozen=True):
    """A row of ``session_message`` (agent/model switches to 1.17.0, the conversation on the v2 API)."""

    id: str
    session_id: str
    type: str
    """``user``, ``assistant``, ``agent-switched`` …; from 2.x also ``idle`` and ``compaction``."""
    seq: int | None
    time_created: datetime | None
    completed: datetime | None
    finish: str | None
    error_name: str | None
    """The error's name, or in 2.x its type (``provider.auth``, ``aborted`` …)."""
    error_message: str | None
    outcome: str | None = None
    """Of an ``idle`` row: succeeded, failed or interrupted."""
    status: str | None = None
    """Of a ``compaction`` row: running, completed or failed."""
    agent: str | None = None
    provider_id: str | None = None
    model_id: str | None = None
    retries: int | None = None
    """How often the server has retried the provider call; None when it has not."""
    retry_error: str | None = None
    """Type of the error that caused the retry."""
    parts: tuple[PartRow, ...] = ()
    """What 2.x stores inside an answer (``content``), without its texts."""


class SessionRows(Value, frozen=True):
    """All rows of one session for the rules. ``None`` for a table that does not exist or was not read."""

    session_id: str
    session: SessionRow | None
    messages: tuple[MessageRow, ...] | None
    """In ``(time_created, id)`` order; the newest ones when capped."""
    parts: tuple[PartRow, ...] | None
    inputs: tuple[InputRow, ...] | None
    projected: tuple[ProjectedRow, ...] | None
    counts: Mapping[str, int | None]
    """Rows by table (session, message, part, session_input, session_message, event); None: no such table in this
    generation."""
    capped: bool = False
    """Whether the session has more messages than `messages` (or `projected`) contains."""
    every_part: bool = True
    """Whether all parts were read. Otherwise `parts` has only those that show a prompt's outcome."""
    texts: tuple[str, ...] = ()
    """Complete answers with a text that is not empty and not in `parts`."""
    parts_since: datetime | None = None
    """Parts were read only for messages from this time on; None: for all in `messages`."""
    path: str = ""
    """The database, for citing."""

    def source(self, table: str, row: str = "") -> Source:
        return Source(self.path, f"{table} {row}".strip())
