"""Pass 1: every record worth keeping, found by a few literals; only those records are parsed.

The work is cut into segments of `SEGMENT` bytes, alike for one process and for many, so both give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, pairwise

from inspector.logs.blocks import Block, ReadInto, blocks
from inspector.logs.embedded import is_embedded
from inspector.logs.ends import Ends
from inspector.logs.errors import add_error, add_groups, group_of
from inspector.logs.notable import ANCHORS, BANNER, COMMANDS, CREATED, FAILURE, ORDINARY, PIECE, SERVING, kind
from inspector.logs.prefixes import unwrapped
from inspector.logs.records import MAX_RECORD, next_start, parse, shorten, stamp, starts
from inspector.logs.search import finder, last_finder, positions
from inspector.logs.sources import Place, Stream
from inspector.logs.starts import FAILED as START_FAILED
from inspector.logs.starts import failed_starts
from inspector.model import LogRecord, Problem

SEGMENT = 128 << 20
FOREIGN = 5
"""So many lines of no era that hold the anchor are cited for each input; all are counted."""
KIND_HEAD, KIND_TAIL, MAX_KINDS = 50, 200, 64
_IDLE_BLOCKS = 16
MAX_SESSIONS = 20
"""So many of a run's sessions are known by name, the first and the last ones: enough to tell whether a database is that server's."""
LOOPS, MAX_RUNS = 8, 64
"""So many first loops of a run are looked at in each block while its sessions are few, and those of so many runs."""
_LOOP = {"legacy": b" loop\n", "logfmt": b"message=loop "}
"""What the loop's own lines hold, by era."""
_LEGACY_LEVELS = (b"\nINFO ", b"\nERROR ", b"\nWARN ", b"\nDEBUG ")
_LEGACY_CREATED = b"service=session id=ses_"
_FIRST = re.compile(r'\["([a-z]+)"')
_PORT = re.compile(r'"--port(?:=|",")(\d{1,5})"')
"""In the banner's arguments, which are one line of JSON."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which records count: those from `since` to `until`, both included; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, time: datetime | None) -> bool:
        return time is None or ((self.since is None or time >= self.since) and (self.until is None or time <= self.until))

    @property
    def open(self) -> bool:
        return self.since is None and self.until is None


@dataclass(slots=True)
class Process:
    """What one server process left in a segment: found by its banner (legacy) or by its ``run=`` (logfmt)."""

    key: str | None
    """None: legacy records before any banner of the segment."""
    era: str
    offset: int
    first_time: datetime | None = None
    last_time: datetime | None = None
    version: str | None = None
    version_offset: int = 0
    database_path: str | None = None
    port: int | None = None
    serves: bool = True
    first_loop: datetime | None = None
    last_loop: datetime | None = None
    last_piece: datetime | None = None
    last_piece_offset: int = 0
    sessions: dict[str, None] = field(default_factory=dict)
    """Sessions of the loops that were looked at, the last one last."""
    banner: bool = False

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
        if later.last_piece is not None:
            self.last_piece, self.last_piece_offset = later.last_piece, later.last_piece_offset


@dataclass(slots=True)
class Scan:
    """What pass 1 found in one segment, or, added up, in one input."""

    failures: list[LogRecord] = field(default_factory=list)
    notable: dict[str, Ends[LogRecord]] = field(default_factory=dict)
    legacy: list[Process] = field(default_factory=list)
    """In file order."""
    logfmt: dict[str, Process] = field(default_factory=dict)
    eras: dict[str, None] = field(default_factory=dict)
    first_time: datetime | None = None
    last_time: datetime | None = None
    bytes: int = 0
    problems: list[Problem] = field(default_factory=list)
    errors: dict[str, Ends[LogRecord]] = field(default_factory=dict)
    """Records of level ERROR and WARN by what they say (`inspector.logs.errors`)."""
    embedded: Ends[int] = field(default_factory=lambda: Ends(FOREIGN, 0))
    """Offsets of lines that look like a failure and stand inside a value of the record before them."""
    foreign: Ends[int] = field(default_factory=lambda: Ends(FOREIGN, 0))
    """Offsets of lines that belong to no record of any era and hold ``prompt_async failed`` all the same."""

    def note(self, kind: str, record: LogRecord) -> None:
        if kind not in self.notable and len(self.notable) >= MAX_KINDS:
            kind = "other"
        self.notable.setdefault(kind, Ends(KIND_HEAD, KIND_TAIL)).add(record)

    def saw(self, era: str, time: datetime | None) -> None:
        self.eras.setdefault(era)
        if time is not None:
            self.first_time = min(self.first_time or time, time)
            self.last_time = max(self.last_time or time, time)

    def extend(self, later: Scan) -> None:
        """Add what the next segment of the same input holds."""
        self.failures += later.failures
        for name, records in later.notable.items():
            if name in self.notable:
                self.notable[name].extend(records)
            else:
                self.notable[name] = records
        for process in later.legacy:
            if process.banner or not self.legacy:
                self.legacy.append(process)
            else:
                self.legacy[-1].absorb(process)
        for key, process in later.logfmt.items():
            if key in self.logfmt:
                self.logfmt[key].absorb(process)
            else:
                self.logfmt[key] = process
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


Watcher = Callable[[Block], None]


def walk(
    place: Place,
    start: int,
    end: int | None,
    watchers: Iterable[Watcher],
    result: Scan,
    moved: Callable[[int], None] | None = None,
) -> None:
    """Show the blocks of a range of `place` to all `watchers`; sums bytes and problems up in `result`.

    `moved` is told, before each block is shown, how many bytes of the range were taken from the disk, as they lie there.
    """
    try:
        stream = Stream(place)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        result.problems.append(Problem(place.name, f"cannot be read: {reason}"))
        return
    watching = tuple(watchers)
    try:
        readinto: ReadInto = stream.readinto
        mapping: Callable[[int], int] | None = None
        if stream.wrapped:
            readinto, unwrapper = unwrapped(stream.readinto, stream.sample)
            mapping = unwrapper.offset
        base = stream.skipped
        if start > 0:
            base = start - 1
            stream.seek(base)
        for block in blocks(readinto, base, skip=start > 0, end=end):
            block.mapping = mapping
            if moved:
                moved(stream.taken)
            for watch in watching:
                watch(block)
    except OSError as error:
        result.problems.append(Problem(place.name, f"cannot be read on: {error.strerror or error}"))
    finally:
        stream.close()
    result.bytes += (min(end, stream.end) if end is not None else stream.end) - start
    if stream.problem:
        result.problems.append(stream.problem)
    elif stream.plain and stream.end < min(end or place.size or 0, place.size or 0):
        what = f"was cut while it was read: {stream.end} of {place.size} bytes were there"
        result.problems.append(Problem(place.name, what))


class Scanner:
    """Shown every block of a segment, it adds what it finds to `result`.

    With `whole` False nothing but failures is looked for: the fastest way to count them. `on_failure` is told of each at once.
    """

    def __init__(
        self, path: str, window: Window, *, whole: bool = True, on_failure: Callable[[LogRecord], None] | None = None
    ) -> None:
        self.result = Scan()
        self._path = path
        self._window = window
        self._whole = whole
        self._on_failure = on_failure
        self._blocks = 0
        self._ordinary = {anchor: Ends[tuple[int, bytes]](KIND_HEAD, KIND_TAIL) for anchor in ORDINARY}
        """Offset and bytes of records that are parsed when it is known which of them are kept."""
        self._versioned: set[bytes] = set()
        self._last_key = b""
        """Of the run that was seen last."""
        self._run_from = 0
        """Where in the block the last banner stands: what is before it belongs to another legacy run."""
        self._banners: list[int] = []
        """Where in the block banners stand."""
        self._active: dict[str, int] = {}
        """Runs of logfmt seen lately, with the number of the block that showed them last."""

    def block(self, block: Block) -> None:
        if not self._whole:
            self._hits(block, sorted(positions(block.data, FAILURE.encode(), 0, block.size)))
            return
        self._blocks += 1
        self._run_from = 0
        self._banners.clear()
        self._foreign(block)
        self._sample(block, 0)
        hits: list[int] = []
        for anchor in ANCHORS:
            hits += positions(block.data, anchor, 0, block.size)
        hits.sort()
        parsed = self._hits(block, hits)
        for anchor, ends in self._ordinary.items():
            for start, end in self._records(block, positions(block.data, anchor, 0, block.size)):
                if start not in parsed and (self._familiar(block, start) or self._window.holds(self._sample(block, start))):
                    parsed.add(start)
                    ends.add((block.offset(start), shorten(bytes(block.data[start:end]))))
        for record in failed_starts(block, self._path, lambda position: self._written_before(block, position)):
            if self._window.holds(record.time):
                self.result.note(START_FAILED, record)
        self._versions(block)
        self._last_of_legacy(block, block.size)
        self._last_lines(block)
        self._loops(block)

    def _written_before(self, block: Block, position: int) -> tuple[str, datetime | None]:
        """Era and time of the record that stands before `position`, without parsing it."""
        start = block.record_start(position, 0)
        found = starts().match(block.data, start, block.size) if start >= 0 else None
        if found is None or found.lastgroup is None:
            return "legacy", None
        return found.lastgroup, stamp(bytes(block.data[start : start + 128]))[0]

    def finish(self) -> Scan:
        """`result`, with the ordinary records that are kept."""
        for ends in self._ordinary.values():
            name = None
            for offset, raw in ends:
                record = parse(raw, self._path, offset)
                if record and (found := kind(record)):
                    name = found
                    self.result.note(name, record)
            if name and name in self.result.notable:
                self.result.notable[name].count += ends.dropped
        return self.result

    def _foreign(self, block: Block) -> None:
        """Note the lines before the first record of `block` that hold the anchor: behind it, every line belongs to a record."""
        if starts().match(block.data, 0, block.size):
            return
        first = next_start().search(block.data, 0, block.size)
        end = first.end() if first else block.size
        done = 0
        for position in positions(block.data, FAILURE.encode(), 0, end):
            if position >= done:
                self.result.foreign.add(block.offset(block.data.rfind(b"\n", 0, position) + 1))
                done = block.data.find(b"\n", position, end) + 1 or end

    def _hits(self, block: Block, hits: Iterable[int]) -> set[int]:
        """Parse the records around `hits` and keep what counts; gives the positions at which they start."""
        parsed = set()
        for start, end in self._records(block, hits):
            self._record(block, start, end)
            parsed.add(start)
        return parsed

    def _records(self, block: Block, hits: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Start and end of each record around the rising `hits`, each record once."""
        done = 0
        for position in hits:
            if position < done:
                continue
            start = block.record_start(position, done)
            if start < 0:
                done = block.data.find(b"\n", position, block.size) + 1 or block.size
                continue
            done = block.record_end(start)
            yield start, done

    def _record(self, block: Block, start: int, end: int) -> None:
        record = parse(bytes(block.data[start:end]), self._path, block.offset(start))
        if record is None:
            return
        name = kind(record)
        if self._whole:
            if name == "opencode":
                self._last_of_legacy(block, start)
                self._run_from = start
                self._banners.append(start)
            self._process(record)
        if not self._window.holds(record.time):
            return
        if self._whole and (group := group_of(record)) is not None and not _is_cut_in(block, start, end):
            add_error(self.result.errors, group, record)
        if name is None and record.message != FAILURE:
            return
        if block.length(start, end) > MAX_RECORD:
            what = f"the record at byte {record.offset} has {block.length(start, end)} bytes: its middle was not read"
            self.result.problems.append(Problem(self._path, what))
        if record.message == FAILURE and is_embedded(block, start, end):
            self.result.embedded.add(record.offset)
        elif record.message == FAILURE:
            self.result.failures.append(record)
            if self._on_failure:
                self._on_failure(record)
        elif name is not None:
            self.result.note(name, record)

    def _process(self, record: LogRecord) -> None:
        """Tell which process wrote `record` and what it says of it."""
        self.result.saw(record.era, record.time)
        if record.run is not None:
            process = self._run(record.run, record.era, record.offset)
        else:
            process = self._banner(record) or self._legacy(record.era, record.offset)
            if record.message == "opening database":
                process.database_path = process.database_path or record.fields.get("path")
        process.saw(record.time)
        if process.version is None:
            keys = ("version",) if record.message in ("created", "opencode") else ("opencode.installation.version",)
            process.version = next((record.fields[key] for key in keys if record.fields.get(key)), None)
            process.version_offset = record.offset

    def _banner(self, record: LogRecord) -> Process | None:
        if record.message != "opencode" or "version" not in record.fields:
            return None
        process = Process(record.fields.get("run_id"), record.era, record.offset, banner=True)
        words = record.fields.get("args", "")
        port, command = _PORT.search(words), _FIRST.match(words)
        process.port = int(port[1]) if port else None
        process.serves = command is None or command[1] not in COMMANDS - SERVING
        self.result.legacy.append(process)
        return process

    def _legacy(self, era: str, offset: int) -> Process:
        """The process whose banner is the last one before `offset`."""
        for process in reversed(self.result.legacy):
            if process.offset <= offset:
                return process
        self.result.legacy.insert(0, Process(None, era, offset))
        return self.result.legacy[0]

    def _run(self, key: str, era: str, offset: int) -> Process:
        self._active[key] = self._blocks
        self._last_key = key.encode()
        if key not in self.result.logfmt:
            self.result.logfmt[key] = Process(key, era, offset)
        return self.result.logfmt[key]

    def _sample(self, block: Block, start: int) -> datetime | None:
        """Take time and process from the record at `start` without parsing it; gives the time."""
        found = starts().match(block.data, start, block.size) if start >= 0 else None
        if found is None or found.lastgroup is None:
            return None
        if block.data.startswith(BANNER, found.end() + 1):
            return None  # parsed as a hit: it begins a process of its own
        time, run = stamp(bytes(block.data[start : start + 128]))
        self.result.saw(found.lastgroup, time)
        offset = block.offset(start)
        process = self._run(run, found.lastgroup, offset) if run else self._legacy(found.lastgroup, offset)
        process.saw(time)
        return time

    def _last_of_legacy(self, block: Block, end: int) -> None:
        """Sample the last record before `end`, and where that is of another era the last one of the legacy run before it."""
        start = block.record_start(end - 1, 0) if end else -1
        self._sample(block, start)
        floor = self._run_from
        while self.result.legacy and start > floor and not self._is_legacy(block, start):
            start = max(last_finder()(block.data, level, floor, start) for level in _LEGACY_LEVELS) + 1
            if self._is_legacy(block, start):
                self._sample(block, start)

    def _is_legacy(self, block: Block, start: int) -> bool:
        found = starts().match(block.data, start, block.size)
        return found is not None and found.lastgroup == "legacy"

    def _familiar(self, block: Block, start: int) -> bool:
        """Whether nothing is to be learned from the time and the run of the record at `start`: any time will do, and the run
        was seen a moment ago."""
        head = bytes(block.data[start : start + 72])
        key = head[head.find(b" run=") + 5 :][:8]
        return self._window.open and key == self._last_key

    def _versions(self, block: Block) -> None:
        """Parse the first ``created`` line of every run, and of a legacy log that lacks its banner."""
        find, known, size = finder(), self._versioned, block.size
        position = find(block.data, CREATED, 0, size)
        text = bytes(memoryview(block.data)[:size]) if position >= 0 else b""  # its slices can be looked up as they are
        while position >= 0:
            before = text[position - 13 if position > 13 else 0 : position]  # "run=" and eight digits
            if before not in known:
                known.add(before)
                self._hits(block, [position])
            position = find(text, CREATED, position + len(CREATED), size)
        headless = self.result.legacy[0] if len(self.result.legacy) == 1 else None
        if headless and headless.key is None and headless.version is None and not headless.banner:
            position = finder()(block.data, _LEGACY_CREATED, 0, block.size)
            if position >= 0:
                self._hits(block, [position])

    def _loops(self, block: Block) -> None:
        """Note the first loops and the last one of each run in the block: that a run writes them at all gives their absence a
        meaning, and their sessions tell which database is that run's."""
        spans = []
        if "legacy" in self.result.eras:
            edges = list(pairwise((0, *self._banners, block.size)))
            spans += [(_LOOP["legacy"], floor, end) for floor, end in edges]
            for floor, end in edges:
                self._piece(block, last_finder()(block.data, PIECE, floor, end))
        if "logfmt" in self.result.eras:
            seen = [key for key, number in self._active.items() if number == self._blocks][-MAX_RUNS:]
            spans += [(b"run=" + key.encode() + b" " + _LOOP["logfmt"], 0, block.size) for key in seen]
            spans.append((_LOOP["logfmt"], 0, block.size))  # a run that is known by its loops alone
        for literal, floor, end in spans:
            for number, position in enumerate(positions(block.data, literal, floor, end), 1):
                process = self._loop(block, position)
                if number == LOOPS or process is None or len(process.sessions) == MAX_SESSIONS:
                    break
            self._loop(block, last_finder()(block.data, literal, floor, end))

    def _loop(self, block: Block, position: int) -> Process | None:
        """The process of the loop's record at `position`, which is told of it; None where there is no such record."""
        start = block.record_start(position, 0) if position >= 0 else -1
        record = parse(bytes(block.data[start : block.record_end(start)]), self._path, start) if start >= 0 else None
        if record is None or record.message not in ("loop", "exiting loop"):
            return None
        key, offset = record.run, block.offset(start)
        process = self._run(key, record.era, offset) if key else self._legacy(record.era, offset)
        process.looped(record.time, *filter(None, (record.session_id,)))
        return process

    def _piece(self, block: Block, position: int) -> None:
        """Note the record at `position`, in which a run of the classic era publishes a piece of an answer."""
        start = block.record_start(position, 0) if position >= 0 else -1
        if start >= 0 and self._is_legacy(block, start):
            offset = block.offset(start)
            process = self._legacy("legacy", offset)
            process.last_piece, process.last_piece_offset = stamp(bytes(block.data[start : start + 128]))[0], offset

    def _last_lines(self, block: Block) -> None:
        """Follow the runs that were active lately to their last line, which may hold no anchor."""
        for key, seen in list(self._active.items()):
            position = last_finder()(block.data, b" run=" + key.encode() + b" ", 0, block.size)
            if position >= 0:
                self._active[key] = self._blocks
                self._sample(block, block.record_start(position, 0))
            elif self._blocks - seen > _IDLE_BLOCKS:
                del self._active[key]


def _is_cut_in(block: Block, start: int, end: int) -> bool:
    """Whether what looks like a record is followed by the rest of the one it stands in."""
    return block.data.find(b"\n", start, end - 1) >= 0 and is_embedded(block, start, end)
