"""Sentences about a database as a whole."""

from __future__ import annotations

from datetime import tzinfo

from inspector.model import DatabaseFacts, Drift, FileNoteKind, HealthState, Way
from inspector.patterns import late
from inspector.renderers._sentences.times import stamp
from inspector.renderers._sentences.words import size
from inspector.text import many

OPENED = {
    Way.LIVE: "read beside the running server, read-only",
    Way.SNAPSHOT: "read from a private copy of it and its write-ahead log",
    Way.IMMUTABLE: "opened read-only, in place",
}

_NOTES = {
    FileNoteKind.READ_LIVE: "A running server has the database open: read beside it, read-only.",
    FileNoteKind.LOG_EMPTY: "Its write-ahead log is empty: the file was read alone, and nothing is missing.",
    FileNoteKind.LOG_ABSENT: "There is no write-ahead log beside it: "
    "if it was copied from a running server, its newest rows are missing.",
    FileNoteKind.ROLLED_BACK: "A write was cut short ({bytes} bytes of rollback journal): a private copy was rolled back and read.",
    FileNoteKind.COPIED_IN_USE: "Another process is using it: a private copy was read.",
    FileNoteKind.COPIED_WITH_LOG: "No server has it open, and it has {kB:,.1f} kB of write-ahead log: a private copy of both was read.",
    FileNoteKind.LATER_2X: "OpenCode 2.x has used this file too ({markers}), but the rows of 1.x are newer.",
    FileNoteKind.NOW_2X: "OpenCode 2.x uses this file ({markers}); tables of 1.x in it are left over.",
}

_MAJOR_TWO = late(r"(?:[2-9]|[1-9]\d{1,5})\.")


def migrations_of(facts: DatabaseFacts) -> str:
    """``38 migrations applied, newest 2026…``; says so when it cannot be told."""
    if facts.migrations is None:
        return "unknown: no migration table could be read"
    newest = max((migration.id for migration in facts.migrations), default="")
    return f"{many(len(facts.migrations), 'migration')} applied" + (f", newest {newest}" if newest else "")


def file_notes(facts: DatabaseFacts) -> list[str]:
    """Return how the file was opened, what may be missing and who uses it, in sentences."""
    return [
        _NOTES[note.kind].format(bytes=note.bytes, kB=note.bytes / 1000, markers=", ".join(note.markers)) for note in facts.notes
    ]


def health_of(facts: DatabaseFacts) -> str:
    """Return ``ok``, ``not checked: …`` or the first complaint."""
    if facts.health.state is HealthState.OK:
        return "ok"
    return f"not checked: {facts.health.detail}" if facts.health.state is HealthState.NOT_CHECKED else facts.health.detail


# --- the smaller reports -------------------------------------------------------------------------
def fits(drift: Drift) -> str:
    """Whether a server version can run on the database, in one sentence."""
    stands_in = drift.nearest or ("2.x" if _MAJOR_TWO.match(drift.version) else "")
    if not drift.known and not stands_in:
        return f"{drift.version} is unknown, and no known release stands in for it."
    name = drift.version if drift.known else f"{drift.version} (unknown, judged as {stands_in})"
    if not drift.breaks:
        return f"{name} can run on it as it is."
    if not drift.fatal:
        return f"{name} would migrate it when it starts."
    return f"{name} cannot fully work on it: {drift.breaks[0].effect.rstrip('.')}."


def facts_of(facts: DatabaseFacts, zone: tzinfo | None) -> list[tuple[str, str]]:
    """What is known of the file, name and value; what is not known or empty is left out."""
    lines = [
        ("path", facts.path),
        ("opened", OPENED[facts.opened]),
        ("size", size(facts.bytes)),
        ("write-ahead", size(facts.wal_bytes) if facts.wal_bytes is not None else "no -wal beside it"),
        ("generation", facts.generation + (", made by a release that keeps `migration` only" if facts.born_new else "")),
        ("migrations", migrations_of(facts)),
        ("last migrated", stamp(facts.migrated, zone) if facts.migrated else ""),
        ("migration tables", ", ".join(facts.bookkeeping) or "none"),
        ("newest row", stamp(facts.newest_row, zone) if facts.newest_row else "none"),
        ("health", health_of(facts)),
        ("used by", ", ".join(f"{use.version} ({many(use.sessions, 'session')})" for use in facts.versions)),
        ("beside it", ", ".join(facts.siblings)),
        ("triggers", ", ".join(f"{name} on {table.name}" for table in facts.tables.values() for name in table.triggers)),
    ]
    return [(name, fact) for name, fact in lines if fact]
