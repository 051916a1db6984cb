"""What a fleet runs on: a PostgreSQL from the system's packages, an S3 of moto's, a Dask scheduler and its workers."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
"""Seconds that a service may take to start."""


class Missing(Exception):
    """A service is not installed here."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until(ready: Callable[[], bool], what: str, process: subprocess.Popen[bytes] | None = None) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(OSError):
            if ready():
                return
        assert process is None or process.poll() is None, f"{what} ended with {process and process.returncode}"
        time.sleep(0.1)
    raise AssertionError(f"{what} was not ready after {PATIENCE_S} s")


def answers(port: int) -> Callable[[], bool]:
    def connect() -> bool:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True

    return connect


@contextmanager
def running(
    words: list[object], log: Path, env: dict[str, str] | None = None, **more: object
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a session of its own until the end of the context."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, words)), stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, **(env or {})}, **more,
        )  # type: ignore[call-overload]  # fmt: skip
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> None:
    """End a process and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise Missing("PostgreSQL is not installed: apt-get install postgresql")
    return (found[-1] if found else Path(str(on_path))).parent


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of its own and give its URL. It refuses to run as root, and is then run as another user."""
    programs, port = _postgres_programs(), free_port()
    user: dict[str, object] = {}
    folder = Path(tempfile.mkdtemp(prefix="inspector-postgres-"))
    try:
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            name = "postgres" if "postgres" in names else "nobody"
            user = {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
            os.chown(folder, pwd.getpwnam(name).pw_uid, pwd.getpwnam(name).pw_gid)
        data = folder / "data"
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "inspector", "-A", "trust", "-E", "UTF8", "--no-sync"],
            capture_output=True, cwd=folder, **user,
        )  # type: ignore[call-overload]  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()
        words = [programs / "postgres", "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder, "-F"]
        log = Path(tempfile.gettempdir()) / f"{folder.name}.log"
        with running(words, log, cwd=folder, **user) as process:
            wait_until(answers(port), "PostgreSQL", process)
            wait_until(lambda: _ready(programs, port), "PostgreSQL", process)
            yield f"postgresql://inspector@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (Path(tempfile.gettempdir()) / f"{folder.name}.log").unlink(missing_ok=True)


def _ready(programs: Path, port: int) -> bool:
    asked = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(asked, check=False).returncode == 0


@contextmanager
def s3(folder: Path) -> Iterator[dict[str, str]]:
    """Start an S3 and give the variables by which its clients find it."""
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port], folder / "s3.log") as process:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: urllib.request.urlopen(f"{url}/moto-api/").status == 200, "moto's S3", process)
        yield {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """Start a Dask scheduler and give its address."""
    port = free_port()
    words = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    with running(words, folder / "scheduler.log", cwd=folder) as process:
        wait_until(answers(port), "the Dask scheduler", process)
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def worker(folder: Path, name: str, address: str, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a Dask worker with a working folder, a home and a folder for temporary files that no other process uses."""
    own = folder / name
    for part in ("home", "tmp", "work"):
        (own / part).mkdir(parents=True)
    alone = {"HOME": str(own / "home"), "TMPDIR": str(own / "tmp"), "PYTHONPATH": str(ROOT), **env}
    words = [
        sys.executable, "-m", "dask", "worker", address, "--name", name, "--nthreads", 1, "--no-dashboard",
        "--local-directory", own / "tmp", "--memory-limit", 0,
    ]  # fmt: skip
    with running(words, folder / f"{name}.log", alone, cwd=own / "work") as process:
        yield process
