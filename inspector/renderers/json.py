"""The report as one JSON object, for scripts; ``inspector/data/report.schema.json`` describes it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any

from msgspec import Struct

from inspector.model import (
    Audit,
    CauseGroup,
    DatabaseFacts,
    Entry,
    Evidence,
    OtherRequest,
    Report,
    Separation,
    SessionStory,
    StoryEvent,
    TimelineEvent,
    Unplaced,
    Verification,
)
from inspector.model.pasted import Piece
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences.comparison import finding
from inspector.renderers._sentences.database import file_notes, health_of
from inspector.renderers._sentences.entries import assumed_of, refusal_of, summary_of, wanted_of
from inspector.renderers._sentences.makers import why_maker
from inspector.renderers._sentences.notes import note_text
from inspector.renderers._sentences.pasted import asked
from inspector.renderers._sentences.skipped import check_name, why_skipped
from inspector.renderers._sentences.story import what_happened
from inspector.renderers._sentences.timeline import event_text
from inspector.renderers._sentences.verdict import verdict
from inspector.text import beginning

NAME = "json"
SUFFIXES = (".json",)
SCHEMA = "inspector.report/1"


def render(report: Report, options: RenderOptions) -> str:
    """Return one object in ASCII, with times in UTC and each list entry on its own line; `options` has no effect."""
    return "".join(pieces(report, options))


def pieces(report: Report, options: RenderOptions) -> Iterator[str]:
    """Yield the text of `render` in pieces, so that a report with thousands of entries is never in memory as one text."""
    before = "{\n"
    for key, value in _members(report):
        yield f"{before}  {json.dumps(key)}: "
        before = ",\n"
        if not isinstance(value, list | Iterator):
            yield _dumped(value)
            continue
        opening = "["
        for item in value:
            yield f"{opening}\n    {_dumped(item)}"
            opening = ","
        yield "[]" if opening == "[" else "\n  ]"
    yield "\n}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """Return the story as one object, ``inspector.session/1``, with the underlying report in ``report``."""
    parts = {name: plain(getattr(story, name)) for name in ("session_id", "found", "row", "counts", "request")}
    makers = [
        {"message_id": made.message_id, "maker": made.maker.value, "reason": why_maker(made) or None} for made in story.id_makers
    ]
    entries = [_entry(entry) for entry in story.entries]
    head = {"schema": "inspector.session/1", "inspector": story.report.version}
    events = [_story_event(event) for event in story.events]
    return written(
        {**head, **parts, "events": events, "id_makers": makers, "entries": entries, "report": document(story.report)}, indent=2
    )


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """Return the audit as one object, ``inspector.database/1``; ``for`` is null without ``--for``."""
    head = {"schema": "inspector.database/1", "inspector": audit.report.version}
    body = {
        "database": {**plain(audit.facts), "notes": file_notes(audit.facts), "health": health_of(audit.facts)},
        "for": plain(audit.asked),
        "releases": plain(audit.releases),
    }
    return written({**head, **body, "report": document(audit.report)}, indent=2)


def render_verification(verifications: tuple[Verification, ...], options: RenderOptions) -> str:
    """Return the state of each cause as one object, ``inspector.verify/1``, with the underlying report in ``report``."""
    cures = [
        {
            **{name: plain(getattr(one, name)) for name in Verification.__struct_fields__ if name != "report"},
            "cure": one.cure.value,
        }
        for one in verifications
    ]
    report = document(verifications[0].report) if verifications else None
    return written({"schema": "inspector.verify/1", "causes": cures, "report": report}, indent=2)


def written(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON text with a final newline, in ASCII, so that no control character of an input reaches a
    terminal."""
    return json.dumps(value, indent=indent, ensure_ascii=True, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return `value` in JSON types: fields become keys, times RFC 3339 in UTC with milliseconds, enums their values."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC)).replace(tzinfo=None).isoformat(
            timespec="milliseconds"
        ) + "Z"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    return value


def document(report: Report) -> dict[str, Any]:
    """Return the report in JSON types, as the schema describes it."""
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in _members(report)}


