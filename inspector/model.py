"""Every value that travels between the rooms of inspector: frozen dataclasses and enums, nothing else.

Conventions: times are aware UTC ``datetime``; sequences are tuples. ``None`` means *was not read*
(or: the source has no such thing); ``()`` means *was read and is empty*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_counts() -> Mapping[str, int]:
    return MappingProxyType({})


# --- where a statement can be checked ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """The place that proves a statement: a byte of a log, a row or column of a database, an entry of a capture."""

    path: str
    """The file as the user named it (its name only, where a folder was given)."""
    place: str = ""
    """``byte 18234``, ``session_message.seq``, ``message msg_…``, ``entry 12``; empty for the file as a whole."""

    def __str__(self) -> str:
        return f"{self.path}: {self.place}" if self.place else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done; the run went on without it. Any problem makes the exit code 3."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that did not run, and why: never the same as a check that found nothing."""

    check: str
    why: str


# --- logs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One whole record of a server log, continuation lines included."""

    path: str
    """The input it came from, as named by the user."""
    offset: int
    """Byte offset of its first byte in the (decompressed) input, before any collector's prefix."""
    era: str
    """Name of the era module that accepted it: ``legacy`` (to 1.15.x) or ``logfmt`` (from 1.17.0)."""
    time: datetime | None
    """The server's own stamp; whole seconds in ``legacy``, milliseconds in ``logfmt``."""
    level: str
    """DEBUG, INFO, WARN or ERROR."""
    run: str | None
    """Which server process wrote it: ``run=`` in ``logfmt``, the start banner's ``run_id`` in ``legacy``; None before any banner."""
    message: str
    """The record's message, e.g. ``prompt_async failed``, ``loop``, ``exiting loop``, ``stream``."""
    fields: Mapping[str, str] = field(default_factory=_nothing)
    """Every key=value pair, decoded; ``session.id`` and ``sessionID`` are kept under the name the server used."""
    order: int = 0
    """Position in the merged reading order of all inputs; later records are larger."""
    delta_ms: int | None = None
    """``+Nms`` of ``legacy``: time since the previous line of this process, in ms; None elsewhere."""

    @property
    def session_id(self) -> str | None:
        """The ``ses_`` id the record names, whichever key the server used; None when it names none."""
        for key in ("session.id", "sessionID"):
            value = self.fields.get(key)
            if value:
                return value
        value = self.fields.get("id", "")
        return value if value.startswith("ses_") else None

    @property
    def source(self) -> Source:
        return Source(self.path, f"byte {self.offset}")


@dataclass(frozen=True, slots=True)
class LogInput:
    """One log that was read."""

    path: str
    bytes: int
    """Bytes read, after decompression."""
    eras: tuple[str, ...]
    """Eras seen in it, in order of first appearance; () when no line was recognised."""
    first_time: datetime | None
    last_time: datetime | None
    duplicate_of: str | None = None
    """Another input whose records it repeats (stderr and log file of one run); None when it has its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """One server process as its log shows it."""

    key: str
    """``run=`` (logfmt) or ``run_id`` (legacy); an invented ``path#n`` where the log names none."""
    era: str
    path: str
    offset: int
    first_time: datetime | None
    last_time: datetime | None
    version: str | None
    """From the start banner (legacy) or the ``created … version=`` lines (logfmt); None when the log names none."""
    version_source: Source | None
    database_path: str | None
    """From ``opening database`` (legacy 1.15); None when not logged."""
    port: int | None = None
    """From the arguments of the start banner (legacy); None when it names none."""
    first_loop: datetime | None = None
    """About when it wrote the first ``loop`` line; None when there is none, so that the absence of one means nothing."""
    last_loop: datetime | None = None
    last_piece: datetime | None = None
    """When it last published a piece of some answer (classic era, which names no session there); None when it never did."""
    last_piece_source: Source | None = None
    sessions: tuple[str, ...] = ()
    """Some of the sessions whose loops it ran, the last one last."""
    serves: bool = True
    """False for a command that ends by itself (`opencode run`), as the arguments of a classic banner tell."""
    started: bool = True
    """False for records of the classic era that stand before any banner: the process began earlier, in what was not given."""


