"""Read any file as clean text of bounded size.

Nothing here trusts the file: invalid UTF-8 is replaced, a string of gigabytes is cut to `MAX_STRING`, a bomb is
stopped by its ratio and by its size, and no more than a block and the string in hand is ever in memory.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from msgspec import Struct

from inspector.files.compressed import gzipped, zstandard
from inspector.patterns import late

BLOCK = 1 << 20  # any value: the blocks are joined again
MAX_STRING = 8 << 20
"""At most this many bytes of one JSON string or one line are kept."""
MAX_RATIO = 400
"""After `BOMB_FROM` bytes, at most this many bytes may come out of one compressed byte. JSON reaches 20 to 60."""
BOMB_FROM = 64 << 20
MAX_OUTPUT = 16 << 30
"""At most this many bytes are decompressed from one capture, more than any proxy writes for a server's prompts."""
_MAGIC = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bzip2"))
_STRING_REST = late(rb'(?:[^"\\]++|\\.)*+(?=")', re.DOTALL)
_BACKSLASH = ord("\\")


class CaptureError(Exception):
    """The rest of the capture cannot be read; the text is the reason, as part of a sentence."""


class Damage(Struct):
    """Repairs that were necessary while reading."""

    invalid_utf8: bool = False
    cut_strings: int = 0


@contextmanager
def opened(path: str) -> Iterator[Iterator[bytes]]:
    """Yield the decompressed blocks of `path` (``-``: standard input). Raises OSError when it cannot be opened."""
    if path == "-":
        yield _decompressed(sys.stdin.buffer)
        return
    with Path(path).open("rb") as raw:
        yield _decompressed(raw)


class _Counted:
    """A file whose first bytes were already read: returns them again, and counts the bytes it returned."""

    def __init__(self, head: bytes, raw: IO[bytes]) -> None:
        self._head, self._raw, self.count = head, raw, 0

    def read(self, size: int = -1) -> bytes:
        if self._head:
            data, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
        else:
            data = self._raw.read(size)
        self.count += len(data)
        return data


def _decompressed(raw: IO[bytes]) -> Iterator[bytes]:
    head = raw.read(8)
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    counted = _Counted(head, raw)
    if kind is None:
        while block := counted.read(BLOCK):
            yield block
        return
    produced = 0
    stream = _decoder(kind, cast("IO[bytes]", counted))
    while True:
        try:
            block = stream.read1(BLOCK)
        except Exception as error:  # each decoder raises errors of its own: EOFError, OSError, LZMAError, ZstdError, zlib.error
            raise CaptureError(f"the {kind} data is damaged or cut off ({type(error).__name__})") from error
        if not block:
            return
        produced += len(block)
        if produced > MAX_OUTPUT:
            raise CaptureError(f"it holds more than {MAX_OUTPUT} bytes when decompressed; the rest was not read")
        if produced > BOMB_FROM and produced > counted.count * MAX_RATIO:
            raise CaptureError(f"it grows more than {MAX_RATIO} times when decompressed; reading stopped")
        yield block


class _Decoder(Protocol):
    def read1(self, size: int, /) -> bytes:
        """Return what one more piece of the input gives, b'' at its end: of a whole block, all is lost when its end is
        damaged."""


def _decoder(kind: str, raw: IO[bytes]) -> _Decoder:
    if kind == "gzip":
        return gzipped(raw)
    if kind == "xz":
        import lzma

        return lzma.LZMAFile(raw, "rb")
    if kind == "bzip2":
        import bz2

        return bz2.BZ2File(raw, "rb")
    return zstandard(raw)


def encoding(head: bytes) -> str:
    """Return the text encoding that the byte order mark names; UTF-8 without a mark."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


class JsonText:
    """A file of clean UTF-8 for a JSON parser: long strings truncated, invalid bytes replaced, tokens of bounded size."""

    def __init__(self, blocks: Iterator[bytes], codec: str, damage: Damage) -> None:
        self._blocks = _clean(blocks, codec, damage)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b'' at the end. Raises CaptureError where the input stops being readable."""
        if not self._rest:
            self._rest = next(self._blocks, b"")
        if size < 0:
            size = len(self._rest)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def _utf8(blocks: Iterator[bytes], codec: str, damage: Damage) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape" if codec.startswith("utf-8") else "replace")
    for block in blocks:
        yield _encoded(decoder.decode(block), damage)
    yield _encoded(decoder.decode(b"", True), damage)


def _encoded(text: str, damage: Damage) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        damage.invalid_utf8 = True
        return text.encode("utf-8", "replace")


def _clean(blocks: Iterator[bytes], codec: str, damage: Damage) -> Iterator[bytes]:
    in_string, length, carry, cutting = False, 0, b"", False
    for fresh in _utf8(blocks, codec, damage):
        data = carry + fresh
        start = len(data) - _unfinished_escape(data)
        data, carry = data[:start], data[start:]
        bare = data.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in data else data
        quotes = bare.count(b'"')
        if quotes:
            if cutting and (rest := _STRING_REST.match(data)):
                data = data[rest.end() :]
            length, cutting = 0, False
            in_string ^= bool(quotes & 1)
        elif in_string:
            length += len(data)
            if length > MAX_STRING:
                damage.cut_strings += not cutting
                cutting = True
                continue
        elif len(data) > 4096 and not data.strip(b"0123456789+-.eE"):
            raise CaptureError("it holds a number that no JSON has")
        yield data
    if carry:
        yield carry


def _unfinished_escape(data: bytes) -> int:
    """Return how many bytes at the end begin an escape that the next block ends; `data` itself begins outside any escape."""
    for back in range(1, min(6, len(data)) + 1):
        if data[-back] == _BACKSLASH:
            run = len(data) - back + 1
            odd = (run - len(data[:run].rstrip(b"\\"))) % 2
            return back if odd and (back == 1 or (data[-back + 1] == ord("u") and back < 6)) else 0
    return 0


def lines(blocks: Iterator[bytes], codec: str, damage: Damage) -> Iterator[tuple[int, str, bool]]:
    """Yield (line number from 1, text, whole): `whole` is False for a line cut at `MAX_STRING` or lacking its line end."""
    number, parts, length, over = 1, list[bytes](), 0, False
    for block in _utf8(blocks, codec, damage):
        pieces = block.split(b"\n")
        for index, piece in enumerate(pieces):
            if index:
                yield number, b"".join(parts).decode("utf-8", "replace"), not over
                number, parts, length, over = number + 1, [], 0, False
            if length + len(piece) <= MAX_STRING:
                parts.append(piece)
                length += len(piece)
            elif not over:
                over = True
                damage.cut_strings += 1
                parts.append(piece[: MAX_STRING - length])
                length = MAX_STRING
    if parts and any(parts):
        yield number, b"".join(parts).decode("utf-8", "replace"), False
