"""One prompt and everything that is known about it; the fault that an error text describes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector.model import InputRow, LogRecord, MessageRow, Outcome, PartRow, ProjectedRow, RequestShape, Run, SessionRows, Stage
from inspector.model.pasted import Piece


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt with everything the evidence holds about it."""

    outcome: Outcome
    session_id: str | None
    time: datetime | None
    """When the server stored or failed it (server clock); the client's clock where only a capture knows it."""
    stage: Stage
    rows: SessionRows | None
    """Rows of its session; None when no database was read."""
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
    version_from: str | None = None
    """Why `version` is believed: ``banner``, ``log``, ``session``, ``rows``, ``era``, ``--server-version``."""
    first: bool | None = None
    """True when no earlier prompt of this session was stored; None when that cannot be told."""
    behind: str | None = None
    """Id of the user message it is queued behind, still open; None when it is not queued."""
    recovered: bool = False
    """A later prompt of the same session was answered."""
    repeated: bool = False
    """Answered, but more often than once, or with compaction upon compaction: a trouble only where a rule says so."""
    empty: bool = False
    """The answer is complete, without an error, and holds nothing that a client shows."""
    next_time: datetime | None = None
    before: tuple[str | None, str | None] | None = None
    """(agent, provider/model) of the session's last stored prompt before this one; None when there is none or it is unknown."""
    call: PartRow | None = None
    """The ``task`` call of the parent session that sent it to a subagent; None where nobody did, or the parent was not read."""
    waits_for: tuple[str, ...] = ()
    """Sessions of subagents that this prompt's ``task`` calls wait for, and that are without an answer themselves."""
    unread: str | None = None
    """Id of a message row, not older than this prompt, that could not be read: it may be the answer. None when there is none."""

    unvouched: bool = False
    """Of a failure: no row, no captured request and no other record knows its session. A client can write such a record."""

    @property
    def answer(self) -> MessageRow | None:
        return self.answers[-1] if self.answers else None

    piece: Piece | None = None
    """The error in a pasted text that is all there is of this prompt; None for a prompt of a log, a database or a capture."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The error of one record, taken apart. Fields the record does not tell are None (or ``()``)."""

    text: str
    """The server's own words: the error text as logged, bounded, with what a client named in it cut out (`inspector.prompts.wording`)."""
    name: str | None = None
    """Error class: ``UnknownError``, ``ProviderModelNotFoundError``, ``SQLiteError``, ``SchemaError`` …"""
    message: str | None = None
    code: str | None = None
    """SQLite result code name; taken from the text where the record carries none (1.17+ logs words, 1.15 logs codes)."""
    errno: int | None = None
    table: str | None = None
    """Table of a constraint, or the one said to be missing."""
    column: str | None = None
    """Column of a constraint, or the one said to be missing."""
    statement: tuple[str, str] | None = None
    """(verb, table) of the failed statement: ``("insert", "message")``; logged from 1.17.0."""
    opaque: bool = False
    """``defect:{}``: an Error object without own fields; to 1.15.13 this hides the name and the text."""
    thrown: str | None = None
    """``text`` or ``value``: no error was thrown but a bare string, or an object, number, null or undefined. No part of OpenCode
    does that, plugins do (its own objects carry ``_tag`` or ``name``)."""
    provider_id: str | None = None
    model_id: str | None = None
    suggestions: tuple[str, ...] = ()
    agent: str | None = None
    agents: tuple[str, ...] = ()
    """Agents the server says are available."""
    message_id: str | None = None
    """The user message's id, where the failed statement shows its parameters."""
    sent_agent: str | None = None
    sent_model: str | None = None
    bare_code: bool = False
    """The code stands without the other keys of an SQLite error. Whoever pasted the record may have shortened it, or another program
    borrowed the code: the code counts, but never for a high confidence by itself."""
