"""Sentences about a whole database."""

from __future__ import annotations

from datetime import tzinfo

from inspector.model import DatabaseFacts, Drift, FileNoteKind, HealthState, Way
from inspector.patterns import late
from inspector.renderers._sentences.times import stamp
from inspector.renderers._sentences.words import size
from inspector.text import many

OPENED = {
    Way.LIVE: "read-only, while a server has it open",
    Way.SNAPSHOT: "read from a private copy of the database and its write-ahead log",
    Way.IMMUTABLE: "opened read-only, in place",
}

_NOTES = {
    FileNoteKind.READ_LIVE: "A running server has the database open; it was opened read-only.",
    FileNoteKind.LOG_EMPTY: "The write-ahead log is empty: only the database file was read, and no row is missing.",
    FileNoteKind.LOG_ABSENT: "There is no write-ahead log next to the database: "
    "if the database was copied from a running server, its newest rows are missing.",
    FileNoteKind.ROLLED_BACK: "A write was interrupted ({bytes} bytes of rollback journal): a private copy was rolled back and read.",
    FileNoteKind.COPIED_IN_USE: "Another process is using the database: a private copy was read.",
    FileNoteKind.COPIED_WITH_LOG: "No server has the database open, and its write-ahead log has {kB:,.1f} kB: a private copy of both was read.",
    FileNoteKind.LATER_2X: "OpenCode 2.x has also used this database ({markers}), but the rows of 1.x are newer.",
    FileNoteKind.NOW_2X: "OpenCode 2.x uses this database ({markers}); its 1.x tables are no longer used.",
}

_MAJOR_TWO = late(r"(?:[2-9]|[1-9]\d{1,5})\.")


def migrations_of(facts: DatabaseFacts) -> str:
    """Return ``38 migrations applied, newest 2026…``, or that the migrations are unknown."""
    if facts.migrations is None:
        return "unknown: no migration table could be read"
    newest = max((migration.id for migration in facts.migrations), default="")
    return f"{many(len(facts.migrations), 'migration')} applied" + (f", newest {newest}" if newest else "")


def file_notes(facts: DatabaseFacts) -> list[str]:
    """Return sentences about how the database was opened, what may be missing and who uses it."""
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
    """Return whether a server version can run on the database, in one sentence."""
    stands_in = drift.nearest or ("2.x" if _MAJOR_TWO.match(drift.version) else "")
    if not drift.known and not stands_in:
        return f"{drift.version} is unknown, and no known release is close enough to judge it by."
    name = drift.version if drift.known else f"{drift.version} (unknown, judged as {stands_in})"
    if not drift.breaks:
        return f"{name} can run on it as it is."
    if not drift.fatal:
        return f"{name} would migrate it when it starts."
    return f"{name} cannot fully work with it: {drift.breaks[0].effect.rstrip('.')}."


def facts_of(facts: DatabaseFacts, zone: tzinfo | None) -> list[tuple[str, str]]:
    """Return the known facts about the database as (name, value); unknown and empty values are left out."""
    lines = [
        ("path", facts.path),
        ("opened", OPENED[facts.opened]),
        ("size", size(facts.bytes)),
        ("write-ahead", size(facts.wal_bytes) if facts.wal_bytes is not None else "no -wal"),
        (
            "generation",
            facts.generation + (", created by a release that has only the table `migration`" if facts.born_new else ""),
        ),
        ("migrations", migrations_of(facts)),
        ("last migrated", stamp(facts.migrated, zone) if facts.migrated else ""),
        ("migration tables", ", ".join(facts.bookkeeping) or "none"),
        ("newest row", stamp(facts.newest_row, zone) if facts.newest_row else "none"),
        ("health", health_of(facts)),
        ("used by", ", ".join(f"{use.version} ({many(use.sessions, 'session')})" for use in facts.versions)),
        ("other databases", ", ".join(facts.siblings)),
        ("triggers", ", ".join(f"{name} on {table.name}" for table in facts.tables.values() for name in table.triggers)),
    ]
    return [(name, fact) for name, fact in lines if fact]
