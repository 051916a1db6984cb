"""Damage of every kind: never a traceback, never a hang, and what could not be read is said."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from inspector.database import drift, open_database
from inspector.errors import InspectorError
from inspector.model import Health, HealthState
from tests.database.databases import crashed, made, state, writing


def read_all(path: Path) -> bool:
    """Read everything that can be asked for; False when it could not even be opened."""
    try:
        with open_database(path) as database:
            facts = database.facts()
            drift(facts, "1.15.13")
            ids = [*database.hunt(), *database.recent(50), "ses_1"]
            list(database.sessions(ids))
            assert all(problem.where and problem.what for problem in database.problems)
    except InspectorError as error:
        assert error.message
        return False
    return True


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = made(tmp_path_factory.mktemp("whole"), "1.15.13-then-1.18.33")
    with writing(path) as writer:
        for number in range(60):
            session = writer.session(f"ses_{number}", number, title="x" * 300)
            for turn in range(4):
                writer.exchange(session, turn * 20 + 1)
            writer.part(session, f"msg_{session}_00001u", f"prt_{number}", 1, {"type": "text", "text": "x" * 200})
    return path


def test_database_cut_at_any_page_is_read_as_far_as_it_goes(whole: Path, tmp_path: Path) -> None:
    content = whole.read_bytes()
    path = tmp_path / "opencode.db"
    for end in range(0, len(content), 4096 * 7):
        path.write_bytes(content[: end + (end % 3) * 100])
        before = state(tmp_path)
        read_all(path)
        assert state(tmp_path) == before


def test_flipped_bytes_anywhere_are_survived(whole: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    content = whole.read_bytes()
    path = tmp_path / "opencode.db"
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 20, 2000))):
            damaged[chance.randrange(16, len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        read_all(path)


def test_damaged_write_ahead_log_is_survived(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "opencode.db"
    shutil.copy(whole, path)
    crashed(path, "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute(\"UPDATE session SET title = 'y'\")")
    log = path.with_name("opencode.db-wal")
    content = log.read_bytes()
    chance = random.Random(11)
    for _ in range(20):
        damaged = bytearray(content[: chance.randrange(1, len(content))])
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        log.write_bytes(damaged)
        before = state(tmp_path)
        assert read_all(path)
        assert state(tmp_path) == before


def test_damaged_page_costs_the_sessions_on_it_and_is_reported(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "opencode.db"
    content = bytearray(whole.read_bytes())
    place = content.index(b'"msg_ses_30_00041u"') // 4096 * 4096
    content[place : place + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with open_database(path) as database:
        rows = list(database.sessions(f"ses_{number}" for number in range(60)))
        complete = [one for one in rows if len(one.messages or ()) == 8]
        assert 40 < len(complete) < 60
        assert any("malformed" in problem.what for problem in database.problems)
        assert database.facts().health.state is HealthState.DAMAGED


def test_index_on_json_does_not_shut_the_database(whole: Path, tmp_path: Path) -> None:
    """With trusted_schema=OFF alone SQLite refuses the whole schema: unsafe use of json_extract()."""
    path = made(tmp_path, "1.17.19", "CREATE INDEX mine ON message (json_extract(data, '$.role'))")
    with writing(path) as writer:
        writer.session("ses_a")
    with open_database(path) as database:
        assert database.facts().health == Health()
        assert database.recent() == ["ses_a"]


def test_schema_with_strange_names_is_read(tmp_path: Path) -> None:
    names = ['"; DROP TABLE session; --', "a:b", "%s", "日本", "x" * 1000, "[", ""]
    tables = [
        f'CREATE TABLE "{name.replace(chr(34), chr(34) * 2)}" ("a""b", ":c", "{name.replace(chr(34), chr(34) * 2)}")'
        for name in names
    ]
    path = made(tmp_path, "1.17.19", *tables)
    with open_database(path) as database:
        found = database.facts().tables
        assert all([column.name for column in found[name].columns] == ['a"b', ":c", name] for name in names)
        assert database.problems == ()


def test_thousands_of_tables_are_cut_off_and_said(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19", *(f"CREATE TABLE t{number} (a)" for number in range(700)))
    with open_database(path) as database:
        assert len(database.facts().tables) <= 500
        assert "more than 500 tables" in database.problems[0].what


def test_a_row_without_an_id_that_cannot_be_read_counts_once(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.exchange(writer.session("ses_1", 1), 1)
    crashed(path, "database.execute(\"UPDATE message SET id = NULL, data = 'no JSON' WHERE rowid = 1\")")
    with open_database(path) as database:
        list(database.sessions(["ses_1"]))
        (problem,) = database.problems
    assert problem.what.startswith("1 row could not be read")
