"""``diagnose --each FOLDER``: diagnose every server in a folder in worker processes, and list them sorted by name."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.cli.cases import Task, diagnose_case, line_of, lost_case
from inspector.cli.options import Inputs, Output
from inspector.cli.output import chosen_format, guard, render_options, show_progress, stream
from inspector.errors import UsageError
from inspector.files import locate
from inspector.fleet.cases import cases_in
from inspector.fleet.engine import Limits, Lost, in_order, processors, run as run_tasks
from inspector.fleet.judged import Judged
from inspector.progress import say
from inspector.text import many

if TYPE_CHECKING:
    from inspector.renderers._options import RenderOptions

AHEAD = 64
"""At most this many servers may be finished before an earlier server; their lines wait in memory."""
UNLIMITED = 1 << 20
"""Width of a table that is not shown on a terminal, in columns."""


def run(folder: str, inputs: Inputs, output: Output) -> int:
    """Diagnose every case in `folder` and return the worst exit code.

    Raises UsageError when the folder contains no case, or when other inputs are named too.
    """
    if inputs.logs or inputs.db or inputs.requests:
        raise UsageError("--each FOLDER finds its inputs itself.", "Leave out LOG, --db and --requests.")
    form = chosen_format(output, "diagnose --each")
    (checked,) = locate.checked((folder,), "folder")
    if not Path(checked).is_dir():
        raise UsageError(f"Not a folder: {folder}.", f"One server is diagnosed with: inspector diagnose {folder}")
    cases = cases_in(Path(checked))
    if not cases:
        raise UsageError(
            f"No subfolder of {folder} contains logs or a database, and {folder} contains no bundle and no archive.",
            f"To read it as one server: inspector diagnose {folder}",
        )
    guard(output, [folder])
    silent = replace(output, output=None, quiet=True, no_progress=True)
    options = render_options(output)
    tasks = [Task(case, inputs, silent, options if form == "jsonl" else None) for case in cases]
    seen = output.output is None and sys.stdout is not None and sys.stdout.isatty()
    return _listed(tasks, form, output, options if seen else replace(options, width=UNLIMITED))


def _listed(tasks: list[Task], form: str, output: Output, options: RenderOptions) -> int:
    codes, rows = set(), []
    strange = frozenset(tasks[0].inputs.session)
    with stream(output, document=True) as write:
        with show_progress(output) as progress, closing(_all_judged(tasks)) as results:
            progress.stage("servers", len(tasks), "servers")
            for task, judged in zip(tasks, results, strict=True):
                progress.advance(1)
                codes.add(judged.exit_code)
                strange &= judged.strange
                if form == "jsonl":
                    write(line_of(judged, task))
                elif judged.exit_code or not output.quiet:
                    rows.append(judged)
        if form != "jsonl":
            write(_table(rows, options) if rows else f"Nothing is wrong on {many(len(tasks), 'server', 'servers')}.\n")
    for id in sorted(strange):
        say(f"error: No server has the session {id}.")
        codes.add(3)
    return max(codes - {1} if output.exit_zero else codes, default=0)


def _all_judged(tasks: list[Task]) -> Generator[Judged]:
    workers = min(len(tasks), max(2, processors()))
    with closing(run_tasks(diagnose_case, tasks, workers, Limits(), AHEAD)) as results:
        for task, result in zip(tasks, in_order(results), strict=True):
            yield lost_case(task, result) if isinstance(result, Lost) else result


def _table(rows: list[Judged], options: RenderOptions) -> str:
    """Return a table with one row for each server; the last column wraps at the width of the terminal."""
    from inspector.renderers._screen import Screen

    screen = Screen(options)
    header = ("server", "failed", "silent", "rejected", "problems", "causes")
    screen.table(header, [tuple((cell, "") for cell in _cells(judged)) for judged in rows], flexible=(5,), indent=0)
    return screen.text()


def _cells(judged: Judged) -> tuple[str, ...]:
    causes = [f"{cause} ({count})" for cause, count in judged.named.most_common()]
    return (
        judged.name,
        *(str(judged.pressing[outcome] or "-") for outcome in ("failure", "silent", "rejected")),
        str(judged.problems or "-"),
        ", ".join(causes) or judged.problem or judged.text,
    )