@dataclass(frozen=True, slots=True)
class Logs:
    """All that was read from the logs; a run without logs has None in its place."""

    inputs: tuple[LogInput, ...]
    runs: tuple[Run, ...]
    failures: tuple[LogRecord, ...]
    """Every ``prompt_async failed`` record, in log order, each counted once over all inputs."""
    notable: tuple[LogRecord, ...]
    """Records that matter without being a ``prompt_async failed``: rejections, drain failures, ``asking``, ``ref=err_…``, start-up errors …"""
    sessions: Mapping[str, tuple[LogRecord, ...]]
    """Context: the records that name a session, in log order, for the sessions that were asked for (capped)."""
    dropped: Mapping[str, int]
    """How many records of a session the cap left out; a session that is absent lost none."""
    last_time: datetime | None
    """The newest stamp in any log: what happened later was not seen."""
    complete_context: bool = True
    """False when `sessions` holds only the sessions asked for; True when it holds every session of the logs."""
    problems: tuple[Problem, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=_no_counts)
    """How often each anchor was seen, by its text."""


# --- database ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    not_null: bool
    default: str | None
    """The DEFAULT expression as SQL text; None when there is none."""
    position: int
    primary_key: bool = False
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One object of the schema that can be read like a table."""

    name: str
    kind: str
    """``table``, ``view`` or ``virtual``; only a ``table`` is ever queried."""
    columns: tuple[Column, ...]
    triggers: tuple[str, ...] = ()
    """Names of triggers on it. OpenCode ships none (checked 1.2.27 to 1.18.33), so any is foreign."""
    unique: tuple[tuple[str, ...], ...] = ()
    """Column lists of its unique indexes, primary key excluded."""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Migration:
    id: str
    """``20260603040000_session_message_projection_order``."""
    table: str
    """Where it is recorded: ``migration`` (from 1.16/1.17) or ``__drizzle_migrations`` (to 1.15)."""
    applied: datetime | None
    """``time_completed`` / ``applied_at``; None when the row has none."""


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How many sessions one OpenCode version created (``session.version``)."""

    version: str
    sessions: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What the database file says of itself, before any session is looked at."""

    path: str
    opened: str
    """``live`` (mode=ro beside a running server), ``snapshot`` (private copy of .db and -wal) or ``immutable`` (no WAL to miss)."""
    notes: tuple[str, ...]
    """How it was opened and what may be missing, in sentences."""
    bytes: int
    wal_bytes: int | None
    """Size of the ``-wal`` beside it; None when there is none."""
    generation: str
    """E.g. ``1.2``, ``1.14``, ``1.15``, ``1.17.0``, ``1.17.11+``, ``2.x``, ``unknown``: named after the first release with this schema."""
    migrations: tuple[Migration, ...] | None
    """Applied migrations, oldest id first, each id once; None when no bookkeeping table could be read."""
    bookkeeping: tuple[str, ...]
    """Which of ``migration`` and ``__drizzle_migrations`` exist and have rows."""
    born_new: bool
    """True when the file was created by a release that keeps ``migration`` only (no ``__drizzle_migrations`` rows)."""
    tables: Mapping[str, Table]
    health: str
    """``ok``, ``not checked: …`` or the first complaint of ``quick_check``."""
    versions: tuple[VersionUse, ...]
    newest_row: datetime | None
    """Newest time in session and message rows: the database's own clock."""
    siblings: tuple[str, ...] = ()
    """Other ``opencode*.db`` beside it that hold fresher rows or belong to another channel."""
    problems: tuple[Problem, ...] = ()

    @property
    def migrated(self) -> datetime | None:
        """When the newest batch of migrations was applied; None when unknown."""
        return max((m.applied for m in self.migrations or () if m.applied), default=None)


@dataclass(frozen=True, slots=True)
class Break:
    """One reason why a server version cannot fully work on a database."""

    kind: str
    """``not-null`` (a column the server never fills), ``missing-column``, ``missing-table``, ``born-new``,
    ``too-old`` (the server would migrate it), ``newer-generation``."""
    table: str
    column: str | None
    migration: str | None
    """The migration that made the difference; None when it cannot be named."""
    effect: str
    """What an operator sees, one sentence."""
    sure: bool
    """True when seen on real servers or read in the binary; False when reasoned from the schema alone."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Can this server version run on this database?"""

    version: str
    known: bool
    """True when the version is in the shipped release data; otherwise `nearest` stands in for it."""
    nearest: str | None
    breaks: tuple[Break, ...]
    foreign: tuple[str, ...]
    """Applied migrations this version does not ship (as a set difference, not by the newest id)."""
    pending: tuple[str, ...]
    """Migrations it ships that are not applied: starting it will apply them."""
    drifted_at: datetime | None
    """When the first foreign migration was applied; None when unknown."""
    writer: str | None
    """Oldest known release that ships every applied migration, e.g. ``1.17.11``; None when none does."""
    safe: tuple[str, ...]
    """Known releases that can run on this file as it is, oldest first."""
    safe_from: str | None
    """Oldest of them; None when no known release can."""

    @property
    def fatal(self) -> bool:
        return any(b.kind != "too-old" for b in self.breaks)


