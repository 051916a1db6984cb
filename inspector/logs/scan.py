"""Pass 1: finds every record worth keeping by a few literals, and parses only those records.

The work is cut into segments of `SEGMENT` bytes, the same for one process and for many, so that both give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from inspector.logs.blocks import Block
from inspector.logs.embedded import is_embedded
from inspector.logs.ends import Ends
from inspector.logs.eras import eras
from inspector.logs.errors import add_error, add_errors, group_of
from inspector.logs.found import KIND_HEAD, KIND_TAIL, Scan, Window
from inspector.logs.notable import FAILURE, LOUD, ORDINARY, RARE, kind
from inspector.logs.records import MAX_RECORD, banners, creations, era_at, next_start, parse, shorten, stamp, starts
from inspector.logs.runs import VERSION_KEY, Runs
from inspector.logs.sayings import UNSURE, Saying, Sayings
from inspector.logs.search import Words, count, finder, positions
from inspector.logs.starts import FAILED as START_FAILED, failed_starts
from inspector.model import LogRecord, Problem

SEGMENT = 128 << 20  # any value: the segments are joined again
MAX_SAYINGS = 256  # any value: the faster of two ways with the same result
"""At most this many groups of ERROR and WARN records are kept apart in a segment; further records are parsed at once."""
_VERSION_KEY = VERSION_KEY.encode() + b"="
_NAME_BYTES = 13  # any value: other records are parsed too, with the same result
"""Number of bytes before a record's word for a new session that are compared. They are ``run=`` with eight digits, or the same
for most records."""
_FEW = 2  # any value: the faster of two ways with the same result
Kept = Ends[tuple[int, bytes]]
"""Offset and bytes of records that are parsed when it is known which of them are kept."""


@cache
def _words() -> tuple[Words, int, int]:
    """Return every word that is searched, most important first, and the first indexes of the loud words and of the ordinary words."""
    rare = (*RARE, *banners())
    return Words((*rare, *LOUD, *ORDINARY)), len(rare), len(rare) + len(LOUD)


class Scanner:
    """Receives every block of a segment and adds what it finds to `result`.

    With `whole` False only failures are searched, which is the fastest way to count them. `on_failure` is called with each at
    once.
    """

    def __init__(
        self, path: str, window: Window, *, whole: bool = True, on_failure: Callable[[LogRecord], None] | None = None
    ) -> None:
        self.result = Scan()
        self._path = path
        self._window = window
        self._whole = whole
        self._on_failure = on_failure
        self._runs = Runs(path, window, self.result)
        self._loud: dict[tuple[object, ...], Kept] = {}
        """The ERROR and WARN records to keep, by what they say."""
        self._loud_here: dict[tuple[object, ...] | None, list[tuple[int, int]]] = {None: []}
        """Where the ERROR and WARN records of one block start and end, by what they say; under None those that need not be kept."""
        self._sayings = Sayings()
        self._ordinary: dict[str, Kept] = {}
        """Others by kind, or by the word that was found where only parsing tells the kind."""
        self._versioned: set[bytes] = set()
        """What stood before each word for a new session."""
        self._before: set[bytes] = set()
        """What stood there in the block that showed such words last."""

    def block(self, block: Block) -> None:
        if not self._whole:
            for start, end in _records(block, positions(block.data, FAILURE.encode(), 0, block.size)):
                self._parse(block, start, end)
            return
        self._foreign(block)
        self._runs.begin(block)
        self._look(block)
        for record in failed_starts(block, self._path, lambda position: self._written_before(block, position)):
            if self._window.holds(record.time):
                self.result.note(START_FAILED, record)
                add_error(self.result.errors, group_of(record) or START_FAILED, record)
        self._runs.end(block)

    def _written_before(self, block: Block, position: int) -> tuple[str, datetime | None]:
        """Return era and time of the record before `position`, without parsing it."""
        start = block.record_start(position, 0)
        found = era_at(block, start)
        if found is None:
            return next(iter(eras())), None
        return found[0].name, stamp(bytes(block.data[start : start + 128]), found[0])[0]

    def finish(self) -> Scan:
        """Return `result` with the records that were kept as bytes."""
        for kept in self._loud.values():
            records = self._parsed(kept)
            for record in records:
                self._runs.record(record)
            add_errors(self.result.errors, records, kept.dropped)
            self._note_all(records, kept.dropped)
        for kept in self._ordinary.values():
            self._note_all(self._parsed(kept), kept.dropped)
        return self.result

    def _look(self, block: Block) -> None:
        """Keep each record of `block` that contains a word, as the most important of its words asks for."""
        words, loud, ordinary = _words()
        data, size, start, done = block.data, block.size, -1, 0
        found: dict[int, tuple[int, int, Saying | None]] = {}
        for word, at in words.find(data, size):
            if at < done:
                if start >= 0 and word < found[start][0] and (word < loud or found[start][0] >= ordinary):
                    # a rare word may be in any of the loud records that were found together
                    owner = block.record_start(at, 0)
                    found[owner] = word, found[owner][1], found[owner][2]
                continue
            follows = start >= 0 and data.find(b"\n", done, at) < 0  # in the record behind the last one
            start = done if follows else block.record_start(at, done)
            if start < 0:
                done = data.find(b"\n", at, size) + 1 or size
            elif loud <= word < ordinary and (several := self._sayings.follow(block, start)):
                for start, done, said in several:
                    found[start] = loud, done, said
            elif word >= ordinary and (one := self._sayings.of(block, start)) is not None:
                said, done = one
                found[start] = word, done, said
            else:
                done = block.record_end(start)
                found[start] = word, done, None
        here, settled = self._loud_here, self._runs.settled
        for start, (word, end, saying) in found.items():
            if word >= ordinary:
                continue
            if word < loud:
                self._parse(block, start, end)
            elif saying is not None and saying.run == settled and (places := here.get(saying.key)) is not None:
                places.append((start, end))
                continue
            else:
                self._keep_loud(block, start, end, saying)
            settled = self._runs.settled
        self._add_loud(block)
        for start, (word, end, saying) in found.items():
            if word >= ordinary:
                self._keep_ordinary(block, start, end, saying, ORDINARY[word - ordinary])
        fresh = [at for word in creations() for at in self._fresh(block, word)]
        if (era := self._runs.unversioned()) and era.created and (at := finder()(data, era.created, 0, size)) >= 0:
            fresh.append(at)
        for start, end in _records(block, fresh):
            self._parse(block, start, end)

    def _fresh(self, block: Block, created: bytes) -> list[int]:
        """Return the places of `created`, the word for a new session, that name the version of a run for the first time."""
        data, size = block.data, block.size
        total = count(data, created, 0, size)
        if total and len(self._before) <= _FEW:
            known = {before: count(data, before + created, 0, size) for before in self._before}
            self._before = {before for before, times in known.items() if times}
            total -= sum(known.values())
        if total == 0:
            return []
        fresh: list[int] = []
        self._before.clear()
        for at in positions(data, created, 0, size):
            before = bytes(data[max(at - _NAME_BYTES, 0) : at])
            self._before.add(before)
            if before not in self._versioned:
                self._versioned.add(before)
                fresh.append(at)
        return fresh

    def _keep_loud(self, block: Block, start: int, end: int, saying: Saying | None) -> None:
        """Keep an ERROR or WARN record in a group of records that say the same. Parse it when its outline does not show its
        group."""
        key = saying.key if saying is not None else UNSURE
        known = saying is not None and saying.run == self._runs.familiar
        names_version = not (known and self._runs.settled) and block.data.find(_VERSION_KEY, start, end) >= 0
        if key is UNSURE or names_version:
            self._parse(block, start, end)
        elif known or self._window.holds(self._runs.sample(block, start)):
            if key in self._loud_here:
                self._loud_here[key].append((start, end))
            elif len(self._loud_here) > MAX_SAYINGS:
                self._parse(block, start, end)
            else:
                self._loud_here[key] = [(start, end)]

    def _add_loud(self, block: Block) -> None:
        """Keep the bytes of the ERROR and WARN records of `block` that are the first or the last of their groups."""
        for key, places in self._loud_here.items():
            if key is not None and places:
                kept = self._loud.setdefault(key, Ends(KIND_HEAD, KIND_TAIL))
                kept.add_all(places, lambda place: (block.offset(place[0]), bytes(block.data[place[0] : place[1]])))
            places.clear()

    def _keep_ordinary(self, block: Block, start: int, end: int, saying: Saying | None, word: bytes) -> None:
        is_familiar = saying is not None and saying.run == self._runs.familiar
        if not is_familiar and not self._window.holds(self._runs.sample(block, start)):
            return
        sure, name = (saying.is_kind_sure, saying.kind) if saying is not None else (False, None)
        if not sure or name is not None:
            key = name or word.decode()
            kept = self._ordinary.get(key)
            if kept is None:
                kept = self._ordinary[key] = Ends(KIND_HEAD, KIND_TAIL)
            kept.add((block.offset(start), shorten(bytes(block.data[start:end]))))

    def _parsed(self, kept: Kept) -> list[LogRecord]:
        found = (parse(raw, self._path, offset) for offset, raw in kept)
        return [record for record in found if record is not None]

    def _note_all(self, records: Sequence[LogRecord], dropped: int) -> None:
        """Note records of one kind, or with one word, in their order beside what is noted already."""
        self.result.note_all(records)
        name = next((name for record in reversed(records) if (name := kind(record))), None)
        if name and name in self.result.notable:
            self.result.notable[name].count += dropped

    def _foreign(self, block: Block) -> None:
        """Note the lines with the anchor before the first record of `block`. Behind it, every line is part of a record."""
        if starts().match(block.data, 0, block.size):
            return
        first = next_start().search(block.data, 0, block.size)
        end = first.end() if first else block.size
        done = 0
        for position in positions(block.data, FAILURE.encode(), 0, end):
            if position >= done:
                self.result.foreign.add(block.offset(block.data.rfind(b"\n", 0, position) + 1))
                done = block.data.find(b"\n", position, end) + 1 or end

    def _parse(self, block: Block, start: int, end: int) -> None:
        """Parse the record at `start` and keep it when it is worth keeping."""
        record = parse(bytes(block.data[start:end]), self._path, block.offset(start))
        if record is None:
            return
        name = kind(record)
        if self._whole:
            if name == "opencode":
                self._runs.banner(block, start)
            self._runs.record(record)
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


def _is_cut_in(block: Block, start: int, end: int) -> bool:
    """Whether what looks like a record is followed by the rest of the record that contains it."""
    return block.data.find(b"\n", start, end - 1) >= 0 and is_embedded(block, start, end)


def _records(block: Block, hits: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each record around the rising `hits`, each record once."""
    done = 0
    for position in sorted(hits):
        if position < done:
            continue
        start = block.record_start(position, done)
        if start < 0:
            done = block.data.find(b"\n", position, block.size) + 1 or block.size
            continue
        done = block.record_end(start)
        yield start, done
