"""Pass 2: the records that name a session, kept as offsets and read again when somebody asks for the session.

The cost does not grow with the number of sessions: one search for the prefix all their ids share, and one look-up
in a set for each hit (knowledge/performance.md, 3c).
"""

from __future__ import annotations

import re
import weakref
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import FileIO

from inspector.logs.blocks import Block
from inspector.logs.ends import LENGTH_BITS, Ends, Spans
from inspector.logs.records import HEAD, MAX_RECORD, TAIL, named_sessions, parse, shorten
from inspector.logs.scan import Window
from inspector.logs.search import finder, positions
from inspector.logs.sources import Place
from inspector.model import LogRecord

MAX_SESSIONS = 50_000
"""So many sessions are kept where every one is asked for."""
BUDGET = 24 << 20
"""Bytes for all kept entries together; beyond it every session keeps fewer."""
MIN_CAP = 12
_OFFSET_COST = 48

Entry = int | tuple[int, bytes]
"""``offset << 40 | length`` in a file that can be read again, else offset and bytes."""
Story = Spans | Ends[tuple[int, bytes]]
"""The entries of one session, all of one kind."""

_TOKEN = re.compile(rb"ses_\w{1,64}")
_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?")
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_BEFORE = frozenset(b"=/")


@dataclass(slots=True)
class Stories:
    """The entries of every session, the first and the last ones of each, within one budget."""

    cap: int
    most: int = MAX_SESSIONS
    again: bool = False
    """The input can be read again, so that the entries are numbers."""
    by_session: OrderedDict[str, Story] = field(default_factory=OrderedDict)
    cost: int = 0
    let_go: Counter[str] = field(default_factory=Counter)
    """Entries of sessions that were given up as a whole, the longest silent ones first."""

    def add(self, session: str, entry: Entry) -> None:
        story = self._story(session)
        if isinstance(story, Spans):
            assert isinstance(entry, int)  # noqa: S101
            self.cost += _OFFSET_COST if story.add(entry) else 0
        else:
            assert isinstance(entry, tuple)  # noqa: S101
            before = story.last[0] if len(story.last) == story.tail else None
            self.cost += _cost(entry) - (_cost(before) if before else 0)
            story.add(entry)
        if self.cost > BUDGET or len(self.by_session) > self.most:
            self._fit()

    def extend(self, later: Stories) -> None:
        self.let_go.update(later.let_go)
        while later.by_session:  # one at a time, so that no session is held twice
            session, more = later.by_session.popitem(last=False)
            story = self._story(session)
            self.cost -= _costs(story)
            story.extend(more)  # type: ignore[arg-type]
            self.cost += _costs(story)
            self._fit()

    def put(self, again: Stories) -> None:
        """Take the sessions of `again`, which were read a second time, in place of what is left of them here."""
        self.by_session.update(again.by_session)
        for session in again.by_session:
            self.let_go.pop(session, None)

    def _story(self, session: str) -> Story:
        story = self.by_session.get(session)
        if story is None:
            head = max(self.cap // 4, 1)
            tail = max(self.cap - head, 1)
            story = self.by_session[session] = Spans(head, tail) if self.again else Ends[tuple[int, bytes]](head, tail)
        else:
            self.by_session.move_to_end(session)
        return story

    def _fit(self) -> None:
        while self.cost > BUDGET or len(self.by_session) > self.most:
            if self.cap > MIN_CAP and self.cost > BUDGET:
                self.cap = max(self.cap // 2, MIN_CAP)
                head = max(self.cap // 4, 1)
                for story in self.by_session.values():
                    story.shrink(head, max(self.cap - head, 1))
                self.cost = sum(map(_costs, self.by_session.values()))
            else:
                session, story = self.by_session.popitem(last=False)
                self.cost -= _costs(story)
                self.let_go[session] += story.count
                if len(self.let_go) > 4 * MAX_SESSIONS:
                    self.let_go = Counter({"": self.let_go.total()})


def _costs(story: Story) -> int:
    return _OFFSET_COST * len(story) if isinstance(story, Spans) else sum(map(_cost, story))


def _cost(entry: tuple[int, bytes]) -> int:
    return _OFFSET_COST + 100 + len(entry[1])


class Gatherer:
    """Shown every block, it keeps what names one of `sessions` (None: any session) in `stories`."""

    def __init__(self, sessions: Collection[str] | None, cap: int, window: Window, *, again: bool) -> None:
        """`again`: the input can be read again at an offset, so that offsets are enough."""
        self.stories = Stories(cap, MAX_SESSIONS if sessions is None else max(MAX_SESSIONS, len(sessions)), again)
        self._again = again
        self._since = window.since.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23].encode() if window.since else b""
        self._until = window.until.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23].encode() if window.until else b"~"
        self._ids = None if sessions is None else {session.encode() for session in sessions if session.startswith("ses")}
        self._prefix: bytes = _shared_prefix(self._ids or set())
        self._lengths = sorted({len(id) for id in self._ids or ()}, reverse=True)
        self._heads = {id[: self._lengths[-1]] for id in self._ids or ()}

    def block(self, block: Block) -> None:
        data, done, start, seen = block.data, 0, -1, set[bytes]()
        for position, id in self._tokens(block) if self._prefix or self._ids is None else ():
            if position >= done:
                start = block.record_start(position, done)
                done = block.record_end(start) if start >= 0 else data.find(b"\n", position, block.size) + 1 or block.size
                seen.clear()
            if start < 0 or id in seen:
                continue
            seen.add(id)
            if (self._since or self._until != b"~") and not self._in_window(data, start):
                continue
            self.stories.add(id.decode("utf-8", "backslashreplace"), self._entry(block, start, done))

    def _tokens(self, block: Block) -> Iterator[tuple[int, bytes]]:
        data, size = block.data, block.size
        if self._ids is None:
            for position in positions(data, b"ses_", 0, size):
                if data[position - 1] in _BEFORE and (token := _TOKEN.match(data, position, size)):
                    yield position, token[0]
            return
        find, prefix, heads, head = finder(), self._prefix, self._heads, self._lengths[-1]
        text = bytes(memoryview(data)[:size])  # a slice of bytes can be looked up as it is, one of a bytearray cannot
        step = len(prefix)
        position = find(text, prefix, 0, size)
        while position >= 0:
            if text[position : position + head] in heads and (id := self._id(text, position)):
                yield position, id
            position = find(text, prefix, position + step, size)

    def _id(self, text: bytes, position: int) -> bytes | None:
        """The longest of the ids that stands at `position` as a word behind one of `_BEFORE`; None where none does."""
        for length in self._lengths if text[position - 1] in _BEFORE else ():
            end = position + length
            if text[position:end] in (self._ids or ()) and (end >= len(text) or text[end] not in _WORD):
                return text[position:end]
        return None

    def _entry(self, block: Block, start: int, end: int) -> Entry:
        if self._again:
            length = block.length(start, end) if block.gap else end - start
            return block.offset(start) << LENGTH_BITS | length
        return block.offset(start), shorten(bytes(block.data[start:end]))

    def _in_window(self, data: bytearray, start: int) -> bool:
        stamp = _ISO.search(data, start, start + 64)
        return stamp is None or (self._since[: len(stamp[0])] <= stamp[0] and stamp[0] <= self._until)


def _shared_prefix(ids: set[bytes]) -> bytes:
    """The longest prefix that all `ids` have: the longer it is, the fewer hits must be looked up."""
    low, high = min(ids, default=b""), max(ids, default=b"")
    return low[: next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))]


