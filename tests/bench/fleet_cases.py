"""Synthetic servers: small recordings under `samples/`, each copy with ids of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from recordings import SAMPLES, letters

KINDS = (
    ("disposed-1.18.33/server.log",),
    ("logs/legacy-1.15.13.log",),
    ("mcp-hang-1.18.33/server.log",),
    ("drift-1.15.13-via-1.17.0/server.log", "drift-1.15.13-via-1.17.0/opencode.db"),
    ("logs/logfmt-1.18.33.log",),
    ("idwrap-1.15.13/server.log", "idwrap-1.15.13/opencode.db"),
    ("forged/1.18.33.log",),
    ("logs/legacy-1.14.41.log",),
)
"""The files of each kind of server; they take turns."""
_ID = re.compile(rb"\b((?:ses|msg|prt|prj|evt|req)_[0-9a-f]{12}[0-9A-Za-z]{10})[0-9A-Za-z]{4}\b")


def make(folder: Path, count: int) -> Iterator[Path]:
    """Write `count` servers into `folder` and yield their folders. An id keeps its length and its place among the others."""
    contents = {name: (SAMPLES / name).read_bytes() for kind in KINDS for name in kind}
    for number in range(count):
        server = folder / f"server-{number:05}"
        server.mkdir(parents=True)
        own = rb"\g<1>" + letters(number, 4).encode()
        for name in KINDS[number % len(KINDS)]:
            (server / name.rpartition("/")[2]).write_bytes(_ID.sub(own, contents[name]))
        yield server
