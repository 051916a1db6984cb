"""Opens the inputs: files, folders, standard input. Compressed ones are recognised by their first bytes."""

from __future__ import annotations

import bz2
import errno
import lzma
import os
import stat
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from msgspec.structs import replace

from inspector.files.compressed import gzipped, zstandard
from inspector.files.magic import ENDINGS
from inspector.files.regular import kind_of
from inspector.logs.prefixes import needs_unwrapping
from inspector.model import Problem
from inspector.model.value import Value

MAX_FILES = 10_000
MAX_ENTRIES = 200_000
"""After this many folder entries the search for logs stops."""
MAX_OUTPUT = 1 << 36
"""At most this many bytes are taken out of one compressed input: 64 GiB."""
MAX_RATIO = 1_000
"""At most this many bytes may come out of one compressed byte. Real logs compress 5 to 20 times; zstd and xz bombs exceed 10,000.
"""
RATIO_FROM = 1 << 26
MAX_HELD = 64  # any value: other files are opened when they are read
"""At most this many files are held open from the time they are found, far below any limit on open files."""

_NOT_LOGS = (".db", ".har", ".json", ".jsonl", ".tar", ".sqlite", ".sql")
_SAMPLE = 1 << 16


_Key = tuple[int, int]
"""Device and inode: the identity of a file, whatever its name."""


class Place(Value, frozen=True, gc=True, weakref=True):
    """One input. A log may be rotated before it is read: `open` gives the file that was found, not the one that follows
    it."""

    name: str
    """As shown to the user."""
    file: str | None
    """None: standard input."""
    size: int | None
    """Bytes on disk; None for standard input, pipes and devices."""
    key: _Key | None = None
    """None: not a regular file."""
    held: int | None = None
    """A descriptor of the file. It is open as long as the place that `find_logs` returned exists; a copy of the place does not
    own it."""

    @property
    def seekable(self) -> bool:
        """True for a regular file: it can be read again."""
        return self.size is not None

    @property
    def replaced(self) -> bool:
        """True when another file has its name by now; False when none has."""
        try:
            return self.key is not None and self.file is not None and _key(os.stat(self.file)) != self.key  # noqa: PTH116
        except OSError:
            return False

    def open(self) -> FileIO:
        """Open the file that was found, independently of other processes. Raises OSError where only another file can be
        opened."""
        file = FileIO(self._path())
        if self.key and _key(os.fstat(file.fileno())) != self.key:
            file.close()
            raise OSError(errno.ESTALE, "another file has taken its place")
        return file

    def _path(self) -> str:
        assert self.file is not None  # noqa: S101
        if self.held is not None:
            # Opened again, because a duplicate would share its position with every process that inherited it.
            path = f"/proc/self/fd/{self.held}"
            with suppress(OSError):  # a process that was spawned has not inherited it, and may have another file of that number
                if _key(os.fstat(self.held)) == self.key and Path(path).exists():
                    return path
        return self.file


def _key(status: os.stat_result) -> _Key:
    return status.st_dev, status.st_ino


def find_logs(paths: Sequence[str]) -> tuple[list[Place], list[Problem]]:
    """Return the inputs that `paths` name, each file once, folders searched in name order; and problems with those that were not
    found."""
    places: list[Place] = []
    problems: list[Problem] = []
    seen: set[_Key] = set()
    names: set[str] = set()
    for path in paths:
        if path == "-":
            if not any(place.file is None for place in places):
                places.append(Place("-", None, None))
            continue
        files = _logs_in(path, problems) if Path(path).is_dir() else iter([path])
        count = 0
        for file in files:
            count += 1
            try:
                status = Path(file).stat()
            except (OSError, ValueError) as error:
                problems.append(Problem(path, f"cannot be read: {_reason(error)}"))
                continue
            if file != path and not stat.S_ISREG(status.st_mode):  # a pipe may never end; one that is named on its own is meant
                problems.append(Problem(file, f"is {kind_of(Path(file))}, not a regular file; it was not read"))
                continue
            if (key := _key(status)) in seen:
                continue
            seen.add(key)
            name = str(Path(file).relative_to(path)) if file != path else path
            name = file if name in names else name
            names.add(name)
            if stat.S_ISREG(status.st_mode):
                place = Place(name, file, status.st_size, key)
                places.append(_held(place) if len(places) < MAX_HELD else place)
            else:
                places.append(Place(name, file, None))
        if not count and not any(problem.where == path for problem in problems):
            problems.append(Problem(path, "no log file in this folder"))
    return places, problems


def _held(place: Place) -> Place:
    """Return `place` with a descriptor of its own. A file that cannot be opened is returned as it is; reading it reports the
    error."""
    if not Path("/proc/self/fd").is_dir():  # nothing can be opened by its descriptor here
        return place
    try:
        file = place.open()
    except (OSError, ValueError):
        return place
    held = replace(place, held=file.fileno())
    weakref.finalize(held, file.close)
    return held


def _logs_in(folder: str, problems: list[Problem]) -> Iterator[str]:
    """Yield log files below `folder` in name order. Links to folders are not followed, so there are no loops."""
    found: list[str] = []
    pending = [folder]
    entries = 0
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as scan:
                for entry in scan:
                    entries += 1
                    if entries > MAX_ENTRIES or len(found) >= MAX_FILES:
                        what = f"too many files: only {len(found)} logs among the first {entries - 1} entries were read"
                        problems.append(Problem(folder, what))
                        pending.clear()
                        break
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    elif _is_log(entry.name.lower()) and not entry.is_dir():
                        found.append(entry.path)
        except OSError as error:
            problems.append(Problem(current, f"cannot be read: {_reason(error)}"))
    yield from sorted(found)


