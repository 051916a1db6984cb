"""The whole reading of logs: find the inputs, scan them, gather the context, bring everything into one order."""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from inspector.logs.context import Sessions, content
from inspector.logs.ends import Ends
from inspector.logs.found import KIND_HEAD, KIND_TAIL, Process, Scan, Window
from inspector.logs.notable import FAILURE
from inspector.logs.records import UNRECOGNISED, eras, named_sessions
from inspector.logs.scan import SEGMENT, Scanner
from inspector.logs.sources import Place, Stream, find_logs
from inspector.logs.stories import Gatherer, Stories, Story
from inspector.logs.walk import walk
from inspector.model import ErrorGroup, LogInput, LogRecord, Logs, Problem, Run, Source

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

PARALLEL_FROM = 512 << 20
"""Bytes of all inputs together from which more than one process reads."""

Progress = Callable[[int, int | None], None]
Found = TypeVar("Found")


def read_logs(
    paths: Sequence[str],
    *,
    sessions: Collection[str] | None,
    since: datetime | None = None,
    until: datetime | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    cap: int = 400,
    on_failure: Callable[[LogRecord], None] | None = None,
) -> Logs:
    """Everything the logs at `paths` say, each record once.

    `paths` are files (also .gz, .xz, .bz2, .zst, told by their first bytes), folders, and ``-`` for standard input.
    `Logs.sessions` holds the records of the failing sessions and of those in `sessions`; of every session when that is
    None. A session keeps its first `cap` / 4 and its last records up to `cap`, fewer when there are very many.
    `since` and `until` (both included) leave other records out. `progress` is called with the bytes read so far and how
    many are expected (None: not known),
    both as they lie on the disk. `jobs` is how many processes read; None: one for less than `PARALLEL_FROM`
    bytes, else one for each processor. `on_failure` gets each failure as soon as it is found, once however many inputs hold it, its run
    not yet known.

    Raises nothing because of what the inputs hold or lack: see `Logs.problems`.
    """
    places, problems = find_logs(paths)
    window = Window(since, until)
    segments = [segment for index, place in enumerate(places) for segment in _segments(index, place)]
    total = None if any(place.size is None for place in places) else sum(place.size or 0 for place in places)
    meter = _Meter(progress, on_failure, total)
    scans = [Scan() for _ in places]
    stories: dict[int, Stories] = {}

    asked = None if sessions is None else frozenset(sessions)
    first = [
        _Task(
            segment,
            window,
            cap,
            True,
            asked != frozenset() or not segment.place.seekable,
            asked if segment.place.seekable else None,
        )
        for segment in segments
    ]
    with _runner(places, first, jobs) as run:
        for segment, (scan, story) in zip(segments, run(first, meter), strict=True):
            scans[segment.index].extend(scan)
            if story:
                stories.setdefault(segment.index, Stories(cap, story.most, story.again)).extend(story)

    duplicates = _duplicates(scans)
    wanted = None if asked is None else asked | _failing(scans)
    if asked is not None and wanted is not None:
        whole = frozenset(index for index in stories if not places[index].seekable)
        stories = {index: story for index, story in stories.items() if index in whole or index not in duplicates}
        missing, settled = wanted - asked, whole
    else:  # every session was kept, but for those that were too many: what is known of the failing ones is read again
        crowded = frozenset(index for index, story in stories.items() if story.let_go)
        missing, settled = frozenset(_failing(scans)), frozenset(stories) - crowded
    second = [
        _Task(segment, window, cap, False, True, missing)
        for segment in segments
        if missing and segment.index not in settled and segment.index not in duplicates and segment.place.seekable
    ]
    found: dict[int, Stories] = {}
    meter.expect_again(sum(task.segment.size for task in second))
    with _runner(places, second, jobs) as run:
        for task, (scan, story) in zip(second, run(second, meter), strict=True):
            problems += [problem for problem in scan.problems if problem not in scans[task.segment.index].problems]
            if story:
                found.setdefault(task.segment.index, Stories(cap, story.most, story.again)).extend(story)
    for index, story in found.items():
        stories.setdefault(index, Stories(cap, story.most, story.again)).put(story)
    return _joined(places, scans, stories, duplicates, problems, wanted, cap)