@dataclass(frozen=True, slots=True)
class SessionRow:
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
    extra: Mapping[str, str] = field(default_factory=_nothing)
    """Columns only some generations have, as text: idle_outcome, time_suspended, resume_attempts …"""


FINAL = frozenset({"stop", "length", "content-filter", "end_turn", "stop-sequence"})
"""``finish`` values that end an answer as it should end; after ``tool-calls`` another step follows, ``unknown`` is a cut stream."""


@dataclass(frozen=True, slots=True)
class MessageRow:
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
    """False when `data` was no JSON object (or larger than the limit), or does not say whose message it is."""
    tools: tuple[str, ...] = ()
    """Names in ``data.tools`` of a user message (per-prompt tool switches)."""
    first_stored: datetime | None = None
    """The column ``time_created``: earlier than `time_created` where the same id was sent again and changed the row."""

    @property
    def ended_well(self) -> bool:
        """True for an answer that is complete, without error and not to be followed by another step."""
        return self.completed is not None and not self.error_name and self.finish in FINAL


@dataclass(frozen=True, slots=True)
class PartRow:
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
    synthetic: bool = False
    chars: int | None = None
    """Length of its text; never the text."""
    input: str | None = None
    """Of a call that has not ended: the JSON of its input, at most 4,096 characters, to be compared with what was asked; never shown."""


@dataclass(frozen=True, slots=True)
class InputRow:
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


@dataclass(frozen=True, slots=True)
class ProjectedRow:
    """A row of ``session_message`` (agent/model switches to 1.17.0, the conversation on the v2 API)."""

    id: str
    session_id: str
    type: str
    seq: int | None
    time_created: datetime | None
    completed: datetime | None
    finish: str | None
    error_name: str | None
    error_message: str | None


@dataclass(frozen=True, slots=True)
class SessionRows:
    """All rows of one session that a rule may look at. ``None`` for a table that does not exist or was not read."""

    session_id: str
    session: SessionRow | None
    messages: tuple[MessageRow, ...] | None
    """In ``(time_created, id)`` order; the newest ones when capped."""
    parts: tuple[PartRow, ...] | None
    inputs: tuple[InputRow, ...] | None
    projected: tuple[ProjectedRow, ...] | None
    counts: Mapping[str, int | None]
    """Rows by table (session, message, part, session_input, session_message, event); None: no such table in this generation."""
    capped: bool = False
    """True when the session has more messages than `messages` (or `projected`) holds."""
    every_part: bool = True
    """False when `parts` may hold only those that tell what became of a prompt: those of prompts alone where every answer ended well."""
    parts_since: datetime | None = None
    """Only of messages from this time on were parts read; None: of all in `messages`."""
    path: str = ""
    """The database, for citing."""

    def source(self, table: str, row: str = "") -> Source:
        return Source(self.path, f"{table} {row}".strip())


# --- requests ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartShape:
    """One part of a prompt body: never its text."""

    type: str
    id: str | None
    chars: int | None
    """Characters of text, or of a data URL."""
    mime: str | None = None
    scheme: str | None = None
    """Of a file part: ``file``, ``data``, ``http``, ``mcp`` …"""


