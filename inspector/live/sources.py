"""Read a server's log and database from a systemd unit's journal or a container.

Each command is announced with `say` before it runs. The commands `journalctl`, `docker logs`, `docker inspect` and `docker cp` only
read.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from inspector.errors import InspectorError, UnreadableError, UsageError
from inspector.model.value import Value

Say = Callable[[str], None]
"""Takes the words of a command that is about to run, quoted for a shell."""
LIMIT_S = 120.0  # any value: a time limit on the clock
"""Seconds after which a program is ended, unless it is being followed."""
AGAIN_S = 1.0  # any value: a waiting time
"""Seconds after which a followed program that has ended is started again."""
ATTEMPTS = 3
"""A database that was written to during the copy is copied again, at most this many times in all."""

_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d)")


class Container(Value, frozen=True):
    """The facts about a container from `docker inspect`."""

    name: str
    image: str
    version: str | None
    """The server's version, from the image's labels or its tag; None when neither names one."""
    database: PurePosixPath
    """The folder that holds the database, inside the container."""
    volume: str | None
    """The place on this host of the volume with the database; None when the database is on no volume."""
    runs: bool = False


class Source(Protocol):
    """A program that prints a log, once or continuously."""

    name: str

    def command(self, since: str | None, follow: bool) -> list[str]:
        """Return the command that prints the log from `since` on; with `follow`, from the last read line on, continuously."""

    def take(self, line: bytes) -> bytes | None:
        """Return the log line in the printed `line`; None if it was read before or is not a log line."""


class Journal:
    """The journal of a systemd unit."""

    def __init__(self, unit: str) -> None:
        self.name = unit
        self._cursor: str | None = None

    def command(self, since: str | None, follow: bool) -> list[str]:
        command = ["journalctl", "--unit", self.name, "--output", "json", "--no-pager", "--quiet"]
        if follow and self._cursor:
            return [*command, "--follow", "--after-cursor", self._cursor]
        return [*command, *(["--follow", "--lines", "0"] if follow else []), *(["--since", since] if since else [])]

    def take(self, line: bytes) -> bytes | None:
        """Return the message; if it is not UTF-8, journalctl prints it as a list of bytes."""
        try:
            entry = json.loads(line)
            message, self._cursor = entry.get("MESSAGE"), str(entry.get("__CURSOR") or "") or self._cursor
        except (ValueError, AttributeError):
            return None
        if isinstance(message, list):
            return bytes(byte for byte in message if isinstance(byte, int) and 0 <= byte < 256).rstrip(b"\n") + b"\n"
        return message.encode("utf-8", "surrogatepass").rstrip(b"\n") + b"\n" if isinstance(message, str) else None


class DockerLog:
    """The log of a container: what its main process writes to standard output and standard error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._stamp = b""
        """Time of the newest line, as docker prints it: it orders as text."""

    def command(self, since: str | None, follow: bool) -> list[str]:
        since = self._stamp.decode() if follow and self._stamp else since
        tail = ["--tail", "0"] if follow and not since else []
        return [
            *("docker", "logs", "--timestamps"),
            *(["--follow"] if follow else []),
            *(["--since", since] if since else []),
            *tail,
            self.name,
        ]

    def take(self, line: bytes) -> bytes | None:
        stamp = _STAMP.match(line)
        if stamp is None:
            return line
        if stamp[0] < self._stamp or (stamp[0] == self._stamp and line == self._line):
            return None
        self._stamp, self._line = stamp[0], line
        return line

    _line = b""


def collect(source: Source, folder: Path, since: str | None, say: Say) -> Path:
    """Write the log that `source` has now to a file in `folder` and return it. Raises UnreadableError, UsageError."""
    target = folder / (_file_name(source.name) + ".log")
    with target.open("wb") as file:
        _run(source.command(since, follow=False), say, partial(_copy, source, file), errors_too=isinstance(source, DockerLog))
    return target


