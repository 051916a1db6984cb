"""The report and its parts: entries, groups of one cause, comparisons, timeline events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import TypeVar

from msgspec import field

from inspector.catalogue import module
from inspector.model.conclusion import Conclusion, Doubt, OtherRequest, PromptCounts, Status, Unplaced
from inspector.model.database import DatabaseFacts, Drift, InputRow, SessionRow
from inspector.model.logs import LogInput, Run
from inspector.model.notes import Note
from inspector.model.pasted import Piece
from inspector.model.plan import Step, lines_of
from inspector.model.source import Problem, Skipped, no_counts, no_texts
from inspector.model.story import Course, IdMaker, StoryEvent
from inspector.model.value import Value
from inspector.model.verdict import Assumption, Confidence, Outcome, Stage, Wanted


# --- the question ----------------------------------------------------------------------------------
class Question(Value, frozen=True):
    """What the user asked: the inputs and the limits."""

    logs: tuple[str, ...]
    """Files, folders or ``-``."""
    database: str | None = None
    requests: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sessions: tuple[str, ...] = ()
    """Only these sessions; () for all."""
    server_version: str | None = None
    openapi: str | None = None
    patience: timedelta | None = None
    """How long an answer of a running server may be silent before it counts as stuck; None for one minute."""
    runs: bool = False
    """Whether the server is known to run now, although its database is a copy: its container runs."""
    watched: bool = False
    """Whether the logs belong to a watched, running server; they are then never read as pasted texts."""


# --- the report ----------------------------------------------------------------------------------
class Evidence(Value, frozen=True):
    supports: bool
    text: str
    source: str
    weight: int = 0
    cause: str = ""
    """The candidate that it supports or contradicts; empty when there is only one."""


class Entry(Value, frozen=True):
    """One failed, silent or rejected prompt in the report."""

    outcome: Outcome
    """Failed, silent or rejected; never answered."""
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
    request: Mapping[str, str] = field(default_factory=no_texts)
    """message_id, part_ids, directory, agent, model, variant: client, server, absent or unknown; source."""
    rows: Mapping[str, int | None] = field(default_factory=dict)
    inputs: tuple[InputRow, ...] = ()
    message_id: str | None = None
    status: int | None = None
    reason: tuple[str, ...] = ()
    """Of a refused request: what is wrong with it, one text for each fault; () when nothing shows it."""
    recovered: bool = False
    expected: bool = False
    assumed: tuple[Assumption, ...] = ()
    """What was assumed to reach this entry."""
    run: str | None = None
    version: str | None = None
    """Server version that handled it; None when unknown."""
    fingerprint: str | None = None
    next_evidence: tuple[Wanted, ...] = ()
    """Additional evidence that would decide between the candidates."""
    agent: str | None = None
    model: str | None = None
    via: str | None = None
    """The session of the subagent that this prompt waits for and whose cause it has; None without one."""

    @property
    def pressing(self) -> bool:
        """Whether it needs attention: it did not end on purpose, and no later prompt of the session was answered."""
        return not (self.recovered or self.expected)


class CauseGroup(Value, frozen=True):
    """All entries that share one cause."""

    cause: str
    title: str
    confidence: Confidence
    sessions: tuple[str, ...]
    failures: int
    first: datetime | None
    last: datetime | None
    evidence: tuple[Evidence, ...]
    plan: tuple[Step, ...]
    """The remedy as steps, in order."""
    not_a_remedy: tuple[str, ...]
    """What does not cure it, as tried on real servers."""
    references: tuple[str, ...]
    attention: int = 0
    """How many of `failures` need attention; the others are counted below."""
    recovered: int = 0
    expected: int = 0
    fingerprints: tuple[str, ...] = ()
    summary: str = ""
    """One sentence of the rule: what happened here, with this database's names and versions; empty when the rule raised."""
    waiting: int = 0
    """How many of `failures` only wait for a subagent's prompt that has this cause."""

    @property
    def remedy(self) -> tuple[str, ...]:
        """The plan as strings; one beginning with ``$ `` is a command to copy."""
        return lines_of(self.plan)


