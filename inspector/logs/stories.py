"""Pass 2: the records that name a session, kept as offsets, the first ones and the last ones of each session.

The cost does not grow with the number of sessions: one search for the prefix all their IDs share, and one look-up in a set for each
hit. A session that has its first records is only noted for each block that names it; its last records are looked up in those blocks,
backwards, when the segment has been read.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import cast

from msgspec import Struct, field

from inspector.logs.blocks import Block, blocks
from inspector.logs.ends import LENGTH_BITS, Ends, Spans
from inspector.logs.found import Window
from inspector.logs.records import shorten
from inspector.logs.search import Buffer, finder, positions
from inspector.logs.sources import Place, Stream

MAX_SESSIONS = 50_000
"""At most this many sessions are kept when every session is asked for."""
BUDGET = 24 << 20
"""Bytes for all kept entries together. When they are exceeded, every session keeps fewer."""
MIN_CAP = 12
_OFFSET_COST = 48  # any value: a measure of memory
WINDOW = 16  # any value: memory against time, with the same result
"""Of an input that can be read only once, at most this many blocks are kept in memory until their last records are looked up."""

Entry = int | tuple[int, bytes]
"""``offset << 40 | length`` in a file that can be read again, else offset and bytes."""
Story = Spans | Ends[tuple[int, bytes]]
"""The entries of one session, all of one kind."""

_TOKEN = re.compile(rb"ses_\w{1,64}")
_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?")
_FEW = 8  # any value: the faster of two ways with the same result
"""At most this many sessions are searched one by one where no other session matters."""
_WORD = frozenset(bytes((byte,)) for byte in b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_BEFORE = frozenset((b"=", b"/"))
_USUAL = 30  # any value: other IDs are found too, with the same result
"""Length of most session IDs."""


class Stories(Struct):
    """The first and the last entries of every session, within one budget."""

    cap: int
    most: int = MAX_SESSIONS
    again: bool = False
    """True when the input can be read again, so that the entries are numbers."""
    by_session: OrderedDict[str, Story] = field(default_factory=OrderedDict)
    cost: int = 0
    let_go: Counter[str] = field(default_factory=Counter)
    """Numbers of entries of sessions that were dropped as a whole, those that were silent longest first."""

    def add(self, session: str, entries: Sequence[Entry]) -> bool:
        """Add `entries`, which are later than those before; return True when the session now has all its first records."""
        story = self._story(session)
        if isinstance(story, Spans):
            self.cost += _OFFSET_COST * story.add_all(cast("Sequence[int]", entries))
        else:
            for entry in cast("Sequence[tuple[int, bytes]]", entries):
                before = story.last[0] if len(story.last) == story.tail else None
                self.cost += _cost(entry) - (_cost(before) if before else 0)
                story.add(entry)
        if self.cost > BUDGET or len(self.by_session) > self.most:
            self._fit()
        return story.count >= story.head

    def touch(self, session: str) -> None:
        """Note that `session` was named again, so that it is not dropped as silent."""
        if session in self.by_session:
            self.by_session.move_to_end(session)

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
        """Replace the sessions of `again`, which were read a second time."""
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
    """Receives every block and adds to `stories` the records that name one of `sessions` (None: any session). `finish` adds the
    last records.

    A session that has its first records is full: only the blocks that name it are noted. Its last records are looked up backwards in
    these blocks at the end, and every `WINDOW` blocks where the input cannot be read again.
    """

    def __init__(self, sessions: Collection[str] | None, cap: int, window: Window, *, again: bool) -> None:
        """`again` is True when the input can be read again at an offset, so that offsets are enough."""
        self.stories = Stories(cap, MAX_SESSIONS if sessions is None else max(MAX_SESSIONS, len(sessions)), again)
        self._again = again
        self._since = window.since.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23].encode() if window.since else b""
        self._until = window.until.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23].encode() if window.until else b"~"
        self._bounded = not window.open
        self._ids = None if sessions is None else {session.encode() for session in sessions if session.startswith("ses")}
        self._prefix: bytes = _shared_prefix(self._ids or set())
        self._lengths = sorted({len(id) for id in self._ids or ()}, reverse=True)
        self._usual: set[bytes] = set()
        """IDs of the usual length that were seen, when every session is asked for."""
        self._full: set[bytes] = set()
        self._wanted = set(self._ids or ())
        """The IDs of the sessions that are not full."""
        self._blocks: list[tuple[int, int]] = []
        """Where each block began and ended."""
        self._held: dict[int, Block] = {}
        """The latest blocks by number that name full sessions, of an input that cannot be read again."""
        self._naming: dict[bytes, list[int]] = {}
        """For each full session the numbers of the blocks that may hold more of it, behind the one that filled it."""

    def block(self, block: Block) -> None:
        if not self._prefix and self._ids is not None:
            return
        self._blocks.append((block.base, block.end))
        number = len(self._blocks) - 1
        if not self._again:
            block = Block(bytes(memoryview(block.data)[: block.size]), block.size, block.base, block.gap, block.mapping)
        others = set[bytes]()
        entries = self._named(block, self._tokens(block, None if self._ids is None else self._wanted, others))
        named = self._full & others
        filled = {id for id, more in entries.items() if self.stories.add(_text(id), more)}
        self._full |= filled
        self._wanted -= filled
        for id in sorted(named | filled):
            numbers = self._naming.setdefault(id, [])
            if id in named:
                numbers.append(number)
            self.stories.touch(_text(id))
        if named and not self._again:
            self._held[number] = block
            if len(self._held) >= WINDOW or block.mapping:  # a mapping does not reach back far
                self._look_back(lambda number: (self._held[number],))

    def finish(self, place: Place) -> None:
        """Add the last records of the full sessions."""
        if not self._again:
            self._look_back(lambda number: (self._held[number],))
            return
        if not self._naming:
            return
        try:
            stream = Stream(place)
        except (OSError, ValueError):
            return  # whoever asks for the records will find the same

        def again(number: int) -> Iterator[Block]:
            base, end = self._blocks[number]
            stream.seek(base)
            return blocks(stream.readinto, base, end=end)

        try:
            self._look_back(again)
        finally:
            stream.close()

    def _look_back(self, read: Callable[[int], Iterable[Block]]) -> None:
        """Look up the last records of the full sessions, from the last block back, until each has as many as are kept. `read` returns
        the blocks in the place of the one with a number."""
        stories = self.stories.by_session
        found: dict[bytes, list[Entry]] = {id: [] for id in self._naming if _text(id) in stories}
        wanted: dict[int, set[bytes]] = {}
        for id in found:
            for number in self._naming[id]:
                wanted.setdefault(number, set()).add(id)
        lacking = set(found)
        try:
            for number in sorted(wanted, reverse=True):
                if here := lacking & wanted[number]:
                    for id, more in self._entries(read(number), here).items():
                        found[id] = more + found[id]
                        if len(found[id]) > stories[_text(id)].tail:  # one more than is kept: that something is left out shows
                            lacking.discard(id)
        except OSError:
            pass
        for id, entries in found.items():
            story = stories.get(_text(id))
            if story is not None and (entries or story.count > story.head):  # also to keep the order of the latest records
                self.stories.add(_text(id), entries)
        dropped = {id for id in self._naming if _text(id) not in stories}  # they are filled again from their next record
        self._full -= dropped
        self._wanted |= dropped
        self._naming.clear()
        self._held.clear()

    def _entries(self, among: Iterable[Block], sessions: Collection[bytes]) -> dict[bytes, list[Entry]]:
        """Return the entries of `sessions` in the blocks `among`."""
        found: dict[bytes, list[Entry]] = {}
        for block in among:
            tokens = _places(block, sessions) if len(sessions) <= _FEW else self._tokens(block, sessions, set())
            for id, entries in self._named(block, tokens).items():
                found.setdefault(id, []).extend(entries)
        return found

    def _named(self, block: Block, tokens: Iterable[tuple[int, bytes]]) -> dict[bytes, list[Entry]]:
        """Return the entries of the sessions that the records around the rising `tokens` name, by their last records."""
        data, size, done, start = block.data, block.size, 0, -1
        entries: dict[bytes, list[Entry]] = {}
        entry: Entry | None = None
        for position, id in tokens:
            if position >= done:
                follows = start >= 0 and data.find(b"\n", done, position) < 0  # in the record behind the last one
                start = done if follows else block.record_start(position, done)
                done = block.record_end(start) if start >= 0 else data.find(b"\n", position, size) + 1 or size
                outside = start < 0 or (self._bounded and not self._in_window(data, start))
                entry = None if outside else self._entry(block, start, done)
            if entry is None:
                continue
            known = entries.pop(id, None)
            if known is None:
                known = []
            if not known or known[-1] is not entry:
                known.append(entry)
            entries[id] = known
        return entries

    def _tokens(self, block: Block, wanted: Collection[bytes] | None, seen: set[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield each of the `wanted` session IDs in `block` and its position. Other IDs are added to `seen`, also where they are part of
        a text."""
        data, size, find = block.data, block.size, finder()
        # a slice of bytes can be looked up as it is, one of a bytearray cannot
        text = data if isinstance(data, bytes) else bytes(memoryview(data)[:size])
        if self._ids is None:
            excluded, known, position = self._full if wanted is None else None, self._usual, find(text, b"ses_", 0, size)
            while position >= 0:
                id = text[position : position + _USUAL]
                if id not in known or text[position + _USUAL : position + _USUAL + 1] in _WORD:
                    id = self._any(text, position)
                if id and text[position - 1 : position] in _BEFORE:
                    if id in excluded if excluded is not None else id not in (wanted or ()):
                        seen.add(id)
                    else:
                        yield position, id
                position = find(text, b"ses_", position + 4, size)
            return
        prefix, length, step = self._prefix, self._lengths[-1], len(self._prefix)
        several, wanted = len(self._lengths) > 1, wanted or ()
        position = find(text, prefix, 0, size)
        while position >= 0:
            id = self._longest(text, position) if several else text[position : position + length]
            if id not in wanted:
                seen.add(id)
            elif text[position - 1 : position] in _BEFORE and text[position + len(id) : position + len(id) + 1] not in _WORD:
                yield position, id
            position = find(text, prefix, position + step, size)

    def _any(self, text: bytes, position: int) -> bytes:
        """Return the ID at `position`; empty where there is none."""
        token = _TOKEN.match(text, position)
        if token is None:
            return b""
        if len(token[0]) == _USUAL and len(self._usual) < MAX_SESSIONS:
            self._usual.add(token[0])
        return token[0]

    def _longest(self, text: bytes, position: int) -> bytes:
        """Return the longest of the IDs at `position` that ends there as a word; empty where none does."""
        for length in self._lengths:
            id = text[position : position + length]
            if id in (self._ids or ()) and text[position + length : position + length + 1] not in _WORD:
                return id
        return b""

    def _entry(self, block: Block, start: int, end: int) -> Entry:
        if self._again:  # a plain file, whose offsets are those of the stream
            length = end - start if not block.gap else block.length(start, end)
            return block.at(start) << LENGTH_BITS | length
        return block.offset(start), shorten(bytes(block.data[start:end]))

    def _in_window(self, data: Buffer, start: int) -> bool:
        stamp = _ISO.search(data, start, start + 64)
        return stamp is None or (self._since[: len(stamp[0])] <= stamp[0] and stamp[0] <= self._until)


def _places(block: Block, sessions: Iterable[bytes]) -> list[tuple[int, bytes]]:
    """Return the position of each of the `sessions` in the block and its ID, by rising position."""
    data, size = block.data, block.size
    return sorted(
        (at, id)
        for id in sessions
        for at in positions(data, id, 0, size)
        if bytes(data[at - 1 : at]) in _BEFORE and bytes(data[at + len(id) : at + len(id) + 1]) not in _WORD
    )


def _text(id: bytes) -> str:
    return id.decode("utf-8", "backslashreplace")


def _shared_prefix(ids: set[bytes]) -> bytes:
    """Return the longest prefix that all `ids` have. The longer it is, the fewer hits must be inspected."""
    low, high = min(ids, default=b""), max(ids, default=b"")
    return low[: next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))]
