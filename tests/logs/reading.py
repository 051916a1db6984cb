"""Read logs once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from inspector.logs import LogReader
from inspector.model import Logs


def read_logs(paths: Sequence[str], *, sessions: Collection[str] | None, **options: Any) -> Logs:
    """Return what a `LogReader` with these options reads."""
    return LogReader(paths, **options).read(sessions)
