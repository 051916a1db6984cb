"""The store: its tables are those of the scripts, writers lose nothing, readers change nothing."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, select, text

from inspector.errors import InspectorError, UsageError
from inspector.fleet.judged import BreakRow, MigrationState
from inspector.fleet.opening import readable, store_url, writable
from inspector.fleet.report import read_report
from inspector.fleet.store import Store
from inspector.fleet.tables import Base, BreakTable, CaseTable, CauseTable, PromptTable, SchemaTable
from tests.fleet.tasks import judged, key, result, write_many


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fleet.db"


def counted(connection: Connection, table: type[Base]) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_scripts_make_the_tables_of_the_models(path: Path) -> None:
    with writable(str(path)) as engine, engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []


def test_a_store_keeps_its_application_id_because_older_stores_have_it(path: Path) -> None:
    with writable(str(path)):
        pass
    assert path.read_bytes()[68:72] == bytes.fromhex("000f1ee7")


@pytest.mark.slow
def test_two_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    """They also make the tables at once."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert sum(pool.map(write_many, [str(path)] * 2, (1, 2), [25] * 2)) == 50
    with writable(str(path)) as engine, engine.connect() as connection:
        assert counted(connection, CaseTable) == 51
        shared = connection.execute(select(CaseTable.id).where(CaseTable.name == "shared")).scalar_one()
        causes = connection.execute(select(CauseTable.cause).where(CauseTable.case_id == shared)).scalars().all()
        prompts = connection.execute(select(PromptTable.cause).where(PromptTable.case_id == shared)).scalars().all()
        assert len(causes) == 1 and prompts == [causes[0]] * 3
        assert counted(connection, PromptTable) == 50 * 2 + 3


def test_a_case_that_is_judged_again_replaces_its_rows_and_keeps_since_when_a_cause_is_there(path: Path) -> None:
    first, second = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    with writable(str(path)) as engine:
        store = Store(engine)
        store.write([result(judged("a", "schema-drift", "id-wrap", judged_at=first))])
        store.write([result(judged("a", "schema-drift", "plugin-error", judged_at=second))])
        with engine.connect() as connection:
            since = {row.cause: row.since for row in connection.execute(select(CauseTable.cause, CauseTable.since))}
            stamped = connection.execute(select(PromptTable.version, PromptTable.fingerprint, PromptTable.judged_at)).all()
    assert since == {"schema-drift": first, "plugin-error": second}
    assert {row.fingerprint for row in stamped} == {"rules-1"}
    assert {row.judged_at for row in stamped} == {second}
    assert all(row.version for row in stamped)


def test_a_case_that_is_unchanged_keeps_its_rows_and_its_new_stamp(path: Path) -> None:
    with writable(str(path)) as engine:
        store = Store(engine)
        store.write([result(judged("a", "schema-drift"))])
        same = judged("a", status="unchanged", unchanged=True)
        store.write([result(same, stamp="stamp-2")])
        (known,) = store.known([key("a")]).values()
        with engine.connect() as connection:
            assert counted(connection, CauseTable) == 1
    assert (known.stamp, known.status) == ("stamp-2", "trouble")
    assert known.is_current("stamp-2", "rules-1")
    assert not known.is_current("stamp-2", "rules-2")
    assert not known.is_current("stamp-1", "rules-1")


def test_a_schema_is_stored_once_for_all_servers_that_have_it(path: Path) -> None:
    one = BreakRow("1.15.13", "not-null", "session_message", "seq", "no answer", True, True)
    state = MigrationState("schema-1", "1.17.0", 32, "20260603", None, "ok", (one,))
    with writable(str(path)) as engine:
        store = Store(engine)
        store.write([result(judged(name, "schema-drift", migrations=state)) for name in "abc"])
        with engine.connect() as connection:
            assert (counted(connection, SchemaTable), counted(connection, BreakTable)) == (1, 1)
            risks = connection.execute(text("SELECT server, release, fatal FROM v_drift_risk ORDER BY server")).all()
    assert [tuple(risk) for risk in risks] == [(name, "1.15.13", 1) for name in "abc"]


def test_text_that_a_database_refuses_is_written_out(path: Path) -> None:
    with writable(str(path)) as engine:
        Store(engine).write([result(judged("nul\x00\udcff\x1b[31m", "schema-drift"))])
        with engine.connect() as connection:
            assert connection.execute(select(CaseTable.name)).scalar_one() == "nul\\x00\\udcff\\x1b[31m"


def test_a_key_in_the_name_of_a_folder_is_hidden(path: Path) -> None:
    with writable(str(path)) as engine:
        Store(engine).write([result(judged("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "schema-drift", text="", digest=None))])
    assert b"ghp_16C7e42F292c6912E7710c838347Ae178B4a" not in path.read_bytes()


def test_reading_changes_no_byte(path: Path, tmp_path: Path) -> None:
    with writable(str(path)) as engine:
        Store(engine).write([result(judged("a", "schema-drift"))])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with readable(str(path)) as connection:
        assert read_report(connection, "1.18.33").total == 1
        with pytest.raises(Exception, match="readonly"):
            connection.execute(text("DELETE FROM cases"))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["fleet.db"]


def revision(engine: Engine, number: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})


def test_a_store_of_a_newer_version_is_left_alone(path: Path) -> None:
    with writable(str(path)) as engine:
        revision(engine, "9999")
    with pytest.raises(InspectorError, match="A newer version of inspector made this store"), writable(str(path)):
        pass
    with pytest.raises(InspectorError, match="A newer version of inspector made this store"), readable(str(path)):
        pass


def test_a_database_without_a_fleet_is_said_to_hold_none(path: Path) -> None:
    path.touch()
    with pytest.raises(UsageError, match="is not a fleet store"), readable(str(path)):
        pass
    with pytest.raises(UsageError, match="No such store"), readable(str(path.with_name("other.db"))):
        pass


@pytest.mark.parametrize("content", ["database", "log"])
def test_evidence_that_is_named_as_the_store_by_mistake_is_left_as_it_is(content: str, path: Path, tmp_path: Path) -> None:
    if content == "database":
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE session (id TEXT)")
    else:
        path.write_text("INFO 2026-11-22T06:42:43 +871ms service=default version=1.15.13\n" * 10)
    before = path.read_bytes()
    for opened in (writable, readable):
        with pytest.raises(UsageError, match="is not a store"), opened(str(path)):
            pass
    assert (path.read_bytes(), [entry.name for entry in tmp_path.iterdir()]) == (before, ["fleet.db"])


def test_a_store_in_memory_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="A store needs a file"):
        store_url("sqlite://")


def test_the_url_of_a_store_is_a_file_or_a_database_server() -> None:
    assert store_url("some/fleet.db").render_as_string() == "sqlite:///some/fleet.db"
    assert store_url("postgresql://me:secret@db/fleet").render_as_string() == "postgresql+psycopg://me:***@db/fleet"
    with pytest.raises(UsageError, match="Not a database for a store: mysql"):
        store_url("mysql://db/fleet")
    with pytest.raises(UsageError, match="Not a URL of a store"):
        store_url("postgresql://me@db:not-a-port/fleet")
