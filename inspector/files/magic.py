"""Tells by its first bytes whether a file is packed, without the libraries that unpack it."""

from __future__ import annotations

from pathlib import Path

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPRESSED = (b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
"""How gzip, xz, bzip2 and zstd begin."""
TAR = slice(257, 262)
"""Where a tar says that it is one."""


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
