"""Reads logs: finds the inputs, scans them, reads the records of sessions, and brings everything into one order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from inspector.logs.found import Scan, Window
from inspector.logs.merge import failing_sessions, find_duplicates, join_inputs
from inspector.logs.parallel import Meter, Progress, Segment, Task, runner, segments_of
from inspector.logs.scan import Scanner
from inspector.logs.sources import Place, find_logs
from inspector.logs.stories import Stories
from inspector.logs.walk import walk
from inspector.model import LogRecord, Logs, Problem


class LogReader:
    """Reads the same logs once or several times. Only the first time it looks for what counts in them."""

    def __init__(
        self,
        paths: Sequence[str],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        progress: Progress | None = None,
        jobs: int | None = None,
        cap: int = 400,
        on_failure: Callable[[LogRecord], None] | None = None,
    ) -> None:
        """`paths` are files (also .gz, .xz, .bz2 and .zst, recognised by their first bytes), folders, and ``-`` for standard input.
        `since` and `until` (both included) leave other records out. `progress` is called with the bytes read so far and the bytes
        expected (None: not known), both as stored on disk. `jobs` is the number of processes; None: one for less than
        `PARALLEL_FROM` bytes, else one for each processor. Each session keeps its first `cap` / 4 records and its last ones, `cap`
        together; fewer when there are very many sessions. `on_failure` is called with each failure as soon as it is found; its run
        is not known yet.
        """
        places, problems = find_logs(paths)
        segments = [segment for index, place in enumerate(places) for segment in segments_of(index, place)]
        total = None if any(place.size is None for place in places) else sum(place.size or 0 for place in places)
        meter = Meter(progress, on_failure, total)
        self._reading = _Reading(places, segments, Window(since, until), cap, jobs, meter, problems)

    def read(self, sessions: Collection[str] | None) -> Logs:
        """Read the logs. Each record counts once, however many inputs hold it. What goes wrong becomes a problem in `Logs`.

        `Logs.sessions` holds the records of the failing sessions and of those in `sessions`; of every session when that is None.
        """
        reading = self._reading
        asked = None if sessions is None else frozenset(sessions)
        reading.scan(asked)
        failing = frozenset(failing_sessions(reading.scans))
        if asked is None:
            # every session was kept, but for those that were too many: the failing ones are read again where some were left out
            complete = frozenset(index for index, story in reading.stories.items() if not story.let_go)
            wanted = None
            reading.gather(failing, complete)
        else:
            complete = frozenset(index for index in reading.stories if not reading.places[index].seekable)
            reading.forget(frozenset(reading.duplicates) - complete)
            wanted = asked | failing
            reading.gather(wanted, complete)
        problems = list(reading.problems)
        return join_inputs(reading.places, reading.scans, reading.stories, reading.duplicates, problems, wanted, reading.cap)


@dataclass(slots=True)
class _Reading:
    """The two passes over the inputs, and what they found so far."""

    places: Sequence[Place]
    segments: Sequence[Segment]
    window: Window
    cap: int
    jobs: int | None
    meter: Meter
    problems: list[Problem]
    scans: list[Scan] = field(init=False)
    """By input."""
    stories: dict[int, Stories] = field(default_factory=dict)
    """By position of the input, for those with records of sessions."""
    duplicates: dict[int, int] = field(default_factory=dict)
    """The inputs whose records another input has too, each with that other input."""
    scanned: bool = False
    expected: int = 0
    """The bytes that `gather` is expected to read, which the meter knows."""

    def __post_init__(self) -> None:
        self.scans = [Scan() for _ in self.places]

    def scan(self, asked: frozenset[str] | None) -> None:
        """Find what counts in all inputs, unless it was found before. Find the records of all sessions where `asked` is None, and in
        inputs that can be read only once. In all others `gather` finds them, when it is known which sessions failed."""
        tasks = [
            Task(
                segment,
                self.window,
                self.cap,
                scan=not self.scanned,
                gather=asked is None or not segment.place.seekable,
                sessions=None,
            )
            for segment in self.segments
            if not self.scanned or (segment.place.seekable and asked is None)
        ]
        if self.scanned:
            self.stories = {index: story for index, story in self.stories.items() if not self.places[index].seekable}
            self.meter.expect_again(sum(task.segment.size for task in tasks))
        self.expected = sum(segment.size for segment in self.segments if segment.place.seekable) if asked else 0
        self.meter.expect_again(self.expected)
        with runner(self.places, tasks, self.jobs) as run:
            for task, (scan, story) in zip(tasks, run(tasks, self.meter), strict=True):
                if task.scan:
                    self.scans[task.segment.index].extend(scan)
                else:
                    self._add_problems(task, scan)
                self._add(self.stories, task.segment.index, story)
        if not self.scanned:
            self.scanned, self.duplicates = True, find_duplicates(self.scans)

    def forget(self, inputs: frozenset[int]) -> None:
        """Drop the records of sessions in `inputs`."""
        self.stories = {index: story for index, story in self.stories.items() if index not in inputs}

    def gather(self, sessions: frozenset[str], complete: frozenset[int]) -> None:
        """Read the records of `sessions` in a second pass, but not in inputs whose records are complete or that repeat another."""
        tasks = [
            Task(segment, self.window, self.cap, scan=False, gather=True, sessions=sessions)
            for segment in self.segments
            if sessions and segment.index not in complete and segment.index not in self.duplicates and segment.place.seekable
        ]
        self.meter.expect_again(sum(task.segment.size for task in tasks) - self.expected)
        found: dict[int, Stories] = {}
        with runner(self.places, tasks, self.jobs) as run:
            for task, (scan, story) in zip(tasks, run(tasks, self.meter), strict=True):
                self._add_problems(task, scan)
                self._add(found, task.segment.index, story)
        for index, story in found.items():
            self.stories.setdefault(index, Stories(self.cap, story.most, story.again)).put(story)

    def _add_problems(self, task: Task, again: Scan) -> None:
        """Add the problems of reading a segment `again`, except those that are known."""
        known = (*self.scans[task.segment.index].problems, *self.problems)
        self.problems += [problem for problem in again.problems if problem not in known]

    def _add(self, stories: dict[int, Stories], index: int, story: Stories | None) -> None:
        if story:
            stories.setdefault(index, Stories(self.cap, story.most, story.again)).extend(story)


def find_failures(path: str) -> Iterator[LogRecord]:
    """Every ``prompt_async failed`` record of the inputs at `path`, in order, and nothing else: the fastest scan."""
    places, _ = find_logs([path])
    for place in places:
        scanner = Scanner(place.name, Window(), whole=False)
        walk(place, 0, None, (scanner.block,), scanner.result)
        yield from scanner.result.failures
