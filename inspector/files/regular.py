"""Open only regular files, so that a named pipe, a device or a socket in place of a file cannot block or change anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: Path) -> int:
    """Return a descriptor of a regular file, opened for reading without waiting. Raises OSError for anything else."""
    descriptor = os.open(path, _FLAGS)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(f"it is {kind_of(path)}, not a regular file")


def kind_of(path: Path) -> str:
    """Return the kind of file as a noun for a sentence: “a named pipe”, “a device”, “a regular file”."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a missing file"
    kinds = (
        (stat.S_ISREG, "a regular file"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((noun for is_kind, noun in kinds if is_kind(mode)), "a special file")
