"""Open a database that may be in use, damaged or hostile, without creating or changing a file in its folder.

There are three ways. If another process holds a lock on the ``-shm``, the database is read in place with ``readonly_shm=1``;
SQLite's shared lock is held from before that check until after the close. If there is no write-ahead log, it is read in place with
``immutable=1``. Otherwise a private copy of the file and its log is read.
"""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from inspector.database import siblings
from inspector.database.connection import Deadline, connect
from inspector.errors import UnreadableError, UsageError, WrongFileError
from inspector.files.magic import SQLITE
from inspector.files.temporary import private_folder
from inspector.model import FileNote, FileNoteKind, Problem, Way
from inspector.model.value import Value

_COMPRESSED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
_WRITTEN = "it was written to while it was copied; rows may be missing or contradict each other"
_SPARE_BYTES = 64 << 20


class Opened(Value, frozen=True):
    """An open, hardened connection and how it was opened."""

    path: Path
    """The file as the user named it."""
    way: Way
    notes: tuple[FileNote, ...]
    problems: tuple[Problem, ...]
    bytes: int
    wal_bytes: int | None
    """Size of the ``-wal`` in bytes; None when there is none."""
    connection: sqlite3.Connection
    deadline: Deadline
    before: tuple[object, ...]
    """Size and time of the file and its log when it was opened."""

    def changed(self) -> bool:
        """Whether the original was written to after it was opened."""
        return siblings.signature(self.path) != self.before


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open `path` read-only. No file in its folder is created, changed or removed, and no temporary file remains.

    Raises UsageError when the file does not exist, UnreadableError when it is not an SQLite database or cannot be read.
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
    """Return the first 100 bytes. Raises UsageError or UnreadableError when the file is not a database."""
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
        raise WrongFileError(f"Not a regular file: {name}", "A database cannot be read from a pipe or device; save it to a file.")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        hint = "Run as the user that owns the file, or copy it together with its -wal."
        raise UnreadableError(f"{name}: {error.strerror}", hint) from None
    if not header and siblings.size(siblings.beside(path.resolve(), "-wal")):
        return header  # all data is still in the write-ahead log
    if not header:
        raise UnreadableError(f"{name} is empty (0 bytes)", "The copy may have failed. Copy the database again, with its -wal.")
    if not header.startswith(SQLITE):
        looks = _looks_like(path, header)
        kind = WrongFileError if looks else UnreadableError
        raise kind(f"{name} is not a SQLite database{looks or ', or it is encrypted'}", _other_file(path))
    if len(header) < 100:
        raise UnreadableError(f"{name} is cut off after {len(header)} bytes", "Copy the database again.")
    return header


def _looks_like(path: Path, header: bytes) -> str:
    """Return what kind of file it is instead; empty when that is not recognised."""
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
            return f"Name {path.name.removesuffix(ending)}; its other files are found automatically."
    return "Name the opencode.db itself, with --db PATH."


class _File(Struct):
    """A database file as it was before it is opened."""

    path: Path
    real: Path
    before: tuple[object, ...]

    def opened(self, way: Way, uri: str, *notes: FileNote, problems: tuple[Problem, ...] = ()) -> Opened:
        deadline, real = Deadline(), self.real
        try:
            connection = connect(uri, deadline)
        except sqlite3.DatabaseError as error:
            if "unsafe use of" not in str(error):
                raise
            # An index or generated column on json_extract() makes SQLite refuse the whole schema; the authorizer still limits what
            # such an expression may call.
            connection = connect(uri, deadline, trusted="ON")
        wal_bytes = siblings.size(siblings.beside(real, "-wal"))
        problems = (*siblings.irregular(real), *problems)
        return Opened(self.path, way, notes, problems, siblings.size(real) or 0, wal_bytes, connection, deadline, self.before)


