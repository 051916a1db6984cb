"""Brings the records of all inputs into one order: each record once, with its run; and the runs, the duplicates, what was left
out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from msgspec import Struct

from inspector.logs.context import Sessions, content, milliseconds
from inspector.logs.ends import Ends
from inspector.logs.eras import eras
from inspector.logs.found import KIND_HEAD, KIND_TAIL, Process, Scan
from inspector.logs.notable import FAILURE
from inspector.logs.once import Once, without_stumps
from inspector.logs.records import UNRECOGNISED, named_sessions
from inspector.logs.sources import Place
from inspector.logs.stories import Stories, Story
from inspector.model import ErrorGroup, LogInput, LogRecord, Logs, Problem, Run, Source

LONGEST_START = timedelta(minutes=2)
"""At most this long after its start a process writes its banner; a longer time is not believed."""


def failing_sessions(scans: Sequence[Scan]) -> set[str]:
    """Return the sessions of every failure and of every notable error."""
    records = (record for scan in scans for record in (*scan.failures, *_notable(scan)))
    return {id for record in records if record.message == FAILURE or record.level == "ERROR" for id in named_sessions(record)}


def _notable(scan: Scan) -> Iterator[LogRecord]:
    for records in scan.notable.values():
        yield from records


def find_duplicates(scans: Sequence[Scan]) -> dict[int, int]:
    """Return the inputs whose records another input has too, each with that other input."""
    contents = [Counter(content(record) for record in (*scan.failures, *_notable(scan))) for scan in scans]
    holders: dict[object, list[int]] = {}
    for index, found in enumerate(contents):
        for identity in found:
            holders.setdefault(identity, []).append(index)
    result: dict[int, int] = {}
    for index, found in enumerate(contents):
        for other in holders[next(iter(found))] if found else ():
            if other == index or other in result or (scans[other].bytes, -other) < (scans[index].bytes, -index):
                continue
            if found <= contents[other] and _covers(scans[other], scans[index]):
                result[index] = other
                break
    return result


def _covers(whole: Scan, part: Scan) -> bool:
    """True when every process of `part` is in `whole`, over at least the same time."""
    seen = {process.key or process.first_time: process for process in (*whole.unnamed, *whole.named.values())}
    for process in (*part.unnamed, *part.named.values()):
        same = seen.get(process.key or process.first_time)
        if same is None or not _within(process, same):
            return False
    return True


def _within(part: Process, whole: Process) -> bool:
    if part.first_time is None or part.last_time is None or whole.first_time is None or whole.last_time is None:
        return False
    return whole.first_time <= part.first_time and part.last_time <= whole.last_time


CLOCK_BACK_MS = 1000
"""A record whose time is this much earlier than that of a record before it was written after the clock went back."""


class _Finish(Struct):
    """Makes the finished record of an input: with its run and its order."""

    banners: list[tuple[list[int], list[str]]]
    """For each input: offsets of the legacy banners, and the keys of their runs."""
    setbacks: list[tuple[list[int], list[int]]]
    """For each input: offsets at which its clock went back, and the latest time before each, in ms."""

    def __call__(self, index: int, record: LogRecord, reached: int = 0) -> LogRecord:
        """Return the record with its run and its order. `reached` is the latest time in ms of the earlier records of its session."""
        run = record.run
        if run is None:
            offsets, keys = self.banners[index]
            at = bisect_right(offsets, record.offset)
            run = keys[at - 1] if at else None
        return record.in_run(run, self._order(index, record, reached))

    def _order(self, index: int, record: LogRecord, reached: int) -> int:
        if len(self.banners) == 1:
            return record.offset
        offsets, highs = self.setbacks[index]
        at = bisect_right(offsets, record.offset)
        time = milliseconds(record)
        time = max(time, highs[at - 1] if at else 0, reached if time <= reached - CLOCK_BACK_MS else 0)
        return (time << 64) | (index << 48) | min(record.offset, (1 << 48) - 1)


def _setbacks(scan: Scan) -> tuple[list[int], list[int]]:
    """Return where the clock of an input goes back by a second or more; there the file order still counts."""
    offsets, highs, high = [], [], 0
    for record in sorted((*scan.failures, *_notable(scan)), key=lambda record: record.offset):
        time = milliseconds(record)
        if time and time <= high - CLOCK_BACK_MS:
            offsets.append(record.offset)
            highs.append(high)
        high = max(high, time)
    return offsets, highs


def join_inputs(
    places: Sequence[Place],
    scans: Sequence[Scan],
    stories: Mapping[int, Stories],
    duplicates: Mapping[int, int],
    problems: list[Problem],
    wanted: frozenset[str] | None,
    cap: int,
) -> Logs:
    runs, banners = _runs(places, scans)
    finish = _Finish(banners, [_setbacks(scan) for scan in scans])
    once, failures = Once(), list[LogRecord]()
    whole_first = sorted(enumerate(scans), key=lambda one: one[0] in duplicates)
    for index, scan in whole_first:
        failures += [finish(index, record) for record in once.of(index, scan.failures)]
    failures = without_stumps(sorted(failures, key=lambda record: record.order))
    notable, anchors = _all_notable(whole_first, finish)
    sessions, dropped, let_go = _sessions(stories, wanted, cap)
    problems += _problems(places, scans)
    problems += _let_go(places, stories, let_go)
    whole = {index: places[other].name for index, other in duplicates.items()}
    return Logs(
        inputs=tuple(
            LogInput(place.name, scan.bytes, tuple(scan.eras), scan.first_time, scan.last_time, whole.get(index))
            for index, (place, scan) in enumerate(zip(places, scans, strict=True))
        ),
        runs=runs,
        failures=tuple(failures),
        notable=notable,
        sessions=Sessions(places, sessions, finish, cap),
        dropped=MappingProxyType(dropped),
        last_time=max((scan.last_time for scan in scans if scan.last_time), default=None),
        complete_context=wanted is None,
        problems=tuple(problems),
        anchors=MappingProxyType({FAILURE: len(failures), **anchors}),
        errors=_all_errors(whole_first, finish),
        embedded=tuple(
            Source(place.name, f"byte {at}") for place, scan in zip(places, scans, strict=True) for at in scan.embedded
        ),
    )


def _problems(places: Sequence[Place], scans: Sequence[Scan]) -> Iterator[Problem]:
    for scan in scans:
        yield from scan.problems
    for place in places:
        if place.replaced:
            yield Problem(place.name, "was replaced while it was read: the new file was not read")
    for place, scan in zip(places, scans, strict=True):
        if scan.foreign.count:
            yield _unrecognised(place, scan.foreign)


def _let_go(places: Sequence[Place], stories: Mapping[int, Stories], count: int) -> Iterator[Problem]:
    if count:
        where = ", ".join(places[index].name for index in sorted(stories) if stories[index].let_go)
        yield Problem(where, f"too many sessions to keep: {count} records of those that were silent longest were let go")


def _unrecognised(place: Place, foreign: Ends[int]) -> Problem:
    lines = "1 line holds" if foreign.count == 1 else f"{foreign.count:,} lines hold"
    where = ", ".join(map(str, foreign)) + (" …" if foreign.dropped else "")
    return Problem(place.name, f"{lines} “{FAILURE}” but {UNRECOGNISED}, at byte {where}")


def _all_notable(scans: Sequence[tuple[int, Scan]], finish: _Finish) -> tuple[tuple[LogRecord, ...], dict[str, int]]:
    """Return the notable records of all numbered inputs in order, bounded for each kind, and the number of all records of
    each kind."""
    kept: list[LogRecord] = []
    counts: dict[str, int] = {}
    for name in sorted({name for _, scan in scans for name in scan.notable}):
        once, records, count = Once(), list[LogRecord](), 0
        for index, scan in scans:
            found = scan.notable.get(name)
            if found:
                fresh = once.of(index, list(found))
                records += [finish(index, record) for record in fresh]
                count += len(fresh) + (found.dropped if fresh else 0)
        ends = Ends[LogRecord](KIND_HEAD, KIND_TAIL)
        for record in sorted(records, key=lambda record: record.order):
            ends.add(record)
        kept += ends
        counts[name] = count
    return tuple(sorted(kept, key=lambda record: record.order)), counts


def _all_errors(scans: Sequence[tuple[int, Scan]], finish: _Finish) -> tuple[ErrorGroup, ...]:
    """Return the ERROR and WARN records of all numbered inputs in groups, each record once."""
    groups = []
    for name in dict.fromkeys(name for _, scan in scans for name in scan.errors):
        once, records, dropped = Once(), list[LogRecord](), 0
        for index, scan in scans:
            if (found := scan.errors.get(name)) is not None:
                fresh = once.of(index, list(found))
                records += [finish(index, record) for record in fresh]
                dropped += found.dropped if fresh else 0
        groups.append(ErrorGroup(tuple(sorted(records, key=lambda record: record.order)), dropped))
    return tuple(sorted(groups, key=lambda group: group.records[0].order))


def _sessions(
    stories: Mapping[int, Stories], wanted: frozenset[str] | None, cap: int
) -> tuple[dict[str, dict[int, Story]], dict[str, int], int]:
    """Return the entries by session and input, the number of entries that each session lost, and the number of those lost with
    their whole session."""
    joined: dict[str, dict[int, Story]] = {session: {} for session in sorted(wanted or ())}
    let_go = 0
    for index in sorted(stories):
        for session, ends in stories[index].by_session.items():
            if wanted is None or session in wanted:
                joined.setdefault(session, {})[index] = ends
        let_go += sum(count for session, count in stories[index].let_go.items() if wanted is None or session in wanted)
    dropped: dict[str, int] = {}
    for session, by_input in joined.items():
        lost = sum(ends.dropped for ends in by_input.values()) + sum(story.let_go[session] for story in stories.values())
        lost += max(sum(map(len, by_input.values())) - cap, 0)
        if lost:
            dropped[session] = lost
    return joined, dropped, let_go


def _runs(places: Sequence[Place], scans: Sequence[Scan]) -> tuple[tuple[Run, ...], list[tuple[list[int], list[str]]]]:
    """Return the server processes of all inputs, oldest first, each once; and the banners of each input, with those of
    clients."""
    runs: dict[str, tuple[int, Process]] = {}
    banners: list[tuple[list[int], list[str]]] = []
    for index, (place, scan) in enumerate(zip(places, scans, strict=True)):
        offsets, keys = list[int](), list[str]()
        for number, process in enumerate((*scan.unnamed, *scan.named.values())):
            key = process.key or f"{place.name}#{number}"
            if process.banner:
                offsets.append(process.offset)
                keys.append(key)
            if key in runs:
                runs[key][1].absorb(process)
            else:
                runs[key] = index, process
        banners.append((offsets, keys))
    made = [_run(key, places[index].name, process) for key, (index, process) in runs.items() if not process.is_client]
    return tuple(sorted(made, key=lambda run: run.first_time.timestamp() if run.first_time else 0)), banners


def _run(key: str, path: str, process: Process) -> Run:
    return Run(
        key=key,
        era=process.era,
        path=path,
        offset=process.offset,
        first_time=process.first_time,
        began=process.first_time - process.age if process.first_time and process.age <= LONGEST_START else None,
        last_time=process.last_time,
        version=process.version,
        version_source=Source(path, f"byte {process.version_offset}") if process.version else None,
        database_path=process.database_path,
        port=process.port,
        first_loop=process.first_loop,
        last_loop=process.last_loop,
        last_piece=process.last_piece,
        last_piece_source=Source(path, f"byte {process.last_piece_offset}") if process.last_piece else None,
        sessions=tuple(process.sessions),
        serves=process.serves,
        asks=process.asks,
        started=process.banner or not eras()[process.era].banner,
    )