def find_failures(path: str) -> Iterator[LogRecord]:
    """Every ``prompt_async failed`` record of the inputs at `path`, in order, and nothing else: the fastest scan."""
    places, _ = find_logs([path])
    for place in places:
        scanner = Scanner(place.name, Window(), whole=False)
        walk(place, 0, None, (scanner.block,), scanner.result)
        yield from scanner.result.failures


# --- the work, in segments -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Segment:
    index: int
    """Position of `place` among the inputs."""
    place: Place
    start: int
    end: int | None
    size: int
    again: bool
    """The place can be read again at any offset."""


def _segments(index: int, place: Place) -> Iterator[_Segment]:
    """The parts in which `place` is read: the same for any number of processes, so the result does not depend on it."""
    size = place.size or 0
    again = False
    if place.seekable:
        try:
            stream = Stream(place)
        except (OSError, ValueError):
            yield _Segment(index, place, 0, None, 0, False)  # reading it will report why
            return
        again = stream.plain
        stream.close()
    for start in range(0, size if again else 1, SEGMENT) or (0,):
        last = not again or start + SEGMENT >= size
        yield _Segment(index, place, start, None if last else start + SEGMENT, size - start if last else SEGMENT, again)


@dataclass(frozen=True, slots=True)
class _Task:
    segment: _Segment
    window: Window
    cap: int
    scan: bool
    gather: bool
    sessions: frozenset[str] | None


def _work(task: _Task, meter: _Meter | None = None) -> tuple[Scan, Stories | None]:
    """Read one segment once. `meter` is told of bytes and failures on the way."""
    segment = task.segment
    on_failure = partial(meter.found, segment.index) if meter else None
    scanner = Scanner(segment.place.name, task.window, on_failure=on_failure) if task.scan else None
    gatherer = Gatherer(task.sessions, task.cap, task.window, again=segment.again) if task.gather else None
    watchers = [watcher.block for watcher in (scanner, gatherer) if watcher]
    result = scanner.result if scanner else Scan()
    walk(segment.place, segment.start, segment.end, watchers, result, meter.within(segment) if meter else None)
    if meter:
        meter.past(segment)
    if scanner:
        scanner.finish()
    if gatherer:
        gatherer.finish(segment.place)
    return result, gatherer.stories if gatherer else None


_Run = Callable[[Sequence[_Task], "_Meter"], Iterator[tuple[Scan, Stories | None]]]


@contextmanager
def _runner(places: Sequence[Place], tasks: Sequence[_Task], jobs: int | None) -> Iterator[_Run]:
    """What does the tasks in order: this process, or several when that pays or `jobs` asks for it."""
    if jobs is None:
        jobs = _processors() if sum(task.segment.size for task in tasks) >= PARALLEL_FROM else 1
    jobs = min(jobs, len(tasks))
    if jobs < 2 or any(place.file is None for place in places):
        yield lambda tasks, meter: (_work(task, meter) for task in tasks)
        return
    import multiprocessing

    from inspector.files.workers import worker_pool

    # A fork copies locks that other threads hold (a progress bar's, for example); without threads it starts at once.
    fork = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    with worker_pool(jobs, "fork" if fork else "spawn") as pool:
        yield lambda tasks, meter: _spread(pool, tasks, meter)


