"""A private copy of the newest part of each followed log, which is what the watch diagnoses.

The log itself may be truncated or renamed between a failure and its diagnosis; the copy is not. It also bounds the work:
a diagnosis reads at most `2 * KEPT_BYTES` of each log, however large the log is.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector.logs.follow import Piece
from inspector.logs.records import banners, creations
from inspector.model.value import Value

KEPT_BYTES = 64 << 20
"""At least this many bytes at the end of each log are kept (if the log has them), at most twice as many."""
PAST_BYTES = 4 << 20
"""This many bytes from before the watch began are kept, for the records of prompts that were running then."""
SEARCHED_BYTES = 256 << 20
"""Records with the server's version are searched this many bytes back."""
_BLOCK = 1 << 20  # any value: the blocks are joined again
_NAMING = (*banners(), *creations(), b"opening database")
"""The last record of each kind is kept even if it is older than the window, because it names the version or the database."""


class Origin(Value, frozen=True):
    """The bytes of a copy from `at` on are the bytes of `path` from `offset` on."""

    at: int
    path: str
    offset: int


@dataclass(slots=True)
class _Copy:
    """The copy of one log."""

    path: Path
    size: int = 0
    origins: list[Origin] = field(default_factory=list)


class Windows:
    """The copies of all followed logs."""

    def __init__(self, folder: Path, kept: int = KEPT_BYTES) -> None:
        self._folder = folder
        self._kept = kept
        self._copies: dict[str, _Copy] = {}
        self.reading = threading.Lock()
        """Held while a diagnosis reads the copies, so that no copy is shortened meanwhile."""
        self.needed: Callable[[], bool] = lambda: False
        """Whether failures wait for their diagnosis; no copy is shortened then."""

    def files(self) -> tuple[str, ...]:
        """Return the copies in the order of their logs."""
        return tuple(str(copy.path) for copy in list(self._copies.values()))

    def names(self) -> Mapping[str, str]:
        """From each copy to the name of its log."""
        return {str(copy.path): name for name, copy in list(self._copies.items())}

    def start(self, name: str, path: str, before: int) -> None:
        """Begin the copy of the log `name` with the records of `path` before the byte `before` that name version and
        database."""
        for offset, line in _naming_lines(path, before):
            self.add(Piece(name, path, offset, line))

    def add(self, piece: Piece) -> None:
        """Append `piece` to the copy of its log. Raises OSError when the disk is full."""
        copy = self._copies.get(piece.name) or self._new(piece.name)
        last = copy.origins[-1] if copy.origins else None
        if last is None or (last.path, last.offset + copy.size - last.at) != (piece.path, piece.offset):
            copy.origins.append(Origin(copy.size, piece.path, piece.offset))
        with copy.path.open("ab") as file:
            file.write(piece.data)
        copy.size += len(piece.data)
        if copy.size > 2 * self._kept and not self.needed() and self.reading.acquire(blocking=False):
            try:
                self._shorten(copy)
            finally:
                self.reading.release()

    def crowded(self) -> bool:
        """Whether reading should pause, because too much was logged while failures wait for their diagnosis."""
        return self.needed() and any(copy.size > 4 * self._kept for copy in list(self._copies.values()))

    def origin(self, path: str, offset: int) -> tuple[str, int]:
        """Return the file and the byte that the byte `offset` of the copy `path` was read from."""
        copy = next((copy for copy in list(self._copies.values()) if str(copy.path) == path), None)
        if copy is None or not copy.origins:
            return path, offset
        found = copy.origins[max(0, bisect_right(copy.origins, offset, key=lambda origin: origin.at) - 1)]
        return found.path, found.offset + offset - found.at

    def _new(self, name: str) -> _Copy:
        folder = self._folder / str(len(self._copies))
        folder.mkdir(mode=0o700)
        copy = _Copy(folder / ("stdin.log" if name == "-" else Path(name).name))
        copy.path.touch(0o600)
        self._copies[name] = copy
        return copy

    def _shorten(self, copy: _Copy) -> None:
        """Keep the last bytes of a copy, and before them the records that name version and database."""
        with copy.path.open("rb") as file:
            file.seek(copy.size - self._kept)
            cut = copy.size - self._kept + len(file.readline())
            naming = _naming_lines(str(copy.path), cut)
            rest = copy.path.with_name(copy.path.name + ".next")
            origins, size = [], 0
            with rest.open("wb") as kept:
                for offset, line in naming:
                    origins.append(Origin(size, *self.origin(str(copy.path), offset)))
                    size += kept.write(line)
                origins.append(Origin(size, *self.origin(str(copy.path), cut)))
                origins += [Origin(o.at - cut + size, o.path, o.offset) for o in copy.origins if o.at > cut]
                file.seek(cut)
                while data := file.read(_BLOCK):
                    kept.write(data)
        rest.replace(copy.path)
        copy.origins, copy.size = origins, copy.size - cut + size


def _naming_lines(path: str, before: int) -> list[tuple[int, bytes]]:
    """Return the last line of each kind in `_NAMING` that ends before the byte `before`, with its place, in order of
    place."""
    missing, found = set(_NAMING), list[tuple[int, bytes]]()
    try:
        with Path(path).open("rb") as file:
            end, least = before, max(0, before - SEARCHED_BYTES)
            while missing and end > least:
                start = max(least, end - _BLOCK)
                file.seek(start)
                block = file.read(end - start)
                first = (block.find(b"\n") + 1 or len(block)) if start > least else 0
                for literal in sorted(missing):
                    if (at := block.rfind(literal, first)) >= 0:
                        begin = block.rfind(b"\n", 0, at) + 1
                        file.seek(start + begin)
                        found.append((start + begin, file.readline(_BLOCK)))
                        missing.discard(literal)
                end = start + first if first < len(block) else start  # a block without the beginning of a line is left out
    except OSError:  # the follower reports this error
        return []
    return sorted(set(found))
