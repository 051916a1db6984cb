"""What a log era is: one typed object for each line grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from inspector.model import LogRecord
from inspector.model.value import Value

Version = tuple[int, ...]


Outline = tuple[bytes, ...]
"""The pieces of a record that decide its glance."""


class Glance(Value, frozen=True):
    """What some pieces of a record show, without parsing the rest."""

    level: str
    run: bytes
    message: str
    names_session: bool
    error: bytes
    """The beginning of the error in the record, as it is written; empty where there is none."""
    may_be_side_call: bool
    """False where the record surely belongs to no side call such as the one for the session's title."""


class Era(Value, frozen=True, gc=True, dict=True):
    """A log format and all that depends on it. No other module tests which era a record has."""

    name: str
    start: bytes
    """A pattern that matches the first line of each record, and no line of another era."""
    samples: tuple[str, ...]
    """Records from real servers."""
    parse: Callable[[bytes, str, int], LogRecord | None]
    """Returns the record from its bytes, path and offset; None when the bytes begin with no record."""
    write: Callable[[LogRecord], str]
    """Returns a record as the server would write it, with its newline."""
    pasted_head: Callable[[str, str | None], str]
    """Returns a head for the rest of a record that was pasted without a readable one, from its level and its ``+Nms``."""
    loop: bytes
    """Literal in the records of a loop on a session."""
    line_starts: tuple[bytes, ...]
    """The literals with which a record can start. The search for the last record before a place uses them."""
    first_version: Version = ()
    """The first release that writes this era; empty where it is not known."""
    ended_by: Version = ()
    """The first release that no longer writes this era; empty where there is none."""
    oldest: str = ""
    """The oldest version that was seen to write this era; empty where there is no limit, or none is known."""
    newest: str = ""
    """The newest one, likewise."""
    whole_seconds: bool = False
    """Whether its times have no milliseconds."""
    run: bytes = b""
    """A pattern for the start of a record whose first group is the name of its run; empty where records name no run."""
    loop_head: bytes = b""
    """A pattern for the start of the record of a loop, whose groups are its time, its run and its session; empty where such records
    are parsed."""
    run_mark: bytes = b""
    """Literal directly before the run's name in every record's head, for example ``b" run="``; empty where records name no run."""
    banner: bytes = b""
    """Bytes that only the first record of a run contains; empty where each record names its run."""
    created: bytes = b""
    """Literal in the records that name the server's version with each new session."""
    piece: bytes = b""
    """Literal in the records that are written while an answer is streamed and that name no session."""
    calling: tuple[bytes, ...] = ()
    """Literals in the records that show how far a call to a provider got; () where none shows it."""
    logs_loading: bool = False
    """Whether these are the records of the provider's package, which is loaded once. Otherwise each call has its own."""
    outlines: Callable[[bytes | bytearray, int, int], Iterator[tuple[Outline, int]]] | None = None
    """Yields outline and end of the record that starts in ``data[start:size]`` and of those that follow it, up to one that must be
    parsed. An era without it has all its records parsed."""
    glance: Callable[[Outline], Glance | None] | None = None
    """Returns what all records with this outline show; None where they must be parsed."""
    missing_end: Callable[[bytes], tuple[bytes, ...]] | None = None
    """Returns the words one of which should end a record and none does: the record continues behind what looks like the next one.
    """
    is_closed: Callable[[str], bool] | None = None
    """Whether a record without its head ends with a message that its service writes; None where records end with their line."""
    level_key: str = ""
    """Literal before the level in a head; empty where the level comes first."""
    messages: frozenset[str] = frozenset()
    """Messages that OpenCode itself writes, as far as the era needs them."""
    logs_plugins: bool = False
    """Whether each plugin that is loaded is logged."""

    @cached_property
    def head(self) -> re.Pattern[bytes]:
        """Matches where a record starts."""
        return re.compile(self.start)

    @cached_property
    def named_loop(self) -> re.Pattern[bytes] | None:
        return re.compile(self.loop_head) if self.loop_head else None

    @cached_property
    def named_run(self) -> re.Pattern[bytes] | None:
        return re.compile(self.run) if self.run else None

    def can_be_of(self, version: Version) -> bool:
        """Return False when a server of `version` cannot have written this era; builds below 1.0 may write any."""
        too_old = (1, 0) <= version < self.first_version
        return not too_old and not (self.ended_by and version >= self.ended_by)
