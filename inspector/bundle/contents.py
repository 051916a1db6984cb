"""What a bundle contains: the files it lists and the summary of each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.bundle.archive import Member
    from inspector.bundle.excerpts import Excerpts
    from inspector.model import Problem, Report
    from inspector.redaction.state import State


def evidence_members(taken: Excerpts) -> dict[str, list[Member]]:
    """Return the members that `diagnose` can read again, by kind."""
    from inspector.bundle.archive import EVIDENCE, Member
    from inspector.text import many

    rows = taken.database
    return {
        "logs": [
            Member(
                f"{EVIDENCE}logs/{n:02}-{_file_name(log.name)}",
                f"{many(log.records, 'record', 'records')} around the findings",
                log.content,
            )
            for n, log in enumerate(taken.logs, 1)
        ],
        "database": [Member(f"{EVIDENCE}opencode.db", "rows of the sessions, without texts", rows.content)] if rows else [],
        "requests": [
            Member(
                f"{EVIDENCE}requests/{n:02}.jsonl",
                f"{many(capture.calls, 'prompt call', 'prompt calls')}, without texts",
                capture.content,
            )
            for n, capture in enumerate(taken.requests, 1)
        ],
    }


def schema_members(report: Report, taken: Excerpts) -> list[Member]:
    from inspector.bundle.archive import Member

    if taken.database is None:
        return []
    counted = {table: {"original": count, "kept": kept} for table, (count, kept) in sorted(taken.database.rows.items())}
    applied = report.database.migrations or () if report.database else ()
    migrations = [{"id": m.id, "table": m.table, "applied": m.applied.isoformat() if m.applied else None} for m in applied]
    return [
        Member("schema.sql", "the schema as it is", taken.database.schema.encode()),
        Member("migrations.json", "the migrations that were applied", _json(migrations)),
        Member("rows.json", "rows in each table, and how many are in this bundle", _json(counted)),
    ]


def redacted_problems(problems: tuple[Problem, ...], state: State) -> list[dict[str, str]]:
    from inspector.redaction.redact import redact_text

    return [{"where": redact_text(p.where, state), "what": redact_text(p.what, state)} for p in dict.fromkeys(problems)]


def newest_moment(report: Report) -> datetime:
    """Return the newest time in the evidence. With it instead of the current time, the same evidence gives the same
    bundle."""
    times = [log.last_time for log in report.logs]
    if report.database:
        times += [report.database.newest_row, report.database.migrated]
    times += [entry.time for entry in report.entries]
    known = [time for time in times if time and time.year < 2100]
    return max(known, default=datetime(2000, 1, 1, tzinfo=UTC))


def _file_name(name: str) -> str:
    """Return a file name for a log's excerpt that is valid on every system, without the ending of a compressed file."""
    import re

    plain = re.sub(r"\.(gz|xz|bz2|zst|zstd)\Z", "", re.split(r"[\\/]", name)[-1])
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", plain)[-60:]
    return safe if ".log" in safe else f"{safe or 'server'}.log"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
