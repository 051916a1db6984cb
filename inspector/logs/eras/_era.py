"""What a log era is: one typed object for each line grammar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from inspector.model import LogRecord

Version = tuple[int, ...]


class Glance(NamedTuple):
    """What the beginning of a record says, without parsing the rest."""

    level: str
    message: str
    names_session: bool
    error: bytes
    """The beginning of the error it carries, as it is written; empty where it carries none."""


def parse_only(raw: bytes) -> Glance | None:
    """The glance of an era that has to be parsed to be understood."""
    return None


@dataclass(frozen=True)
class Era:
    """A log format with all that depends on it. No other module tests which era a record has."""

    name: str
    start: bytes
    """A pattern that the first line of each record matches, and of no other era's."""
    samples: tuple[str, ...]
    """Records from real servers."""
    parse: Callable[[bytes, str, int], LogRecord | None]
    """From the bytes of a record, the path and the offset; None when the bytes begin with no record."""
    write: Callable[[LogRecord], str]
    """A record as the server would write it, its newline included."""
    pasted_head: Callable[[str, str | None], str]
    """A head for the rest of a record that was pasted without a readable one, from its level and its ``+Nms``."""
    loop: bytes
    """What the records hold that tell of a loop on a session."""
    line_starts: tuple[bytes, ...]
    """The literals with which a record can start; the search for the last record before a place uses them."""
    first_version: Version = ()
    """The first release that writes it,"""
    ended_by: Version = ()
    """and the first one that no longer does; empty where none is known."""
    versions: str = ""
    """The same for people: “up to 1.15.x”."""
    whole_seconds: bool = False
    """Its times have no milliseconds."""
    run: bytes = b""
    """A pattern for the start of a record whose first group is the name of its run; empty where records name no run."""
    run_mark: bytes = b""
    """What stands before that name, everywhere in a record's head."""
    banner: bytes = b""
    """Bytes that only the first record of a run contains; None where each record names its run."""
    created: bytes = b""
    """What the records hold that name the server's version with each new session."""
    piece: bytes = b""
    """What the records hold that are written while an answer is streamed and name no session."""
    glance: Callable[[bytes], Glance | None] = parse_only
    """What a record says, where that is cheaper than to parse it; None where only parsing tells."""
    missing_end: Callable[[bytes], tuple[bytes, ...]] | None = None
    """The words one of which should end a record, where none does: the record goes on behind what looks like the next one."""
    is_closed: Callable[[str], bool] | None = None
    """Whether a record without its head ends with a message that its service writes; None where records end with their line."""
    level_key: str = ""
    """What stands before the level in a head; empty where the level comes first."""
    messages: frozenset[str] = frozenset()
    """Messages that OpenCode itself writes, as far as the era needs to know them."""
    logs_plugins: bool = False
    """Each plugin that is loaded is logged."""

    @cached_property
    def head(self) -> re.Pattern[bytes]:
        """Matches where a record starts."""
        return re.compile(self.start)

    @cached_property
    def named_run(self) -> re.Pattern[bytes] | None:
        return re.compile(self.run) if self.run else None

    def can_be_of(self, version: Version) -> bool:
        """False when a server of `version` cannot have written this era; builds below 1.0 may write any."""
        too_old = (1, 0) <= version < self.first_version
        return not too_old and not (self.ended_by and version >= self.ended_by)