class Refuted(Value, frozen=True):
    cause: str
    title: str
    evidence: tuple[Evidence, ...]


class Difference(Enum):
    """Whether an attribute differs between failing and working prompts."""

    NONE = auto()
    SAME_VALUE = auto()
    """All prompts have the same value of the attribute."""
    TOO_FEW = auto()
    """There is a difference, but too few prompts to tell it from chance."""
    SEPARATES = auto()


class Relation(Enum):
    """How a separating attribute relates to stronger ones."""

    SAME_PROMPTS = auto()
    """Both separate the same prompts."""
    BOTH_DECIDE = auto()
    """Each alone decides which prompts failed."""
    TOO_FEW_DIFFER = auto()
    """Too few prompts differ in only one of the two."""
    FOLLOWS = auto()
    """Prompts with the same stronger attribute all had the same outcome: the weaker attribute separates only in
    appearance."""
    NOT_AMONG_ALIKE = auto()
    """Among prompts with the same stronger attribute the weaker attribute does not separate: it does so only in
    appearance."""


class Beside(Value, frozen=True):
    """How a separating attribute relates to stronger attributes."""

    relation: Relation
    leads: tuple[str, ...]
    """The stronger attributes."""

    @property
    def is_appearance(self) -> bool:
        """Whether the attribute separates only because a stronger one does."""
        return self.relation in (Relation.FOLLOWS, Relation.NOT_AMONG_ALIKE)


class Separation(Value, frozen=True):
    """One attribute compared between failing and working prompts."""

    attribute: str
    rates: tuple[tuple[str, int, int], ...]
    """(value, failing prompts, working prompts), the most frequent value first."""
    p: float
    """Fisher's exact test (two-sided) of the value that separates best, corrected for everything the report compares."""
    difference: Difference
    tests: int = 0
    """Number of tests that `p` is corrected for."""
    uncorrected_p: float = 1.0
    few: bool = False
    """True when one side has few prompts."""
    beside: Beside | None = None
    """How it relates to stronger attributes; None where no stronger one explains it."""
    cause: str | None = None
    """The group of failures it was computed for; None for all of them."""

    @property
    def separates(self) -> bool:
        """Whether it separates failing from working prompts, and not only in appearance."""
        return self.difference is Difference.SEPARATES and not (self.beside and self.beside.is_appearance)

    @property
    def failing(self) -> tuple[tuple[str, int], ...]:
        """(value, failing prompts), most frequent first; values without one are left out."""
        return tuple(sorted(((v, a) for v, a, _ in self.rates if a), key=lambda pair: (-pair[1], pair[0])))

    @property
    def working(self) -> tuple[tuple[str, int], ...]:
        """(value, working prompts), most frequent first; values without one are left out."""
        return tuple(sorted(((v, b) for v, _, b in self.rates if b), key=lambda pair: (-pair[1], pair[0])))


class EventKind(StrEnum):
    """What happened at one time. The values are the words of the JSON report."""

    MIGRATION = "migration"
    START = "start"
    """First record of a server run."""
    STOP = "stop"
    """Last record of a server run."""
    FAILURE = "failure"
    SILENT = "silent"
    REJECTED = "rejected"
    WORKED = "worked"
    """An answered prompt."""


class TimelineEvent(Value, frozen=True):
    time: datetime
    kind: EventKind
    session_id: str | None = None
    cause: str | None = None
    """Of a prompt in trouble; None when the cause is not decided."""
    run: str = ""
    """Of a start or stop: the first 8 characters of the run's key."""
    version: str | None = None
    """Of a start: the server's version; None when unknown."""
    migrations: int = 0
    """How many migrations were applied at this time."""
    newest: str = ""
    """The newest of these migrations."""


