"""The history of one session, and the report on a database alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from inspector.diagnosis import clocks
from inspector.diagnosis.diagnose import judged
from inspector.model import Audit, Course, LogRecord, Origin, Question, Report, SessionRows, SessionStory, Source, StoryEvent
from inspector.model.story import (
    InputAdmitted,
    LineLogged,
    MessageEnded,
    MessageStored,
    MigrationApplied,
    RequestSent,
    RowProjected,
    RunBegun,
    SessionCreated,
    ToolCalled,
)
from inspector.patterns import late
from inspector.progress import SILENT, Progress
from inspector.prompts.gather import gather
from inspector.prompts.join import Gathered

QUIET = frozenset({"publishing", "subscribing", "init", "tracking", "state", "found", "llm runtime selected"})
"""Messages of records that show nothing about a prompt."""

SHOWN = ("messageID", "step", "agent", "mode", "modelID", "small", "ref", "kind", "permission", "id", "tool")

ERROR_CHARS = 300
"""A longer error is truncated."""

PIECE = late(r"(?<![^\s\"',;{}\[\]])[^\s\"',;{}\[\]]+\Z")
"""The last word of a truncated error. It is removed, because redaction does not recognise half an address or key."""

COURSES = 50
"""At most this many sessions get their events listed in a report."""

COURSE_FIRST, COURSE_LAST = 20, 60
"""At most this many first and last events of a session are listed."""


def diagnosed_with_courses(
    question: Question, progress: Progress = SILENT, told: Callable[[LogRecord], bool] = lambda record: True
) -> Report:
    """Return the diagnosis with the history of the first `COURSES` listed sessions, sessions in trouble first.

    The histories contain the log records for which `told` returns True.
    """
    gathered = gather(question, progress)
    report = judged(gathered, question, progress)
    entries = report.entries
    listed = sorted((entry for entry in entries if entry.session_id), key=lambda entry: entry.recovered or entry.expected)
    ids = list(dict.fromkeys(entry.session_id or "" for entry in listed))[:COURSES]
    progress.stage("collecting session histories", len(ids), "sessions")
    courses = {}
    for id in ids:
        courses[id] = _course(gathered, id, told)
        progress.advance(1)
    return replace(report, courses=courses)


def _course(gathered: Gathered, session_id: str, told: Callable[[LogRecord], bool]) -> Course:
    events = _in_order(gathered, session_id, told)
    own = next((n for n, event in enumerate(events) if event.origin not in (Origin.SERVER, Origin.DATABASE)), len(events))
    events = events[own:]  # earlier events of servers are on the report's own timeline
    left_out = max(len(events) - COURSE_FIRST - COURSE_LAST, 0)
    if not left_out:
        return Course(tuple(events), 0, ())
    return Course(tuple(events[:COURSE_FIRST]), left_out, tuple(events[-COURSE_LAST:]))


def session_story(question: Question, session_id: str, progress: Progress = SILENT) -> SessionStory:
    """Return everything known about one session on one timeline; `found` is False when no input contains it."""
    narrowed = replace(question, sessions=(session_id,))
    gathered = gather(narrowed, progress)
    report = judged(gathered, narrowed, progress)
    rows = gathered.rows.get(session_id)
    events = _in_order(gathered, session_id)
    entries = tuple(e for e in report.entries if e.session_id == session_id)
    users = [m for m in (rows.messages or () if rows else ()) if m.role == "user"]
    return SessionStory(
        session_id=session_id,
        row=rows.session if rows else None,
        found=bool(rows and rows.session) or any(e.origin in (Origin.LOG, Origin.REQUEST) for e in events),
        counts=rows.counts if rows else {},
        request=entries[-1].request if entries else {},
        id_makers=tuple(clocks.maker_of(rows, m) for m in users[-10:]) if rows else (),
        events=tuple(events),
        entries=entries,
        report=report,
    )


def _in_order(gathered: Gathered, session_id: str, told: Callable[[LogRecord], bool] = lambda record: True) -> list[StoryEvent]:
    return sorted(_events(gathered, session_id, told), key=lambda e: e.time or datetime.max.replace(tzinfo=UTC))


def _events(gathered: Gathered, session_id: str, told: Callable[[LogRecord], bool]) -> Iterator[StoryEvent]:
    world, rows = gathered.world, gathered.rows.get(session_id)
    for record in world.logs.sessions.get(session_id, ()) if world.logs else ():
        if record.message not in QUIET and told(record):
            yield StoryEvent(record.time, Origin.LOG, _line(record), record.source, record.level in ("ERROR", "WARN"))
    if rows is not None:
        yield from _of_rows(rows)
    for shape in gathered.requests.shapes if gathered.requests else ():
        if shape.session_id == session_id:
            sent = RequestSent(shape.method, shape.route, shape.status)
            yield StoryEvent(shape.time, Origin.REQUEST, sent, shape.source, (shape.status or 0) >= 400)
    if world.facts is not None and world.facts.migrated is not None:
        place = Source(world.facts.path, "migration")
        yield StoryEvent(world.facts.migrated, Origin.DATABASE, MigrationApplied(), place)
    for run in world.logs.runs if world.logs else ():
        if run.first_time is not None:
            begun = RunBegun(run.key[:8], run.version)
            yield StoryEvent(run.first_time, Origin.SERVER, begun, Source(run.path, f"byte {run.offset}"))


def _of_rows(rows: SessionRows) -> Iterator[StoryEvent]:
    if session := rows.session:
        place = rows.source(session.table, rows.session_id)
        yield StoryEvent(session.time_created, Origin.ROW, SessionCreated(session.version, session.directory), place)
    for message in rows.messages or ():
        model = f"{message.provider_id}/{message.model_id}" if message.model_id else None
        maker = clocks.maker_of(rows, message) if message.role == "user" else None
        place = rows.source("message", message.id)
        yield StoryEvent(message.time_created, Origin.ROW, MessageStored(message.role, message.agent, model, maker), place)
        if message.completed or message.error_name:
            ended = MessageEnded(message.error_name, message.finish)
            yield StoryEvent(message.completed or message.time_created, Origin.ROW, ended, place, bool(message.error_name))
    for part in rows.parts or ():
        if part.type == "tool":
            called, place = ToolCalled(part.tool, part.status), rows.source("part", part.id)
            yield StoryEvent(part.started or part.time_created, Origin.ROW, called, place, part.status == "error")
    for row in rows.inputs or ():
        admitted = InputAdmitted(row.kind, row.delivery, row.promoted_seq)
        yield StoryEvent(row.time_created, Origin.INPUT, admitted, rows.source(row.table, row.id))
    for one in rows.projected or ():
        projected, place = RowProjected(one.type, one.seq, one.error_name), rows.source("session_message", one.id)
        yield StoryEvent(one.time_created, Origin.ROW, projected, place, bool(one.error_name))


def _line(record: LogRecord) -> LineLogged:
    fields = tuple((k, record.fields[k]) for k in SHOWN if record.fields.get(k) and not record.fields[k].startswith("ses_"))
    error = record.fields.get("cause") or record.fields.get("error.error") or record.fields.get("error")
    if error and len(error) > ERROR_CHARS:
        return LineLogged(record.message, fields, PIECE.sub("", error[:ERROR_CHARS]).rstrip(), cut=True)
    return LineLogged(record.message, fields, error)


def audit(question: Question, for_version: str | None = None, progress: Progress = SILENT) -> Audit:
    """Return the report on a database: which releases can run on it, and which of its prompts have no answer.

    Raises UsageError when no database is named, UnreadableError when it cannot be read.
    """
    from inspector.database.drift import drift, releases
    from inspector.errors import UsageError

    if question.database is None:
        raise UsageError("no database was given", "name one: inspector database PATH")
    gathered = gather(question, progress)
    report = judged(gathered, question, progress)
    facts = report.database
    assert facts is not None  # noqa: S101 - a database was given, and opening it raises when it cannot be read
    return Audit(
        facts=facts,
        asked=drift(facts, for_version) if for_version else None,
        releases=tuple(drift(facts, version) for version in releases()),
        report=replace(report, notes=tuple(dict.fromkeys((*report.notes, *clocks.notes(facts, gathered.rows.values()))))),
    )
