"""Opening: every state a database can be in, and no trace of having looked."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.database import open_database, opening
from inspector.errors import UnreadableError, UsageError
from inspector.model import FileNoteKind, Health
from tests.database.databases import another_process, crashed, made, state, writing

INSERT = (
    "INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated) "
    "VALUES ('{}', 'p', 's', '/', 't', '1.15.13', 1795330000000, 1795330000000)"
)
ONE_MORE = f"database.execute('PRAGMA wal_autocheckpoint=0'); database.execute({INSERT.format('ses_wal')!r})"
FULL = "database.executemany('INSERT INTO todo VALUES (?,?,?,?,?,0,0)', [('ses_a', 'x' * 3000, '', '', n) for n in range(2000)])"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    database = made(folder, "1.15.13")
    with writing(database) as writer:
        writer.session("ses_a")
    return database


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def look(path: Path) -> tuple[str, int]:
    with open_database(path) as database:
        return database.facts().opened, len(database.recent())


def test_closed_database_is_read_in_place(path: Path) -> None:
    before = state(path.parent)
    assert look(path) == ("immutable", 1)
    assert state(path.parent) == before


@pytest.mark.parametrize("missing", ["", "-shm"])
def test_rows_of_a_crashed_server_are_seen_through_a_private_copy(path: Path, scratch: Path, missing: str) -> None:
    crashed(path, ONE_MORE)
    if missing:
        path.with_name(path.name + missing).unlink()
    before = state(path.parent)
    assert look(path) == ("snapshot", 2)
    assert state(path.parent) == before
    assert list(scratch.iterdir()) == []


def test_live_database_is_read_beside_its_server(path: Path) -> None:
    with another_process(path, ONE_MORE):
        before = state(path.parent)
        assert look(path) == ("live", 2)
        assert state(path.parent) == before


def test_live_database_is_read_while_a_writer_holds_the_lock(path: Path) -> None:
    code = f"database.execute('BEGIN IMMEDIATE'); database.execute({INSERT.format('ses_uncommitted')!r})"
    with another_process(path, code):
        assert look(path) == ("live", 1)


def test_reading_a_live_database_holds_no_lock_on_its_log(path: Path) -> None:
    """A read mark that is held lets the write-ahead log grow without bound."""
    with another_process(path, ONE_MORE), open_database(path) as database:
        database.facts()
        list(database.sessions(["ses_a"]))
        hunt = database.hunt()
        next(hunt, None)
        code = "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0])"
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=30)
        assert done.stdout.strip() == "0"


def test_half_written_transaction_is_rolled_back_in_the_copy_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = made(folder, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_a")
    crashed(
        path,
        f"database.execute('PRAGMA journal_mode=DELETE'); database.execute('PRAGMA cache_size=5'); database.execute('BEGIN'); {FULL}",
    )
    assert path.with_name("opencode.db-journal").stat().st_size > 0
    before = state(folder)
    with open_database(path) as database:
        assert database.facts().opened == "snapshot"
        assert database.facts().health == Health()
        assert database.facts().notes[0].kind is FileNoteKind.ROLLED_BACK
    assert state(folder) == before


def test_read_only_folder_is_no_obstacle(path: Path) -> None:
    crashed(path, ONE_MORE)
    path.with_name("opencode.db-shm").unlink()
    path.parent.chmod(0o500)
    try:
        assert look(path) == ("snapshot", 2)
    finally:
        path.parent.chmod(0o700)


def test_symbolic_link_leads_to_the_log_beside_the_real_file(path: Path, tmp_path: Path) -> None:
    crashed(path, ONE_MORE)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    assert look(link) == ("snapshot", 2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "link.db", "scratch"]


@pytest.mark.parametrize("name", ["a b#c?d%20e.db", "öpencode.db", "it's.db"])
def test_any_file_name_is_opened(tmp_path: Path, name: str) -> None:
    assert look(made(tmp_path, "1.17.19", name=name)) == ("immutable", 0)


def test_without_room_for_a_copy_the_missing_rows_are_a_problem(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed(path, ONE_MORE)
    monkeypatch.setattr(opening, "_SPARE_BYTES", 1 << 62)
    with open_database(path) as database:
        assert database.facts().opened == "immutable"
        assert len(database.recent()) == 1
        assert "newest rows are missing" in database.problems[0].what


def test_writing_to_the_file_meanwhile_is_a_problem(path: Path) -> None:
    with open_database(path) as database:
        assert database.problems == ()
        with path.open("r+b") as file:
            file.seek(60)
            file.write(b"\0\0\0\1")
        os.utime(path, (1, 1))
        assert "written to while it was read" in database.problems[0].what


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (y)",
        "DELETE FROM session",
        "ATTACH ':memory:' AS other",
        "PRAGMA journal_mode=DELETE",
        "PRAGMA query_only=OFF",
        "SELECT load_extension('x')",
        "SELECT randomblob(1000000000)",
        "BEGIN",
        "VACUUM",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    ],
)
def test_nothing_but_plain_reading_is_allowed(path: Path, statement: str) -> None:
    with opening.opened(path) as file, pytest.raises(sqlite3.DatabaseError):
        file.connection.execute(statement).fetchall()


def test_statement_that_takes_too_long_is_broken_off(path: Path) -> None:
    with opening.opened(path) as file:
        file.deadline.start(0.2)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            file.connection.execute(f"SELECT count(*) FROM {', '.join(f'sqlite_master t{n}' for n in range(9))}").fetchall()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


WRONG = {
    "folder": (lambda path: path.mkdir(), "folder"),
    "pipe": (_fifo, "Not a regular file"),
    "empty": (lambda path: path.write_bytes(b""), r"empty \(0 bytes\)"),
    "text": (lambda path: path.write_text("INFO  2026-11-22T06:56:04 +1ms service=db opening\n"), "but text"),
    "gzip": (lambda path: path.write_bytes(gzip.compress(b"SQLite format 3\0")), "gzip-compressed"),
    "random": (lambda path: path.write_bytes(bytes(range(128, 256)) * 32), "encrypted"),
    "log": (lambda path: path.write_bytes(b"\x37\x7f\x06\x82" + bytes(100)), "write-ahead log"),
    "cut": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(20)), "cut off"),
    "blank pages": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000)), "not a database|malformed"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_database_is_named_as_what_it_is(tmp_path: Path, kind: str) -> None:
    make, says = WRONG[kind]
    path = tmp_path / "opencode.db"
    make(path)
    with pytest.raises(UnreadableError, match=says) as raised, open_database(path):
        pass
    assert str(path) in raised.value.message
    assert raised.value.hint


def test_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"), open_database(tmp_path / "opencode.db"):
        pass
