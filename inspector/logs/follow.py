"""Bytes of logs as they are written: follows files through rotation and truncation, and standard input.

Rotation in the two common ways loses nothing. A renamed file stays open and is read as long as it grows. After
``copytruncate`` the bytes that were not read yet are taken from the copy: the file beside the log that holds, at the same
place, the bytes that were read last. What is written between the copy and the truncation is lost by copytruncate itself.
"""

from __future__ import annotations

import errno
import os
import queue
import re
import stat
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from inspector.logs.blocks import BLOCK
from inspector.model.value import Value

MARK_BYTES = 256
"""At each look this many of the bytes read last are compared. They show a log that was truncated and has grown again."""
RETIRED_S = 60.0  # any value: a waiting time
"""Seconds without growth after which a renamed file is closed."""
CLOCK_SLACK_S = 1.0
"""Times of files may differ from the clock by this many seconds."""
MOST_NEIGHBOURS = 1000
_COMPRESSED = (".gz", ".xz", ".bz2", ".zst", ".zip")

Trouble = Callable[[str, str], None]
"""Called at each look with a path and the reason why it cannot be read."""


class Piece(Value, frozen=True):
    """Bytes that were appended to one log: whole lines, except where a file ended without a newline."""

    name: str
    """The log as the user named it."""
    path: str
    """The file that the bytes were read from. It differs from `name` where they were recovered from a rotated copy."""
    offset: int
    data: bytes
    begins: bool = False
    """True for the first bytes of a file: the record before them is complete."""


class Follower:
    """Follows several logs; each call of `read` is one look at all of them."""

    def __init__(self, paths: Sequence[str], trouble: Trouble, more: Callable[[], Sequence[str]] = tuple) -> None:
        """A file is followed from its present end, a file that does not exist yet from its start. ``-`` is standard input. `more`
        returns files that appeared since the last call; they are read from their start."""
        self._trouble = trouble
        self._more = more
        self._logs: list[_Log | _Pipe] = [_Pipe() if path == "-" else _Log(path, trouble) for path in paths]

    @property
    def ended(self) -> bool:
        """True when every input is standard input at its end."""
        return bool(self._logs) and all(isinstance(log, _Pipe) and log.ended for log in self._logs)

    def names(self) -> tuple[str, ...]:
        """The logs that are followed, in the order in which they came."""
        return tuple(log.name for log in self._logs)

    def read(self, final: bool = False) -> Iterator[Piece]:
        """Yield what was written since the last look; with `final`, an unfinished last line too."""
        for path in self._more():
            if not any(isinstance(log, _Log) and log.covers(path) for log in self._logs):
                self._logs.append(_Log(path, self._trouble, whole=True))
        for log in self._logs:
            yield from log.read(final)

    def past(self, limit: int) -> Iterator[Piece]:
        """Yield at most the last `limit` bytes before the place from which each file is followed, from the start of a
        line."""
        for log in self._logs:
            if isinstance(log, _Log):
                yield from log.past(limit)

    def close(self) -> None:
        """Close every file."""
        for log in self._logs:
            if isinstance(log, _Log):
                log.close()


class _Open:
    """One open file and how far it was read."""

    def __init__(self, path: str, at: int | None = 0) -> None:
        """Open `path` at the byte `at`, or at its present end for None. Raises OSError."""
        # Without O_NONBLOCK, opening a pipe that nobody writes to waits forever.
        self.descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        state = os.fstat(self.descriptor)
        if not stat.S_ISREG(state.st_mode):
            os.close(self.descriptor)
            raise OSError(errno.EINVAL, "is not a regular file; watch a pipe with: inspector watch - < PIPE")
        self.path = path
        self.inode = (state.st_dev, state.st_ino)
        self.at = state.st_size if at is None else at
        self.begins = at == 0
        self.mark = self.read_bytes(max(0, self.at - MARK_BYTES), self.at)
        self.grew = time.monotonic()

    def read_bytes(self, start: int, end: int) -> bytes:
        os.lseek(self.descriptor, start, os.SEEK_SET)
        return os.read(self.descriptor, end - start) if end > start else b""

    def replaced(self) -> bool:
        """True when the bytes read last are no longer where they were: the file was truncated, and may have grown again."""
        size = os.fstat(self.descriptor).st_size
        return size < self.at or self.read_bytes(self.at - len(self.mark), self.at) != self.mark

    def is_copied_from(self, other: _Open) -> bool:
        """True when this file is a copy of what `other` still holds: it is being rotated, and not truncated yet."""
        size = os.fstat(self.descriptor).st_size
        start = max(0, size - MARK_BYTES)
        return size > 0 and self.read_bytes(start, size) == other.read_bytes(start, size)

    def go_on_after(self, other: _Open) -> None:
        """Count as read what was read of `other`, a copy of this file."""
        self.at, self.mark, self.begins = other.at, other.mark, False

    def pieces(self, name: str, final: bool) -> Iterator[Piece]:
        """Yield what follows the bytes read last, in whole lines."""
        while data := self.read_bytes(self.at, self.at + BLOCK):
            whole = data if final or (len(data) == BLOCK and b"\n" not in data) else data[: data.rfind(b"\n") + 1]
            if not whole:
                return
            piece = Piece(name, self.path, self.at, whole, self.begins)
            self.at += len(whole)
            self.mark = (self.mark + whole)[-MARK_BYTES:]
            self.begins, self.grew = False, time.monotonic()
            yield piece

    def close(self) -> None:
        os.close(self.descriptor)


