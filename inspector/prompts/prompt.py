"""One prompt and all that is known about it; the fault that an error text describes."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from inspector.model import (
    InputRow,
    LogRecord,
    MessageRow,
    Outcome,
    PartRow,
    ProjectedRow,
    RequestShape,
    Run,
    SessionRow,
    SessionRows,
    Stage,
)
from inspector.model.pasted import Piece
from inspector.model.value import Value


class VersionFrom(Enum):
    """What names the version of the server that took a prompt."""

    LOG = "log"
    """Its own records."""
    GIVEN = "given"
    """The option ``--server-version``, or a pasted text."""
    SESSION = "session"
    """The row of the session that this prompt was the first of."""
    ROWS = "rows"
    """The sessions that were created around that time."""
    ERA = "era"
    """A form of record that only one release writes."""


class LastCall(Value, frozen=True):
    """How far the server got with a call to the provider."""

    is_made: bool
    """Whether it got past loading the provider's package and running the hooks that change the request."""
    record: LogRecord
    """The record that shows it: of the loading that did not end, of the call that nothing follows, or of what follows the call."""


class Prompt(Value, frozen=True):
    """One prompt with all that the evidence shows about it."""

    outcome: Outcome
    session_id: str | None
    time: datetime | None
    """When the server stored or failed the prompt (server clock). The client's clock where only a capture shows the prompt."""
    stage: Stage
    rows: SessionRows | None
    """Rows of the session; None when no database was read."""
    record: LogRecord | None = None
    fault: Fault | None = None
    message: MessageRow | None = None
    parts: tuple[PartRow, ...] = ()
    """Parts of the user message."""
    answers: tuple[MessageRow, ...] = ()
    """Assistant messages whose parentID is the user message, oldest first."""
    answer_parts: tuple[PartRow, ...] = ()
    """Parts of the newest answer."""
    input: InputRow | None = None
    projected: ProjectedRow | None = None
    """The user row of the v2 conversation."""
    request: RequestShape | None = None
    records: tuple[LogRecord, ...] | None = None
    """The session's records from this prompt up to the next one; None when no log was read."""
    run: Run | None = None
    version: str | None = None
    version_from: VersionFrom | None = None
    first: bool | None = None
    """True when no earlier prompt of this session was stored; None when it is not known."""
    behind: str | None = None
    """ID of the open user message that the prompt is queued behind; None when it is not queued."""
    recovered: bool = False
    """A later prompt of the same session was answered."""
    repeated: bool = False
    """True when it was answered more than once, or two compactions followed it. That is trouble only where a rule says so."""
    empty: bool = False
    """True when the answer is complete, has no error, and contains nothing that a client shows."""
    next_time: datetime | None = None
    before: tuple[str | None, str | None] | None = None
    """(agent, provider/model) of the session's last stored prompt before this one; None when there is none or it is unknown."""
    call: PartRow | None = None
    """The ``task`` call of the parent session that sent it to a subagent; None where there is none, or the parent was not read.
    """
    waits_for: tuple[str, ...] = ()
    """Sessions of subagents that this prompt's ``task`` calls wait for and that have no answer themselves."""
    unread: str | None = None
    """ID of a message row that could not be read and may be the answer, because it is not older than the prompt; None when there
    is none."""

    unvouched: bool = False
    """True for a failure whose session no row, no captured request and no other record knows. A client can write such a record.
    """

    @property
    def answer(self) -> MessageRow | None:
        return self.answers[-1] if self.answers else None

    @property
    def session(self) -> SessionRow | None:
        return self.rows.session if self.rows else None

    last_call: LastCall | None = None
    """How far its only call to the provider got; None where the log does not show it."""

    piece: Piece | None = None
    """The error in a pasted text that is all there is of this prompt; None for a prompt from a log, a database or a capture."""


class Fault(Value, frozen=True):
    """The parsed error of one record. Fields that the record lacks are None (or ``()``)."""

    text: str
    """The server's own words: the error text as logged, bounded, without what a client named in it (`inspector.prompts.wording`).
    """
    name: str | None = None
    """Error class: ``UnknownError``, ``ProviderModelNotFoundError``, ``SQLiteError``, ``SchemaError`` …"""
    message: str | None = None
    code: str | None = None
    """Name of SQLite's result code. It is derived from the text where the record has no code (1.17 and later log words, 1.15 logs
    codes)."""
    errno: int | None = None
    table: str | None = None
    """Table of a constraint, or a missing table."""
    column: str | None = None
    """Column of a constraint, or a missing column."""
    statement: tuple[str, str] | None = None
    """(verb, table) of the failed statement: ``("insert", "message")``; logged from 1.17.0."""
    unwrapped: bool = False
    """True for SQLite's own error without the error that wraps it in OpenCode's store (from 1.17.0 on)."""
    file_call: str | None = None
    """The failed call of the server's file system: ``realPath``, ``readFile`` …; a beginning of it where the record was cut."""
    opaque: bool = False
    """``defect:{}``: an Error object without own fields; to 1.15.13 this hides the name and the text."""
    thrown: str | None = None
    """``text`` or ``value`` when a bare string, or an object, number, null or undefined was thrown in place of an error.

    No part of OpenCode does that; plugins do. (OpenCode's own objects have ``_tag`` or ``name``.)
    """
    provider_id: str | None = None
    model_id: str | None = None
    suggestions: tuple[str, ...] = ()
    agent: str | None = None
    agents: tuple[str, ...] = ()
    """The available agents, as the server lists them."""
    message_id: str | None = None
    """ID of the user message, where the failed statement shows its parameters."""
    sent_agent: str | None = None
    sent_model: str | None = None
    bare_code: bool = False
    """True when the code has none of the other keys of an SQLite error.

    A person may have shortened the record, or another program uses the same code: the code counts, but never for a high
    confidence by itself.
    """
