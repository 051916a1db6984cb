"""Many servers at once: one case for each subfolder or bundle, diagnosed by worker processes and listed in order of their names."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections import Counter, deque
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.cli import inputs as _reading
from inspector.cli import output as _output
from inspector.cli.options import Inputs, Output
from inspector.errors import InspectorError, UsageError
from inspector.files import locate
from inspector.files.locate import captures_in, databases_in, logs_in
from inspector.model import Doubt
from inspector.progress import say
from inspector.text import many

if TYPE_CHECKING:
    from inspector.model import Report
    from inspector.renderers._options import RenderOptions


@dataclass(frozen=True, slots=True)
class Task:
    """One server to diagnose; crosses to a worker process."""

    name: str
    inputs: Inputs
    output: Output
    form: str
    options: RenderOptions


@dataclass(frozen=True, slots=True)
class Answer:
    """What is left of a report when it comes back: its line or its row of the table."""

    name: str
    text: str
    cells: tuple[str, ...]
    code: int
    strange: frozenset[str]
    """Sessions asked for that this server does not know; one of the others must."""


def run(folder: str, inputs: Inputs, output: Output) -> int:
    """Diagnose every case in `folder` and return the worst exit code.

    Raises UsageError when the folder holds no case, or when inputs are named beside it.
    """
    if inputs.logs or inputs.db or inputs.requests:
        raise UsageError("--each FOLDER finds its inputs itself.", "Leave out LOG, --db and --requests.")
    form = _output.chosen_format(output, "diagnose --each")
    (checked,) = locate.checked((folder,), "folder")
    if not Path(checked).is_dir():
        raise UsageError(f"Not a folder: {folder}.", f"One server is diagnosed with: inspector diagnose {folder}")
    cases = cases_in(Path(checked))
    if not cases:
        raise UsageError(
            f"No subfolder of {folder} holds logs or a database, and it holds no bundle.",
            f"To read it as one server: inspector diagnose {folder}",
        )
    _output.guard(output, [folder])
    silent = replace(output, output=None, quiet=True, no_progress=True)
    options = _output.render_options(output)
    tasks = [
        Task(case.name, replace(inputs, logs=case.logs, db=case.database, requests=case.requests), silent, form, options)
        for case in cases
    ]
    seen = output.output is None and sys.stdout is not None and sys.stdout.isatty()
    return _told(tasks, form, output, options.width if seen else None)


def _told(tasks: list[Task], form: str, output: Output, width: int | None) -> int:
    codes, rows = set(), []
    strange = frozenset(tasks[0].inputs.session)
    workers = min(len(tasks), max(2, os.cpu_count() or 2))
    with _output.stream(output, document=True) as write:
        with _output.progress(output) as progress, closing(_answers(tasks, workers)) as answers:
            progress.stage("servers", len(tasks), "servers")
            for answer in answers:
                progress.advance(1)
                codes.add(answer.code)
                strange &= answer.strange
                if form == "jsonl":
                    write(answer.text)
                elif answer.code or not output.quiet:
                    rows.append(answer.cells)
        if form != "jsonl":
            write(_table(rows, width) if rows else f"Nothing is wrong on {many(len(tasks), 'server', 'servers')}.\n")
    for id in sorted(strange):
        say(f"error: No server knows the session {id}.")
        codes.add(3)
    return max(codes - {1} if output.exit_zero else codes, default=0)


def _answers(tasks: list[Task], workers: int) -> Generator[Answer]:
    """Yield the answers in the order of `tasks`, with at most twice as many reports under way or waiting as there are workers."""
    from concurrent.futures.process import BrokenProcessPool

    from inspector.files.workers import submit, worker_pool

    done = 0
    try:
        with worker_pool(workers) as pool:
            rest = iter(tasks)
            window = deque(submit(pool, _diagnosed, task) for task in itertools.islice(rest, 2 * workers))
            while window:
                answer = window.popleft().result()
                window.extend(submit(pool, _diagnosed, task) for task in itertools.islice(rest, 1))
                done += 1
                yield answer
        return
    except BrokenProcessPool:
        pass
    for task in tasks[done:]:  # a case killed its worker; which one shows when each has a worker of its own
        try:
            with worker_pool(1) as pool:
                answer = submit(pool, _diagnosed, task).result()
        except BrokenProcessPool:
            answer = _answer(task, _unreadable(task.name, "Its worker process was killed, perhaps for lack of memory."))
        yield answer


def _diagnosed(task: Task) -> Answer:
    """Diagnose one case; whatever is wrong with it stands in its answer."""
    try:
        with _reading.opened(task.inputs, task.output) as reading:
            return _answer(task, reading.diagnosed())
    except InspectorError as error:
        return _answer(task, _unreadable(task.name, error.message))
    except Exception as error:
        if os.environ.get("INSPECTOR_DEBUG"):
            raise
        return _answer(task, _unreadable(task.name, f"inspector itself failed: {type(error).__name__}: {error}"))


def _answer(task: Task, report: Report) -> Answer:
    strange = frozenset(problem.where for problem in report.problems if problem.where in task.inputs.session)
    if strange:
        known = tuple(problem for problem in report.problems if problem.where not in strange)
        report = replace(
            report, problems=known, doubts=tuple(doubt for doubt in report.doubts if doubt is not Doubt.NO_SUCH_SESSION)
        )
    code = _output.exit_code(report)
    text = ""
    if task.form == "jsonl":
        line = _output.render("render", task.form, report, task.options).strip()
        text = f'{{"case": {json.dumps(task.name)}, {line[1:]}\n'
    return Answer(task.name, text, _cells(task.name, report), code, strange)


def _unreadable(name: str, why: str) -> Report:
    from inspector import __version__
    from inspector.model import Problem, Report

    return Report(
        version=__version__,
        generated=datetime.now(UTC),
        logs=(),
        runs=(),
        database=None,
        drifts=(),
        requests=(),
        failures=(),
        silent=(),
        rejected=(),
        causes=(),
        refuted=(),
        contrast=(),
        timeline=(),
        worked=None,
        skipped=(),
        problems=(Problem(name, why),),
    )


def _cells(name: str, report: Report) -> tuple[str, ...]:
    from inspector.renderers._sentences import verdict

    troubled = [[entry for entry in entries if entry.pressing] for entries in (report.failures, report.silent, report.rejected)]
    counted = Counter(entry.cause or "not decided" for entries in troubled for entry in entries)
    causes = [f"{cause} ({count})" for cause, count in counted.most_common()]
    if not causes:
        causes.append(report.problems[0].what if report.problems else verdict(report))
    return (
        name,
        *(str(len(entries)) if entries else "-" for entries in troubled),
        str(len(report.problems) or "-"),
        ", ".join(causes),
    )


def _table(rows: list[tuple[str, ...]], width: int | None) -> str:
    """Return the rows in columns; the last one goes on below itself where `width` (None: no limit) ends."""
    from textwrap import wrap

    from inspector.text import visible

    heads = ("server", "failed", "silent", "rejected", "problems", "causes")
    shown = [tuple(visible(cell) for cell in row) for row in (heads, *rows)]
    sizes = [max(len(row[i]) for row in shown) for i in range(len(heads) - 1)]
    left = sum(sizes) + 2 * len(sizes)
    lines = []
    for row in shown:
        begin = "  ".join((f"{row[0]:{sizes[0]}}", *(f"{c:>{s}}" for c, s in zip(row[1:-1], sizes[1:], strict=True))))
        told = [row[-1]] if width is None else wrap(row[-1], max(width - left, 20), break_on_hyphens=False) or [""]
        lines += [f"{begin}  {told[0]}", *(" " * left + more for more in told[1:])]
    return "".join(f"{line.rstrip()}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Case:
    """One server's evidence in a folder of many."""

    name: str
    logs: tuple[str, ...]
    """Its log files; of a bundle, the bundle itself."""
    database: str | None
    requests: tuple[str, ...]


def cases_in(folder: Path) -> tuple[Case, ...]:
    """Return one case for each bundle and each subfolder of `folder` that holds logs or a database, by name.

    A subfolder is laid out like OpenCode's data folder (``log/`` beside the database), is one, or holds one at its usual place.
    """
    from inspector.bundle.archive import is_bundle

    cases = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            roots = (entry, entry / "opencode", entry / ".local" / "share" / "opencode")
            found = next((case for root in roots if (case := _case(entry.name, root))), None)
        else:
            found = Case(entry.name, (str(entry),), None, ()) if is_bundle(entry) else None
        if found:
            cases.append(found)
    return tuple(cases)


def _case(name: str, root: Path) -> Case | None:
    logs = (*logs_in(root), *logs_in(root / "log"))
    databases = databases_in(root)
    database = next((path for path in databases if path.name == "opencode.db"), next(iter(databases), None))
    if not logs and database is None:
        return None
    return Case(name, tuple(map(str, logs)), str(database) if database else None, captures_in(root))
