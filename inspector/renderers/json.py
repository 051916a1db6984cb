"""The report as one JSON object: the contract that scripts depend on (``inspector/data/report.schema.json``)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any

from inspector.model import Audit, CauseGroup, DatabaseFacts, Entry, Evidence, Report, SessionStory
from inspector.renderers._options import RenderOptions

NAME = "json"
SUFFIX = ".json"
SCHEMA = "inspector.report/1"


def render(report: Report, options: RenderOptions) -> str:
    """One object, indented, in ASCII, times in UTC; `options` changes nothing about it."""
    return written(document(report), indent=2)


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """The story as one object, ``inspector.session/1``, with the report it rests on under ``report``."""
    parts = {name: plain(getattr(story, name)) for name in ("session_id", "found", "row", "counts", "request", "events")}
    makers = [{"message_id": message, "maker": maker} for message, maker in story.id_makers]
    entries = [_entry(entry) for entry in story.entries]
    head = {"schema": "inspector.session/1", "inspector": story.report.version}
    return written({**head, **parts, "id_makers": makers, "entries": entries, "report": document(story.report)}, indent=2)


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """The audit as one object, ``inspector.database/1``; ``for`` is null when no version was asked about."""
    head = {"schema": "inspector.database/1", "inspector": audit.report.version}
    body = {"database": plain(audit.facts), "for": plain(audit.asked), "releases": plain(audit.releases)}
    return written({**head, **body, "report": document(audit.report)}, indent=2)


def written(value: object, indent: int | None = None) -> str:
    """`value` as JSON text that ends in a newline. ASCII, so that no control character of an input reaches a terminal."""
    return json.dumps(value, indent=indent, ensure_ascii=True, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """`value` in JSON's own types: fields become keys, times RFC 3339 in UTC with milliseconds, enums their lower-case names."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC)).replace(tzinfo=None).isoformat(
            timespec="milliseconds"
        ) + "Z"
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def document(report: Report) -> dict[str, Any]:
    """The report as the contract has it, in JSON's own types."""
    return {
        "schema": SCHEMA,
        "inspector": report.version,
        "generated": plain(report.generated),
        "inputs": {
            "logs": plain(report.logs),
            "database": _database(report.database),
            "requests": [{"path": path, "count": count} for path, count in report.requests],
        },
        "since": plain(report.since),
        "until": plain(report.until),
        "failures": [_entry(entry) for entry in report.failures],
        "silent": [_entry(entry) for entry in report.silent],
        "rejected": [_entry(entry) for entry in report.rejected],
        "worked": report.worked,
        "causes": [_cause(group) for group in report.causes],
        "refuted": [{"cause": r.cause, "title": r.title, "evidence": _evidence(r.evidence)} for r in report.refuted],
        "contrast": [{**plain(s), "failing": _counts(s.failing), "working": _counts(s.working)} for s in report.contrast],
        "timeline": plain(report.timeline),
        "runs": plain(report.runs),
        "drifts": plain(report.drifts),
        "skipped": plain(report.skipped),
        "problems": plain(report.problems),
        "notes": plain(report.notes),
        "redacted": report.redacted,
        "redactions": plain(report.redactions),
    }


def _database(facts: DatabaseFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    kept = (
        "path",
        "opened",
        "notes",
        "bytes",
        "wal_bytes",
        "generation",
        "bookkeeping",
        "born_new",
        "health",
        "versions",
        "newest_row",
    )
    migrations = facts.migrations
    return {
        **{name: plain(getattr(facts, name)) for name in kept},
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
    changed = ("log", "evidence", "error", "request")
    return {
        **{name: plain(getattr(entry, name)) for name in _names(Entry) if name not in changed},
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
    return {**plain(group), "evidence": _evidence(group.evidence)}


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [{"for": e.supports, "text": e.text, "source": e.source, "weight": e.weight} for e in evidence]


def _counts(pairs: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in pairs]
