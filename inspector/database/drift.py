"""Decide whether an OpenCode server version can run on a database, from its schema, its migrations and facts about releases.

``make_releases.py`` makes the data (``inspector/data/releases.json``) from real server binaries.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

from msgspec.structs import replace

from inspector.catalogue import read_data
from inspector.model import Break, BreakKind, Column, DatabaseFacts, Drift, Migration, Table, TableKind
from inspector.model.value import Value
from inspector.versions import version_key

_DRIZZLE = "__drizzle_migrations"
_SWITCHES = (
    "new sessions, and old ones whose prompt names another agent or model, get no answer: "
    "NOT NULL constraint failed: session_message.seq"
)


class _Release(Value, frozen=True):
    version: str
    migrations: tuple[str, ...]
    tables: Mapping[str, Mapping[str, str]]
    """table → column → flags (``nn``, ``d``, ``pk``)."""
    keeps: str
    """The table it records migrations in."""
    writes: frozenset[str]
    """Tables that one session and one prompt write to."""


def releases() -> tuple[str, ...]:
    """Return the releases in the data, oldest first."""
    return tuple(_releases())


def known_migrations() -> tuple[str, ...]:
    """Return the IDs of all migrations of these releases, oldest first."""
    return tuple(_data()["changes"])


def expected_tables(applied: set[str]) -> tuple[str, ...]:
    """Return the tables that must exist after these migrations; () when no release has exactly these migrations."""
    same = (release for release in _releases().values() if set(release.migrations) == applied)
    release = next(same, None)
    return () if release is None else tuple(name for name in sorted(release.tables) if name not in ("migration", _DRIZZLE))


@cache
def later_columns() -> frozenset[tuple[str, str]]:
    """Return table and name of each column that must be filled and that a release which writes to the table does not know yet."""
    return frozenset(
        (table, column)
        for older, newer in combinations(_releases().values(), 2)
        for table in older.writes & older.tables.keys() & newer.tables.keys()
        for column, flags in newer.tables[table].items()
        if column not in older.tables[table] and "nn" in flags.split() and "d" not in flags.split()
    )


def drift(facts: DatabaseFacts, version: str) -> Drift:
    """Return what happens when server `version` runs on this database: what breaks, what it migrates, which releases
    are safe.

    A version that is not in the data is judged by a similar release (`nearest`), and no result is then `sure`.
    `safe` lists the releases that have every applied migration and no breaks. Older releases that happen to work (1.14 on a database
    of 1.17) have no `breaks`, but are not in `safe`.
    """
    known = version in _releases()
    release = _nearest(version)
    applied = {migration.id: migration for migration in facts.migrations or ()}
    found: tuple[Break, ...] = ()
    foreign: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    if release is not None:
        found = tuple(replace(one, sure=one.sure and known) for one in _breaks(facts, release, version))
        foreign = tuple(id for id in applied if id not in release.migrations)
        pending = _pending(facts, release)
        lost = _lost(facts, release, version) if pending else ()
    elif version_key(version)[0] >= 2 and facts.generation != "2.x":
        effect = f"starting {version} copies the sessions of 1.x once; it does not read rows that a 1.x server writes afterwards"
        found = (Break(BreakKind.TOO_OLD, "session", None, None, effect, sure=False),)
    safe = tuple(other.version for other in _releases().values() if _safe(facts, other))
    return Drift(
        version=version,
        known=known,
        nearest=None if known or release is None else release.version,
        breaks=found,
        foreign=foreign,
        pending=pending,
        drifted_at=min((moment for id in foreign if (moment := applied[id].applied)), default=None),
        writer=next((one.version for one in _releases().values() if applied and applied.keys() <= set(one.migrations)), None),
        safe=safe,
        safe_from=safe[0] if safe else None,
        lost=lost,
    )


def nearest_release(version: str) -> str | None:
    """Return the known release by which `version` is judged: itself if it is known; None when no release is similar."""
    found = _nearest(version)
    return found.version if found else None


def _safe(facts: DatabaseFacts, release: _Release) -> bool:
    ships = {migration.id for migration in facts.migrations or ()} <= set(release.migrations)
    return ships and all(one.kind is BreakKind.TOO_OLD for one in _breaks(facts, release, release.version, foretell=False))


def _breaks(facts: DatabaseFacts, release: _Release, version: str, *, foretell: bool = True) -> Iterator[Break]:
    if not facts.tables:
        return
    recorded = _recorded(facts, release)
    applied = {migration.id for migration in facts.migrations or ()}
    replayed = [id for id in release.migrations if id not in recorded and _has_run(facts, id, applied)]
    if replayed:
        # Seen: 1.15.13 on a file born under 1.18.33, and on one of 1.14.41 that 1.17.19 had migrated.
        effect = (
            f"the server does not find the records of {len(replayed)} applied migrations, applies them again, fails ("
            f"{'duplicate column' if recorded else 'table `project` already exists'}) and answers HTTP 500 to every request; "
            "no prompt_async line is logged"
        )
        change = replayed[0] if recorded else _first_new(facts)
        yield Break(BreakKind.BORN_NEW, release.keeps, None, change, effect, sure=release.keeps == _DRIZZLE)
        return
    if facts.generation == "2.x":
        effect = "this server does not read sessions of 2.x, and 2.x does not read rows that this server writes"
        yield Break(BreakKind.NEWER_GENERATION, "session_v2", None, _first_new(facts, release), effect, sure=False)
    yield from _missing_columns(facts, release, version)
    yield from _unfilled_columns(facts, release)
    pending = _pending(facts, release)
    if pending:
        yield Break(
            BreakKind.TOO_OLD, release.keeps, None, pending[0], _migrating(facts, release, version, pending, foretell), sure=True
        )


def _unfilled_columns(facts: DatabaseFacts, release: _Release) -> Iterator[Break]:
    """Yield columns that must be filled and that this release does not have, in tables it writes for every prompt."""
    for name in sorted(release.writes):
        table = facts.tables.get(name)
        for column in table.columns if table and table.kind is TableKind.TABLE and name in release.tables else ():
            if column.not_null and column.default is None and not column.generated and column.name not in release.tables[name]:
                seen = (name, column.name) == ("session_message", "seq")
                effect = _SWITCHES if seen else f"writing to {name} fails: NOT NULL constraint failed: {name}.{column.name}"
                yield Break(BreakKind.NOT_NULL, name, column.name, _maker(facts, f"+{name}.{column.name}"), effect, sure=seen)


def _missing_columns(facts: DatabaseFacts, release: _Release, version: str) -> Iterator[Break]:
    """Yield tables and columns that this release needs and newer migrations removed: known needs first, then written
    columns."""
    coming = {entry for id in _pending(facts, release) for entry in _added(id)}
    told: set[tuple[str, str]] = set()
    for need in _data()["needs"]:
        table = facts.tables.get(need["table"])
        if table is None or table.kind is not TableKind.TABLE or need.get("unless") in facts.bookkeeping:
            continue
        if version_key(need["from"]) <= version_key(version) <= version_key(need["to"]):
            for column in need["columns"]:
                if table.column(column) is None and f"{table.name}.{column}" not in coming:
                    told.add((table.name, column))
                    change = _maker(facts, f"-{table.name}.{column}")
                    yield Break(BreakKind.MISSING_COLUMN, table.name, column, change, need["effect"], sure=need["seen"])
    for name in sorted(release.writes):
        table = facts.tables.get(name)
        if table is None or table.kind is not TableKind.TABLE:
            if not any(entry.startswith(f"{name}.") for entry in coming):
                yield Break(
                    BreakKind.MISSING_TABLE, name, None, _maker(facts, f"-{name}.id"), f"no such table: {name}", sure=False
                )
            continue
        for column in release.tables.get(name, {}):
            if table.column(column) is None and f"{name}.{column}" not in coming and (name, column) not in told:
                effect = f"writing to {name} fails: no such column: {column}"
                yield Break(BreakKind.MISSING_COLUMN, name, column, _maker(facts, f"-{name}.{column}"), effect, sure=False)


def _migrating(facts: DatabaseFacts, release: _Release, version: str, pending: tuple[str, ...], foretell: bool) -> str:
    """Return how starting the server changes the database, and which releases cannot run on it afterwards."""
    count = f"{len(pending)} migration{'s' if len(pending) > 1 else ''}"
    text = f"starting {version} applies {count} ({pending[0]}{f' … {pending[-1]}' if len(pending) > 1 else ''})"
    if not foretell:
        return text
    lost = _lost(facts, release, version)
    if not lost:
        return f"{text}; all releases that can run on it now can still run on it afterwards"
    return f"{text}; afterwards {', '.join(lost)} can no longer run on it"


def _lost(facts: DatabaseFacts, release: _Release, version: str) -> tuple[str, ...]:
    """Return the older releases that can run on the database now but not after `release` has migrated it, as spans."""
    after = _migrated(facts, release)
    broken = [
        other.version
        for other in _releases().values()
        if not _fatal(facts, other) and _fatal(after, other) and version_key(other.version) < version_key(version)
    ]
    return _spans(broken)


def _fatal(facts: DatabaseFacts, release: _Release) -> bool:
    return any(one.kind is not BreakKind.TOO_OLD for one in _breaks(facts, release, release.version, foretell=False))


def _migrated(facts: DatabaseFacts, release: _Release) -> DatabaseFacts:
    """Return the facts as they are after `release` has run on the database."""
    tables = dict(facts.tables)
    for name, columns in release.tables.items():
        made = tuple(
            Column(column, "", "nn" in flags.split(), "" if "d" in flags.split() else None, place, "pk" in flags.split())
            for place, (column, flags) in enumerate(columns.items())
        )
        tables[name] = Table(name, TableKind.TABLE, made)
    known = {migration.id for migration in facts.migrations or ()}
    new = tuple(Migration(id, release.keeps, None) for id in release.migrations if id not in known)
    bookkeeping = tuple(dict.fromkeys((*facts.bookkeeping, release.keeps)))
    return replace(facts, tables=tables, migrations=(*(facts.migrations or ()), *new), bookkeeping=bookkeeping)


def _spans(versions: list[str]) -> tuple[str, ...]:
    """Return ``1.15.0 to 1.15.13`` for consecutive releases in the data."""
    order = list(_releases())
    runs: list[list[str]] = []
    for version in versions:
        if runs and order.index(runs[-1][-1]) + 1 == order.index(version):
            runs[-1].append(version)
        else:
            runs.append([version])
    return tuple(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _recorded(facts: DatabaseFacts, release: _Release) -> set[str]:
    """Return the migrations that the release finds: from 1.16 on it reads the old table only if the new table is empty."""
    if release.keeps == _DRIZZLE:
        return {migration.id for migration in facts.migrations or () if migration.table == _DRIZZLE}
    return {migration.id for migration in facts.migrations or ()}


def _has_run(facts: DatabaseFacts, id: str, applied: Collection[str]) -> bool:
    """Whether a migration is recorded in either table, or all columns that it adds already exist."""
    if id in applied:
        return True
    added = [entry.split(".") for entry in _added(id)]
    return bool(added) and all(name in facts.tables and facts.tables[name].column(column) for name, column in added)


def _added(id: str) -> tuple[str, ...]:
    """Return the columns that a migration adds, as ``table.column``."""
    return tuple(change[1:].split(" ")[0] for change in _data()["changes"].get(id, ()) if change[0] == "+")


def _pending(facts: DatabaseFacts, release: _Release) -> tuple[str, ...]:
    """Return the release's migrations that were not applied yet."""
    applied = {migration.id for migration in facts.migrations or ()}
    return tuple(id for id in release.migrations if not _has_run(facts, id, applied))


