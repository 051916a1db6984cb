"""Facts: schema, migrations, generation, health and versions as the file itself shows them."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.database import open_database
from inspector.errors import UnreadableError
from inspector.model import DatabaseFacts, FileNoteKind, Health, HealthState
from tests.database.databases import START, made, writing

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
V2 = (
    "CREATE TABLE session_v2 (id text PRIMARY KEY, version text NOT NULL, model text, time_created integer, time_updated integer, "
    "time_idle integer, resume_attempts integer)"
)


def facts(path: Path) -> DatabaseFacts:
    with open_database(path) as database:
        return database.facts()


@pytest.mark.parametrize(
    ("sample", "generation", "applied", "bookkeeping", "born_new"),
    [
        ("1.2.27", "1.2", 9, ("__drizzle_migrations",), False),
        ("1.14.41", "1.14", 17, ("__drizzle_migrations",), False),
        ("1.15.13", "1.15", 21, ("__drizzle_migrations",), False),
        ("1.15.13-then-1.17.0", "1.17.0", 32, ("migration", "__drizzle_migrations"), False),
        ("1.15.13-then-1.18.33", "1.17.11+", 38, ("migration", "__drizzle_migrations"), False),
        ("1.17.19", "1.17.11+", 38, ("migration",), True),
        ("1.18.33-then-1.15.13", "1.17.11+", 38, ("migration",), True),
    ],
)
def test_generation_and_migrations_of_each_era(
    tmp_path: Path, sample: str, generation: str, applied: int, bookkeeping: tuple[str, ...], born_new: bool
) -> None:
    found = facts(made(tmp_path, sample))
    assert (found.generation, found.bookkeeping, found.born_new, found.health) == (generation, bookkeeping, born_new, Health())
    assert found.migrations is not None
    assert len(found.migrations) == applied
    assert [one.id for one in found.migrations] == sorted({one.id for one in found.migrations})
    assert found.migrated is not None
    assert found.problems == ()


def test_migrations_keep_the_record_that_came_first(tmp_path: Path) -> None:
    found = facts(made(tmp_path, "1.15.13-then-1.17.0"))
    assert [one.table for one in found.migrations or ()] == ["__drizzle_migrations"] * 21 + ["migration"] * 11


def test_column_of_the_drift_is_not_null_without_default(tmp_path: Path) -> None:
    table = facts(made(tmp_path, "1.15.13-then-1.17.0")).tables["session_message"]
    seq = table.column("seq")
    assert seq is not None
    assert (seq.type.lower(), seq.not_null, seq.default, seq.position) == ("integer", True, None, 6)
    assert table.unique == (("session_id", "seq"),)
    assert (table.kind, table.triggers) == ("table", ())


def test_foreign_triggers_views_and_generated_columns_are_told(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "1.17.19",
        "CREATE TRIGGER stop BEFORE INSERT ON message BEGIN SELECT raise(ABORT, 'no'); END",
        "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "CREATE VIRTUAL TABLE words USING fts5(text)",
        "ALTER TABLE part ADD COLUMN kind text GENERATED ALWAYS AS (json_extract(data, '$.type')) VIRTUAL",
    )
    tables = facts(path).tables
    assert tables["message"].triggers == ("stop",)
    assert (tables["endless"].kind, tables["words"].kind) == ("view", "virtual")
    kind = tables["part"].column("kind")
    assert kind is not None
    assert kind.generated


def test_sessions_are_counted_by_the_version_that_made_them(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13-then-1.17.0")
    with writing(path) as writer:
        writer.session("ses_a", 0)
        writer.session("ses_b", 5000)
        writer.session("ses_c", 9000, version="1.17.0")
        writer.user("ses_a", "msg_a", 60_000)
    found = facts(path)
    assert [(use.version, use.sessions) for use in found.versions] == [("1.15.13", 2), ("1.17.0", 1)]
    assert found.versions[0].last == EPOCH + timedelta(milliseconds=START + 5000)
    assert found.newest_row == EPOCH + timedelta(milliseconds=START + 60_000)


@pytest.mark.parametrize(
    ("statement", "health"),
    [
        ("DROP TABLE todo", "table todo is missing"),
        ("DROP TABLE message", "table message is missing"),
        ("ALTER TABLE part RENAME TO gone", "table part is missing"),
    ],
)
def test_missing_table_is_a_complaint(tmp_path: Path, statement: str, health: str) -> None:
    assert facts(made(tmp_path, "1.17.19", statement)).health == Health(HealthState.DAMAGED, health)


def test_view_in_the_place_of_a_table_is_a_complaint(tmp_path: Path) -> None:
    path = made(
        tmp_path, "1.17.19", "DROP TABLE session", "CREATE VIEW session AS SELECT 1 AS id, 2 AS time_created, 3 AS time_updated"
    )
    assert facts(path).health == Health(HealthState.DAMAGED, "session is a view, not a table")


def test_damage_is_a_complaint(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        for number in range(300):
            writer.session(f"ses_{number}", title="x" * 500)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(os.urandom(4096))
    health = facts(path).health
    assert health.state is HealthState.DAMAGED and health.detail


def test_generation_follows_the_fresher_rows_not_the_tables(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19", V2)
    with writing(path) as writer:
        writer.session("ses_old", 0)
        row = {"id": "ses_new", "version": "2.0.8", "time_created": START + 9, "time_updated": START + 9}
        writer.insert("session_v2", **row)
    found = facts(path)
    assert found.generation == "2.x"
    assert (found.notes[-1].kind, "session_v2" in found.notes[-1].markers) == (FileNoteKind.NOW_2X, True)
    with writing(path) as writer:
        writer.session("ses_newer", 100)
    found = facts(path)
    assert found.generation == "1.17.11+"
    assert found.notes[-1].kind is FileNoteKind.LATER_2X


def test_other_databases_beside_it_are_named_but_not_opened(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    (tmp_path / "opencode-dev.db").write_bytes(b"no database")
    os.utime(path, (1, 1))
    assert facts(path).siblings == ("opencode-dev.db (written to more recently)",)


def test_database_without_bookkeeping_has_no_migrations(tmp_path: Path) -> None:
    found = facts(made(tmp_path, "1.15.13", "DROP TABLE __drizzle_migrations"))
    assert (found.migrations, found.bookkeeping, found.born_new, found.migrated) == (None, (), False, None)


def test_unnamed_migrations_are_told_by_their_stamp_or_reported(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "1.15.13",
        "UPDATE __drizzle_migrations SET name = NULL",
        "UPDATE __drizzle_migrations SET created_at = 7 WHERE id = 3",
    )
    found = facts(path)
    assert len(found.migrations or ()) == 20
    assert len(found.problems) == 1
    assert "is unknown, and its name is not recorded" in found.problems[0].what


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE bookmarks (url)",
        "CREATE TABLE session (id); CREATE TABLE message (id, session_id, text)",
        "CREATE TABLE __drizzle_migrations (id, hash, created_at); CREATE TABLE users (id); "
        "INSERT INTO __drizzle_migrations VALUES (1, 'abc', 1700000000000)",
    ],
)
def test_the_database_of_another_program_is_refused(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.close()
    with pytest.raises(UnreadableError, match="is not an OpenCode database"):
        facts(path)


def test_a_damaged_database_of_opencode_is_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "opencode.db"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE project (id); CREATE TABLE todo (id); CREATE TABLE session_share (id)")
    connection.close()
    assert facts(path).health == Health(HealthState.DAMAGED, "table session is missing")