@contextmanager
def followed(source: Source, target: Path, say: Say) -> Iterator[None]:
    """Append what `source` prints from now on to `target` until the context ends.

    A program that ends is started again: `docker logs --follow` ends when its container stops.
    """
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def follow() -> None:
        tell = say
        with target.open("ab", buffering=0) as file:
            while not over.is_set():
                with suppress(InspectorError), _started(source.command(None, follow=True), tell, subprocess.STDOUT) as process:
                    running[:] = [process]
                    _copy(source, file, _output(process))
                tell = _silence
                over.wait(AGAIN_S)

    thread = threading.Thread(target=follow, name="source", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        for process in running:
            process.kill()
        thread.join(5)


def _copy(source: Source, file: IO[bytes], output: IO[bytes]) -> None:
    for line in output:
        if (taken := source.take(line)) is not None:
            file.write(taken)


def _silence(command: str) -> None:
    """Print nothing, because a restarted program is announced only once."""


def docker_inspected(name: str, say: Say) -> Container:
    """Return the version of a container's image and the place of its database. Raises UnreadableError, UsageError."""
    answers: list[bytes] = []
    _run(["docker", "inspect", "--type", "container", name], say, lambda output: answers.append(output.read()))
    try:
        found = json.loads(answers[0])[0]
        config = found["Config"]
    except (ValueError, LookupError, TypeError):
        raise UnreadableError(f"docker inspect did not describe the container {name}.") from None
    environment = dict(word.split("=", 1) for word in config.get("Env") or () if "=" in word)
    user = str(config.get("User") or "root").split(":")[0]
    home = environment.get("HOME") or ("/root" if user in ("root", "0") else f"/home/{user}")
    data = PurePosixPath(environment.get("XDG_DATA_HOME") or PurePosixPath(home) / ".local/share") / "opencode"
    image = str(config.get("Image") or found.get("Image") or "")
    runs = bool((found.get("State") or {}).get("Running"))
    return Container(
        name, image, _version(config.get("Labels") or {}, image), data, _volume(found.get("Mounts") or (), data), runs
    )


def docker_database(container: Container, folder: Path, say: Say) -> Path | None:
    """Copy the database of a container, and its write-ahead log, into `folder`; None when it has none at the usual place."""
    for _ in range(ATTEMPTS):
        before = _copied(container, "opencode.db-wal", folder, say)
        if _copied(container, "opencode.db", folder, say) is None:
            return None
        first = before.read_bytes() if before else b""
        after = _copied(container, "opencode.db-wal", folder, say)
        # The salt in its header changes when the log is written back into the database; otherwise it only grows.
        if (after.read_bytes() if after else b"").startswith(first):
            break
    return folder / "opencode.db"


def _copied(container: Container, name: str, folder: Path, say: Say) -> Path | None:
    """Copy one file out of a container; None when it is not there."""
    archive, target = folder / f"{name}.tar", folder / name
    target.unlink(missing_ok=True)
    try:
        with archive.open("wb") as file:
            source = f"{container.name}:{container.database / name}"
            _run(["docker", "cp", "--follow-link", source, "-"], say, lambda output: shutil.copyfileobj(output, file))
        with tarfile.open(archive) as packed:
            entry = packed.next()
            data = packed.extractfile(entry) if entry is not None and entry.isreg() else None
            if data is None:
                return None
            with target.open("wb") as file:
                shutil.copyfileobj(data, file)
    except (UnreadableError, tarfile.TarError):
        return None
    finally:
        archive.unlink(missing_ok=True)
    return target


def _run(command: Sequence[str], say: Say, read: Callable[[IO[bytes]], Any], errors_too: bool = False) -> None:
    """Run a program to its end and let `read` take its output. Raises UnreadableError when it fails."""
    with tempfile.TemporaryFile() as errors:
        with _started(command, say, subprocess.STDOUT if errors_too else errors) as process:
            timer = threading.Timer(LIMIT_S, process.kill)
            timer.start()
            try:
                read(_output(process))
                code = process.wait()
            finally:
                timer.cancel()
        if code:
            errors.seek(0)
            why = errors.read(1 << 16).decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {code}"]
            raise UnreadableError(f"`{shlex.join(command)}` failed: {why[0]}")


@contextmanager
def _started(command: Sequence[str], say: Say, errors: int | IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    if shutil.which(command[0]) is None:
        raise UsageError(
            f"The program {command[0]} is not installed, or not in PATH.", "Run inspector on the host that has this program."
        )
    say(shlex.join(command))
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
    except OSError as error:
        raise UnreadableError(f"{command[0]} could not be started: {error.strerror or error}") from None
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None  # noqa: S101  # a pipe was asked for
    return process.stdout


def _version(labels: dict[str, str], image: str) -> str | None:
    tag = image.rpartition(":")[2] if ":" in image.rpartition("/")[2] else ""
    for text in (labels.get("org.opencontainers.image.version", ""), tag):
        plain = text.removeprefix("v")
        if plain[:1].isdigit() and plain.count(".") >= 2:
            return plain
    return None


def _volume(mounts: Sequence[dict[str, Any]], data: PurePosixPath) -> str | None:
    """Return the place on this host of the folder `data` of the container: the mount nearest above it."""
    best = max(
        (mount for mount in mounts if data.is_relative_to(str(mount.get("Destination")))),
        key=lambda mount: len(str(mount.get("Destination"))), default=None,
    )  # fmt: skip
    if best is None or not best.get("Source"):
        return None
    return str(PurePosixPath(str(best["Source"])) / data.relative_to(str(best["Destination"])))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_.@" else "_" for letter in name)