def _spread(pool: ProcessPoolExecutor, tasks: Sequence[_Task], meter: _Meter) -> Iterator[tuple[Scan, Stories | None]]:
    from inspector.files.workers import map_in_order

    for task, done in zip(tasks, map_in_order(pool, _work, tasks), strict=True):
        meter.past(task.segment)
        for record in done[0].failures:
            meter.found(task.segment.index, record)
        yield done


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Meter:
    """Tells how far the work is, in bytes as they lie on the disk, and what was found on the way."""

    def __init__(self, progress: Progress | None, on_failure: Callable[[LogRecord], None] | None, total: int | None) -> None:
        self.total = total
        self.done = 0
        self._within = 0
        """Bytes of the segment that is being read, which are part of `done`."""
        self._progress = progress
        self._on_failure = on_failure
        self._once = _Once()

    def within(self, segment: _Segment) -> Callable[[int], None]:
        """What to call with the bytes taken of `segment` so far; a little more than it has are read of it, to whole records."""

        def moved(taken: int) -> None:
            self._tell((min(taken, segment.size) if segment.place.seekable else taken) - self._within)

        return moved

    def past(self, segment: _Segment) -> None:
        """The segment is done, whatever of it was left unread."""
        self._tell(segment.size - self._within if segment.place.seekable else 0)
        self._within = 0

    def found(self, index: int, record: LogRecord) -> None:
        if self._on_failure and self._once.of(index, [record]):
            self._on_failure(record)

    def _tell(self, count: int) -> None:
        self.done += count
        self._within += count
        if self._progress:
            self._progress(self.done, None if self.total is None else max(self.total, self.done))

    def expect_again(self, count: int) -> None:
        if self.total is not None:
            self.total = max(self.total, self.done) + count


# --- one order over all inputs -------------------------------------------------------------------


class _Once:
    """Lets a record through unless another input has shown it already: its n-th occurrence here is the n-th there."""

    def __init__(self) -> None:
        self._known: Counter[object] = Counter()
        self._here: Counter[object] = Counter()
        self._index = 0

    def of(self, index: int, records: Sequence[LogRecord]) -> list[LogRecord]:
        """Those of `records`, the next ones of input `index`, that no earlier input has."""
        if index != self._index:
            self._known |= self._here
            self._here = Counter()
            self._index = index
        fresh = []
        for record in records:
            identity = content(record)
            self._here[identity] += 1
            if self._here[identity] > self._known[identity]:
                fresh.append(record)
        return fresh


def _failing(scans: Sequence[Scan]) -> set[str]:
    """Sessions of every failure and of every notable error."""
    records = (record for scan in scans for record in (*scan.failures, *_notable(scan)))
    return {id for record in records if record.message == FAILURE or record.level == "ERROR" for id in named_sessions(record)}


def _notable(scan: Scan) -> Iterator[LogRecord]:
    for records in scan.notable.values():
        yield from records


def _duplicates(scans: Sequence[Scan]) -> dict[int, int]:
    """Inputs that hold nothing but what another one holds too, with that other."""
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
    """True when every process of `part` was seen by `whole` at least as long."""
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


@dataclass(slots=True)
class _Finish:
    """Gives a record of an input its run and its order."""

    banners: list[tuple[list[int], list[str]]]
    """For each input: offsets of the legacy banners, and the keys of their runs."""
    setbacks: list[tuple[list[int], list[int]]]
    """For each input: where its clock went back, and the latest time before that, in ms."""

    def __call__(self, index: int, record: LogRecord) -> LogRecord:
        run = record.run
        if run is None:
            offsets, keys = self.banners[index]
            at = bisect_right(offsets, record.offset)
            run = keys[at - 1] if at else None
        object.__setattr__(record, "run", run)  # of this reading alone; who was told of it at once knows no run yet
        object.__setattr__(record, "order", self._order(index, record))
        return record

    def _order(self, index: int, record: LogRecord) -> int:
        if len(self.banners) == 1:
            return record.offset
        offsets, highs = self.setbacks[index]
        at = bisect_right(offsets, record.offset)
        time = max(_milliseconds(record), highs[at - 1] if at else 0)
        return (time << 64) | (index << 48) | min(record.offset, (1 << 48) - 1)


def _milliseconds(record: LogRecord) -> int:
    return int(record.time.timestamp() * 1000) if record.time else 0


def _setbacks(scan: Scan) -> tuple[list[int], list[int]]:
    """Where the clock of an input goes back by a second or more, so that file order still rules within it."""
    offsets, highs, high = [], [], 0
    for record in sorted((*scan.failures, *_notable(scan)), key=lambda record: record.offset):
        time = _milliseconds(record)
        if time and time <= high - 1000:
            offsets.append(record.offset)
            highs.append(high)
        high = max(high, time)
    return offsets, highs


