"""Whatever state a database is in, looking at it leaves nothing behind, shows every committed row, and says how it was
done."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.database.databases import START, another_process, crashed, made, writing
from tests.trust.running import ALWAYS_S, as_nobody, inspector, scratch_of, started, state, untouched

SESSION = (
    "INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated) "
    f"VALUES ('{{}}', 'p', 's', '/', 't', '1.15.13', {START}, {START})"
)
MESSAGE = (
    "INSERT INTO message (id, session_id, time_created, time_updated, data) "
    f"VALUES ('msg_{{0}}', '{{0}}', {START}, {START}, '{{{{\"role\":\"user\"}}}}'), ('msz_{{0}}', '{{0}}', {START + 5}, {START + 5}, "
    '\'{{"role":"assistant","parentID":"msg_{0}","error":{{"name":"APIError","data":{{"message":"refused"}}}}}}\')'
)


def stranded(session: str) -> str:
    """Python that writes a session whose prompt got an error for an answer."""
    return f"database.execute({SESSION.format(session)!r}); database.execute({MESSAGE.format(session)!r})"


IN_WAL = f"database.execute('PRAGMA wal_autocheckpoint=0'); {stranded('ses_wal')}"
SERVING = (
    f"{IN_WAL}\nimport threading, time\npath = database.execute('PRAGMA database_list').fetchone()[2]\ndef serve():\n"
    "    own = sqlite3.connect(path, isolation_level=None, timeout=20)\n"
    "    own.execute('PRAGMA wal_autocheckpoint=3')\n    n = 0\n"
    '    while True:\n        own.execute("UPDATE session SET title = ?", (str(n),)); n += 1; time.sleep(0.002)\n'
    "threading.Thread(target=serve, daemon=True).start()"
)


@pytest.fixture
def path() -> Iterator[Path]:
    """A closed database with one stranded prompt, in a folder that any user can look into."""
    with tempfile.TemporaryDirectory(prefix="trust-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "data"
        folder.mkdir()
        database = made(folder, "1.15.13")
        with writing(database) as writer:
            writer.session("ses_file")
            user = writer.user("ses_file", "msg_ses_file", 0)
            writer.assistant(
                "ses_file", "msz_ses_file", 5, user, finish=None, error={"name": "APIError", "data": {"message": "refused"}}
            )
        yield database
        folder.chmod(0o755)


def seen(path: Path, scratch: Path, nobody: bool = False) -> tuple[str, set[str], str]:
    """How the database was opened, the sessions of unanswered prompts, and what the report says about the opening."""
    run = as_nobody if nobody else inspector
    done = run("diagnose", "--db", path, "--format", "json", env={"TMPDIR": str(scratch)})
    assert done.code in (1, 3), done.err
    assert list(scratch.iterdir()) == []
    facts = done.report["inputs"]["database"]
    notes = " ".join((*facts["notes"], *(p["what"] for p in done.report["problems"])))
    return facts["opened"], {entry["session_id"] for entry in done.report["silent"]}, notes


def _closed(path: Path) -> None:
    pass


def _empty_log(path: Path) -> None:
    path.with_name("opencode.db-wal").write_bytes(b"")


def _crashed(path: Path) -> None:
    crashed(path, IN_WAL)


def _crashed_without_index(path: Path) -> None:
    crashed(path, IN_WAL)
    path.with_name("opencode.db-shm").unlink()


def _bare_copy(path: Path) -> None:
    crashed(path, IN_WAL)
    for ending in ("-wal", "-shm"):
        path.with_name("opencode.db" + ending).unlink()


def _rollback(path: Path) -> None:
    crashed(path, "database.execute('PRAGMA journal_mode=DELETE'); " + stranded("ses_wal"))


def _hot_journal(path: Path) -> None:
    _rollback(path)
    half = "database.executemany('INSERT INTO todo VALUES (?,?,?,?,?,0,0)', [('ses_file', 'x' * 3000, '', '', n) for n in range(500)])"
    crashed(
        path,
        f"database.execute('PRAGMA cache_size=5'); database.execute('BEGIN'); database.execute('DELETE FROM message'); {half}",
    )
    assert path.with_name("opencode.db-journal").stat().st_size > 0


BOTH = {"ses_file", "ses_wal"}
STATES: dict[str, tuple[Callable[[Path], None], str, set[str], str]] = {
    "closed": (_closed, "immutable", {"ses_file"}, "no write-ahead log next to the database"),
    "empty log": (_empty_log, "immutable", {"ses_file"}, "no row is missing"),
    "crashed": (_crashed, "snapshot", BOTH, "a private copy of both was read"),
    "crashed, no -shm": (_crashed_without_index, "snapshot", BOTH, "a private copy of both was read"),
    "bare copy": (_bare_copy, "immutable", {"ses_file"}, "its newest rows are missing"),
    "rollback journal": (_rollback, "immutable", BOTH, ""),
    "hot journal": (_hot_journal, "snapshot", BOTH, "rolled back"),
}


@pytest.mark.parametrize("kind", STATES)
def test_what_lies_still_is_read_completely_and_stays_as_it_is(path: Path, tmp_path: Path, kind: str) -> None:
    make, way, sessions, words = STATES[kind]
    make(path)
    with untouched(path.parent):
        opened, found, notes = seen(path, scratch_of(tmp_path))
    assert (opened, found) == (way, sessions)
    assert words in notes


def _read_only(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


@pytest.mark.parametrize("kind", ["closed", "crashed", "crashed, no -shm", "hot journal"])
def test_another_user_sees_the_same_in_a_folder_that_is_not_his(path: Path, tmp_path: Path, kind: str) -> None:
    make, way, sessions, _ = STATES[kind]
    make(path)
    _read_only(path.parent)
    with tempfile.TemporaryDirectory() as scratch, untouched(path.parent):
        Path(scratch).chmod(0o777)
        assert seen(path, Path(scratch), nobody=True)[:2] == (way, sessions)


def test_another_user_sees_the_same_of_a_live_database_in_a_folder_that_is_not_his(path: Path, tmp_path: Path) -> None:
    """He may not even set a read mark: the -shm stays as it is, too."""
    with another_process(path, IN_WAL), tempfile.TemporaryDirectory() as scratch:
        _read_only(path.parent)
        Path(scratch).chmod(0o777)
        with untouched(path.parent):
            assert seen(path, Path(scratch), nobody=True)[:2] == ("live", BOTH)


@pytest.mark.parametrize(
    ("hidden", "words"), [("opencode.db", "opencode.db: it belongs to "), ("opencode.db-wal", "Permission denied")]
)
def test_what_a_user_may_not_read_is_named_and_nothing_is_made_up(path: Path, tmp_path: Path, hidden: str, words: str) -> None:
    _crashed(path)
    path.with_name(hidden).chmod(0o000)
    with untouched(path.parent), tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o777)
        done = as_nobody("diagnose", "--db", path, "--format", "json", env={"TMPDIR": scratch})
    assert done.code in (2, 3)
    assert done.out == ""
    assert words in done.err


def test_a_live_database_is_read_while_it_is_written(path: Path, tmp_path: Path) -> None:
    """The server goes on writing all the time; only its own files and the read marks in its -shm may differ."""
    with another_process(path, SERVING):
        names = sorted(file.name for file in path.parent.iterdir())
        rights = {file.name: (file.stat().st_mode, file.stat().st_ino) for file in path.parent.iterdir()}
        sessions = set(BOTH)
        for number in range(3):
            sessions.add(f"ses_{number}")
            with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute(SESSION.format(f"ses_{number}"))
                other.execute(MESSAGE.format(f"ses_{number}"))
                other.execute("COMMIT")
            before = path.with_name("opencode.db-wal").read_bytes()
            opened, found, notes = seen(path, scratch_of(tmp_path))
            assert path.with_name("opencode.db-wal").read_bytes() != before, "nothing was written meanwhile"
            assert (opened, found) == ("live", sessions)
            assert "running server" in notes
        assert sorted(file.name for file in path.parent.iterdir()) == names
        assert {file.name: (file.stat().st_mode, file.stat().st_ino) for file in path.parent.iterdir()} == rights


def test_a_quiet_live_database_keeps_every_byte_but_its_read_marks(path: Path, tmp_path: Path) -> None:
    with another_process(path, IN_WAL):
        before = {name: mark for name, mark in state(path.parent).items() if not name.endswith("-shm")}
        assert seen(path, scratch_of(tmp_path))[:2] == ("live", BOTH)
        assert {name: mark for name, mark in state(path.parent).items() if not name.endswith("-shm")} == before
        assert sorted(file.name for file in path.parent.iterdir()) == ["opencode.db", "opencode.db-shm", "opencode.db-wal"]


def test_a_writer_that_holds_the_lock_stops_neither_itself_nor_the_reader(path: Path, tmp_path: Path) -> None:
    with another_process(path, f"{IN_WAL}; database.execute('BEGIN IMMEDIATE'); {stranded('ses_open')}"):
        assert seen(path, scratch_of(tmp_path))[:2] == ("live", BOTH)
    path.with_name("opencode.db-shm").unlink()
    assert seen(path, scratch_of(tmp_path))[:2] == ("snapshot", BOTH)


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_writer_without_write_ahead_log_is_read_beside(path: Path, tmp_path: Path, hold: str) -> None:
    with another_process(
        path, f"database.execute('PRAGMA journal_mode=DELETE'); {stranded('ses_wal')}; database.execute('{hold}')"
    ):
        before = state(path.parent)
        opened, found, notes = seen(path, scratch_of(tmp_path))
        assert (opened, found) == ("snapshot", BOTH)
        assert "private copy" in notes
        assert state(path.parent) == before


@contextmanager
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("impossible here: no small file system can be mounted")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_on_a_full_disk_the_report_says_what_is_missing(path: Path, tmp_path: Path) -> None:
    _crashed(path)
    with _small_disk(tmp_path) as scratch, untouched(path.parent):
        opened, found, notes = seen(path, scratch)
    assert (opened, found) == ("immutable", {"ses_file"})
    assert "the newest rows are missing. Set TMPDIR" in notes


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_the_folder_of_a_database_may_itself_be_full(path: Path, tmp_path: Path) -> None:
    _crashed(path)
    with ExitStack() as stack:
        folder = stack.enter_context(_small_disk(tmp_path))
        subprocess.run(["mount", "-o", "remount,size=8m", str(folder)], check=True)
        for file in path.parent.iterdir():
            shutil.copy2(file, folder / file.name)
        with suppress(OSError):
            (folder / "filler").write_bytes(bytes(16 << 20))
        with untouched(folder):
            assert seen(folder / "opencode.db", scratch_of(tmp_path))[:2] == ("snapshot", BOTH)


def test_where_no_copy_can_be_written_it_is_said(path: Path) -> None:
    """A file-size limit of 0 stands for a disk that is full."""
    import resource

    _crashed(path)
    with untouched(path.parent):
        done = inspector(
            "diagnose",
            "--db",
            path,
            "--format",
            "json",
            env={"TMPDIR": ""},
            preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))),
        )
    assert done.code == 3
    assert done.report["inputs"]["database"]["opened"] == "immutable"
    assert "not enough room in /tmp to copy" in done.report["problems"][0]["what"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_waits_for_its_log_ends_on_a_signal_and_leaves_nothing(
    path: Path, tmp_path: Path, number: signal.Signals
) -> None:
    """The log comes through a pipe that never gives a whole record."""
    _crashed(path)
    scratch = scratch_of(tmp_path)
    pipe = tmp_path / "server.log"
    os.mkfifo(pipe)
    with (
        untouched(path.parent),
        started("diagnose", pipe, "--db", path, env={"TMPDIR": str(scratch)}, start_new_session=True) as process,
    ):
        writer = os.open(pipe, os.O_WRONLY)  # waits until the run has opened the log
        os.write(writer, b"INFO  2026")
        process.send_signal(number)
        out, errors = process.communicate(timeout=ALWAYS_S)
        os.close(writer)
    assert process.returncode == {signal.SIGINT: 130}.get(number, 128 + number)
    assert out == b""
    assert b"Traceback" not in errors
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_copy_is_private_from_its_first_byte_and_removed_by_a_signal(
    path: Path, tmp_path: Path, number: signal.Signals
) -> None:
    _crashed(path)
    with path.open("r+b") as file:
        file.truncate(6 << 30)  # sparse: copying takes a while
    scratch = scratch_of(tmp_path)
    with started("diagnose", "--db", path, env={"TMPDIR": str(scratch)}, start_new_session=True) as process:
        while process.poll() is None and not any(scratch.rglob("opencode.db")):
            time.sleep(0.002)
        (folder,) = scratch.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "opencode.db-wal").stat().st_mode & 0o777 == 0o600  # it is copied first
        process.send_signal(number)
        _, errors = process.communicate(timeout=ALWAYS_S)
    assert process.returncode == 128 + number, errors
    assert b"Traceback" not in errors
    assert list(scratch.iterdir()) == []


def test_every_command_leaves_a_crashed_database_as_it_is(path: Path, tmp_path: Path) -> None:
    _crashed(path)
    scratch = scratch_of(tmp_path)
    with untouched(path.parent):
        for arguments in (
            ["database", path],
            ["session", "ses_wal", "--db", path],
            ["bundle", tmp_path / "b.tar.gz", "--db", path],
        ):
            done = inspector(*arguments, env={"TMPDIR": str(scratch)})
            assert done.code in (0, 1), done.err
            assert list(scratch.iterdir()) == []
        done = inspector(
            env={"_INSPECTOR_COMPLETE": "bash_complete", "COMP_WORDS": f"inspector session --db {path} ses_", "COMP_CWORD": "4"}
        )
        assert "ses_file" in done.out
