"""Opening a database that may be in use, damaged or hostile, and leaving no trace beside it.

Which way is taken (measured, see DESIGN.md): another process holds a lock on its ``-shm``: ``mode=ro`` beside it; no
write-ahead log to miss: ``immutable=1``; otherwise a private copy of the file and its log is opened.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import stat
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from inspector.errors import UnreadableError, UsageError, WrongFileError
from inspector.files.temporary import private_folder
from inspector.model import Problem

_MAGIC = b"SQLite format 3\x00"
_COMPRESSED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
_LIVE = "A running server has the database open: read beside it, read-only."
_WRITTEN = "it was written to while it was copied; rows may be missing or contradict each other"
_SHM_LOCKS = (120, 9)  # the eight WAL locks and the one every connection holds while it has the file open
_MAIN_LOCKS = (0x40000000, 512)  # PENDING, RESERVED and SHARED bytes of a database in rollback mode
_ATTEMPTS = 4
_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
_FIRST_SECONDS = 20.0
_SPARE_BYTES = 64 << 20
_LONGEST_VALUE = 64 << 20
_PRAGMAS = frozenset(
    (
        "table_xinfo",
        "index_list",
        "index_xinfo",
        "quick_check",
        "integrity_check",
        "read_uncommitted",
        "encoding",
        "page_count",
        "page_size",
    )
)
_FUNCTIONS = frozenset(
    (
        "coalesce",
        "count",
        "json_array",
        "json_extract",
        "json_type",
        "json_valid",
        "length",
        "max",
        "min",
        "substr",
        "typeof",
    )
)
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))


class Deadline:
    """The time limit of the statement that is running now."""

    def __init__(self) -> None:
        self.at = float("inf")

    def start(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def passed(self) -> bool:
        return time.monotonic() > self.at


@dataclass(frozen=True, slots=True)
class Opened:
    """An open, hardened connection and how it came about."""

    path: Path
    """The file as the user named it."""
    way: str
    """``live``, ``snapshot`` or ``immutable``."""
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    bytes: int
    wal_bytes: int | None
    """Size of the ``-wal`` beside it; None when there is none."""
    connection: sqlite3.Connection
    deadline: Deadline
    before: tuple[object, ...]
    """Size and time of the file and its log when it was opened."""

    def changed(self) -> bool:
        """True when the original was written to since it was opened."""
        return _signature(self.path) != self.before


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open `path` read-only; nothing beside it is created, changed or removed, and nothing stays behind elsewhere.

    Raises UsageError when there is no such file, UnreadableError when it is no SQLite database or cannot be read.
    """
    header = _look(path)
    real = path.resolve()
    with ExitStack() as stack:
        found = _connect(path, real, header, stack)
        try:
            yield found
        finally:
            found.connection.close()


def _look(path: Path) -> bytes:
    """Return the first 100 bytes, once it is clear that this is a database."""
    name = str(path)
    try:
        state = path.stat()
    except FileNotFoundError:
        raise UsageError(f"{name}: no such file", "Name the opencode.db itself, with --db PATH.") from None
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}", "Check the path and its permissions.") from None
    if stat.S_ISDIR(state.st_mode):
        raise WrongFileError(f"{name} is a folder, not a database", "Name the opencode.db inside it.")
    if not stat.S_ISREG(state.st_mode):
        raise WrongFileError(f"{name} is no regular file", "A database cannot be read from a pipe or device; save it to a file.")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        hint = "Run as the user that owns the file, or copy it together with its -wal."
        raise UnreadableError(f"{name}: {error.strerror}", hint) from None
    if not header and _size(_beside(path.resolve(), "-wal")):
        return header  # everything is still in the write-ahead log
    if not header:
        raise UnreadableError(f"{name} is empty (0 bytes)", "A copy that failed? Take it again, with the -wal beside it.")
    if not header.startswith(_MAGIC):
        looks = _looks_like(path, header)
        kind = WrongFileError if looks else UnreadableError
        raise kind(f"{name} is not a SQLite database{looks or ', or it is encrypted'}", _other_file(path))
    if len(header) < 100:
        raise UnreadableError(f"{name} is cut off after {len(header)} bytes", "Copy the database again.")
    return header