class Report(Value, frozen=True):
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
    """Number of answered prompts in the evidence; None when the evidence cannot show answers."""
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()
    """Reasons, in addition to `problems` and `unplaced`, why the report cannot say that nothing is wrong."""
    recovered_since: int = 0
    """Prompts without an answer that are not listed, because their session was answered later."""
    uncertain: int = 0
    """Number of prompts whose outcome the evidence does not show."""
    unplaced: tuple[Unplaced, ...] = ()
    """Error records that belong to no prompt, grouped by text, without known noise."""
    other_requests: tuple[OtherRequest, ...] = ()
    """Refused requests that are not prompts."""
    notes: tuple[Note, ...] = ()
    """Facts about the evidence as a whole: contradicted versions, wrong database, next id wrap …"""
    pieces: tuple[Piece, ...] = ()
    """Pieces read from pasted texts, in their order."""
    redacted: bool = True
    redactions: Mapping[str, int] = field(default_factory=no_counts)
    """How many values of each kind were hidden; filled by redact.py."""
    since: datetime | None = None
    until: datetime | None = None
    limited_to: tuple[str, ...] = ()
    """IDs of the sessions that were asked for; empty for all."""
    courses: Mapping[str, Course] = field(default_factory=dict)
    """The histories of the listed sessions, by ID; only for the HTML page and for a limited number of sessions."""

    def to_json(self) -> str:
        """Return the report as `inspector diagnose --format json` writes it: one object, `inspector.report/1`."""
        return str(module("inspector.renderers", "json").render(self, None))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every listed prompt: failed, then silent, then rejected."""
        return (*self.failures, *self.silent, *self.rejected)

    @property
    def troubled(self) -> bool:
        """True when at least one entry is neither recovered nor expected: exit code 1."""
        return any(entry.pressing for entry in self.entries)

    @property
    def conclusion(self) -> Conclusion:
        """The verdict on all inputs."""
        entries = self.entries
        counts = PromptCounts(
            answered=self.worked or 0,
            failed=sum(entry.pressing for entry in self.failures),
            silent=sum(entry.pressing for entry in self.silent),
            rejected=sum(entry.pressing for entry in self.rejected),
            recovered=sum(entry.recovered for entry in entries) + self.recovered_since,
            expected=sum(entry.expected and not entry.recovered for entry in entries),
            uncertain=self.uncertain,
        )
        doubts = list(self.doubts)
        if self.database is None and not self.requests and not any(log.eras for log in self.logs):
            doubts.insert(0, Doubt.NOT_RECOGNISED if self.logs else Doubt.NOTHING_READ)
        if self.problems and Doubt.NO_SUCH_SESSION not in doubts:
            doubts.append(Doubt.INCOMPLETE)
        if any(group.level == "ERROR" for group in self.unplaced):
            doubts.append(Doubt.UNPLACED)
        named = any(entry.pressing and entry.cause is not None for entry in entries)
        trouble = counts.pressing > 0 and (named or Doubt.EXCERPT not in doubts)
        status = Status.TROUBLE if trouble else Status.UNKNOWN if doubts else Status.OK
        return Conclusion(status, counts, tuple(doubts), complete=not self.problems, logged=bool(self.logs))


# --- the smaller reports -------------------------------------------------------------------------
class SessionStory(Value, frozen=True):
    """``inspector session ID``: everything known about one session, on one timeline."""

    session_id: str
    row: SessionRow | None
    found: bool
    """Whether an input contains the session."""
    counts: Mapping[str, int | None]
    request: Mapping[str, str]
    id_makers: tuple[IdMaker, ...]
    """Of its newest user messages."""
    events: tuple[StoryEvent, ...]
    entries: tuple[Entry, ...]
    """What is wrong with it; () when nothing was found."""
    report: Report
    """The diagnosis restricted to this session."""


class Audit(Value, frozen=True):
    """``inspector database``: the report on a database alone."""

    facts: DatabaseFacts
    asked: Drift | None
    """The result for ``--for VERSION``; None without it."""
    releases: tuple[Drift, ...]
    """The result for every known release, oldest first."""
    report: Report
    """Silent prompts found in the rows."""


Shown = TypeVar("Shown", Report, SessionStory, Audit)
"""A value that is presented, and redacted before."""
