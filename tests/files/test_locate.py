"""Where OpenCode keeps its files, and what is said of those that are not there."""

import os
import sqlite3
from pathlib import Path

import pytest

from inspector.errors import UnreadableError, UsageError
from inspector.files.locate import checked, checked_database, data_folder, locate
from inspector.fleet.cases import cases_in
from inspector.renderers._sentences.notes import note_text


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / ".local" / "share" / "opencode"
    (folder / "log").mkdir(parents=True)
    return tmp_path


def data(home: Path) -> Path:
    return home / ".local" / "share" / "opencode"


def database(path: Path, age: float = 0) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE session (id TEXT PRIMARY KEY)")
    connection.close()
    moment = 1_700_000_000 - age
    os.utime(path, (moment, moment))
    return path


def log(path: Path) -> Path:
    path.write_bytes(b"INFO  2026-11-22T06:56:13 +0ms service=default opencode\n")
    return path


def test_the_data_folder_follows_xdg_and_is_the_same_on_every_system(tmp_path):
    assert data_folder({}, tmp_path) == tmp_path / ".local" / "share" / "opencode"
    assert data_folder({"XDG_DATA_HOME": "/srv/data"}, tmp_path) == Path("/srv/data/opencode")
    assert data_folder({"XDG_DATA_HOME": ""}, tmp_path) == tmp_path / ".local" / "share" / "opencode"


def test_logs_and_database_of_the_default_channel_are_taken(home):
    log(data(home) / "log" / "opencode.log")
    db = database(data(home) / "opencode.db")
    found = locate({}, home)
    assert found.logs == (str(data(home) / "log"),)
    assert found.database == str(db)
    assert any("1 file" in note for note in map(note_text, found.notes))


def test_a_fresher_database_of_another_channel_is_warned_about_and_an_older_one_is_listed(home):
    taken = database(data(home) / "opencode.db", age=100)
    fresher = database(data(home) / "opencode-dev.db", age=0)
    older = database(data(home) / "opencode-old.db", age=900)
    found = locate({}, home)
    assert found.database == str(taken)
    assert any(note.startswith("Warning:") and str(fresher) in note for note in map(note_text, found.notes))
    assert any(
        note.startswith("Not read:") and str(older) in note and str(fresher) not in note for note in map(note_text, found.notes)
    )


def test_a_write_ahead_log_counts_when_databases_are_compared(home):
    database(data(home) / "opencode.db", age=100)
    dev = database(data(home) / "opencode-dev.db", age=200)
    wal = dev.with_name("opencode-dev.db-wal")
    wal.write_bytes(b"x")
    assert any("Warning" in note and "opencode-dev.db" in note for note in map(note_text, locate({}, home).notes))


def test_without_the_default_channel_the_freshest_one_is_taken(home):
    database(data(home) / "opencode-a.db", age=50)
    fresh = database(data(home) / "opencode-b.db")
    assert locate({}, home).database == str(fresh)


@pytest.mark.parametrize("absolute", [True, False])
def test_opencode_db_names_the_database(home, absolute):
    database(data(home) / "opencode.db")
    named = database(data(home) / "mine.db", age=500)
    found = locate({"OPENCODE_DB": str(named) if absolute else "mine.db"}, home)
    assert found.database == str(named)
    assert any("OPENCODE_DB" in note for note in map(note_text, found.notes))


def test_a_database_in_memory_is_said_and_no_other_is_taken_for_it(home):
    log(data(home) / "log" / "opencode.log")
    left = database(data(home) / "opencode.db")
    found = locate({"OPENCODE_DB": ":memory:"}, home)
    assert found.database is None
    assert any(":memory:" in note for note in map(note_text, found.notes))
    assert any(str(left) in note and note.startswith("Not read") for note in map(note_text, found.notes))


def test_an_opencode_db_that_does_not_exist_is_said(home):
    log(data(home) / "log" / "opencode.log")
    found = locate({"OPENCODE_DB": "gone.db"}, home)
    assert found.database is None
    assert any("gone.db" in note and "does not exist" in note for note in map(note_text, found.notes))


def test_nothing_to_read_is_a_usage_error_that_says_what_to_do(home):
    with pytest.raises(UsageError) as refused:
        locate({}, home)
    assert str(data(home)) in refused.value.message
    assert "--db" in refused.value.hint


