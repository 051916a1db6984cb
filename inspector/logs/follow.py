"""Records as they are written: follows files through rotation and truncation, and standard input.

Polling every 0.1 s shows a record within 104 ms, which is enough (knowledge/performance.md, 3f).
"""

from __future__ import annotations

import errno
import os
import queue
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import FileIO
from pathlib import Path

from inspector.logs.blocks import BLOCK
from inspector.logs.notable import FAILURE
from inspector.logs.prefixes import Unwrapper, needs_unwrapping
from inspector.logs.records import HEAD, TAIL, UNRECOGNISED, next_start, parse, starts
from inspector.model import LogRecord

IDLE = 1.0
"""Seconds of silence after which the last record of a file counts as complete: its end shows only when the next one begins."""


def follow(
    paths: Sequence[str],
    *,
    poll: float = 0.1,
    stop: Callable[[], bool],
    trouble: Callable[[str, str], None] | None = None,
    more: Callable[[], Sequence[str]] = tuple,
) -> Iterator[LogRecord]:
    """Every record appended to `paths` from now on, in the order in which they are seen, until `stop` says so.

    A file is read from its present end; one that does not exist yet, was replaced (rotated) or became shorter
    (truncated), from its start. ``-`` is standard input; following ends when all inputs are standard input at its end.
    `LogRecord.run` is None in the legacy era unless the start banner was seen. `trouble` is told, again at each look, of a
    path that is there and cannot be read, and why; and of lines of no era that hold the anchor. `more` is asked for files
    that have come into being; they are read whole.
    """
    tails: list[_Tail] = [_Pipe(trouble) if path == "-" else _File(path, trouble) for path in paths]
    order = 0
    while True:
        stopping = stop()
        busy = False
        tails += [_File(path, trouble, whole=True) for path in more()]
        for tail in tails:
            for record in tail.records(final=stopping):
                busy = True
                yield replace(record, order=order)
                order += 1
        if stopping or all(tail.ended for tail in tails):
            return
        if not busy:
            time.sleep(poll)


class _Tail:
    """The bytes of one input that are not yet whole records."""

    ended = False

    def __init__(self, name: str, trouble: Callable[[str, str], None] | None) -> None:
        self._name = name
        self._trouble = trouble or (lambda path, why: None)
        self._left: list[LogRecord] = []
        """Records of a file that was replaced, not yet handed out."""
        self._begin(0)

    def _restart(self) -> None:
        """Begin a new file; what the old one still had is kept."""
        self._left += self._last(final=True)
        self._begin(0)

    def _begin(self, offset: int) -> None:
        self._pending = bytearray()
        self._offset = offset
        """Stream offset of the first byte of `_pending`."""
        self._gap = 0
        """Bytes left out of the middle of a record that is too long to hold."""
        self._unwrapper: Unwrapper | None = None
        self._base = offset
        self._decided = False
        self._heard = time.monotonic()
        self._run: str | None = None

    def _read(self) -> bytes:
        """What has come since the last call; empty when nothing has."""
        raise NotImplementedError

    def records(self, *, final: bool) -> Iterator[LogRecord]:
        """The records completed since the last call; with `final`, the last one too."""
        while data := self._read():
            yield from self._leftovers()
            self._heard = time.monotonic()
            if not self._decided:
                self._decided = True
                if needs_unwrapping(data):
                    self._unwrapper = Unwrapper(data)
                    self._offset = 0
            self._pending += self._unwrapper.feed(data) if self._unwrapper else data
            yield from self._complete()
        yield from self._leftovers()
        if final or self.ended or time.monotonic() - self._heard >= IDLE:
            yield from self._last(final=final or self.ended)

    def _leftovers(self) -> Iterator[LogRecord]:
        yield from self._left
        self._left.clear()

    def _last(self, *, final: bool) -> Iterator[LogRecord]:
        """The record that was held back; unless `final`, only if its last line is finished."""
        if self._unwrapper:
            self._pending += self._unwrapper.flush(final=final)
        if self._pending and (final or self._pending.endswith(b"\n")):
            yield from self._complete()
            yield from self._record(bytes(self._pending))
            self._offset, self._gap = self._offset + self._gap + len(self._pending), 0
            self._pending.clear()

    def _complete(self) -> Iterator[LogRecord]:
        done = 0
        for newline in list(next_start().finditer(self._pending)):
            yield from self._record(bytes(self._pending[done : newline.end()]), done)
            done = newline.end()
            self._offset, self._gap = self._offset + self._gap, 0
        del self._pending[:done]
        self._offset += done
        if len(self._pending) > BLOCK:
            self._gap += len(self._pending) - HEAD - TAIL
            self._pending = self._pending[:HEAD] + self._pending[-TAIL:]

    def _record(self, raw: bytes, position: int = 0) -> Iterator[LogRecord]:
        if not starts().match(raw):
            if FAILURE.encode() in raw:
                self._trouble(self._name, f"a line holds “{FAILURE}” but {UNRECOGNISED}")
            return
        at = self._offset + position
        record = parse(raw, self._name, self._base + self._unwrapper.offset(at) if self._unwrapper else at)
        if record is None:
            return
        if record.run is None:
            if record.message == "opencode":
                self._run = record.fields.get("run_id")
            record = replace(record, run=self._run)
        yield record


class _File(_Tail):
    def __init__(self, path: str, trouble: Callable[[str, str], None] | None, *, whole: bool = False) -> None:
        super().__init__(path, trouble)
        self._path = path
        self._file: FileIO | None = None
        self._at = 0
        with self._watched():
            if self._reopen() and self._file and not whole:
                self._at = os.fstat(self._file.fileno()).st_size
                self._begin(self._at)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """A file that is away for a moment is being rotated; whatever else is wrong is told."""
        try:
            yield
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            self._trouble(self._path, getattr(error, "strerror", None) or str(error))

    def _reopen(self) -> bool:
        if self._file:
            self._file.close()
            self._file = None
        # Opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, "is no regular file; a pipe is watched with: inspector watch - < PIPE")
        self._file = FileIO(descriptor)
        self._at = 0
        self._restart()
        return True

    def _read(self) -> bytes:
        with self._watched():
            if self._file is None:
                return self._next() if self._reopen() else b""
            data = self._next()
            if data:
                return data
            status = Path(self._path).stat()
            here = os.fstat(self._file.fileno())
            replaced = (status.st_dev, status.st_ino) != (here.st_dev, here.st_ino)
            if replaced or here.st_size < self._at:
                return self._next() if self._reopen() else b""
        return b""

    def _next(self) -> bytes:
        assert self._file is not None  # noqa: S101
        self._file.seek(self._at)
        data = self._file.read(BLOCK)
        self._at += len(data)
        return data


class _Pipe(_Tail):
    """Standard input, read by a thread because a pipe cannot be polled on every system."""

    def __init__(self, trouble: Callable[[str, str], None] | None) -> None:
        super().__init__("-", trouble)
        self._queue: queue.Queue[bytes] = queue.Queue(16)
        threading.Thread(target=self._pump, daemon=True).start()

    def _pump(self) -> None:
        with suppress(OSError, ValueError):  # standard input that is closed or not there has simply ended
            while sys.stdin and (data := os.read(sys.stdin.fileno(), 1 << 16)):
                self._queue.put(data)
        self._queue.put(b"")

    def _read(self) -> bytes:
        if self.ended:
            return b""
        try:
            data = self._queue.get_nowait()
        except queue.Empty:
            return b""
        self.ended = not data
        return data