def _looks_like(path: Path, header: bytes) -> str:
    """Return what else the file is; empty when that cannot be told."""
    if path.name.endswith("-wal") or header[:4] in (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"):
        return " but a write-ahead log"
    if path.name.endswith("-shm"):
        return " but the index of a write-ahead log"
    for magic, name in _COMPRESSED.items():
        if header.startswith(magic):
            return f" but {name}-compressed: unpack it first"
    if header.lstrip()[:1] in (b"{", b"[") or header.isascii():
        return " but text"
    return ""


def _other_file(path: Path) -> str:
    for ending in ("-wal", "-shm", "-journal"):
        if path.name.endswith(ending):
            return f"Name {path.name.removesuffix(ending)} itself; the rest is found beside it."
    return "Name the opencode.db itself, with --db PATH."


def _connect(path: Path, real: Path, header: bytes, stack: ExitStack) -> Opened:
    """Choose the way, open, harden and read once, so that a file that cannot be read fails here."""
    wal, shm, journal = (_beside(real, ending) for ending in ("-wal", "-shm", "-journal"))
    wal_bytes, journal_bytes = _size(wal), _size(journal)
    before = _signature(path)

    def done(way: str, uri: str, *notes: str, problems: tuple[Problem, ...] = ()) -> Opened:
        deadline = Deadline()
        try:
            connection = _open(uri, deadline)
        except sqlite3.DatabaseError as error:
            if "unsafe use of" not in str(error):
                raise
            # Somebody's index or generated column on json_extract() makes SQLite refuse the whole schema; what such an
            # expression may call is still limited by the authorizer.
            connection = _open(uri, deadline, trusted="ON")
        return Opened(path, way, notes, problems, _size(real) or 0, wal_bytes, connection, deadline, before)

    try:
        if wal_bytes is not None and _size(shm) and _locked(shm, *_SHM_LOCKS):
            # A server that stops or forbids its -shm at this very moment leaves the copy as the next best way.
            with suppress(sqlite3.Error):
                return done("live", f"{real.as_uri()}?mode=ro", _LIVE)
        if not wal_bytes and not journal_bytes and not _locked(real, *_MAIN_LOCKS):
            return done("immutable", f"{real.as_uri()}?mode=ro&immutable=1", *_bare(header, wal_bytes))
        needed = sum(size or 0 for size in (_size(real), wal_bytes, journal_bytes))
        scratch = _scratch(stack)
        room = scratch is not None and shutil.disk_usage(scratch).free >= needed + _SPARE_BYTES
        copied = _copy(real, scratch) if scratch and room else None
        if scratch is None or copied is None:
            place = scratch.parent if scratch else "any temporary folder"
            lost = (
                "rollback journal: half a write may be in it" if journal_bytes else "write-ahead log: the newest rows are missing"
            )
            what = (
                f"not enough room in {place} to copy {needed} bytes, so the file was read without its {lost}. "
                "Set TMPDIR to a larger disk"
            )
            return done("immutable", f"{real.as_uri()}?mode=ro&immutable=1", what, problems=(Problem(str(path), what),))
        copy, torn = copied
        problems = (Problem(str(path), _WRITTEN),) if torn else ()
        snapshot = done("snapshot", f"{copy.as_uri()}?mode=rw", _copied(wal_bytes, journal_bytes), problems=problems)
    except sqlite3.Error as error:
        raise UnreadableError(f"{path}: {error}", _hint(error)) from None
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}", "Check permissions and free space, or set TMPDIR.") from None
    if sys.platform == "linux":
        shutil.rmtree(scratch, ignore_errors=True)  # it is open, and now not even a kill can leave it behind
    return snapshot


def _scratch(stack: ExitStack) -> Path | None:
    """A private folder for as long as `stack` lasts; None where nothing can be written anywhere."""
    try:
        return stack.enter_context(tempfile_folder())
    except OSError:
        return None


def _bare(header: bytes, wal_bytes: int | None) -> tuple[str, ...]:
    if wal_bytes == 0:
        return ("Its write-ahead log is empty: the file was read alone, and nothing is missing.",)
    if header[18:19] == b"\x02":
        return ("There is no write-ahead log beside it: if it was copied from a running server, its newest rows are missing.",)
    return ()


