"""The rows of the sessions in a bundle, copied into a new database without people's texts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from inspector import catalogue
from inspector.bundle.blanks import LEARNED, RECENT, blank, blank_texts, redact_folder, redact_variant
from inspector.model import Problem, Table, TableKind
from inspector.model.value import Value
from inspector.redaction.redact import redact_text
from inspector.redaction.state import State

if TYPE_CHECKING:
    from inspector.database.reader import Reader

SESSION_ROWS = 2000
"""At most this many rows of one session in one table are kept, the newest."""

BOOKKEEPING = ("migration", "__drizzle_migrations", "data_migration")
"""Tables that are copied completely: they show the changes of the schema and their times."""

MARKERS = ("kv",)
"""Tables of which only the rows about migrations are kept."""

_ASKED = ("command", "filePath", "path", "pattern", "url", "query", "name", "subagent_type")
"""Fields of a call's input that a permission request names."""


class DatabaseExcerpt(Value, frozen=True):
    """A database with the same schema and the rows of some sessions, without texts."""

    content: bytes
    """An SQLite file, always the same bytes for the same rows."""
    schema: str
    """The CREATE statements."""
    rows: Mapping[str, tuple[int | None, int]]
    """By table: number of rows in the original (None: not counted), number of rows kept."""
    sessions: frozenset[str]
    """The sessions whose rows are in the excerpt."""
    problems: tuple[Problem, ...]


def database(path: str, sessions: Collection[str], quiet_since: int | None, state: State) -> DatabaseExcerpt:
    """Return a copy of the database at `path` with the rows of `sessions` and of at most `RECENT` other recent sessions.

    Other sessions updated after `quiet_since` (Unix ms) are left out, because on a live server their prompts may still be running.
    Raises UsageError and UnreadableError when the database cannot be opened.
    """
    from pathlib import Path

    from inspector.database.opening import opened
    from inspector.database.reader import Reader

    with opened(Path(path)) as file, closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        reader = Reader(file)
        problems = list(reader.problems)
        statements = _schema(reader, state, problems)
        _create(copy, statements, ("table",))
        kept = {*sessions, *_recent(reader, quiet_since)}
        for name in ("session", "session_v2"):
            if reader.readable(name, "directory"):
                found = _rows(reader, problems, name, ("directory",))
                state.learn(islice(dict.fromkeys(str(row[0]) for row in found if row[0]), LEARNED))
        rows = {}
        for table in reader.tables.values():
            if table.kind is TableKind.TABLE and table.columns:
                columns = [column.name for column in table.columns if not column.generated]
                picked = _kept_rows(reader, problems, table.name, columns, kept)
                rows[table.name] = (_count(reader, table), _copy(copy, table, columns, picked, state))
        _create(copy, statements, ("index", "view", "trigger"))
        return DatabaseExcerpt(
            copy.serialize(), "".join(f"{sql};\n" for _, sql in statements), rows, frozenset(kept), tuple(problems)
        )


def _schema(reader: Reader, state: State, problems: list[Problem]) -> list[tuple[str, str]]:
    from inspector.database.reader import QueryFailed

    try:
        found = reader.rows("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid LIMIT 2000")
    except QueryFailed as failed:
        problems.append(Problem(reader.name, f"its schema could not be copied: {failed}"))
        return []
    return [
        (str(what), redact_text(str(sql), state))
        for what, sql in found
        if str(sql).lstrip()[:7].upper() == "CREATE " and "sqlite_" not in str(sql).split("(", 1)[0].lower()
    ]


def _create(copy: sqlite3.Connection, statements: Sequence[tuple[str, str]], kinds: Collection[str]) -> None:
    """Run the CREATE statements; skip statements that cannot run here (virtual tables, CREATE TABLE AS)."""
    steps = iter(range(2000))
    copy.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    copy.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    for what, sql in statements:
        if what in kinds and not sql.upper().startswith("CREATE VIRTUAL"):
            try:
                copy.execute(sql)
            except sqlite3.Error:
                continue
    copy.set_progress_handler(None, 0)


def _recent(reader: Reader, quiet_since: int | None) -> list[str]:
    from inspector.database.hunt import recent

    found = recent(reader, RECENT, None, ())
    if quiet_since is None:
        return found
    late = set()
    for name in ("session", "session_v2"):
        if reader.readable(name, "id", "time_updated"):
            late |= {row[0] for row in _rows(reader, [], name, ("id", "time_updated"), ("time_updated", quiet_since, 1 << 62))}
    return [session for session in found if session not in late]


def _rows(
    reader: Reader, problems: list[Problem], name: str, columns: Sequence[str], range: tuple[str, object, object] | None = None
) -> Sequence[Any]:
    """Return the newest `SESSION_ROWS` rows, oldest first. `range` names a column and the first and the last of its values."""
    from sqlalchemy import select

    from inspector.database.reader import QueryFailed
    from inspector.database.statements import ready, source

    table = source(name, *columns)
    query = select(*(table.c[column] for column in columns)).order_by(table.c.rowid.desc()).limit(SESSION_ROWS)
    try:
        return list(reversed(reader.rows(*ready(query.where(table.c[range[0]].between(*range[1:])) if range else query))))
    except QueryFailed as failed:
        problems.append(Problem(f"{reader.name}: {name}", f"not all its rows could be copied: {failed}"))
        return ()