def _is_log(name: str) -> bool:
    suffixes = Path(name).suffixes
    return ".log" in name or (name.endswith(ENDINGS) and not any(suffix in _NOT_LOGS for suffix in suffixes))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class Stream:
    """An opened input: `readinto` gives its decompressed bytes and 0 at the end; it never raises.

    What stopped it early is then in `problem`. `plain` is True when the bytes on disk are the bytes read,
    so that offsets can be sought; `wrapped` when they need the `prefixes` module; `skipped` counts a byte order mark.
    """

    def __init__(self, place: Place) -> None:
        """Open `place`. Raises OSError."""
        self.problem: Problem | None = None
        self._from = 0
        self._place = place
        raw = _standard_input() if place.file is None else place.open()
        self._raw = _Counted(raw)
        opener = _opener(self._raw.peek(6))
        self.plain = opener is None and place.seekable
        self.compressed = opener is not None
        self._bytes = _Counted(opener(cast(BinaryIO, self._raw))) if opener else self._raw
        self.sample = self._bytes.peek(_SAMPLE)
        self.wrapped = needs_unwrapping(self.sample)
        self.plain = self.plain and not self.wrapped
        self.skipped = 3 if not self.wrapped and self.sample.startswith(b"\xef\xbb\xbf") else 0
        if self.skipped:
            self._bytes.read(self.skipped)

    @property
    def end(self) -> int:
        """Offset, after decompression, behind the last byte that was returned."""
        return self._from + self._bytes.count

    @property
    def taken(self) -> int:
        """Number of bytes read of the input as stored on disk."""
        return self._raw.count

    def readinto(self, view: memoryview) -> int:
        """Fill `view`; return fewer bytes only at the end of the input, or where it cannot be read further."""
        count = 0
        try:
            while not self.problem and count < len(view) and (more := self._bytes.readinto(view[count:])):
                count += more
        except Exception as error:  # each decompressor has error types of its own
            self._broken(error)
        out = self._bytes.count
        if self.compressed and (out > MAX_OUTPUT or out > max(RATIO_FROM, MAX_RATIO * self._raw.count)):
            self.problem = Problem(self._place.name, f"looks like a decompression bomb: stopped after {out} bytes")
        return count

    def seek(self, offset: int) -> None:
        """Continue at `offset` of a plain file. Raises OSError."""
        self._raw.seek(offset)
        self._from = offset - self._raw.count

    def close(self) -> None:
        """Close what was opened; standard input stays open."""
        if self._place.file is not None:
            self._raw.close()

    def _broken(self, error: Exception) -> None:
        cut = isinstance(error, EOFError)
        what = "ends in the middle of its compressed data" if cut else f"cannot be read on: {_reason(error)}"
        self.problem = Problem(self._place.name, f"{what}; {self._bytes.count} bytes were read")


class _Counted:
    """A binary reader that counts the bytes it returns, and whose first bytes can be inspected, even those of a pipe."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        # One read at a time where there is the choice: of many at once, all is lost when the last one fails.
        self._read = getattr(raw, "read1", None) or raw.read
        self._readinto = getattr(raw, "readinto1", None) or raw.readinto
        self._head = b""
        self._error: Exception | None = None
        self.count = 0

    def peek(self, size: int) -> bytes:
        """Return the first `size` bytes, fewer when the input ends or breaks before. Of a pipe it waits for them."""
        try:
            while len(self._head) < size and (more := self._read(size - len(self._head))):
                self._head += more
        except Exception as error:  # what came before it is handed out first
            self._error = error
        return self._head

    def readinto(self, view: memoryview | bytearray) -> int:
        if self._head:
            size = min(len(self._head), len(view))
            view[:size] = self._head[:size]
            self._head = self._head[size:]
        elif self._error:
            raise self._error
        else:
            size = self._readinto(view) or 0
        self.count += size
        return size

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            size = 1 << 20
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return bytes(buffer[:count])

    def seek(self, offset: int) -> None:
        self._head = b""
        self._raw.seek(offset)

    def close(self) -> None:
        self._raw.close()

    def seekable(self) -> bool:
        return False

    def readable(self) -> bool:
        return True


_peeked: dict[int, tuple[BinaryIO, _Counted]] = {}
"""Standard input whose first bytes were inspected. Reading it returns them again."""


def peek_standard_input(size: int) -> bytes:
    """Return the first `size` bytes of standard input, fewer when it ends before. Reading it later returns them again."""
    try:
        stream = _standard_input()
    except OSError:  # reading it will report why
        return b""
    if not isinstance(stream, _Counted):
        counted = _Counted(stream)
        _peeked.clear()
        _peeked[id(stream)] = stream, counted
        stream = counted
    return stream.peek(size)[:size]


def _standard_input() -> BinaryIO | _Counted:
    if sys.stdin is None:
        raise OSError("standard input is closed")
    stream = sys.stdin.buffer
    return _peeked[id(stream)][1] if id(stream) in _peeked else stream


_MAGIC: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": gzipped,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
    b"\x28\xb5\x2f\xfd": zstandard,
    **{bytes((first,)) + b"\x2a\x4d\x18": zstandard for first in range(0x50, 0x60)},  # a frame to be skipped comes first
}


def _opener(head: bytes) -> Callable[[BinaryIO], Any] | None:
    return next((opener for magic, opener in _MAGIC.items() if head.startswith(magic)), None)