def _first_new(facts: DatabaseFacts, release: _Release | None = None) -> str | None:
    """Return the oldest applied migration that is not in the old migration table (or not in this release)."""
    old = (id for one in _releases().values() if one.keeps == _DRIZZLE for id in one.migrations)
    known = set(release.migrations if release else old)
    return next((migration.id for migration in facts.migrations or () if migration.id not in known), None)


def _maker(facts: DatabaseFacts, change: str) -> str | None:
    """Return the newest applied migration that made a change; None when unknown."""
    applied = {migration.id for migration in facts.migrations or ()}
    for id, changes in reversed(_data()["changes"].items()):
        if id in applied and any(entry.split(" ")[0] == change for entry in changes):
            return str(id)
    return None


def _nearest(version: str) -> _Release | None:
    """Return the release itself, or the newest older release of its line (1.17, 1.18 …), or the release that represents
    the line."""
    known = _releases()
    wanted = version_key(version)
    if version in known or wanted[0] != 1:
        return known.get(version)
    for entry in _data()["like"]:
        if version_key(entry["line"])[:2] == wanted[:2]:
            return known[entry["as"]]
    line = [release for release in known.values() if version_key(release.version)[:2] == wanted[:2]]
    older = [release for release in line or known.values() if version_key(release.version) <= wanted]
    return older[-1] if older else line[0] if line else None


@cache
def _releases() -> Mapping[str, _Release]:
    data = _data()
    return {
        version: _Release(
            version,
            tuple(data["sets"][entry["migrations"]]),
            data["schemas"][entry["schema"]],
            entry["keeps"],
            frozenset(entry["writes"]),
        )
        for version, entry in sorted(data["releases"].items(), key=lambda item: version_key(item[0]))
    }


@cache
def _data() -> dict[str, Any]:
    return dict(json.loads(read_data("releases.json")))
