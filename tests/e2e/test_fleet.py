"""A fleet in PostgreSQL, over S3 and two Dask workers that share no folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import fleet_at_scale
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fleet_services import ROOT, Missing, postgres, scheduler, worker
from sqlalchemy import text

from inspector.cli import fleet_run
from inspector.cli.options import Output
from inspector.errors import InspectorError
from inspector.fleet.cluster import run_on_cluster
from inspector.fleet.engine import Limits, Lost
from inspector.fleet.opening import readable, writable
from inspector.fleet.report import read_report
from inspector.fleet.tables import Base

sys.path.insert(0, str(ROOT))
from tests.fleet.tasks import act, write_many

CASES = 40
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PostgreSQL as Debian packages it")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    try:
        with postgres() as url:
            yield url
    except Missing as reason:
        pytest.skip(str(reason))


def test_a_worker_that_is_killed_half_way_loses_no_server(tmp_path: Path) -> None:
    """All of it: S3, Dask, PostgreSQL, and the totals of `diagnose` run on each server by itself."""
    try:
        fleet = fleet_at_scale.run_fleet(tmp_path / "kept", CASES, tmp_path, holds_a_case=True)
    except Missing as reason:
        pytest.skip(str(reason))
    totals = fleet_at_scale.totals_one_by_one(tmp_path / "kept", CASES)
    fleet_at_scale.compare(fleet, totals, CASES)


def test_writers_of_postgresql_lose_nothing_and_its_tables_are_those_of_the_models(database: str) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert sum(pool.map(write_many, [database] * 3, (1, 2, 3), [20] * 3)) == 60
    with writable(database) as engine, engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []
        counted = "SELECT count(*), count(DISTINCT key), sum(failed) FROM cases"
        assert tuple(connection.execute(text(counted)).one()) == (61, 61, 60 * 2 + 3)
        shared = (
            "SELECT count(DISTINCT cause), count(*) FROM prompts WHERE case_id = (SELECT id FROM cases WHERE name = 'shared')"
        )
        assert tuple(connection.execute(text(shared)).one()) == (1, 3)


def test_a_reader_of_postgresql_needs_no_right_to_write(database: str) -> None:
    with writable(database) as engine, engine.begin() as connection:
        connection.execute(text("CREATE ROLE auditor LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor"))
    with readable(database.replace("inspector@", "auditor@")) as connection:
        assert read_report(connection, "1.18.33").total == 61
        with pytest.raises(Exception, match=r"permission denied|read-only"):
            connection.execute(text("DELETE FROM cases"))


def test_a_task_that_hangs_or_crashes_on_a_cluster_is_one_lost_task(tmp_path: Path) -> None:
    with scheduler(tmp_path) as address, worker(tmp_path, "one", address, {}):
        tasks = ["a", "crash", "hang", "b"]
        results = dict(run_on_cluster(act, tasks, address, Limits(seconds=15)))
    assert results == {
        0: "a",
        1: Lost("The worker process was killed, perhaps for lack of memory."),
        2: Lost("The diagnosis was not finished after 15 s, and its worker was killed."),
        3: "b",
    }


def test_a_scheduler_that_is_not_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.fleet.cluster.CONNECT_S", 1)
    (tmp_path / "servers" / "one").mkdir(parents=True)
    (tmp_path / "servers" / "one" / "server.log").write_text("")
    engine = fleet_run.Engine("tcp://127.0.0.1:1", None, Limits())
    with pytest.raises(InspectorError, match=r"The scheduler tcp://127\.0\.0\.1:1 does not answer"):
        fleet_run.run([str(tmp_path / "servers")], str(tmp_path / "fleet.db"), engine, Output(quiet=True))


def test_a_workers_other_inspector_is_noticed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "inspector" / "fleet").mkdir(parents=True)
    (other / "inspector" / "__init__.py").write_text("")
    (other / "inspector" / "fleet" / "__init__.py").write_text("")
    with (
        scheduler(tmp_path) as address,
        worker(tmp_path, "one", address, {"PYTHONPATH": str(other)}),
        pytest.raises(InspectorError, match="The workers cannot load this inspector"),
    ):
        dict(run_on_cluster(act, ["a"], address, Limits()))