def _count(reader: Reader, table: Table) -> int | None:
    from inspector.database.reader import QueryFailed
    from inspector.database.sql import quoted

    try:
        return int(reader.rows(f"SELECT count(*) FROM {quoted(table.name)}")[0][0])  # noqa: S608
    except (QueryFailed, ValueError, TypeError):
        return None


def _kept_rows(
    reader: Reader, problems: list[Problem], name: str, columns: Sequence[str], sessions: Collection[str]
) -> Iterable[Any]:
    """Return the rows of the table `name` that an excerpt keeps."""
    keys = ("id",) if name in ("session", "session_v2") else ("session_id", "aggregate_id")
    key = next((key for key in keys if key in columns), None)
    if name in BOOKKEEPING:
        return _rows(reader, problems, name, columns)
    if name in MARKERS and "key" in columns:
        return _rows(reader, problems, name, columns, ("key", "migration", "migration~"))
    if key is not None and (reader.affordable(name, key) or reader.size(name) < 1_000_000):
        return chain.from_iterable(_rows(reader, problems, name, columns, (key, id, id)) for id in sorted(sessions))
    return ()


def _copy(copy: sqlite3.Connection, table: Table, columns: Sequence[str], found: Iterable[Any], state: State) -> int:
    """Copy the rows that were `found` without texts, and return their number."""
    from inspector.database.sql import quoted

    strip = _stripper(table, columns, state)
    into = (
        f"INSERT OR IGNORE INTO {quoted(table.name)} ({', '.join(map(quoted, columns))}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    )
    number = 0
    copy.execute("BEGIN")
    for row in found:
        try:
            number += copy.execute(into, strip(row)).rowcount
        except (sqlite3.Error, OverflowError, UnicodeError):
            continue
    copy.execute("COMMIT")
    return number


@cache
def _read_by_forms(table: str) -> tuple[frozenset[str], Mapping[str, Mapping[tuple[str, ...], str]]]:
    """Return the columns that the schema forms read of a table, and by JSON column its paths with how they are read
    (plain, type, length)."""
    columns: set[str] = set()
    paths: dict[str, dict[tuple[str, ...], str]] = {}
    for module in catalogue.modules("inspector.database.schemas").values():
        form = module.FORM
        if form.table == table:
            columns |= {*form.needs, *form.optional}
            for path in form.paths if form.json else ():
                how, _, place = path.rpartition(" ")
                paths.setdefault(form.json, {})[tuple(place.split(".")[1:])] = how or "plain"
    return frozenset(columns), paths


def _stripper(table: Table, columns: Sequence[str], state: State) -> Callable[[Sequence[Any]], list[Any]]:
    """Return a function that removes texts from a row: it reduces JSON to the read paths, keeps names and blanks the rest."""
    read, paths = _read_by_forms(table.name)
    whole = table.name in (*BOOKKEEPING, *MARKERS)
    blanks = iter(range(1 << 62))

    def value(column: str, found: Any) -> Any:
        if isinstance(found, bytes):
            return b""
        if not isinstance(found, str):
            return found
        if column in ("directory", "path", "worktree", "cwd"):
            return redact_folder(found, state)
        if column == "variant":
            return redact_variant(found, state)
        if column in paths:
            return _json(found, paths[column], state)
        if whole or column in read or column.endswith("id") or column in ("type", "name"):
            return redact_text(found, state) if len(found) <= 4096 else f"blank-{next(blanks)}"
        return "{}" if found[:1] == "{" else "[]" if found[:1] == "[" else f"blank-{next(blanks)}"

    return lambda row: [value(column, found) for column, found in zip(columns, row, strict=True)]


def _json(text: str, wanted: Mapping[tuple[str, ...], str], state: State) -> str:
    """Return the JSON in `text` reduced to the paths in `wanted`; text that is not JSON is returned as text that is not
    JSON."""
    try:
        found = json.loads(text) if len(text) <= 64 << 20 else None
    except (ValueError, RecursionError):
        return "blank"
    if not isinstance(found, dict):
        return json.dumps(blank(found))
    return json.dumps(_picked(found, wanted, (), state), ensure_ascii=False, separators=(",", ":"))


def _picked(value: Mapping[str, Any], wanted: Mapping[tuple[str, ...], str], at: tuple[str, ...], state: State) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        path = (*at, key)
        deeper = any(len(other) > len(path) and other[: len(path)] == path for other in wanted)
        how = wanted.get(path)
        if isinstance(inner, dict) and deeper:
            kept[key] = _picked(inner, wanted, path, state)
        elif how == "length" and isinstance(inner, str):
            kept[key] = "x" * min(len(inner), 1 << 20)
        elif how == "plain" and key == "variant" and isinstance(inner, str):
            kept[key] = redact_variant(inner, state)
        elif how == "plain":
            kept[key] = _redacted(inner, state)
        elif how == "open" and isinstance(inner, dict) and value.get("status") in ("running", "pending"):
            kept[key] = {name: blank_texts(inner[name], state) for name in _ASKED if name in inner}
        elif how is not None or deeper:
            kept[key] = blank(inner)
    return kept


def _redacted(value: Any, state: State) -> Any:
    if isinstance(value, str):
        return redact_text(value[:20_000], state)
    if isinstance(value, dict):
        return {
            redact_text(key[:200], state): inner if isinstance(inner, bool) else blank(inner)
            for key, inner in islice(value.items(), 200)
        }
    return value if not isinstance(value, list) else []
