"""Short queries with limits on a hardened connection, and the schema of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from inspector.database.opening import Opened
from inspector.database.sql import EVERY_ID, quoted
from inspector.model import Column, Problem, Table, TableKind
from inspector.model.value import Value
from inspector.text import many

SECONDS = 20.0  # any value: a time limit on the clock
"""Default time limit of one statement, in seconds."""
_OBJECTS = 500
_OBJECTS_OF = "SELECT name, type, rootpage FROM sqlite_master WHERE type"
_SMALL = 100_000


class QueryFailed(Exception):
    """A statement failed; the message is SQLite's error text."""

    def __init__(self, message: str, slow: bool = False) -> None:
        super().__init__(message)
        self.slow = slow
        """Whether it timed out; a query for fewer rows may be as slow."""


class Index(Value, frozen=True):
    name: str
    columns: tuple[str, ...]
    unique: bool
    primary: bool


class Reader:
    """One open database: its schema, its rows, and what could not be read."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.name = str(opened.path)
        self._problems: dict[Problem, None] = dict.fromkeys(opened.problems)
        self._unreadable: dict[str, dict[str, None]] = {}
        self._indexes: dict[str, tuple[Index, ...]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read so far, without duplicates."""
        return (*self._problems, *(self._of_unreadable(table, list(ids)) for table, ids in self._unreadable.items()))

    def problem(self, place: str, what: str) -> None:
        self._problems[Problem(f"{self.name}: {place}" if place else self.name, what)] = None

    def unreadable(self, table: str, ids: Iterable[object]) -> None:
        """Note rows that exist but lack required values; each row counts once, however often it is read."""
        for id in ids:
            self._unreadable.setdefault(table, {})["" if id is None else str(id)[:80]] = None  # in the model's form

    def _of_unreadable(self, table: str, ids: Sequence[str]) -> Problem:
        more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
        what = f"{many(len(ids), 'row', 'rows')} could not be read (no JSON, or no text where an id should be): {', '.join(ids[:3])}{more}"
        return Problem(f"{self.name}: {table}", what)

    def rows(
        self,
        sql: str,
        values: Mapping[str, object] | None = None,
        ids: Sequence[str] | None = None,
        seconds: float = SECONDS,
    ) -> Sequence[Any]:
        """Return all rows of a limited statement. Raises QueryFailed. No cursor stays open, so no read mark is held.

        `values` has the values of ``:name`` in `sql`, `ids` the IDs for `EVERY_ID`.
        """
        deadline = self.opened.deadline
        deadline.start(seconds)
        given: Mapping[str, object] | Sequence[str] = values or ids or ()
        if ids is not None and values:
            given = {**values, **{f"id{place}": id for place, id in enumerate(ids)}}
            sql = sql.replace(EVERY_ID, ",".join(f":id{place}" for place in range(len(ids))))
        elif ids is not None:
            sql = sql.replace(EVERY_ID, ",".join("?" * len(ids)))
        try:
            return self.opened.connection.execute(sql, given).fetchall()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and str(error) == "interrupted" and not deadline.passed():
                raise KeyboardInterrupt from None  # Ctrl-C arrived in the time check, which can only interrupt the statement
            if deadline.passed():
                raise QueryFailed(f"took longer than {seconds:g} s", slow=True) from None
            raise QueryFailed(str(error)) from None
        except UnicodeDecodeError:  # Python's sqlite3 cannot even read SQLite's message when it quotes a damaged name
            raise QueryFailed("malformed database schema (a name in it is no text)") from None
        except (OverflowError, MemoryError, ValueError, sqlite3.Error) as error:
            raise QueryFailed(str(error) or type(error).__name__) from None

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Return every table-like object by name; views and virtual tables are listed but never queried."""
        try:
            found = self.rows(f"{_OBJECTS_OF} IN ('table', 'view') ORDER BY name LIMIT {_OBJECTS + 1}")
        except QueryFailed as failed:
            self.problem("schema", str(failed))
            found = ()
        if len(found) > _OBJECTS:
            self.problem("schema", f"more than {_OBJECTS} tables; the others were not checked")
        kinds = {str(name): _kind_of(kind, root) for name, kind, root in found[:_OBJECTS] if not str(name).startswith("sqlite_")}
        return MappingProxyType({name: self._table(name, kind) for name, kind in kinds.items()})

    @cached_property
    def _triggers(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return the name and CREATE statement of each trigger, by table."""
        query = "SELECT tbl_name, name, substr(sql, 1, 4096) FROM sqlite_master WHERE type = 'trigger' ORDER BY name LIMIT 500"
        try:
            found = self.rows(query)
        except QueryFailed:
            return {}
        known: dict[str, list[tuple[str, str]]] = {}
        for of, name, statement in found:
            known.setdefault(str(of), []).append((str(name), str(statement or "")))
        return known

    def _table(self, name: str, kind: TableKind) -> Table:
        if kind is not TableKind.TABLE:
            return Table(name, kind, ())
        try:
            columns = tuple(_column(found) for found in self._pragma("table_xinfo", name))
        except QueryFailed as failed:
            self.problem(name, str(failed))
            columns = ()
        unique = tuple(index.columns for index in self.indexes(name) if index.unique and not index.primary)
        triggers = self._triggers.get(name, ())
        return Table(
            name, kind, columns, tuple(trigger for trigger, _ in triggers), unique, tuple(statement for _, statement in triggers)
        )

    def indexes(self, name: str) -> tuple[Index, ...]:
        """The whole-table indexes of table `name`, the primary key's among them."""
        if name not in self._indexes:
            self._indexes[name] = tuple(self._read_indexes(name))
        return self._indexes[name]

    def _read_indexes(self, name: str) -> Iterator[Index]:
        try:
            for _, index, unique, origin, partial in self._pragma("index_list", name):
                parts = self._pragma("index_xinfo", index)
                if not partial:
                    yield Index(str(index), tuple(str(part[2]) for part in parts if part[5]), bool(unique), origin == "pk")
        except QueryFailed as failed:
            self.problem(name, f"its indexes: {failed}")

    def _pragma(self, pragma: str, name: str) -> Sequence[Any]:
        return self.rows(f"PRAGMA {pragma}({quoted(name)})")

    def readable(self, name: str, *needs: str) -> bool:
        """Whether `name` is a table (not a view) with the columns `needs`."""
        found = self.tables.get(name)
        return found is not None and found.kind is TableKind.TABLE and all(found.column(need) for need in needs)

    def affordable(self, name: str, *leading: str) -> bool:
        """Whether rows can be looked up by these leading columns without scanning a large table; otherwise note a problem."""
        if any(index.columns[: len(leading)] == leading for index in self.indexes(name)) or self.size(name) <= _SMALL:
            return True
        self.problem(
            name, f"has no index on ({', '.join(leading)}) and is too large to scan; OpenCode itself normally creates this index"
        )
        return False

    def numbers_rows(self, name: str) -> bool:
        """True when table `name` has a rowid, as every table of OpenCode has."""
        try:
            self.rows(f"SELECT rowid FROM {quoted(name)} LIMIT 0")  # noqa: S608
        except QueryFailed:
            return False
        return True

    def size(self, name: str) -> int:
        """Return an upper bound of the number of rows (the largest rowid), which is quick to read."""
        try:
            return int(self.rows(f"SELECT coalesce(max(rowid), 0) FROM {quoted(name)}")[0][0])  # noqa: S608
        except QueryFailed:
            return 0


def _column(found: Sequence[Any]) -> Column:
    """Return a row of PRAGMA table_xinfo as a column; `hidden` is 2 or 3 for a generated one."""
    place, name, type, not_null, default, key, hidden = found
    return Column(
        str(name), str(type), bool(not_null), None if default is None else str(default), place, key > 0, hidden in (2, 3)
    )


def _kind_of(kind: object, root: object) -> TableKind:
    """Return the kind of an object in the schema; a virtual table has no root page."""
    return TableKind.VIEW if kind == "view" else TableKind.TABLE if root else TableKind.VIRTUAL