class Sessions(Mapping[str, tuple[LogRecord, ...]]):
    """Records by session id, in log order, parsed when a session is asked for; the latest few stay parsed.

    The files stay open, so that one that is rotated meanwhile is still read; one that was rotated before is lost where its
    place did not hold it.
    """

    def __init__(
        self,
        places: Sequence[Place],
        stories: Mapping[str, Mapping[int, Story]],
        finish: Callable[[int, LogRecord], LogRecord],
        cap: int,
    ) -> None:
        """`stories` holds, for every session, its entries by the position of their input in `places`;
        `finish` gives a record its run and its order."""
        self._places = places
        self._stories = stories
        self._finish = finish
        self._cap = cap
        self._parsed: OrderedDict[str, tuple[LogRecord, ...]] = OrderedDict()
        self._files: dict[int, FileIO] = {}
        self.lost: set[str] = set()
        """Inputs of which a record could not be read again."""
        for index in sorted({index for story in stories.values() for index in story})[:64]:
            self._open(index)

    def __getitem__(self, session: str) -> tuple[LogRecord, ...]:
        if session not in self._parsed:
            self._parsed[session] = self._read(session)
            if len(self._parsed) > 64:
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(session)
        return self._parsed[session]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stories)

    def __len__(self) -> int:
        return len(self._stories)

    def __contains__(self, session: object) -> bool:
        return session in self._stories

    def _read(self, session: str) -> tuple[LogRecord, ...]:
        kept: list[LogRecord] = []
        known: Counter[object] = Counter()
        for index, ends in self._stories[session].items():
            here: Counter[object] = Counter()
            for entry in ends:
                record = self._record(index, entry)
                if record is None or (record.session_id != session and session not in named_sessions(record)):
                    continue
                if len(self._stories[session]) == 1:  # nothing to compare with
                    kept.append(self._finish(index, record))
                    continue
                identity = content(record)
                here[identity] += 1
                if here[identity] > known[identity]:
                    kept.append(self._finish(index, record))
            known |= here
        kept.sort(key=lambda record: record.order)
        head = max(self._cap // 4, 1)
        return tuple(kept if len(kept) <= self._cap else kept[:head] + kept[head - self._cap :])

    def _record(self, index: int, entry: Entry) -> LogRecord | None:
        name = self._places[index].name
        if isinstance(entry, tuple):
            return parse(entry[1], name, entry[0])
        offset, length = entry >> LENGTH_BITS, entry & ((1 << LENGTH_BITS) - 1)
        file = self._files.get(index) or self._open(index)
        try:
            if file is None:
                raise OSError
            raw = _read_at(file, offset, length if length <= MAX_RECORD else HEAD)
            if length > MAX_RECORD:
                raw += _read_at(file, offset + length - TAIL, TAIL)
        except OSError:
            raw = b""
        record = parse(raw, name, offset)
        if record is None or len(raw) < min(length, MAX_RECORD):
            self.lost.add(name)
        return record

    def _open(self, index: int) -> FileIO | None:
        place = self._places[index]
        if place.file is None or not place.seekable:
            return None
        try:
            file = place.open()  # for as long as this mapping
        except OSError:
            return None
        if len(self._files) >= 64:
            self._files.pop(next(iter(self._files))).close()
        self._files[index] = file
        weakref.finalize(self, file.close)
        return file


def _read_at(file: FileIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def content(record: LogRecord) -> tuple[object, ...]:
    """What makes a record the same in two files: all it says, without where it stands."""
    return record.era, record.time, record.run, record.level, record.message, record.delta_ms, tuple(record.fields.items())
