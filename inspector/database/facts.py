"""Read the facts about a whole database: schema, migrations, generation, health, versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inspector.database.drift import expected_tables, known_migrations
from inspector.database.reader import QueryFailed, Reader
from inspector.database.schemas._form import name, time
from inspector.database.sql import sql
from inspector.model import (
    DatabaseFacts,
    FileNote,
    FileNoteKind,
    Health,
    HealthState,
    Migration,
    Table,
    TableKind,
    VersionUse,
    Way,
)

_CHECK_BYTES = 256 << 20
"""quick_check reads the whole file (1 s for 530 MiB warm, far more cold): larger ones are not checked."""
_IN_ORDER = "ok"
"""The result of SQLite's checks when they find no error."""
_SECONDS = 5.0  # any value: a time limit on the clock
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_OWN = frozenset(
    {"project", "session", "session_v2", "message", "part", "todo", "permission", "session_share", "session_message", "session_input",
     "event", "event_sequence", "data_migration", "workspace", "account"}
)  # fmt: skip
"""Tables that OpenCode creates in some generation."""
_FEW = 3
"""A database with at least this many of `_OWN` is OpenCode's, whatever else is missing."""


def is_opencode(reader: Reader) -> bool:
    """Return whether the database is OpenCode's, damaged or not; True when no table can be read."""
    tables = reader.tables
    if not tables or "session_v2" in tables or _first_generation(tables) != "unknown":
        return True
    recorded = {migration.id for migration in _migrations(reader)[0] or ()}
    return bool(recorded & set(known_migrations())) or len(_OWN & tables.keys()) >= _FEW


def read(reader: Reader) -> DatabaseFacts:
    """Return all facts; the reader's `problems` lists what could not be read."""
    opened = reader.opened
    tables = reader.tables
    migrations, bookkeeping = _migrations(reader)
    versions, newest = _versions(reader)
    newest["message"] = _newest_message(reader)
    generation, remarks = _generation(reader, newest)
    return DatabaseFacts(
        path=reader.name,
        opened=opened.way,
        notes=(*opened.notes, *remarks),
        bytes=opened.bytes,
        wal_bytes=opened.wal_bytes,
        generation=generation,
        migrations=migrations,
        bookkeeping=bookkeeping,
        born_new=bookkeeping == ("migration",),
        tables=tables,
        health=_health(reader, generation, migrations),
        versions=versions,
        newest_row=max((found for found in newest.values() if found), default=None),
        siblings=_siblings(opened.path),
        problems=reader.problems,
    )


def _migrations(reader: Reader) -> tuple[tuple[Migration, ...] | None, tuple[str, ...]]:
    """Return the applied migrations of both tables, each once, and the names of the tables that have rows."""
    found: dict[str, Migration] = {}
    rows: list[str] = []
    there = [table for table in ("__drizzle_migrations", "migration") if reader.readable(table)]
    for table in there:
        try:
            recorded = _recorded(reader, table)
        except QueryFailed as failed:
            reader.problem(table, str(failed))
            continue
        if recorded:
            rows.insert(0, table)
        for id, applied in recorded:
            found.setdefault(id, Migration(id, table, applied))  # ``migration`` starts as a copy of the older table
    return (tuple(found[id] for id in sorted(found)) if there else None), tuple(rows)


def _recorded(reader: Reader, table: str) -> list[tuple[str, datetime | None]]:
    if table == "migration":
        columns = "id,time_completed"
        return [(name(id), time(done)) for id, done in reader.rows(sql("recorded", table, columns, columns))]
    columns = "name,applied_at,created_at"
    there = ",".join(part for part in columns.split(",") if reader.tables[table].column(part))
    found = []
    for id, applied, created in reader.rows(sql("recorded", table, columns, there)):
        known = name(id) or _by_stamp(created)
        if known:
            found.append((known, _iso(applied)))
        else:
            reader.problem(table, f"a migration of {created} is unknown, and its name is not recorded")
    return found


def _by_stamp(created: object) -> str:
    """Return the migration's name from its generation time, the only thing old databases (before about March 2026) record."""
    moment = time(created)
    stamp = moment.strftime("%Y%m%d%H%M%S_") if moment else "?"
    return next((id for id in known_migrations() if id.startswith(stamp)), "")