def _joined(
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
    once, failures = _Once(), list[LogRecord]()
    for index, scan in enumerate(scans):
        failures += [finish(index, record) for record in once.of(index, scan.failures)]
    failures.sort(key=lambda record: record.order)
    notable, anchors = _all_notable(scans, finish)
    sessions, dropped, let_go = _sessions(stories, wanted, cap)
    for scan in scans:
        problems += scan.problems
    replaced = "was replaced while it was read: the file that stands there now was not read"
    problems += [Problem(place.name, replaced) for place in places if place.replaced]
    problems += [_unrecognised(place, scan.foreign) for place, scan in zip(places, scans, strict=True) if scan.foreign.count]
    if let_go:
        where = ", ".join(places[index].name for index in sorted(stories) if stories[index].let_go)
        what = f"too many sessions to keep: {let_go} records of those that were silent longest were let go"
        problems.append(Problem(where, what))
    inputs = tuple(
        LogInput(
            place.name,
            scan.bytes,
            tuple(scan.eras),
            scan.first_time,
            scan.last_time,
            places[duplicates[index]].name if index in duplicates else None,
        )
        for index, (place, scan) in enumerate(zip(places, scans, strict=True))
    )
    return Logs(
        inputs=inputs,
        runs=runs,
        failures=tuple(failures),
        notable=notable,
        sessions=Sessions(places, sessions, finish, cap),
        dropped=MappingProxyType(dropped),
        last_time=max((scan.last_time for scan in scans if scan.last_time), default=None),
        complete_context=wanted is None,
        problems=tuple(problems),
        anchors=MappingProxyType({FAILURE: len(failures), **anchors}),
        errors=_all_errors(scans, finish),
        embedded=tuple(
            Source(place.name, f"byte {at}") for place, scan in zip(places, scans, strict=True) for at in scan.embedded
        ),
    )


def _unrecognised(place: Place, foreign: Ends[int]) -> Problem:
    lines = "1 line holds" if foreign.count == 1 else f"{foreign.count:,} lines hold"
    where = ", ".join(map(str, foreign)) + (" …" if foreign.dropped else "")
    return Problem(place.name, f"{lines} “{FAILURE}” but {UNRECOGNISED}, at byte {where}")


def _all_notable(scans: Sequence[Scan], finish: _Finish) -> tuple[tuple[LogRecord, ...], dict[str, int]]:
    """The notable records of all inputs in order, bounded for each kind; and how many there were of each."""
    kept: list[LogRecord] = []
    counts: dict[str, int] = {}
    for name in sorted({name for scan in scans for name in scan.notable}):
        once, records, count = _Once(), list[LogRecord](), 0
        for index, scan in enumerate(scans):
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


def _all_errors(scans: Sequence[Scan], finish: _Finish) -> tuple[ErrorGroup, ...]:
    """The ERROR and WARN records of all inputs in groups, each record once."""
    groups = []
    for name in dict.fromkeys(name for scan in scans for name in scan.errors):
        once, records, dropped = _Once(), list[LogRecord](), 0
        for index, scan in enumerate(scans):
            if (found := scan.errors.get(name)) is not None:
                fresh = once.of(index, list(found))
                records += [finish(index, record) for record in fresh]
                dropped += found.dropped if fresh else 0
        groups.append(ErrorGroup(tuple(sorted(records, key=lambda record: record.order)), dropped))
    return tuple(sorted(groups, key=lambda group: group.records[0].order))


def _sessions(
    stories: Mapping[int, Stories], wanted: frozenset[str] | None, cap: int
) -> tuple[dict[str, dict[int, Story]], dict[str, int], int]:
    """Entries by session and input, how many each session lost, and how many were lost with their whole session."""
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
    """Return the server processes of all inputs, oldest first, each once; and the legacy banners of each input, those of clients too."""
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
        started=process.banner or not eras()[process.era].banner,
    )
