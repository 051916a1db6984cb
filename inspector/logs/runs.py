"""Collects the server runs of a segment: the times of the first and last record of each, its version, its loops and its sessions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import islice, pairwise

from inspector.logs.blocks import Block
from inspector.logs.eras import Era, eras
from inspector.logs.found import MAX_SESSIONS, Process, Scan, Window
from inspector.logs.notable import COMMANDS, SERVING
from inspector.logs.records import banners, era_at, moment, parse, stamp
from inspector.logs.search import Words, last_finder, positions
from inspector.model import LogRecord

LOOPS = 8
"""At most this many first loops of a run are inspected in each block while its sessions are few."""
MAX_RUNS = 256
"""In one block the loops of at most this many runs are inspected one by one; those of further runs are inspected together."""
_IDLE_BLOCKS = 16
_FEW_RUNS = 8  # any value: the faster of two ways with the same result
"""Maximum number of active runs that are searched one by one; more than that are found in one pass."""
_LONGEST_NAME = 64  # any value: longer than the name of any run
VERSION_KEY = "opencode.installation.version"
_COMMAND = re.compile(r'(?:\[")?([a-z]{1,20}+)(?=["\s,]|$)')
_ATTACH = re.compile(r'"--attach(?:"|=)')
_HELP = re.compile(r'"(?:--help|-h|--version|-v)"')
_PORT = re.compile(r'"--port(?:=|",")(\d{1,5})"')
"""Finds the port in the banner's arguments, which are one line of JSON."""


