"""A signal ends a run at every point of it: with 128 + its number, no traceback, and no temporary file or worker left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.database.databases import crashed, made, writing
from tests.trust.running import BANNER, ROOT, SIGNALS, command, environment, failure, inside, scratch_of, with_signals

linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="impossible here: no /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The inputs of `RUNS`."""
    return made_inputs(tmp_path)


def made_inputs(tmp_path: Path) -> Path:
    """Make a small log, a database that must be copied to be read, a bundle of both, and a folder of two such servers."""
    database = made(tmp_path, "1.15.13")
    with writing(database) as writer:
        writer.exchange(writer.session("ses_one"))
    crashed(database, "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute(\"UPDATE session SET title = 'new'\")")
    (tmp_path / "server.log").write_text(BANNER + failure())
    assert inside("bundle", tmp_path / "b.tar.gz", tmp_path / "server.log", "--db", database, "-q").code == 0
    for name in ("one", "two"):
        (tmp_path / "many" / name).mkdir(parents=True)
        for file in ("server.log", "opencode.db", "opencode.db-wal"):
            shutil.copy(tmp_path / file, tmp_path / "many" / name)
    return tmp_path


RUNS: dict[str, Callable[[Path], list[object]]] = {
    "log": lambda folder: ["diagnose", folder / "server.log", "--format", "json"],
    "log and copied database": lambda folder: ["diagnose", folder / "server.log", "--db", folder / "opencode.db", "--output", folder / "out/r.html"],
    "reading a bundle": lambda folder: ["diagnose", folder / "b.tar.gz", "--output", folder / "out/r.json"],
    "writing a bundle": lambda folder: ["bundle", folder / "out/b.tar.gz", folder / "server.log", "--db", folder / "opencode.db", "-q"],
    "many servers": lambda folder: ["diagnose", "--each", folder / "many", "--output", folder / "out/r.jsonl"],
}  # fmt: skip


@linux
@pytest.mark.long
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_at_every_function_entry_ends_the_run_and_leaves_nothing(folder: Path, number: signal.Signals, run: str) -> None:
    """Forks at each entry, so that every point of the run is tried once, whatever the timing of this machine."""
    scratch, out = scratch_of(folder), folder / "out"
    out.mkdir()
    words = [sys.executable, "-m", "tests.trust.enumerated", number.name, scratch, out, "--", *RUNS[run](folder)]
    done = subprocess.run(
        list(map(str, words)),
        capture_output=True,
        cwd=ROOT,
        env=environment(TMPDIR=str(scratch)),
        preexec_fn=with_signals,
        timeout=5400,
    )
    assert done.stdout, done.stderr.decode()[-2000:]
    found = json.loads(done.stdout)
    assert found["code"] in (0, 1), done.stderr
    assert found["failures"] == []
    assert found["entries"] > 500
    print(f"{found['entries']:,} function entries")


@linux
@pytest.mark.parametrize("whole_group", [False, True], ids=["parent alone", "whole group"])
@pytest.mark.parametrize("number", SIGNALS)
def test_many_servers_end_while_a_worker_does_not(folder: Path, number: signal.Signals, whole_group: bool) -> None:
    """A stopped process stands for a worker that waits for a disk and handles no signal."""
    scratch = scratch_of(folder)
    words = command("diagnose", "--each", folder / "many", "--no-progress")
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(TMPDIR=str(scratch)),
        preexec_fn=with_signals, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            workers = _workers_of(process)
            assert workers
            os.kill(workers[0], signal.SIGSTOP)
            os.killpg(process.pid, number) if whole_group else process.send_signal(number)
            process.wait(timeout=20)
            errors = process.stderr.read() if process.stderr else b""
        finally:
            if process.poll() is None:
                process.kill()
    assert process.returncode == 128 + number, errors
    assert b"Traceback" not in errors
    assert [pid for pid in workers if _lives(pid)] == []
    assert list(scratch.iterdir()) == []


@linux
def test_workers_end_when_their_parent_is_killed(folder: Path) -> None:
    with subprocess.Popen(
        command("diagnose", "--each", folder / "many", "--no-progress"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        start_new_session=True,
    ) as process:  # fmt: skip
        workers = _workers_of(process)
        process.kill()
        process.wait()
    until = time.monotonic() + 20
    while any(map(_lives, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert workers
    assert [pid for pid in workers if _lives(pid)] == []


def _workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Wait until a worker of `process` runs and return all there are."""
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if workers:
            return workers
        time.sleep(0.002)
    return []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
