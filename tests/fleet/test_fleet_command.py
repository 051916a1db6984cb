"""``inspector fleet``: the same numbers as `diagnose`, nothing read twice, nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from inspector.cli import fleet_run
from inspector.cli.cases import Task
from inspector.cli.fleet_run import Engine
from inspector.cli.options import Output
from inspector.fleet.engine import Limits
from inspector.fleet.judged import Judged
from tests.trust.running import BANNER, ROOT, environment, failure, inspector

pytestmark = pytest.mark.slow

SAMPLES = ROOT / "samples"


@pytest.fixture
def servers(tmp_path: Path) -> Path:
    for name, log in (("alpha", BANNER), ("beta", BANNER + failure()), ("gamma", BANNER + failure() * 2)):
        (tmp_path / "servers" / name).mkdir(parents=True)
        (tmp_path / "servers" / name / "server.log").write_text(log)
    return tmp_path / "servers"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "fleet.db"


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute(query).fetchall()


def read(done: str) -> int:
    """How many servers a run says it has read."""
    return int(done.splitlines()[1].split()[0])


def test_the_numbers_are_those_of_diagnose(tmp_path: Path, store: Path) -> None:
    names = ("drift-1.15.13-via-1.17.0", "mixed-1.18.33")
    single = {}
    for name in names:
        shutil.copytree(SAMPLES / name, tmp_path / "servers" / name)
        sample = tmp_path / "servers" / name
        done = inspector("diagnose", sample, "--db", sample / "opencode.db", "--format", "json")
        single[name] = done.report
    assert inspector("bundle", tmp_path / "servers" / "packed.tar.gz", SAMPLES / names[0] / "server.log", "-q").code == 0
    single["packed.tar.gz"] = inspector("diagnose", tmp_path / "servers" / "packed.tar.gz", "--format", "json").report
    assert inspector("fleet", tmp_path / "servers", "--store", store).code in (1, 3)
    report = inspector("fleet", "report", "--store", store, "--format", "json").report
    for outcome in ("answered", "failed", "silent", "rejected", "recovered", "expected"):
        assert report["prompts"][outcome] == sum(one["verdict"]["prompts"][outcome] for one in single.values()), outcome
    causes: dict[str, int] = {}
    for one in single.values():
        for cause in one["causes"]:
            causes[cause["cause"]] = causes.get(cause["cause"], 0) + cause["attention"]
    found = {cause["cause"]: cause["attention"] for cause in report["causes"] if cause["cause"] != "not decided"}
    assert found == causes
    assert {server["name"]: server["status"] for server in report["servers"]} == {
        name: one["verdict"]["status"] for name, one in single.items()
    }


def test_only_what_is_new_or_changed_is_read(servers: Path, store: Path) -> None:
    first = inspector("fleet", servers, "--store", store)
    assert (first.code, read(first.out)) == (1, 3)
    assert read(inspector("fleet", servers, "--store", store).out) == 0
    (servers / "beta" / "server.log").touch()
    assert read(inspector("fleet", servers, "--store", store).out) == 0
    with (servers / "beta" / "server.log").open("a") as log:
        log.write(failure(session="ses_dfe01c813ffe7rAq2JUnH99Yed"))
    assert read(inspector("fleet", servers, "--store", store).out) == 1
    assert rows(store, "SELECT name, failed FROM cases ORDER BY name") == [("alpha", 0), ("beta", 2), ("gamma", 2)]
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE cases SET fingerprint = 'older rules'")
    assert read(inspector("fleet", servers, "--store", store).out) == 3


def test_a_server_that_is_no_longer_there_is_not_counted(servers: Path, store: Path) -> None:
    inspector("fleet", servers, "--store", store)
    shutil.rmtree(servers / "gamma")
    inspector("fleet", servers, "--store", store)
    report = inspector("fleet", "report", "--store", store, "--format", "json").report
    assert (report["gone"], report["prompts"]["failed"]) == (1, 1)


def test_an_interrupted_run_goes_on_where_it_stopped(servers: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fleet_run._results
    asked: list[int] = []

    def interrupted(tasks: list[Task], engine: Engine) -> Iterator[tuple[int, Judged]]:
        asked.append(len(tasks))
        for number, found in enumerate(whole(tasks, engine)):
            if number == 2 and len(asked) == 1:
                raise KeyboardInterrupt
            yield found

    monkeypatch.setattr(fleet_run, "_results", interrupted)
    monkeypatch.setattr(fleet_run, "WRITE_EVERY_S", 0.0)
    engine, output = Engine(None, 1, Limits()), Output(quiet=True, no_progress=True)
    with pytest.raises(KeyboardInterrupt):
        fleet_run.run([str(servers)], str(store), engine, output)
    assert fleet_run.run([str(servers)], str(store), engine, output) == 1
    assert asked == [3, 1]
    assert rows(store, "SELECT count(*) FROM cases") == [(3,)]
    assert rows(store, "SELECT finished IS NULL FROM runs ORDER BY id") == [(1,), (0,)]


def test_a_server_that_takes_too_long_is_a_failed_row_and_is_tried_again(servers: Path, store: Path) -> None:
    done = inspector("fleet", servers, "--store", store, "--time-limit", "0.01s")
    assert done.code == 3
    assert rows(store, "SELECT DISTINCT status, text FROM cases") == [
        ("failed", "The diagnosis was not finished after 0.01 s, and its worker was killed.")
    ]
    assert read(inspector("fleet", servers, "--store", store).out) == 3
    assert rows(store, "SELECT count(*) FROM cases WHERE status = 'failed'") == [(0,)]


def test_an_archive_without_a_server_is_a_failed_row_with_the_reason(servers: Path, store: Path) -> None:
    with zipfile.ZipFile(servers / "holiday.zip", "w") as archive:
        archive.writestr("beach.png", b"\x89PNG")
    assert inspector("fleet", servers, "--store", store).code == 3
    ((text,),) = rows(store, "SELECT text FROM cases WHERE status = 'failed'")
    assert "contains no log, no database and no captured request" in text
    assert str(servers) not in text


def test_a_source_that_cannot_be_listed_does_not_stop_the_others(servers: Path, store: Path) -> None:
    done = inspector("fleet", servers, servers / "nowhere", "--store", store)
    assert done.code == 3
    assert "No such folder, bundle or archive" in done.err
    assert rows(store, "SELECT count(*) FROM cases") == [(3,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fleet", "nowhere"), "No such folder, bundle or archive"),
        (("fleet", "report", "--store", "nowhere.db"), "No such store"),
        (("fleet", "report", "--format", "pdf"), "fleet report has no format"),
        (("fleet", "report", "--for", "banana"), "Not an OpenCode version"),
        (("fleet",), "Missing argument 'SOURCE...'"),
    ],
)
def test_wrong_usage_is_a_sentence(words: tuple[str, ...], said: str) -> None:
    done = inspector(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("library", ["alembic", "fsspec", "distributed"])
def test_a_missing_library_is_named_with_the_command_that_installs_it(library: str, servers: Path, store: Path) -> None:
    words = {
        "alembic": [str(servers)],
        "fsspec": ["s3://bucket/servers"],
        "distributed": [str(servers), "--scheduler", "tcp://127.0.0.1:1"],
    }[library]
    code = f"import sys; sys.modules[{library!r}] = None; from inspector.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "fleet", *words, "--store", store],
        capture_output=True, text=True, env=environment(), timeout=60,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert library in done.stderr
    assert "pip install 'opencode-inspector[fleet]'" in done.stderr


def test_the_help_of_both_commands_names_the_other(store: Path) -> None:
    assert "inspector fleet report" in inspector("fleet", "--help").out
    assert "--for VERSION" in inspector("fleet", "report", "--help").out


def test_each_reads_archives_too(servers: Path) -> None:
    shutil.make_archive(str(servers / "delta"), "zip", servers / "beta")
    done = inspector("diagnose", "--each", servers, "--format", "jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [(line["case"], len(line["failures"])) for line in lines] == [
        ("alpha", 0),
        ("beta", 1),
        ("delta.zip", 1),
        ("gamma", 2),
    ]
