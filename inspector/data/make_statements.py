#!/usr/bin/env python3
"""Make statements.json: the SQL queries for the databases of all releases in releases.json. The package does not import
this module."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from inspector.database import MESSAGES, Database, sql
from inspector.database.changes import changes, ended_in_error
from inspector.database.opening import opened
from inspector.database.reader import Reader
from inspector.database.statements import build

HERE = Path(__file__).parent
TARGET = HERE / "statements.json"
SESSION = "ses_1"
ANSWER = json.dumps({"role": "assistant", "time": {"completed": 1}, "finish": "stop"})
"""A complete answer; of such a message fewer parts are read. Every second message is one."""
ROWS = {"session": 1, "migration": 1, "__drizzle_migrations": 1, "kv": 1}
"""Rows of these tables. Every other table has more rows than inspector reads from a session, so that all queries are used."""


class Asked(dict[str, str]):
    """The statements by name. A missing statement is built."""

    def get(self, name: str, default: object = None) -> str:
        return self.setdefault(name, build(*name.split(" ")))


def statements() -> dict[str, str]:
    """Return the queries for the releases' databases, by name."""
    asked = Asked()
    written, sql.known_statements = sql.known_statements, lambda: asked  # type: ignore[assignment]
    sql.sql.cache_clear()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, tables in json.loads((HERE / "releases.json").read_text("utf-8"))["schemas"].items():
                path = Path(folder) / f"{name}.db"
                make_database(path, tables)
                ask(path)
    finally:
        sql.known_statements = written
        sql.sql.cache_clear()
    return dict(sorted(asked.items()))


def make_database(path: Path, tables: Mapping[str, Mapping[str, str]]) -> None:
    with closing(sqlite3.connect(path)) as made, made:
        for table, columns in tables.items():
            listed = ", ".join(f'"{column}"' for column in columns)
            made.execute(f'CREATE TABLE "{table}" ({listed})')
            for number in range(ROWS.get(table, MESSAGES + 1)):
                row = [value(table, column, number) for column in columns]
                made.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)  # noqa: S608
            if "message_id" in columns:
                made.execute(f'CREATE INDEX "{table}_message" ON "{table}" ("message_id")')


def value(table: str, column: str, number: int) -> object:
    if column in ("session_id", "aggregate_id") or (table, column) == ("session", "id"):
        return SESSION
    if (table, column) == ("message", "data") and number % 2:
        return ANSWER
    return f"msg_{number}" if column in ("id", "message_id") else number if column.startswith("time_") else "{}"


def ask(path: Path) -> None:
    """Run every query that a diagnosis or a watch may run."""
    with opened(path) as file:
        reader = Reader(file)
        database = Database(reader)
        database.facts()
        database.recent(1)
        list(database.hunt())
        list(database.hunt(sessions=[SESSION]))
        for every_part in (None, ()):
            list(database.sessions([SESSION], every_part=every_part))
        changes(reader, {})
        ended_in_error(reader, [SESSION])


if __name__ == "__main__":
    TARGET.write_text(json.dumps(statements(), indent=0, sort_keys=True) + "\n", "utf-8")
