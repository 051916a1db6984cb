"""Where a statement can be checked, what could not be read, and which checks were skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_counts() -> Mapping[str, int]:
    return MappingProxyType({})


# --- where a statement can be checked ------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Source:
    """The place that proves a statement: a byte of a log, a row or column of a database, an entry of a capture."""

    path: str
    """The file as the user named it (its name only, where a folder was given)."""
    place: str = ""
    """``byte 18234``, ``session_message.seq``, ``message msg_…``, ``entry 12``; empty for the file as a whole."""

    def __str__(self) -> str:
        return f"{self.path}: {self.place}" if self.place else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done; the run went on without it. Any problem makes the exit code 3."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that did not run, and why: never the same as a check that found nothing."""

    check: str
    why: str
