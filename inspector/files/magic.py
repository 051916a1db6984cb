"""Recognise packed files by their first bytes, without the libraries that unpack them."""

from __future__ import annotations

from pathlib import Path

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPRESSED = (b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
"""The first bytes of gzip, xz, bzip2 and zstd files."""
ENDINGS = (".gz", ".xz", ".bz2", ".zst", ".zstd")
"""How the names of such files end."""
SQLITE = b"SQLite format 3\x00"
TAR = slice(257, 262)
"""The position of the signature in a tar file."""


def is_packed(path: Path) -> bool:
    """Return whether a file may be an archive, or a compressed one; False when it cannot be read."""
    if not path.is_file():  # a FIFO must not be opened twice
        return False
    try:
        with path.open("rb", buffering=0) as file:
            start = file.read(512)
    except OSError:
        return False
    return start.startswith((*ZIP, *COMPRESSED)) or start[TAR] == b"ustar"