class Runs:
    """Collects the runs of one segment: receives its blocks and records in order, and adds to `result`."""

    def __init__(self, path: str, window: Window, result: Scan) -> None:
        self._path = path
        self._window = window
        self._result = result
        self._blocks = 0
        self._last: Process | None = None
        """The run that was seen last, where its records name it,"""
        self._last_name = b""
        """and that name,"""
        self._last_literal = b""
        """and the name with what stands around it in a record."""
        self._begun = 0
        """Where in the block the last banner stands: what is before it belongs to another run."""
        self._banners: list[int] = []
        """Where in the block banners stand."""
        self._active: dict[bytes, int] = {}
        """Runs seen lately, by the name with what stands around it: the number of the block that showed each last."""

    def begin(self, block: Block) -> None:
        """Note the time at which `block` begins."""
        self._blocks += 1
        self._begun = 0
        self._banners.clear()
        self.sample(block, 0)

    def end(self, block: Block) -> None:
        """Note the time at which `block` ends, and the loops in it."""
        self._last_records(block, block.size)
        self._last_lines(block)
        self._loops(block)

    def banner(self, block: Block, start: int) -> None:
        """Note that a run begins at `start`."""
        self._last_records(block, start)
        self._begun = start
        self._banners.append(start)

    def record(self, record: LogRecord) -> None:
        """Note the run that wrote `record` and what the record shows of it."""
        self._result.saw(record.era, record.time)
        era = eras()[record.era]
        process = self._named(record.run, era, record.offset) if record.run is not None else self._begins(record)
        if process is None:
            process = self._unnamed(era, record.offset)
            if process is None:
                return
        if record.run is None and record.message == "opening database":
            process.database_path = process.database_path or record.fields.get("path")
        process.saw(record.time)
        if process.version is None:
            keys = ("version",) if record.message in ("created", "opencode") else (VERSION_KEY,)
            process.version = next((record.fields[key] for key in keys if record.fields.get(key)), None)
            process.version_offset = record.offset

    def sample(self, block: Block, start: int) -> datetime | None:
        """Take time and run from the record at `start` without parsing it; return the time."""
        found = era_at(block, start)
        if found is None:
            return None
        era, behind = found
        if any(block.data.startswith(banner, behind + 1) for banner in banners()):
            return None  # parsed as a hit: it begins a run of its own
        time, run = stamp(bytes(block.data[start : start + 128]), era)
        self._result.saw(era.name, time)
        offset = block.offset(start)
        process = self._named(run, era, offset) if run else self._unnamed(era, offset)
        if process is not None:
            process.saw(time)
        return time

    @property
    def familiar(self) -> bytes | None:
        """The run whose records need not be sampled: any time will do, and it was seen a moment ago. None where there is none."""
        return (self._last_name or None) if self._window.open else None

    @property
    def settled(self) -> bytes | None:
        """The familiar run, when its version is known too."""
        return self.familiar if self._last is not None and self._last.version is not None else None

    def unversioned(self) -> Era | None:
        """Return the era of the only run when its banner was not seen and its version is not known."""
        only = self._result.unnamed[0] if len(self._result.unnamed) == 1 else None
        return eras()[only.era] if only and only.key is None and only.version is None and not only.banner else None

    def _begins(self, record: LogRecord) -> Process | None:
        """Return the run that `record` begins, when it is a banner; None for other records."""
        if record.message != "opencode" or "version" not in record.fields:
            return None
        age = timedelta(milliseconds=record.delta_ms or 0)
        process = Process(record.fields.get("run_id"), record.era, record.offset, banner=True, age=age)
        words = record.fields.get("args", "")
        port, command = _PORT.search(words), _COMMAND.match(words)
        process.port = int(port[1]) if port else None
        process.serves = command is None or command[1] not in COMMANDS - SERVING
        process.asks = command is not None and command[1] == "run" and _HELP.search(words) is None
        process.is_client = command is not None and (command[1] == "attach" or _ATTACH.search(words) is not None)
        self._result.unnamed.append(process)
        return process

    def _unnamed(self, era: Era, offset: int) -> Process | None:
        """Return the run whose banner is the last one before `offset`; None for an era without banners."""
        if not era.banner:
            return None
        for process in reversed(self._result.unnamed):
            if process.offset <= offset and process.era == era.name:
                return process
        self._result.unnamed.insert(0, Process(None, era.name, offset))
        return self._result.unnamed[0]

    def _named(self, name: str, era: Era, offset: int) -> Process:
        process = self._result.named.get(name)
        if process is None:
            process = self._result.named[name] = Process(name, era.name, offset)
        if process is not self._last:
            self._last, self._last_name = process, name.encode()
            self._last_literal = b"%b%b " % (era.run_mark, self._last_name)
        self._active[self._last_literal] = self._blocks
        return process

    def _last_records(self, block: Block, end: int) -> None:
        """Sample the last record before `end`, and the last one of each era whose records name no run."""
        last = block.record_start(end - 1, 0) if end else -1
        self.sample(block, last)
        for era in eras().values():
            start = last
            while era.banner and self._result.unnamed and start > self._begun and not _is(era, block, start):
                start = max(last_finder()(block.data, literal, self._begun, start) for literal in era.line_starts) + 1
                if _is(era, block, start):
                    self.sample(block, start)

    def _last_lines(self, block: Block) -> None:
        """Follow the runs that were active lately to their last line, which may hold none of the words that are searched."""
        known = _last_of(block, self._active) if len(self._active) > _FEW_RUNS else None
        for literal, seen in list(self._active.items()):
            position = known.get(literal, -1) if known is not None else last_finder()(block.data, literal, 0, block.size)
            if position >= 0:
                self._active[literal] = self._blocks
                self.sample(block, block.record_start(position, 0))
            elif self._blocks - seen > _IDLE_BLOCKS:
                del self._active[literal]

    def _loops(self, block: Block) -> None:
        """Note the first loops and the last one of each run in the block.

        A run that writes loops shows that a missing loop means something. The sessions of its loops show which database is its
        own.
        """
        for name in list(self._result.eras):
            era = eras()[name]
            if era.run_mark:
                seen = [literal for literal, number in self._active.items() if number == self._blocks]
                if len(seen) > _FEW_RUNS:
                    for places in _by_name(block, era).values():
                        self._run_loops(block, places)
                    continue
                for literal in seen:
                    self._loops_between(block, literal + era.loop, 0, block.size)
                self._loops_between(block, era.loop, 0, block.size)  # a run that is known by its loops alone
                continue
            for floor, end in pairwise((0, *self._banners, block.size)):
                self._loops_between(block, era.loop, floor, end)
                if era.piece:
                    self._piece(block, era, last_finder()(block.data, era.piece, floor, end))

    def _loops_between(self, block: Block, literal: bytes, floor: int, end: int) -> None:
        places = list(islice(positions(block.data, literal, floor, end), LOOPS))
        if len(places) == LOOPS:
            places.append(last_finder()(block.data, literal, floor, end))
        self._run_loops(block, places)

    def _run_loops(self, block: Block, places: list[int]) -> None:
        for position in places[:LOOPS]:
            process = self._loop(block, position)
            if process is None or len(process.sessions) == MAX_SESSIONS:
                break
        else:
            if len(places) <= LOOPS:
                return
        self._loop(block, places[-1])

    def _loop(self, block: Block, position: int) -> Process | None:
        """Return the run of the loop record at `position` and note the loop in it; None where there is no such record."""
        line = block.data.rfind(b"\n", 0, position) + 1
        for era in eras().values():
            head = era.named_loop.match(block.data, line, block.size) if era.named_loop else None
            if head is not None:
                named = self._named(head[2].decode(), era, block.offset(line))
                named.looped(moment(head[1]), head[3].decode())
                return named
        start = block.record_start(position, 0)
        if start < 0:
            return None
        offset = block.offset(start)
        record = parse(bytes(block.data[start : block.record_end(start)]), self._path, start)
        if record is None or record.message not in ("loop", "exiting loop"):
            return None
        era = eras()[record.era]
        process = self._named(record.run, era, offset) if record.run else self._unnamed(era, offset)
        if process is not None:
            process.looped(record.time, *filter(None, (record.session_id,)))
        return process

    def _piece(self, block: Block, era: Era, position: int) -> None:
        """Note the record at `position`, with which a run publishes a piece of an answer."""
        start = block.record_start(position, 0) if position >= 0 else -1
        if start >= 0 and _is(era, block, start):
            offset = block.offset(start)
            process = self._unnamed(era, offset)
            if process is not None:
                process.last_piece = stamp(bytes(block.data[start : start + 128]), era)[0]
                process.last_piece_offset = offset


def _is(era: Era, block: Block, start: int) -> bool:
    found = era_at(block, start)
    return found is not None and found[0] is era


@cache
def _run_marks() -> Words:
    return Words([era.run_mark for era in eras().values() if era.run_mark])


def _last_of(block: Block, literals: Iterable[bytes]) -> dict[bytes, int]:
    """Return the last place in the block of what begins like a run's name and is as long as one of the `literals`."""
    text = bytes(memoryview(block.data)[: block.size])
    hits = _run_marks().find(text, block.size)
    found: dict[bytes, int] = {}
    for length in {len(literal) for literal in literals}:
        found |= {text[at : at + length]: at for _, at in hits}
    return found


def _by_name(block: Block, era: Era) -> dict[bytes, list[int]]:
    """Return the places of the records of loops, by the name of the run before them."""
    data = block.data
    found: dict[bytes, list[int]] = {}
    for position in positions(data, era.loop, 0, block.size):
        begin = data.rfind(era.run_mark, max(position - len(era.run_mark) - _LONGEST_NAME - 1, 0), position)
        name = bytes(data[begin + len(era.run_mark) : position - 1]) if begin >= 0 else b""
        if b" " in name or (name not in found and len(found) >= MAX_RUNS):
            name = b""
        found.setdefault(name, []).append(position)
    return found
