"""Reads inputs in segments, in this process or in several at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from inspector.logs.found import Scan, Window
from inspector.logs.scan import SEGMENT, Scanner
from inspector.logs.sources import Place, Stream
from inspector.logs.stories import Gatherer, Stories
from inspector.logs.walk import walk
from inspector.model import LogRecord
from inspector.model.value import Value

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

from inspector.logs.once import Once

PARALLEL_FROM = 512 << 20  # any value: the faster of two ways with the same result
"""Several processes read when all inputs together have at least this many bytes."""

Progress = Callable[[int, int | None], None]


class Segment(Value, frozen=True):
    index: int
    """Position of `place` among the inputs."""
    place: Place
    start: int
    end: int | None
    size: int
    again: bool
    """True when the place can be read again at any offset."""


def segments_of(index: int, place: Place) -> Iterator[Segment]:
    """Yield the parts in which `place` is read. They are the same for any number of processes, so the result does not depend on
    it."""
    size = place.size or 0
    again = False
    if place.seekable:
        try:
            stream = Stream(place)
        except (OSError, ValueError):
            yield Segment(index, place, 0, None, 0, False)  # reading it will report why
            return
        again = stream.plain
        stream.close()
    for start in range(0, size if again else 1, SEGMENT) or (0,):
        last = not again or start + SEGMENT >= size
        yield Segment(index, place, start, None if last else start + SEGMENT, size - start if last else SEGMENT, again)


class Task(Value, frozen=True):
    segment: Segment
    window: Window
    cap: int
    scan: bool
    gather: bool
    sessions: frozenset[str] | None


def _work(task: Task, meter: Meter | None = None) -> tuple[Scan, Stories | None]:
    """Read one segment once; report bytes and failures to `meter` meanwhile."""
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


_Run = Callable[[Sequence[Task], "Meter"], Iterator[tuple[Scan, Stories | None]]]


@contextmanager
def runner(places: Sequence[Place], tasks: Sequence[Task], jobs: int | None) -> Iterator[_Run]:
    """Return what runs the tasks in order: this process, or several when that pays or `jobs` asks for it."""
    if jobs is None:
        from inspector.files.workers import processors

        jobs = processors() if sum(task.segment.size for task in tasks) >= PARALLEL_FROM else 1
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


def _spread(pool: ProcessPoolExecutor, tasks: Sequence[Task], meter: Meter) -> Iterator[tuple[Scan, Stories | None]]:
    from inspector.files.workers import map_in_order

    for task, done in zip(tasks, map_in_order(pool, _work, tasks), strict=True):
        meter.past(task.segment)
        for record in done[0].failures:
            meter.found(task.segment.index, record)
        yield done


class Meter:
    """Reports how many bytes were read, as stored on disk, and what was found meanwhile."""

    def __init__(self, progress: Progress | None, on_failure: Callable[[LogRecord], None] | None, total: int | None) -> None:
        self.total = total
        self.done = 0
        self._within = 0
        """Bytes of the segment that is being read, which are part of `done`."""
        self._progress = progress
        self._on_failure = on_failure
        self._once = Once()

    def within(self, segment: Segment) -> Callable[[int], None]:
        """Return what to call with the number of bytes read of `segment`. It may be a little more than the segment has, because
        records are read whole."""

        def moved(taken: int) -> None:
            self._tell((min(taken, segment.size) if segment.place.seekable else taken) - self._within)

        return moved

    def past(self, segment: Segment) -> None:
        """Note that the segment is done, whatever part of it was not read."""
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
        """Expect `count` more bytes than were expected; fewer when it is negative."""
        if self.total is not None:
            self.total = max(self.total, self.done) + count