def _copied(wal_bytes: int | None, journal_bytes: int | None) -> str:
    if journal_bytes:
        return f"A write was cut short ({journal_bytes} bytes of rollback journal): a private copy was rolled back and read."
    if not wal_bytes:
        return "Another process is using it: a private copy was read."
    return f"No server has it open, and it has {wal_bytes / 1000:,.1f} kB of write-ahead log: a private copy of both was read."


def _hint(error: sqlite3.Error) -> str:
    text = str(error)
    if "not a database" in text:
        return "It may be encrypted, or damaged in its first page."
    if "malformed" in text or "corrupt" in text:
        return "It is damaged: try `sqlite3 COPY .recover` on a copy, or restore a backup."
    if "locked" in text or "busy" in text:
        return "Another process holds it exclusively: try again, or copy it with its -wal."
    return "Copy it together with its -wal to another folder and read the copy."


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _signature(path: Path) -> tuple[object, ...]:
    real = path.resolve()
    marks: list[object] = []
    for part in (real, _beside(real, "-wal"), _beside(real, "-journal")):
        try:
            state = part.stat()
            marks.append((state.st_ino, state.st_size, state.st_mtime_ns))
        except OSError:
            marks.append(None)
    try:
        with _beside(real, "-wal").open("rb") as file:
            marks.append(file.read(32))  # its salt changes whenever the log starts afresh
    except OSError:
        marks.append(None)
    return tuple(marks)


def _locked(path: Path, start: int, length: int) -> bool:
    """True when another process holds a lock there (F_GETLK: asks, takes none). False where that cannot be asked.

    POSIX drops a process's locks on a file with the first descriptor it closes: do not call this in a process that
    itself has the database open for writing.
    """
    try:
        import fcntl
    except ImportError:
        return False
    mac = sys.platform == "darwin"
    form = "qqihh" if mac else "hhqqi4x"
    asked = struct.pack(form, *((start, length, 0, fcntl.F_WRLCK, 0) if mac else (fcntl.F_WRLCK, 0, start, length, 0)))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        answer = struct.unpack(form, fcntl.fcntl(descriptor, fcntl.F_GETLK, asked))
    except (OSError, struct.error):
        return False
    finally:
        os.close(descriptor)
    return bool(answer[3 if mac else 0] != fcntl.F_UNLCK)


@contextmanager
def tempfile_folder() -> Iterator[Path]:
    """A private folder (0700) that is gone afterwards, also when the process is asked to stop."""
    with _stoppable(), private_folder("inspector-") as folder:
        yield folder


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and SIGHUP unwind the stack, so that the folder is removed; only where nobody else handles them."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = []
    if threading.current_thread() is threading.main_thread():
        taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in taken:
            if signal.getsignal(number) is stop:
                signal.signal(number, signal.SIG_DFL)


def _copy(real: Path, scratch: Path) -> tuple[Path, bool] | None:
    """Copy the file and its logs; return the copy, and True when every attempt met a writer; None when the room ran out."""
    copy = scratch / "opencode.db"
    try:
        for attempt in range(_ATTEMPTS):
            before = _signature(real)
            for ending in ("-wal", "-journal", ""):
                target = _beside(copy, ending) if ending else copy
                target.unlink(missing_ok=True)
                source = _beside(real, ending) if ending else real
                if not ending or _size(source):
                    shutil.copyfile(source, target)
                    target.chmod(0o600)
            if _signature(real) == before:
                return copy, False
            time.sleep(0.05 * (attempt + 1))
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        for part in scratch.iterdir():
            part.unlink()  # what fits of it is of no use, and the disk is full
        return None
    return copy, True


def _open(uri: str, deadline: Deadline, trusted: str = "OFF") -> sqlite3.Connection:
    """A hardened connection that has read the schema once: what cannot be read fails here."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=2.0, cached_statements=64)
    try:
        _harden(connection, deadline, trusted)
        deadline.start(_FIRST_SECONDS)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError:
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema (a name in it is no text)") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _harden(connection: sqlite3.Connection, deadline: Deadline, trusted: str) -> None:
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
    connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    for pragma in ("query_only=ON", f"trusted_schema={trusted}", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_authorizer(_allow)
    connection.set_progress_handler(deadline.passed, 10_000)


def _allow(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    """Reading tables and schema, a few pure functions: nothing else, whatever a schema smuggles in."""
    allowed = (
        action in _READING
        or (action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
