"""What goes wrong while it runs: an exit code, one sentence, and never a half report that looks whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.database.databases import another_process, made, writing
from tests.trust.running import BANNER, FAILING, as_nobody, command, environment, failure, inspector, scratch_of, started

ALL_FORMATS = ("terminal", "json", "jsonl", "markdown", "html")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "server.log"
    path.write_text(BANNER + "".join(failure(session=f"ses_dfe0{n:08x}7rAq2JUnH99Yec") for n in range(300)))
    return path


def test_a_log_that_may_not_be_read_is_a_problem_and_the_others_are_read(log: Path, tmp_path: Path) -> None:
    folder = Path("/tmp") / f"trust-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        shutil.copy(log, folder / "a.log")
        shutil.copy(log, folder / "b.log")
        (folder / "b.log").chmod(0)
        (folder / "closed").mkdir(mode=0o000)
        done = as_nobody("diagnose", folder, "--format", "json", env={})
    finally:
        (folder / "closed").chmod(0o700)
        shutil.rmtree(folder)
    assert done.code == 3
    assert len(done.report["failures"]) == 300
    assert {Path(problem["where"]).name for problem in done.report["problems"]} == {"b.log", "closed"}
    assert all("Permission denied" in problem["what"] for problem in done.report["problems"])


@pytest.mark.parametrize("form", ALL_FORMATS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_part_of_a_report(tmp_path: Path, form: str, number: signal.Signals) -> None:
    target, scratch = tmp_path / "report", scratch_of(tmp_path)
    with started(
        "diagnose",
        "-",
        "--format",
        form,
        "--output",
        target,
        stdin=subprocess.PIPE,
        env={"TMPDIR": str(scratch)},
        start_new_session=True,
    ) as process:
        assert process.stdin
        process.stdin.write((BANNER + failure()).encode() * 3000)  # more than a pipe holds: it is being read when this returns
        process.stdin.flush()
        process.send_signal(number)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert out == b""
    assert b"Traceback" not in errors
    assert [path.name for path in tmp_path.iterdir()] == [scratch.name]
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_reader_that_goes_away_ends_the_run_quietly(log: Path, form: str) -> None:
    line = " ".join(command("diagnose", log, "-v", "--format", form))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert done.stdout.strip() in (b"141", b"1")  # 1 when all of it went into the pipe before the reader left
    assert done.stderr.replace(b"note: ", b"").count(b"Traceback") == 0
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("form", ALL_FORMATS)
def test_a_full_or_closed_standard_output_is_an_error(log: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = inspector("diagnose", log, "--format", form, stdout=full)
    assert done.code == 3
    assert "Could not write to standard output" in done.err
    closed = subprocess.run(
        ["bash", "-c", " ".join(command("diagnose", log, "--format", form)) + " >&-"],
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
    )
    assert closed.returncode == 3
    assert b"Traceback" not in closed.stderr


@pytest.mark.skipif(not Path("/dev/ptmx").exists(), reason="impossible here: no pseudo-terminals")
def test_a_terminal_that_goes_away_ends_the_run(log: Path) -> None:
    leader, follower = os.openpty()
    process = subprocess.Popen(
        command("diagnose", "-"), stdin=subprocess.PIPE, stdout=follower, stderr=subprocess.DEVNULL, env=environment()
    )
    os.close(follower)
    os.close(leader)
    assert process.stdin
    process.stdin.write(log.read_bytes())
    process.stdin.close()
    assert process.wait(60) in (3, 129, 141)


@pytest.mark.parametrize("target", ["missing/report.json", "file/report.json", "folder", "/proc/report.json"])
def test_a_place_that_cannot_be_written_is_named_and_stays_as_it_was(log: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    done = inspector("diagnose", log, "--output", tmp_path / target)
    assert done.code in (2, 3)
    assert done.out == ""
    assert "error: " in done.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_disk_that_fills_up_leaves_the_old_report(log: Path, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("impossible here: no small file system can be mounted")
    try:
        (folder / "report.html").write_text("the old one")
        done = inspector("diagnose", log, "--output", folder / "report.html")
        assert done.code == 3
        assert "No space left" in done.err
        assert {path.name: path.read_text() for path in folder.iterdir()} == {"report.html": "the old one"}
        bundle = inspector("bundle", folder / "b.tar.gz", log)
        assert bundle.code == 0
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _database(folder: Path, sessions: int, name: str = "opencode.db") -> Path:
    path = made(folder, "1.15.13", name=name)
    with writing(path) as writer:
        for number in range(sessions):
            session = writer.session(f"ses_{number:05}", number)
            user = writer.user(session, f"msg_{number:05}", number)
            writer.assistant(
                session,
                f"msz_{number:05}",
                number + 1,
                user,
                finish=None,
                error={"name": "APIError", "data": {"message": "refused"}},
            )
    return path


@pytest.mark.parametrize("how", ["replaced", "overwritten", "truncated", "removed"])
def test_a_database_exchanged_while_it_is_read_makes_no_whole_report(tmp_path: Path, how: str) -> None:
    """The log is a pipe: the database is open, and not yet read to the end, when the exchange happens."""
    path = _database(tmp_path, 400)
    other = _database(tmp_path, 3, "other.db")
    pipe = tmp_path / "server.log"
    os.mkfifo(pipe)
    with started("diagnose", pipe, "--db", path, "--format", "json") as process:
        writer = os.open(pipe, os.O_WRONLY)
        if how == "replaced":
            os.replace(other, path)  # noqa: PTH105
        elif how == "overwritten":
            shutil.copyfile(other, path)
        elif how == "truncated":
            os.truncate(path, 8192)
        else:
            path.unlink()
        os.write(writer, (BANNER + failure()).encode())
        os.close(writer)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 3, errors
    assert b"Traceback" not in errors
    report = json.loads(out)
    assert FAILING in {entry["session_id"] for entry in report["failures"]}
    assert any(
        "written to while it was read" in p["what"] or "malformed" in p["what"] or "disk" in p["what"] for p in report["problems"]
    )


def test_a_lock_held_for_ever_does_not_hold_the_reader(tmp_path: Path) -> None:
    path = _database(tmp_path, 5)
    with another_process(path, "database.execute('PRAGMA locking_mode=EXCLUSIVE'); database.execute('BEGIN EXCLUSIVE')"):
        done = inspector("diagnose", "--db", path, "--format", "json")
    assert (done.code, len(done.report["silent"])) == (1, 5)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM session").fetchone() == (5,)