def _connect(path: Path, real: Path, header: bytes, stack: ExitStack) -> Opened:
    """Choose a way, open and harden the database, and read it once, so that an unreadable file fails here."""
    file = _File(path, real, siblings.signature(path))
    try:
        with suppress(sqlite3.Error), ExitStack() as lock:
            # If the server stops or locks its -shm at this moment, read a copy instead.
            if _is_live(real, lock):
                found = file.opened(Way.LIVE, f"{real.as_uri()}?mode=ro&readonly_shm=1", FileNote(FileNoteKind.READ_LIVE))
                stack.push(lock.pop_all())
                return found
        wal_bytes, journal_bytes = (siblings.size(siblings.beside(real, ending)) for ending in ("-wal", "-journal"))
        if not wal_bytes and not journal_bytes and not siblings.is_locked(real, *siblings.MAIN_LOCKS):
            return file.opened(Way.IMMUTABLE, f"{real.as_uri()}?mode=ro&immutable=1", *_bare(header, wal_bytes))
        needed = sum(size or 0 for size in (siblings.size(real), wal_bytes, journal_bytes))
        folder = _scratch(stack)
        room = folder is not None and shutil.disk_usage(folder).free >= needed + _SPARE_BYTES
        copied = siblings.copy(real, folder) if folder and room else None
        if folder is None or copied is None:
            lost = Problem(str(path), _without_copy(folder, needed, bool(journal_bytes)))
            return file.opened(Way.IMMUTABLE, f"{real.as_uri()}?mode=ro&immutable=1", problems=(lost,))
        copy, torn = copied
        problems = (Problem(str(path), _WRITTEN),) if torn else ()
        snapshot = file.opened(Way.SNAPSHOT, f"{copy.as_uri()}?mode=rw", _copied(wal_bytes, journal_bytes), problems=problems)
    except sqlite3.Error as error:
        raise UnreadableError(f"{path}: {error}", _hint(error)) from None
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}", "Check permissions and free space, or set TMPDIR.") from None
    if sys.platform == "linux":
        shutil.rmtree(folder, ignore_errors=True)  # the copy is open; after this, even a kill leaves no file behind
    return snapshot


def _is_live(real: Path, lock: ExitStack) -> bool:
    """Return whether another process has the database open with a write-ahead log; SQLite's shared lock is then held by
    `lock`."""
    wal, shm = (siblings.beside(real, ending) for ending in ("-wal", "-shm"))
    if siblings.size(wal) is None or not siblings.size(shm) or not lock.enter_context(siblings.shared_lock(real)):
        return False
    # checked while the lock is held: a process that closes the database now removes neither file
    if siblings.size(wal) is not None and siblings.is_locked(shm, *siblings.SHM_LOCKS):
        return True
    lock.close()
    return False


def _without_copy(folder: Path | None, needed: int, journal: bool) -> str:
    place = folder.parent if folder else "any temporary folder"
    lost = "rollback journal: half a write may be in it" if journal else "write-ahead log: the newest rows are missing"
    return (
        f"not enough room in {place} to copy {needed} bytes, so the file was read without its {lost}. Set TMPDIR to a larger disk"
    )


def _scratch(stack: ExitStack) -> Path | None:
    """Return a private folder that lasts as long as `stack`; None when no folder can be written."""
    try:
        return stack.enter_context(private_folder("inspector-"))
    except OSError:
        return None


def _bare(header: bytes, wal_bytes: int | None) -> tuple[FileNote, ...]:
    if wal_bytes == 0:
        return (FileNote(FileNoteKind.LOG_EMPTY),)
    return (FileNote(FileNoteKind.LOG_ABSENT),) if header[18:19] == b"\x02" else ()


def _copied(wal_bytes: int | None, journal_bytes: int | None) -> FileNote:
    if journal_bytes:
        return FileNote(FileNoteKind.ROLLED_BACK, journal_bytes)
    return FileNote(FileNoteKind.COPIED_WITH_LOG, wal_bytes) if wal_bytes else FileNote(FileNoteKind.COPIED_IN_USE)


def _hint(error: sqlite3.Error) -> str:
    text = str(error)
    if "not a database" in text:
        return "It may be encrypted, or damaged in its first page."
    if "malformed" in text or "corrupt" in text:
        return "The database is damaged: try `sqlite3 COPY .recover` on a copy, or restore a backup."
    if "locked" in text or "busy" in text:
        return "Another process has locked it exclusively: try again, or copy it with its -wal."
    return "Copy it together with its -wal to another folder and read the copy."
