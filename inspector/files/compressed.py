"""Streams for gzip and zstd that return all readable data of a truncated file and report the truncation.

The readers of `isal` and `zstandard` do not do this: isal drops up to one buffer of data when the end is missing, and zstandard treats
a truncated frame as the end of the data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Raw(Protocol):
    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b'' at the end."""


class Frames:
    """The content of all frames (gzip members) of `raw`, one after the other.

    `frame` creates a decompressor with ``decompress``, ``eof`` and ``unused_data``; `piece` is the number of bytes that it gets at a
    time, which limits its output.
    """

    def __init__(self, raw: Raw, frame: Callable[[], Any], piece: int) -> None:
        self._raw, self._make, self._piece = raw, frame, piece
        self._frame: Any = None
        self._input = b""
        self._ready = memoryview(b"")

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b'' at the end. Raises EOFError for a truncated frame, and the decompressor's
        error for a damaged one."""
        self._fill()
        data, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return data

    def readinto1(self, view: memoryview | bytearray, /) -> int:
        """Fill the beginning of `view`; 0 at the end. Raises as `read1`."""
        self._fill()
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _fill(self) -> None:
        """Decompress the next piece when nothing is left of the one before."""
        while not self._ready:
            data = self._input or self._raw.read(self._piece)
            if not data:
                if self._frame is not None:
                    raise EOFError
                return
            if self._frame is None:
                self._frame = self._make()
            self._ready = memoryview(self._frame.decompress(data))
            self._input = b""
            if self._frame.eof:
                self._input = self._frame.unused_data.lstrip(b"\0")  # a gzip file may be padded
                self._frame = None


def gzipped(raw: Raw) -> Frames:
    """Return the content of a gzip file; one piece can decompress to 32 MiB."""
    from importlib import import_module

    try:
        library = import_module("isal.isal_zlib")
    except ImportError:
        library = import_module("zlib")
    return Frames(raw, lambda: library.decompressobj(31), 1 << 15)


def zstandard(raw: Raw) -> Frames:
    """Return the content of a zstd file; one piece can decompress to 64 MiB, because four bytes are enough for 128 KiB."""
    import zstandard

    return Frames(raw, lambda: zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(), 1 << 11)