def _iso(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _versions(reader: Reader) -> tuple[tuple[VersionUse, ...], dict[str, datetime | None]]:
    """Return the sessions by the version that created them, and the newest update in each session table."""
    uses: dict[str, VersionUse] = {}
    newest: dict[str, datetime | None] = {}
    for table in ("session", "session_v2"):
        if not reader.readable(table, "version", "time_created", "time_updated"):
            continue
        try:
            rows = reader.rows(sql("versions", table), seconds=_SECONDS)
        except QueryFailed as failed:
            reader.problem(table, f"sessions by version: {failed}")
            continue
        newest[table] = max((moment for *_, last in rows if (moment := time(last))), default=None)
        for version, count, first, last, _ in rows:
            use = VersionUse(name(version), int(count), time(first), time(last))
            uses[use.version] = _merged(uses.get(use.version), use)
    return tuple(sorted(uses.values(), key=lambda use: use.first or _EPOCH)), newest


def _merged(one: VersionUse | None, two: VersionUse) -> VersionUse:
    """Merge the counts of both session tables; the larger count is right, because imported sessions are in both tables."""
    if one is None:
        return two
    times = [moment for moment in (one.first, two.first, one.last, two.last) if moment]
    return VersionUse(two.version, max(one.sessions, two.sessions), min(times, default=None), max(times, default=None))


def _newest_message(reader: Reader) -> datetime | None:
    """Return the newest time of the messages written last (by rowid, because no index is by time alone)."""
    moments: list[datetime] = []
    for table in ("message", "session_message"):
        if reader.readable(table, "time_created"):
            last = "time_updated" if reader.readable(table, "time_updated") else "time_created"
            try:
                rows = reader.rows(sql("times", table, last))
            except QueryFailed as failed:
                reader.problem(table, str(failed))
                continue
            moments += [moment for row in rows for value in row if (moment := time(value))]
    return max(moments, default=None)


def _generation(reader: Reader, newest: Mapping[str, datetime | None]) -> tuple[str, tuple[FileNote, ...]]:
    """Return the generation, named after the first release with this schema, and notes about 2.x.

    A database of 2.x still has the old 1.x tables, and a 1.x server may continue to use a database that 2.x has imported. So 2.x is
    recognised by its own tables and by which generation's rows are newer.
    """
    markers = [table for table in ("session_v2", "session_pending", "session_inbox") if reader.readable(table)]
    markers += ["kv: migration.v1-v2"] if _imported(reader) else []
    old = _first_generation(reader.tables)
    if not markers:
        return old, ()
    two, one = newest.get("session_v2"), newest.get("session")
    if old != "unknown" and one and (two is None or one > two):
        return old, (FileNote(FileNoteKind.LATER_2X, markers=tuple(markers)),)
    return "2.x", (FileNote(FileNoteKind.NOW_2X, markers=tuple(markers)),)


def _imported(reader: Reader) -> bool:
    if not reader.readable("kv", "key"):
        return False
    try:
        return bool(reader.rows(sql("imported"), seconds=_SECONDS))
    except QueryFailed:
        return False


def _first_generation(tables: Mapping[str, Table]) -> str:
    def has(table: str, *columns: str) -> bool:
        return table in tables and all(tables[table].column(column) for column in columns)

    if not has("session", "id") or not has("message", "data"):
        return "unknown"
    if has("session_message", "seq") or has("session_input"):
        return "1.17.0" if has("session_context_epoch", "replacement_seq") or not has("session_context_epoch") else "1.17.11+"
    if has("data_migration"):
        return "1.15"
    return "1.14" if has("session_message") or has("event") else "1.2"


def _health(reader: Reader, generation: str, migrations: Sequence[Migration] | None) -> Health:
    complaint = _missing(reader, generation, migrations)
    if complaint:
        return Health(HealthState.DAMAGED, complaint)
    if reader.opened.bytes > _CHECK_BYTES:
        return Health(HealthState.NOT_CHECKED, f"the file is larger than {_CHECK_BYTES >> 20} MiB")
    try:
        # After an interrupted write, tables and their indexes may differ, which quick_check does not check.
        check = "integrity_check" if reader.opened.way is Way.SNAPSHOT else "quick_check"
        found = reader.rows(f"PRAGMA {check}(1)", seconds=_SECONDS)
    except QueryFailed as failed:
        return Health(HealthState.NOT_CHECKED if failed.slow else HealthState.DAMAGED, str(failed))
    complaint = name(found[0][0]) if found else _IN_ORDER
    if complaint == _IN_ORDER:
        return Health()
    reader.problem("", f"it is damaged ({complaint}): rows may be missing from what was read")
    return Health(HealthState.DAMAGED, complaint)


def _missing(reader: Reader, generation: str, migrations: Iterable[Migration] | None) -> str | None:
    """Return a complaint about the first table that must exist after the applied migrations but is missing or is a view."""
    core = () if generation == "2.x" else ("session", "message", "part")
    for table in (*core, *expected_tables({migration.id for migration in migrations or ()})):
        found = reader.tables.get(table)
        if found is not None and found.kind is TableKind.TABLE:
            continue
        complaint = f"table {table} is missing" if found is None else f"{table} is a {found.kind}, not a table"
        if table in core:  # without this table no prompt can be found, so nothing may be called healthy
            reader.problem("", f"{complaint}: its contents could not be checked")
        return complaint
    return None


def _siblings(path: Path) -> tuple[str, ...]:
    """Return the names of OpenCode's other databases in the folder, with a mark if they were written more recently.
    None is opened."""
    try:
        own = _touched(path)
        others = sorted(other for other in path.parent.glob("opencode*.db") if other.name != path.name and other.is_file())
        return tuple(f"{other.name} (written to more recently)" if _touched(other) > own else other.name for other in others[:20])
    except OSError:
        return ()


def _touched(path: Path) -> float:
    return max((part.stat().st_mtime for part in (path, path.with_name(path.name + "-wal")) if part.exists()), default=0.0)
