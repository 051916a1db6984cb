"""The records of a session, read from their offsets again when the session is asked for."""

from __future__ import annotations

import weakref
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import FileIO

from inspector.logs.ends import LENGTH_BITS
from inspector.logs.records import HEAD, MAX_RECORD, TAIL, named_sessions, parse
from inspector.logs.search import positions
from inspector.logs.sources import Place
from inspector.logs.stories import Entry, Story
from inspector.model import LogRecord


class Sessions(Mapping[str, tuple[LogRecord, ...]]):
    """Records by session ID, in log order. They are parsed when a session is asked for, and the latest few sessions stay parsed.

    The files stay open, so that a file which is rotated meanwhile is still read. The records of a file that was rotated before
    are lost where its place holds no descriptor.
    """

    def __init__(
        self,
        places: Sequence[Place],
        stories: Mapping[str, Mapping[int, Story]],
        finish: Callable[[int, LogRecord, int], LogRecord],
        cap: int,
    ) -> None:
        """`stories` holds, for every session, its entries by the position of their input in `places`. `finish` returns a record
        with its run and its order; its last argument is the latest time in ms of the session's earlier records in that input."""
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

    def after(self, record: LogRecord, literals: Iterable[bytes], until: int) -> tuple[list[LogRecord], bool] | None:
        """Return the records with one of `literals` between `record` and the offset `until` in its file, and whether the file ends before
        `until`.

        None where the file cannot be read again from an offset, as a compressed log and one with a collector's prefixes.
        """
        index = next((n for n, place in enumerate(self._places) if place.name == record.path), None)
        file = None if index is None else self._files.get(index) or self._open(index)
        if file is None:
            return None
        try:
            data = _read_at(file, record.offset, until - record.offset)
        except OSError:
            return None
        first = parse(data[:HEAD].partition(b"\n")[0] + b"\n", record.path, record.offset)
        if first is None or (first.time, first.message, first.session_id) != (record.time, record.message, record.session_id):
            return None
        lines = {data.rfind(b"\n", 0, at) + 1 for literal in literals for at in positions(data, literal, 0, len(data))}
        records = (
            parse(data[start : data.find(b"\n", start) + 1 or None], record.path, record.offset + start)
            for start in sorted(lines)
        )
        found = [one for one in records if one is not None and one.offset > record.offset]
        return found, len(data) < until - record.offset

    def _read(self, session: str) -> tuple[LogRecord, ...]:
        kept: list[LogRecord] = []
        known: Counter[object] = Counter()
        for index, ends in self._stories[session].items():
            here: Counter[object] = Counter()
            reached = 0
            for entry in ends:
                record = self._record(index, entry)
                if record is None or (record.session_id != session and session not in named_sessions(record)):
                    continue
                before, reached = reached, max(reached, milliseconds(record))
                if len(self._stories[session]) == 1:  # nothing to compare with
                    kept.append(self._finish(index, record, before))
                    continue
                identity = content(record)
                here[identity] += 1
                if here[identity] > known[identity]:
                    kept.append(self._finish(index, record, before))
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


def milliseconds(record: LogRecord) -> int:
    """Return the record's time in ms; 0 without one."""
    return int(record.time.timestamp() * 1000) if record.time else 0


def content(record: LogRecord) -> tuple[object, ...]:
    """Return all that a record says, without its place: equal for the same record in two files."""
    return record.era, record.time, record.run, record.level, record.message, record.delta_ms, tuple(record.fields.items())
