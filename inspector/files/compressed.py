"""gzip and zstd as streams that give what can be had of a cut one, and tell that it was cut.

The readers of `isal` and `zstandard` do not: one drops up to a buffer of what it has when the end is missing, the other takes
a cut frame for the end of the data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Raw(Protocol):
    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b'' at the end."""


class Frames:
    """The content of all frames (gzip members) of `raw`, one behind the other.

    `frame` makes a decompressor with ``decompress``, ``eof`` and ``unused_data``; `piece` is how many bytes it is given at a
    time, which bounds what comes out at a time.
    """

    def __init__(self, raw: Raw, frame: Callable[[], Any], piece: int) -> None:
        self._raw, self._make, self._piece = raw, frame, piece
        self._frame: Any = None
        self._input = b""
        self._ready = memoryview(b"")

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b'' at the end. Raises EOFError inside a frame, the decompressor's error where it is damaged."""
        while not self._ready:
            data = self._input or self._raw.read(self._piece)
            if not data:
                if self._frame is not None:
                    raise EOFError
                return b""
            if self._frame is None:
                self._frame = self._make()
            self._ready = memoryview(self._frame.decompress(data))
            self._input = b""
            if self._frame.eof:
                self._input = self._frame.unused_data.lstrip(b"\0")  # a gzip file may be padded
                self._frame = None
        data, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return data

    def readinto1(self, view: memoryview | bytearray, /) -> int:
        """Fill the beginning of `view`; 0 at the end. Raises as `read1`."""
        data = self.read1(len(view))
        view[: len(data)] = data
        return len(data)


def gzipped(raw: Raw) -> Frames:
    """The content of a gzip file; a piece of it can grow to 32 MiB."""
    from importlib import import_module

    try:
        library = import_module("isal.isal_zlib")
    except ImportError:
        library = import_module("zlib")
    return Frames(raw, lambda: library.decompressobj(31), 1 << 15)


def zstandard(raw: Raw) -> Frames:
    """The content of a zstd file; a piece of it can grow to 64 MiB, four bytes being enough for 128 KiB."""
    import zstandard

    return Frames(raw, lambda: zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(), 1 << 11)