@dataclass(frozen=True, slots=True)
class RequestShape:
    """One captured call that sends a prompt (any of the five routes)."""

    path: str
    """The capture file."""
    entry: int
    """Position in it, from 0."""
    route: str
    """``prompt_async``, ``message``, ``command``, ``shell``, ``v2-prompt``, ``init``, ``summarize``."""
    method: str
    url_path: str
    session_id: str | None
    time: datetime | None
    """When the client sent it, on the client's clock."""
    duration_ms: float | None
    status: int | None
    """None when the answer is not in the capture."""
    directory: str | None
    """From ``?directory=`` or the ``x-opencode-directory`` header; None when neither was sent."""
    message_id: str | None
    part_ids: tuple[str, ...]
    agent: str | None
    provider_id: str | None
    model_id: str | None
    variant: str | None
    no_reply: bool | None
    delivery: str | None
    resume: bool | None
    parts: tuple[PartShape, ...]
    keys: tuple[str, ...]
    """Top-level keys of the body, in order."""
    body_readable: bool
    """False when the body is absent from the capture, cut off or no JSON object."""
    client: str | None = None
    """User-Agent family, never the whole string."""
    response_error: str | None = None
    """Name/ref of the error in the answer (``err_…``, ``BadRequest``), never its texts."""
    answer: str | None = None
    """The server's own reason for a refusal, what it quotes of the request left out; None when there is none to be repeated."""
    problems: tuple[str, ...] = ()
    """Why the server version in question refuses it (schema findings), filled by the acceptance check."""
    risks: tuple[str, ...] = ()
    """Legal but risky on that version."""

    @property
    def source(self) -> Source:
        return Source(self.path, f"entry {self.entry}")


@dataclass(frozen=True, slots=True)
class Requests:
    """Everything read from captures; None in its place when none was given."""

    inputs: tuple[tuple[str, int], ...]
    """(path, number of prompt calls found) for each file."""
    shapes: tuple[RequestShape, ...]
    """In time order."""
    other: int
    """Entries that are no prompt calls."""
    clock_offset_ms: float | None = None
    """Client clock minus server clock, estimated; None when it cannot be."""
    problems: tuple[Problem, ...] = ()


# --- the question ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked: the inputs and the limits."""

    logs: tuple[str, ...]
    """Files, folders or ``-``."""
    database: str | None = None
    requests: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sessions: tuple[str, ...] = ()
    """Only these; () for all."""
    server_version: str | None = None
    openapi: str | None = None


# --- evidence and verdicts -----------------------------------------------------------------------


class Weight(IntEnum):
    """Weight of evidence in decibans (I. J. Good): ten for a factor of ten in the odds."""

    CONCLUSIVE = 40
    STRONG = 20
    MODERATE = 10
    WEAK = 4
    NEUTRAL = 0
    AGAINST = -20
    REFUTES = -60


