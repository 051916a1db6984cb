"""What a scan finds: the records worth keeping, the server processes, and the times between which they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct, field

from inspector.logs.ends import Ends
from inspector.logs.errors import add_groups
from inspector.logs.notable import kind
from inspector.model import LogRecord, Problem
from inspector.model.value import Value

FOREIGN = 5
"""At most this many lines of no era with the anchor are cited for each input; all are counted."""
KIND_HEAD, KIND_TAIL, MAX_KINDS = 50, 200, 64
MAX_SESSIONS = 20
"""At most this many of a run's sessions are known by name, the first and the last ones. They are enough to tell whether a
database is that server's."""


class Window(Value, frozen=True):
    """Which records count: those from `since` to `until`, both included; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, time: datetime | None) -> bool:
        return time is None or ((self.since is None or time >= self.since) and (self.until is None or time <= self.until))

    @property
    def open(self) -> bool:
        return self.since is None and self.until is None


class Process(Struct):
    """What one server process left in a segment. It is found by its banner, or by the name of the run in each record."""

    key: str | None
    """None: records before any banner of the segment."""
    era: str
    offset: int
    first_time: datetime | None = None
    last_time: datetime | None = None
    version: str | None = None
    version_offset: int = 0
    database_path: str | None = None
    port: int | None = None
    serves: bool = True
    asks: bool = False
    """True for ``opencode run``, which sends one prompt to itself and ends."""
    is_client: bool = False
    """True when the banner shows that the process only talks to a server elsewhere (``opencode attach``, ``run --attach``)."""
    first_loop: datetime | None = None
    last_loop: datetime | None = None
    last_piece: datetime | None = None
    last_piece_offset: int = 0
    sessions: dict[str, None] = field(default_factory=dict)
    """Sessions of the loops that were inspected, the last one last."""
    banner: bool = False
    age: timedelta = timedelta()
    """How long the process had run when it wrote its banner."""

    def saw(self, time: datetime | None) -> None:
        if time is not None:
            self.first_time = min(self.first_time or time, time)
            self.last_time = max(self.last_time or time, time)

    def looped(self, time: datetime | None, *sessions: str) -> None:
        if time is not None:
            self.first_loop = min(self.first_loop or time, time)
            self.last_loop = max(self.last_loop or time, time)
        for session in sessions:
            self.sessions.pop(session, None)
            self.sessions[session] = None
        while len(self.sessions) > MAX_SESSIONS:
            del self.sessions[next(islice(self.sessions, MAX_SESSIONS // 2, None))]

    def absorb(self, later: Process) -> None:
        self.saw(later.first_time)
        self.saw(later.last_time)
        self.looped(later.first_loop)
        self.looped(later.last_loop, *later.sessions)
        if self.version is None and later.version is not None:
            self.version, self.version_offset = later.version, later.version_offset
        self.database_path = self.database_path or later.database_path
        self.port = self.port or later.port
        self.serves = self.serves and later.serves
        self.asks = self.asks or later.asks
        self.is_client = self.is_client or later.is_client
        if later.last_piece is not None:
            self.last_piece, self.last_piece_offset = later.last_piece, later.last_piece_offset


class Scan(Struct):
    """What pass 1 found in one segment; the sum of all segments for an input."""

    failures: list[LogRecord] = field(default_factory=list)
    notable: dict[str, Ends[LogRecord]] = field(default_factory=dict)
    unnamed: list[Process] = field(default_factory=list)
    """Runs of the eras whose records name no run, in file order."""
    named: dict[str, Process] = field(default_factory=dict)
    eras: dict[str, None] = field(default_factory=dict)
    first_time: datetime | None = None
    last_time: datetime | None = None
    bytes: int = 0
    problems: list[Problem] = field(default_factory=list)
    errors: dict[str, Ends[LogRecord]] = field(default_factory=dict)
    """Records of level ERROR and WARN by what they say (`inspector.logs.errors`)."""
    embedded: Ends[int] = field(default_factory=lambda: Ends(FOREIGN, 0))
    """Offsets of lines that look like a failure but are part of a value of the record before them."""
    foreign: Ends[int] = field(default_factory=lambda: Ends(FOREIGN, 0))
    """Offsets of lines with ``prompt_async failed`` that are part of no record of any era."""

    def note(self, kind: str, record: LogRecord) -> None:
        if kind not in self.notable and len(self.notable) >= MAX_KINDS:
            kind = "other"
        self.notable.setdefault(kind, Ends(KIND_HEAD, KIND_TAIL)).add(record)

    def note_all(self, records: Sequence[LogRecord]) -> None:
        """Note `records` as `note` would have, one by one in file order."""
        by_kind: dict[str, list[LogRecord]] = {}
        for record in records:
            if name := kind(record):
                by_kind.setdefault(name, []).append(record)
        for name, found in by_kind.items():
            before = self.notable.pop(name, None)
            for record in sorted([*(before or ()), *found], key=lambda record: record.offset):
                self.note(name, record)
            if before is not None and name in self.notable:
                self.notable[name].count += before.dropped

    def saw(self, era: str, time: datetime | None) -> None:
        self.eras.setdefault(era)
        if time is not None:
            self.first_time = min(self.first_time or time, time)
            self.last_time = max(self.last_time or time, time)

    def extend(self, later: Scan) -> None:
        """Add what was found in the next segment of the same input."""
        self.failures += later.failures
        for name, records in later.notable.items():
            if name in self.notable:
                self.notable[name].extend(records)
            else:
                self.notable[name] = records
        for process in later.unnamed:
            before = next((known for known in reversed(self.unnamed) if known.era == process.era), None)
            if process.banner or before is None:
                self.unnamed.append(process)
            else:
                before.absorb(process)
        for key, process in later.named.items():
            if key in self.named:
                self.named[key].absorb(process)
            else:
                self.named[key] = process
        for era in later.eras:
            self.eras.setdefault(era)
        for time in (later.first_time, later.last_time):
            if time is not None:
                self.first_time = min(self.first_time or time, time)
                self.last_time = max(self.last_time or time, time)
        add_groups(self.errors, later.errors)
        self.embedded.extend(later.embedded)
        self.foreign.extend(later.foreign)
        self.bytes += later.bytes
        self.problems += later.problems
