"""Runs the real command line, in a process of its own or in this one, and takes note of what lies beside its inputs."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from inspector.cli import main as cli
from tests.database.databases import crashed, made

ROOT = Path(__file__).parents[2]
BANNER = (
    "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main "
    "run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n"
)
FAILING = "ses_dfe01c813ffe7rAq2JUnH99Yec"


def failure(message: str = "Agent not found: ghost. Available agents: build", session: str = FAILING) -> str:
    """A ``prompt_async failed`` record as OpenCode 1.15 writes it, with `message` in its cause."""
    cause = {"_id": "Cause", "failures": [{"_tag": "Die", "defect": {"data": {"message": message}, "name": "UnknownError"}}]}
    written = json.dumps(cause, ensure_ascii=False, separators=(",", ":"))
    return f"ERROR 2026-11-22T06:42:47 +1ms service=default session.id={session} cause={written} prompt_async failed\n"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run left."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON on standard output."""
        assert self.out, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "", "INSPECTOR_DEBUG": "", **more}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "inspector", *map(str, arguments)]


ALWAYS_S = 120
"""A run always ends within this time, also on a busy machine."""

_AS_NOBODY = (
    "import io, os, sys\nfrom contextlib import redirect_stderr, redirect_stdout\nfrom inspector.cli import main as cli\n"
    "with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()): cli.run(['diagnose', *sys.argv[1:3], '--format', 'json'])\n"
    "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\ncli.main(sys.argv[3:])"
)


def as_nobody(*arguments: object, env: dict[str, str]) -> Done:
    """Run as a user whom rights bind: as this one, or in place of root as nobody.

    Nobody may not even read this interpreter: everything is imported before.
    """
    with tempfile.TemporaryDirectory() as folder:
        log, database = Path(folder) / "server.log", made(Path(folder), "1.15.13")
        log.write_text(BANNER + failure())
        crashed(database, "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute('DELETE FROM project')")
        words = [sys.executable, "-c", _AS_NOBODY, log, f"--db={database}", *arguments]
        done = subprocess.run(list(map(str, words)), capture_output=True, env=environment(**env), timeout=ALWAYS_S)
    assert b"Traceback" not in done.stderr
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def inspector(*arguments: object, **options: Any) -> Done:
    """Run in a process of its own; whatever happens there is no traceback."""
    more = options.pop("env", {})
    data = options.pop("input", None)
    done = subprocess.run(
        command(*arguments),
        input=data,
        stdin=subprocess.DEVNULL if data is None and "stdin" not in options else options.pop("stdin", None),
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env=environment(**more),
        timeout=ALWAYS_S,
        **options,
    )
    errors = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in errors
    assert "itself failed" not in errors
    return Done(done.returncode, (done.stdout or b"").decode("utf-8"), errors)


def inside(*arguments: object) -> Done:
    """Run in this process, which is faster; an exception comes through."""
    shown, errors = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    before = signal.signal(signal.SIGALRM, _late)
    signal.alarm(ALWAYS_S)
    try:
        with mock.patch.dict(os.environ, {"INSPECTOR_DEBUG": "1"}), redirect_stdout(shown), redirect_stderr(errors):
            code = cli.run([str(argument) for argument in arguments])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    shown.flush()
    return Done(code, shown.buffer.getvalue().decode("utf-8"), errors.getvalue())  # type: ignore[attr-defined]


def at_once(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """As `subprocess.run` of the command line would give it, in this process: it costs no start of an interpreter.

    What depends on a process of its own (encodings, streams, signals, the environment) needs one: `inspector`.
    """
    shown, errors = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    before = Path.cwd()
    try:
        os.chdir(cwd or before)
        with mock.patch.dict(os.environ, {"NO_COLOR": "", "COLUMNS": ""}), redirect_stdout(shown), redirect_stderr(errors):
            code = cli.run([str(argument) for argument in arguments])
    finally:
        os.chdir(before)
    shown.flush()
    errors.flush()
    return subprocess.CompletedProcess([], code, shown.buffer.getvalue(), errors.buffer.getvalue())  # type: ignore[attr-defined]


def _late(number: int, frame: object) -> None:
    raise AssertionError("it took too long")


def checked(done: Done) -> dict[str, Any]:
    """Return the report of a run on an input of any kind: exit code 0, 1 or 3, and JSON whenever anything was read."""
    assert done.code in (0, 1, 3), done.err
    if not done.out:
        assert done.code == 3
        assert done.err.startswith("error: ")
        return {}
    assert done.report["schema"] == "inspector.report/1"
    assert done.code == done.report["verdict"]["exit_code"]
    assert not (done.report["problems"] and done.code != 3)
    return done.report


def state(folder: Path) -> dict[str, tuple[object, ...]]:
    """Kind, content, size, owner, rights and time of everything in `folder` and of the folder itself."""
    return {str(path.relative_to(folder)): _mark(path) for path in (folder, *sorted(folder.rglob("*")))}


def _mark(path: Path) -> tuple[object, ...]:
    found = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return (content, found.st_mode, found.st_uid, found.st_size if path.is_file() else 0, found.st_mtime_ns, found.st_ino)


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Nothing in `folder` is created, removed or changed while the block runs."""
    before = state(folder)
    yield
    assert state(folder) == before


def planted(value: Any, how: Callable[[str], str]) -> Any:
    """`value` (of JSON) with `how` applied to every string in it, keys excepted."""
    if isinstance(value, str):
        return how(value)
    if isinstance(value, list):
        return [planted(item, how) for item in value]
    if isinstance(value, dict):
        return {key: planted(item, how) for key, item in value.items()}
    return value


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def with_signals() -> None:
    """Give a child process the signals as a shell gives them, also where this process ignores some, as under nohup."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def until_opened(process: subprocess.Popen[bytes], path: Path) -> None:
    """Wait until the process has the file open."""
    files = Path(f"/proc/{process.pid}/fd")
    while not any(_target(file) == str(path) for file in files.iterdir()):
        assert process.poll() is None
        time.sleep(0.002)


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:  # it was closed meanwhile
        return ""


@contextmanager
def started(*arguments: object, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run in a process of its own that is ended with the block."""
    more = options.pop("env", {})
    pipes = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "preexec_fn": with_signals,
    } | options
    with subprocess.Popen(command(*arguments), env=environment(**more), **pipes) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def scratch_of(tmp_path: Path) -> Path:
    """A folder for TMPDIR, empty."""
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=tmp_path))
    folder.chmod(0o1777)
    return folder