class Confidence(Enum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence a rule found, for or against its cause."""

    weight: Weight
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule makes of one prompt: its clues, and what they add up to."""

    cause: str
    clues: tuple[Clue, ...]
    score: int
    """Sum of the weights, in decibans."""


class Stage(Enum):
    """How far a prompt came, from the rows and records it left behind (order of OpenCode 1.15–1.18)."""

    NOTHING = "nothing was left behind"
    REJECTED = "refused by the server at once"
    ADMITTED = "admitted to the inbox, not delivered"
    SWITCHED = "agent and model chosen, message not stored"
    STORED = "user message stored, loop not started"
    LOOP = "loop started, provider not called"
    STREAM = "provider called, no answer"
    ANSWERING = "answer begun, not completed"
    FAILED = "answer ended in an error"
    ANSWERED = "answered"
    UNKNOWN = "cannot be told"


# --- the report ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    supports: bool
    text: str
    source: str
    weight: int = 0
    cause: str = ""
    """Which of several candidates it speaks for or against; empty where only one is meant."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One failed, silent or rejected prompt in the report."""

    kind: str
    """``failure``, ``silent`` or ``rejected``."""
    session_id: str | None
    time: datetime | None
    cause: str | None
    confidence: Confidence | None
    candidates: tuple[str, ...]
    stage: Stage
    evidence: tuple[Evidence, ...] = ()
    log: tuple[str, int] | None = None
    """(path, byte offset) of its record."""
    error: Mapping[str, str | None] = field(default_factory=dict)
    """code, name, message."""
    request: Mapping[str, str] = field(default_factory=_nothing)
    """message_id, part_ids, directory, agent, model, variant: client, server, absent or unknown; source."""
    rows: Mapping[str, int | None] = field(default_factory=dict)
    inputs: tuple[InputRow, ...] = ()
    message_id: str | None = None
    status: int | None = None
    reason: str | None = None
    recovered: bool = False
    expected: bool = False
    assumed: tuple[str, ...] = ()
    """What was assumed to reach this entry (clock, version, completeness)."""
    run: str | None = None
    version: str | None = None
    """Server version that handled it; None when unknown."""
    fingerprint: str | None = None
    next_evidence: tuple[str, ...] = ()
    """Which further evidence would decide between the candidates."""
    agent: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """All entries that share one cause."""

    cause: str
    title: str
    confidence: Confidence
    sessions: tuple[str, ...]
    failures: int
    first: datetime | None
    last: datetime | None
    evidence: tuple[Evidence, ...]
    remedy: tuple[str, ...]
    """Steps, the first one first; a step beginning with ``$ `` is a command to copy."""
    not_a_remedy: tuple[str, ...]
    """What was tried on real servers and does not cure."""
    references: tuple[str, ...]
    fingerprints: tuple[str, ...] = ()
    summary: str = ""
    """One sentence: what happened here, with this database's names and versions."""


@dataclass(frozen=True, slots=True)
class Refuted:
    cause: str
    title: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Separation:
    """One attribute compared between failing and working prompts."""

    attribute: str
    failing: tuple[tuple[str, int], ...]
    """(value, count), most frequent first."""
    working: tuple[tuple[str, int], ...]
    p: float
    """Fisher's exact test (two-sided) of the value that separates best, corrected for everything the report compares."""
    separates: bool
    text: str
    """The finding in one sentence, with the counts."""
    cause: str | None = None
    """The group of failures it was computed for; None for all of them."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    time: datetime
    kind: str
    """``migration``, ``start``, ``failure``, ``silent``, ``rejected``, ``worked``, ``stop``."""
    text: str
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One line of a session's timeline."""

    time: datetime | None
    origin: str
    """``log``, ``row``, ``input``, ``request``, ``database`` (migrations) or ``server`` (starts)."""
    text: str
    source: Source
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What happened in one of many sessions: the first events and the last ones."""

    first: tuple[StoryEvent, ...]
    left_out: int
    """How many came between `first` and `last`."""
    last: tuple[StoryEvent, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole diagnosis; renderers need nothing else."""

    version: str
    """inspector's own version."""
    generated: datetime
    logs: tuple[LogInput, ...]
    runs: tuple[Run, ...]
    database: DatabaseFacts | None
    drifts: tuple[Drift, ...]
    """One for each server version that is known to have used the database."""
    requests: tuple[tuple[str, int], ...]
    failures: tuple[Entry, ...]
    silent: tuple[Entry, ...]
    rejected: tuple[Entry, ...]
    causes: tuple[CauseGroup, ...]
    refuted: tuple[Refuted, ...]
    contrast: tuple[Separation, ...]
    timeline: tuple[TimelineEvent, ...]
    worked: int | None
    """Prompts seen to be answered, under the same evidence; None when nothing could show it."""
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    """Statements about the evidence as a whole: contradicted versions, wrong database, next id wrap …"""
    redacted: bool = True
    redactions: Mapping[str, int] = field(default_factory=_no_counts)
    """How many values of each kind were hidden; filled by redact.py."""
    since: datetime | None = None
    until: datetime | None = None
    courses: Mapping[str, Course] = field(default_factory=dict)
    """What happened in the sessions listed, by id: for the page alone, and for no more sessions than a page can hold."""

    @property
    def troubled(self) -> bool:
        """True when at least one entry is neither recovered nor expected: exit code 1."""
        return any(not (entry.recovered or entry.expected) for entry in (*self.failures, *self.silent, *self.rejected))


# --- the smaller reports -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionStory:
    """``inspector session ID``: everything known of one session, on one timeline."""

    session_id: str
    row: SessionRow | None
    found: bool
    """False when no input knows the session."""
    counts: Mapping[str, int | None]
    request: Mapping[str, str]
    id_makers: tuple[tuple[str, str], ...]
    """(message id, ``client`` / ``server`` / ``unknown`` with the reason) for its newest user messages."""
    events: tuple[StoryEvent, ...]
    entries: tuple[Entry, ...]
    """What is wrong with it; () when nothing was found."""
    report: Report
    """The diagnosis restricted to this session."""


@dataclass(frozen=True, slots=True)
class Audit:
    """``inspector database``: the file alone."""

    facts: DatabaseFacts
    asked: Drift | None
    """For ``--for VERSION``; None when not asked."""
    releases: tuple[Drift, ...]
    """Every known release against this file, oldest first."""
    report: Report
    """Silent prompts found in the rows."""
