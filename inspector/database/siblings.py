"""The files of one SQLite database: itself, its write-ahead log, the index of that log, its rollback journal."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import struct
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.files.regular import kind_of, open_regular
from inspector.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = ("-wal", "-shm", "-journal")
SHM_LOCKS = (120, 9)
"""First byte and length of the locks in a ``-shm``: eight of the write-ahead log, one that every connection holds."""
MAIN_LOCKS = (0x40000000, 512)
"""Bytes that lock a database in rollback mode: PENDING, RESERVED, and the SHARED range."""
_SHARED_LOCK = (0x40000002, 510)
_ATTEMPTS = 4
_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))


def beside(path: Path, ending: str) -> Path:
    """Return the path of a sibling of the database at `path`."""
    return path.with_name(path.name + ending)


def size(path: Path) -> int | None:
    """Return the size of a regular file in bytes; None when there is no such file."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size if stat.S_ISREG(state.st_mode) else None


def irregular(path: Path) -> tuple[Problem, ...]:
    """Return a problem for each sibling that is not a regular file; such a file is never opened."""
    found = [other for ending in ENDINGS if (other := beside(path, ending)).exists() and not other.is_file()]
    return tuple(Problem(str(other), f"is {kind_of(other)}, not a regular file; it was not read") for other in found)


def signature(path: Path) -> tuple[object, ...]:
    """Return size and time of the database and its logs, and the salt of its write-ahead log, which changes when the
    log is restarted."""
    real = path.resolve()
    marks: list[object] = []
    for part in (real, beside(real, "-wal"), beside(real, "-journal")):
        try:
            state = part.stat()
            marks.append((state.st_ino, state.st_size, state.st_mtime_ns))
        except OSError:
            marks.append(None)
    try:
        with os.fdopen(open_regular(beside(real, "-wal")), "rb") as file:
            marks.append(file.read(32))
    except OSError:
        marks.append(None)
    return tuple(marks)


def is_locked(path: Path, start: int, length: int) -> bool:
    """Return whether another process holds a lock there (F_GETLK takes no lock itself); False when the system cannot tell.

    POSIX drops a process's locks on a file with the first descriptor of it that the process closes: do not call this in a process
    that itself has the database open for writing.
    """
    try:
        import fcntl

        descriptor = open_regular(path)
    except (ImportError, OSError):
        return False
    try:
        answer = fcntl.fcntl(descriptor, fcntl.F_GETLK, _lock(fcntl.F_WRLCK, start, length))
        return _kind(answer) != fcntl.F_UNLCK
    except (OSError, struct.error):
        return False
    finally:
        os.close(descriptor)


@contextmanager
def shared_lock(path: Path) -> Iterator[bool]:
    """Hold SQLite's shared lock on the database during the block; yield False when the lock is not available.

    Meanwhile a server that closes the database neither checkpoints nor removes its ``-wal`` and ``-shm``; a server that keeps running
    reads and writes as before. The lock is an open-file-description lock if the system has these: it stays when this process closes
    another descriptor of the file.
    """
    try:
        import fcntl

        descriptor = open_regular(path)
    except (ImportError, OSError):
        yield False
        return
    try:
        held = True
        try:
            command = getattr(fcntl, "F_OFD_SETLK", fcntl.F_SETLK)
            fcntl.fcntl(descriptor, command, _lock(fcntl.F_RDLCK, *_SHARED_LOCK))
        except OSError:
            held = False
        yield held
    finally:
        os.close(descriptor)


def _lock(kind: int, start: int, length: int) -> bytes:
    """Return a ``struct flock`` for the whole process."""
    if sys.platform == "darwin":
        return struct.pack("qqihh", start, length, 0, kind, 0)
    return struct.pack("hhqqi4x", kind, 0, start, length, 0)


def _kind(lock: bytes) -> int:
    return int(struct.unpack("qqihh", lock)[3] if sys.platform == "darwin" else struct.unpack("hhqqi4x", lock)[0])


def copy(real: Path, folder: Path) -> tuple[Path, bool] | None:
    """Copy the database and its logs to `folder`; return the copy, and whether a process wrote to it during every attempt.

    Returns None when the disk is full.
    """
    made = folder / "opencode.db"
    try:
        for attempt in range(_ATTEMPTS):
            before = signature(real)
            for ending in ("-wal", "-journal", ""):
                target = beside(made, ending) if ending else made
                target.unlink(missing_ok=True)
                source = beside(real, ending) if ending else real
                if not ending or size(source):
                    target.touch(0o600)
                    shutil.copyfile(source, target)
            if signature(real) == before:
                return made, False
            time.sleep(0.05 * (attempt + 1))
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        for part in folder.iterdir():
            with suppress(OSError):
                part.unlink()  # an incomplete copy is useless, and the disk is full
        return None
    return made, True