def test_a_path_that_does_not_exist_names_the_nearest(tmp_path):
    there = log(tmp_path / "server.log")
    with pytest.raises(UsageError) as refused:
        checked([str(tmp_path / "srver.log")], "log")
    assert str(there) in refused.value.hint
    assert checked([str(there), "-"], "log") == (str(there), "-")


def test_a_folder_given_as_database_names_the_database_in_it(tmp_path):
    inside = database(tmp_path / "opencode.db")
    with pytest.raises(UsageError) as refused:
        checked_database(str(tmp_path))
    assert str(inside) in refused.value.hint


def test_a_write_ahead_log_given_as_database_names_the_database(tmp_path):
    database(tmp_path / "opencode.db")
    wal = tmp_path / "opencode.db-wal"
    wal.write_bytes(b"x")
    with pytest.raises(UsageError) as refused:
        checked_database(str(wal))
    assert "opencode.db: " in refused.value.hint


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="needs a user whom permissions bind")
def test_a_file_that_may_not_be_read_is_unreadable(tmp_path):
    secret = log(tmp_path / "server.log")
    secret.chmod(0)
    with pytest.raises(UnreadableError):
        checked([str(secret)], "log")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_path_no_system_can_have_is_a_usage_error(name):
    with pytest.raises(UsageError):
        checked([name], "log")


def test_a_folder_of_servers_gives_one_case_for_each_with_evidence(tmp_path):
    for name in ("b", "a", "empty"):
        (tmp_path / name / "log").mkdir(parents=True)
    log(tmp_path / "a" / "server.log")
    log(tmp_path / "a" / "log" / "opencode.log")
    db = database(tmp_path / "b" / "opencode.db")
    deep = data(tmp_path / "deep")
    deep.mkdir(parents=True)
    database(deep / "opencode.db")
    cases = cases_in(tmp_path)
    assert [case.name for case in cases] == ["a", "b", "deep"]
    assert [Path(path).name for path in cases[0].logs] == ["server.log", "opencode.log"]
    assert cases[0].database is None
    assert cases[1].database == str(db)
    assert cases[2].database == str(deep / "opencode.db")


def test_kilos_files_are_found_where_opencode_keeps_none(tmp_path):
    folder = tmp_path / ".local" / "share" / "kilo"
    (folder / "log").mkdir(parents=True)
    log(folder / "log" / "opencode.log")
    db = database(folder / "kilo.db")
    found = locate({}, tmp_path)
    assert (found.logs, found.database) == ((str(folder / "log"),), str(db))
    assert any("Kilo" in note for note in map(note_text, found.notes))


def test_opencodes_own_files_go_before_kilos_and_those_are_named(home):
    mine = database(data(home) / "opencode.db")
    folder = home / ".local" / "share" / "kilo"
    folder.mkdir()
    database(folder / "kilo.db")
    found = locate({}, home)
    assert found.database == str(mine)
    assert any(str(folder) in note for note in map(note_text, found.notes))


def test_a_file_of_another_user_is_named_with_its_owner_and_a_command_that_reads_it(tmp_path, monkeypatch):
    log, other = tmp_path / "server.log", tmp_path / "other.log"
    for path in (log, other):
        path.write_text("x")
    log.chmod(0o600)
    allowed = {other}
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) in allowed)
    with pytest.raises(UnreadableError) as denied:
        checked((str(log),), "log")
    assert denied.value.message == f"Cannot read {log}: it belongs to {log.owner()} (mode 600)."
    assert denied.value.hint == f"Try: sudo -u {log.owner()} inspector diagnose {log}, or: sudo cat {log} | inspector diagnose -"
    assert checked((str(log), str(other)), "log") == (
        str(log),
        str(other),
    )  # its reader reports the one, and reads the other


def test_a_file_in_a_closed_folder_is_named_with_the_owner_of_the_folder(tmp_path, monkeypatch):
    """Whether the file is there cannot be seen."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    real = Path.stat

    def stat(path, **more):
        if path.parent == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **more)

    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.setattr(Path, "exists", lambda path: bool(path.stat()))
    with pytest.raises(UnreadableError) as denied:
        checked((str(closed / "server.log"),), "log")
    assert denied.value.message == f"Cannot read {closed / 'server.log'}: {closed} belongs to {closed.owner()} (mode 700)."