def _members(report: Report) -> Iterator[tuple[str, Any]]:
    """Yield the report's keys with their values; long lists are iterators."""
    yield "schema", SCHEMA
    yield "inspector", report.version
    yield "generated", plain(report.generated)
    yield (
        "inputs",
        {
            "logs": plain(report.logs),
            "database": _database(report.database),
            "requests": [{"path": path, "count": count} for path, count in report.requests],
        },
    )
    yield "since", plain(report.since)
    yield "until", plain(report.until)
    yield "failures", map(_entry, report.failures)
    yield "silent", map(_entry, report.silent)
    yield "rejected", map(_entry, report.rejected)
    yield "verdict", _verdict(report)
    yield "worked", report.worked
    yield "causes", map(_cause, report.causes)
    yield "unplaced", map(_unplaced, report.unplaced)
    yield "other_requests", map(_other_request, report.other_requests)
    yield "refuted", [{"cause": r.cause, "title": r.title, "evidence": _evidence(r.evidence)} for r in report.refuted]
    yield "contrast", map(_separation, report.contrast)
    yield "timeline", map(_event, report.timeline)
    yield "quotes", [_quote(piece) for piece in report.pieces]
    ask = asked(report)
    yield "ask", {"text": ask[0], "command": ask[1]} if ask else None
    yield "runs", plain(report.runs)
    yield "drifts", plain(report.drifts)
    yield "skipped", [{"check": check_name(one), "why": why_skipped(one)} for one in report.skipped]
    yield "problems", [{"where": problem.where, "what": problem.what} for problem in report.problems]
    yield "notes", [note_text(note) for note in report.notes]
    yield "redacted", report.redacted
    yield "redactions", plain(report.redactions)


def _quote(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind.value,
        "source": str(piece.source),
        "text": beginning(piece.text, 300),
        "origin": piece.origin.value,
        "judgements": [judgement.value for judgement in piece.judgements],
    }


def _verdict(report: Report) -> dict[str, Any]:
    conclusion = report.conclusion
    return {
        "status": conclusion.status.value,
        "text": verdict(report),
        "exit_code": conclusion.exit_code,
        "prompts": plain(conclusion.prompts),
        "doubts": plain(conclusion.doubts),
    }


def _unplaced(group: Unplaced) -> dict[str, Any]:
    names = ("time", "last", "count", "level", "text", "page")
    return {**{name: plain(getattr(group, name)) for name in names}, "log": {"path": group.path, "offset": group.offset}}


def _other_request(request: OtherRequest) -> dict[str, Any]:
    log = {"path": request.log[0], "offset": request.log[1]} if request.log else None
    return {**{name: plain(getattr(request, name)) for name in OtherRequest.__struct_fields__ if name != "log"}, "log": log}


def _database(facts: DatabaseFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    kept = "path opened notes bytes wal_bytes generation bookkeeping born_new health versions newest_row"
    migrations = facts.migrations
    return {
        **{name: plain(getattr(facts, name)) for name in kept.split()},
        "notes": file_notes(facts),
        "health": health_of(facts),
        "siblings": plain(facts.siblings),
        "migrations": None
        if migrations is None
        else {
            "applied": len(migrations),
            "newest": max((migration.id for migration in migrations), default=None),
            "time": plain(facts.migrated),
            "ids": [migration.id for migration in migrations],
        },
    }


def _entry(entry: Entry) -> dict[str, Any]:
    changed = ("outcome", "log", "evidence", "error", "request")
    return {
        "kind": entry.outcome.value,
        **{name: plain(getattr(entry, name)) for name in Entry.__struct_fields__ if name not in changed},
        "reason": refusal_of(entry) or None,
        "assumed": assumed_of(entry),
        "next_evidence": wanted_of(entry),
        "log": {"path": entry.log[0], "offset": entry.log[1]} if entry.log else None,
        "evidence": _evidence(entry.evidence),
        "error": {key: entry.error.get(key) for key in ("code", "name", "message")},
        "request": {
            **{
                key: entry.request.get(key, "unknown")
                for key in ("message_id", "part_ids", "directory", "agent", "model", "variant")
            },
            "source": entry.request.get("source", "none"),
        },
    }


def _cause(group: CauseGroup) -> dict[str, Any]:
    return {
        **{name: plain(getattr(group, name)) for name in CauseGroup.__struct_fields__ if name != "waiting"},
        "summary": summary_of(group),
        "evidence": _evidence(group.evidence),
        "remedy": list(group.remedy),
        "plan": [{**plain(step), "command": step.command} for step in group.plan],
    }


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [
        {"for": e.supports, "text": e.text, "source": e.source, "weight": e.weight} | ({"cause": e.cause} if e.cause else {})
        for e in evidence
    ]


def _separation(separation: Separation) -> dict[str, Any]:
    return {
        "attribute": separation.attribute,
        "failing": _counts(separation.failing),
        "working": _counts(separation.working),
        "p": plain(separation.p),
        "separates": separation.separates,
        "text": finding(separation),
        "cause": separation.cause,
    }


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {"time": plain(event.time), "kind": event.kind.value, "text": event_text(event), "session_id": event.session_id}


def _story_event(event: StoryEvent) -> dict[str, Any]:
    text = what_happened(event.fact)
    return {
        "time": plain(event.time),
        "origin": event.origin,
        "text": text,
        "source": plain(event.source),
        "warning": event.warning,
    }


def _counts(pairs: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in pairs]
