"""The whole reading of logs: find the inputs, scan them, gather the context, bring everything into one order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from inspector.logs.found import Scan, Window
from inspector.logs.scan import Scanner
from inspector.logs.sources import find_logs
from inspector.logs.stories import Stories
from inspector.logs.walk import walk
from inspector.model import LogRecord, Logs

if TYPE_CHECKING:
    pass

from inspector.logs.merge import failing_sessions, find_duplicates, join_inputs
from inspector.logs.parallel import Meter, Progress, Task, runner, segments_of


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
    segments = [segment for index, place in enumerate(places) for segment in segments_of(index, place)]
    total = None if any(place.size is None for place in places) else sum(place.size or 0 for place in places)
    meter = Meter(progress, on_failure, total)
    scans = [Scan() for _ in places]
    stories: dict[int, Stories] = {}

    asked = None if sessions is None else frozenset(sessions)
    first = [
        Task(
            segment,
            window,
            cap,
            True,
            asked != frozenset() or not segment.place.seekable,
            asked if segment.place.seekable else None,
        )
        for segment in segments
    ]
    with runner(places, first, jobs) as run:
        for segment, (scan, story) in zip(segments, run(first, meter), strict=True):
            scans[segment.index].extend(scan)
            if story:
                stories.setdefault(segment.index, Stories(cap, story.most, story.again)).extend(story)

    duplicates = find_duplicates(scans)
    wanted = None if asked is None else asked | failing_sessions(scans)
    if asked is not None and wanted is not None:
        whole = frozenset(index for index in stories if not places[index].seekable)
        stories = {index: story for index, story in stories.items() if index in whole or index not in duplicates}
        missing, settled = wanted - asked, whole
    else:  # every session was kept, but for those that were too many: what is known of the failing ones is read again
        crowded = frozenset(index for index, story in stories.items() if story.let_go)
        missing, settled = frozenset(failing_sessions(scans)), frozenset(stories) - crowded
    second = [
        Task(segment, window, cap, False, True, missing)
        for segment in segments
        if missing and segment.index not in settled and segment.index not in duplicates and segment.place.seekable
    ]
    found: dict[int, Stories] = {}
    meter.expect_again(sum(task.segment.size for task in second))
    with runner(places, second, jobs) as run:
        for task, (scan, story) in zip(second, run(second, meter), strict=True):
            problems += [problem for problem in scan.problems if problem not in scans[task.segment.index].problems]
            if story:
                found.setdefault(task.segment.index, Stories(cap, story.most, story.again)).extend(story)
    for index, story in found.items():
        stories.setdefault(index, Stories(cap, story.most, story.again)).put(story)
    return join_inputs(places, scans, stories, duplicates, problems, wanted, cap)


def find_failures(path: str) -> Iterator[LogRecord]:
    """Every ``prompt_async failed`` record of the inputs at `path`, in order, and nothing else: the fastest scan."""
    places, _ = find_logs([path])
    for place in places:
        scanner = Scanner(place.name, Window(), whole=False)
        walk(place, 0, None, (scanner.block,), scanner.result)
        yield from scanner.result.failures
