"""One session told from start to end, and the database on its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from inspector.diagnosis import clocks
from inspector.diagnosis.diagnose import judged
from inspector.model import Audit, Course, LogRecord, Question, Report, SessionStory, Source, StoryEvent
from inspector.progress import SILENT, Progress
from inspector.prompts.gather import gather
from inspector.prompts.join import Gathered
from inspector.renderers._sentences.makers import maker_of

QUIET = frozenset({"publishing", "subscribing", "init", "tracking", "state", "found", "llm runtime selected"})
"""Records that say nothing about a prompt."""

SHOWN = ("messageID", "step", "agent", "mode", "modelID", "small", "ref", "kind", "permission", "id", "tool")

TOLD = 300
"""So many characters of an error are shown,"""

PIECE = re.compile(r"(?<![^\s\"',;{}\[\]])[^\s\"',;{}\[\]]+\Z")
"""and no piece of a word at their end: half an address or key is not recognised, and would not be hidden."""

COURSES = 50
"""Sessions whose course a report tells,"""

COURSE_FIRST, COURSE_LAST = 20, 60
"""and how many events of each."""


def diagnosed_with_courses(
    question: Question, progress: Progress = SILENT, told: Callable[[LogRecord], bool] = lambda record: True
) -> Report:
    """Return the diagnosis with what happened in the first `COURSES` sessions that it lists, those in trouble before others.

    Of the log, the records for which `told` is true are shown.
    """
    gathered = gather(question, progress)
    report = judged(gathered, question, progress)
    entries = report.entries
    listed = sorted((entry for entry in entries if entry.session_id), key=lambda entry: entry.recovered or entry.expected)
    ids = list(dict.fromkeys(entry.session_id or "" for entry in listed))[:COURSES]
    progress.stage("telling what happened", len(ids), "sessions")
    courses = {}
    for id in ids:
        courses[id] = _course(gathered, id, told)
        progress.advance(1)
    return replace(report, courses=courses)


def _course(gathered: Gathered, session_id: str, told: Callable[[LogRecord], bool]) -> Course:
    events = _in_order(gathered, session_id, told)
    own = next((n for n, event in enumerate(events) if event.origin not in ("server", "database")), len(events))
    events = events[own:]  # what servers did before it began stands on the report's own timeline
    left_out = max(len(events) - COURSE_FIRST - COURSE_LAST, 0)
    if not left_out:
        return Course(tuple(events), 0, ())
    return Course(tuple(events[:COURSE_FIRST]), left_out, tuple(events[-COURSE_LAST:]))


def session_story(question: Question, session_id: str, progress: Progress = SILENT) -> SessionStory:
    """Return everything known of one session, on one timeline; `found` is False when no input knows it."""
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
        found=bool(rows and rows.session) or any(e.origin in ("log", "request") for e in events),
        counts=rows.counts if rows else {},
        request=entries[-1].request if entries else {},
        id_makers=tuple(clocks.id_maker(rows, m) for m in users[-10:]) if rows else (),
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
            yield StoryEvent(record.time, "log", _told(record), record.source, record.level in ("ERROR", "WARN"))
    if rows is not None:
        if rows.session is not None:
            made = (
                f"session made by {rows.session.version or 'an unknown version'} in {rows.session.directory or '(no directory)'}"
            )
            yield StoryEvent(rows.session.time_created, "row", made, rows.source(rows.session.table, session_id))
        for message in rows.messages or ():
            model = f"{message.provider_id}/{message.model_id}" if message.model_id else "no model"
            text = f"{message.role or 'unreadable'} message, agent {message.agent or '-'}, {model}"
            if message.role == "user":
                text += f", id made by {maker_of(clocks.id_maker(rows, message))}"
            yield StoryEvent(message.time_created, "row", text, rows.source("message", message.id))
            if message.completed or message.error_name:
                end = f"ended in {message.error_name}" if message.error_name else f"completed, finish {message.finish or '-'}"
                yield StoryEvent(
                    message.completed or message.time_created,
                    "row",
                    end,
                    rows.source("message", message.id),
                    bool(message.error_name),
                )
        for part in rows.parts or ():
            if part.type == "tool":
                text = f"tool {part.tool or '?'}: {part.status or '?'}"
                yield StoryEvent(
                    part.started or part.time_created, "row", text, rows.source("part", part.id), part.status == "error"
                )
        for entry in rows.inputs or ():
            state = f"delivered as seq {entry.promoted_seq}" if entry.promoted_seq is not None else "not delivered"
            yield StoryEvent(
                entry.time_created,
                "input",
                f"{entry.kind} admitted ({entry.delivery or '-'}), {state}",
                rows.source(entry.table, entry.id),
            )
        for projected in rows.projected or ():
            text = f"{projected.type}, seq {projected.seq if projected.seq is not None else '-'}"
            if projected.error_name:
                text += f", ended in {projected.error_name}"
            yield StoryEvent(
                projected.time_created, "row", text, rows.source("session_message", projected.id), bool(projected.error_name)
            )
    for shape in gathered.requests.shapes if gathered.requests else ():
        if shape.session_id == session_id:
            text = f"{shape.method} {shape.route} → {shape.status if shape.status is not None else 'no answer captured'}"
            yield StoryEvent(shape.time, "request", text, shape.source, (shape.status or 0) >= 400)
    if world.facts is not None and world.facts.migrated is not None:
        place = Source(world.facts.path, "migration")
        yield StoryEvent(world.facts.migrated, "database", "the newest migration was applied", place)
    for run in world.logs.runs if world.logs else ():
        if run.first_time is not None:
            text = f"server run {run.key[:8]} begins" + (f", version {run.version}" if run.version else "")
            yield StoryEvent(run.first_time, "server", text, Source(run.path, f"byte {run.offset}"))


def _told(record: LogRecord) -> str:
    fields = [f"{k}={record.fields[k]}" for k in SHOWN if record.fields.get(k) and not record.fields[k].startswith("ses_")]
    text = " ".join((record.message, *fields))
    error = record.fields.get("cause") or record.fields.get("error.error") or record.fields.get("error")
    if error and len(error) > TOLD:
        error = PIECE.sub("", error[:TOLD]).rstrip() + " …"
    return f"{text}: {error}" if error else text


def audit(question: Question, for_version: str | None = None, progress: Progress = SILENT) -> Audit:
    """Return what the database alone tells: can which release run on it, and which prompts lie in it unanswered.

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