class _Log:
    """One followed log: the file that has its name now, and renamed files that still grow."""

    def __init__(self, name: str, trouble: Trouble, *, whole: bool = False) -> None:
        self.name = name
        self._trouble = trouble
        self._now: _Open | None = None
        self._retired: list[_Open] = []
        self._known: dict[tuple[int, int], tuple[int, bytes]] = {}
        """Of the rotated files beside the log: how far each was read, and the bytes before that place."""
        self._looked = time.time()
        for path in self._neighbours():
            self._remember(path)
        with self._watched():
            self._now = _Open(name, 0 if whole else None)

    def covers(self, path: str) -> bool:
        """True for a file that this log reads, or will read when it is rotated: ``server.log.1`` beside ``server.log``."""
        if Path(path) == Path(self.name) or _is_rotated(Path(self.name), Path(path)):
            return True
        with suppress(OSError):
            state = Path(path).stat()
            return any((state.st_dev, state.st_ino) == file.inode for file in self._files())
        return False

    def read(self, final: bool) -> Iterator[Piece]:
        looking = time.time()
        yield from self._read(final)
        self._looked = looking

    def _read(self, final: bool) -> Iterator[Piece]:
        with self._watched():
            yield from self._retire()
            if self._now is None:
                self._now = _Open(self.name)
            replaced, went_on = self._now.replaced(), False
            # an empty file that was written and truncated since looks as before
            if replaced or (not self._now.at and self._folder_changed() and self._inode() == self._now.inode):
                went_on = yield from self._recovered(self._now)
            if replaced and not went_on:
                self._now.at, self._now.mark, self._now.begins = 0, b"", True
            yield from self._now.pieces(self.name, final)
            if self._inode() != self._now.inode:
                before, self._now = self._now, None
                self._retired.append(before)
                yield from before.pieces(self.name, final)
                yield from self._recovered(before)
                self._now = _Open(self.name)
                yield from self._now.pieces(self.name, final)

    def past(self, limit: int) -> Iterator[Piece]:
        file = self._now
        if file is None or not file.at:
            return
        with self._watched():
            start = max(0, file.at - limit)
            data = file.read_bytes(start, file.at)
            skip = data.find(b"\n") + 1 if start else 0
            yield Piece(self.name, self.name, start + skip, data[skip:])

    def close(self) -> None:
        for file in self._files():
            file.close()

    def _files(self) -> list[_Open]:
        return [*self._retired, *([self._now] if self._now else [])]

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Open the file. One that is missing for a moment is being rotated; any other error is reported."""
        try:
            yield
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            self._trouble(self.name, getattr(error, "strerror", None) or str(error))

    def _retire(self) -> Iterator[Piece]:
        """Read on in renamed files: a server that did not notice the rotation still writes there."""
        for file in list(self._retired):
            over = time.monotonic() - file.grew > RETIRED_S
            yield from file.pieces(self.name, final=over)
            if over:
                self._known[file.inode] = (file.at, file.mark)
                self._retired.remove(file)
                file.close()

    def _recovered(self, last: _Open) -> Generator[Piece, None, bool]:
        """Yield unread bytes of rotated files beside the log, oldest first; return whether one was a copy of the present log.

        They are the rest of a copy of `last`, and files that were created and rotated away between two looks. What the log still
        holds is read from its copy as well: the log may be truncated at any moment.
        """
        end, went_on = (last.at, last.mark), False
        followed = {file.inode for file in self._files()} | {last.inode}
        found = []
        for path in self._neighbours():
            with suppress(OSError):
                state = path.stat()
                if (state.st_dev, state.st_ino) not in followed:
                    found.append((state.st_mtime, path, (state.st_dev, state.st_ino)))
        for modified, path, inode in sorted(found):
            start = self._unread_from(path, inode, end, modified)
            if start is None:
                self._remember(path)
                continue
            with suppress(OSError):
                file = _Open(str(path), start)
                copied = self._now is not None and file.is_copied_from(self._now)
                yield from file.pieces(self.name, final=True)
                if copied and self._now is not None:
                    self._now.go_on_after(file)
                    went_on = True
                self._known[inode] = (file.at, file.mark)
                file.close()
        return went_on

    def _unread_from(self, path: Path, inode: tuple[int, int], end: tuple[int, bytes], modified: float) -> int | None:
        """Return the place from which a rotated file was not read; None for one that was complete before the last look."""
        places = [place for place in (self._known.get(inode), end if end[1] else None) if place and _holds(path, *place)]
        if places:
            return max(places)[0]
        return 0 if modified >= self._looked - CLOCK_SLACK_S else None

    def _inode(self) -> tuple[int, int]:
        """Return the inode of the file that has the name of the log now. Raises OSError."""
        state = Path(self.name).stat()
        return state.st_dev, state.st_ino

    def _folder_changed(self) -> bool:
        """True when a file entered or left the folder of the log, about when the log was looked at last or since."""
        return Path(self.name).parent.stat().st_mtime >= self._looked - CLOCK_SLACK_S

    def _neighbours(self) -> list[Path]:
        name = Path(self.name)
        with suppress(OSError):
            return [path for path in name.parent.iterdir() if _is_rotated(name, path) and path.is_file()][:MOST_NEIGHBOURS]
        return []

    def _remember(self, path: Path) -> None:
        with suppress(OSError):
            file = _Open(str(path), None)
            self._known[file.inode] = (file.at, file.mark)
            file.close()


def _holds(path: Path, at: int, mark: bytes) -> bool:
    """Whether the file contains the bytes `mark` directly before the place `at`."""
    try:
        with path.open("rb") as file:
            file.seek(at - len(mark))
            return file.read(len(mark)) == mark
    except OSError:
        return False


def _is_rotated(log: Path, path: Path) -> bool:
    """True when the name of `path` is that of a rotated `log`: ``server.log.1``, ``server.log-20261128``,
    ``server.1.log``."""
    name = path.name
    if name == log.name or path.parent != log.parent or name.endswith(_COMPRESSED):
        return False
    return name.startswith((f"{log.name}.", f"{log.name}-")) or bool(re.match(rf"{re.escape(log.stem)}[.-]\d", name))


class _Pipe:
    """Standard input, read by a thread because a pipe cannot be polled on every system."""

    name = "-"

    def __init__(self) -> None:
        self.ended = False
        self._at = 0
        self._rest = b""
        self._queue: queue.Queue[bytes] = queue.Queue(64)
        threading.Thread(target=self._pump, daemon=True).start()

    def read(self, final: bool) -> Iterator[Piece]:
        while not self.ended:
            try:
                data = self._queue.get_nowait()
            except queue.Empty:
                break
            self.ended = not data
            self._rest += data
            yield from self._lines(final or self.ended)
        if final:
            yield from self._lines(final)

    def _lines(self, final: bool) -> Iterator[Piece]:
        end = len(self._rest) if final or len(self._rest) > BLOCK else self._rest.rfind(b"\n") + 1
        if end:
            yield Piece("-", "-", self._at, self._rest[:end], self._at == 0)
            self._at, self._rest = self._at + end, self._rest[end:]

    def _pump(self) -> None:
        with suppress(OSError, ValueError):  # standard input that is closed or not there has simply ended
            while sys.stdin and (data := os.read(sys.stdin.fileno(), 1 << 16)):
                self._queue.put(data)
        self._queue.put(b"")
