"""``diagnose --each FOLDER``: diagnose every server in a folder in worker processes, and list them sorted by name."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.cli.cases import Task, diagnose_case, line_of, lost_case
from inspector.cli.options import Inputs, Output
from inspector.cli.output import chosen_format, guard, render_options, show_progress, stream
from inspector.errors import UsageError
from inspector.files import locate
from inspector.files.workers import processors
from inspector.fleet.cases import cases_in
from inspector.fleet.engine import Limits, Lost, in_order, run as run_tasks
from inspector.fleet.judged import Judged, count_states
from inspector.progress import say
from inspector.text import many

if TYPE_CHECKING:
    from inspector.renderers._options import RenderOptions

AHEAD = 64  # any value: every case is read in the end
"""At most this many servers may be finished before an earlier server; their lines wait in memory."""
LEAST_CAUSES = 40  # any value: a layout
"""With fewer columns for the causes, each server takes two lines instead of a row."""
_HEADER = ("server", "failed", "silent", "rejected", "problems", "causes")
UNLIMITED = 1 << 20  # any value: wider than any terminal
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
    codes, rows, seen = set(), [], options.width < UNLIMITED
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
            write(draw_servers(rows, options) if rows else f"Nothing is wrong on {many(len(tasks), 'server', 'servers')}.\n")
            if seen and rows and not output.quiet:
                write(sum_up([judged.status for judged in rows]))
    for id in sorted(strange):
        say(f"error: No server has the session {id}.")
        codes.add(3)
    return max(codes - {1} if output.exit_zero else codes, default=0)


def _all_judged(tasks: list[Task]) -> Generator[Judged]:
    workers = min(len(tasks), max(2, processors()))
    with closing(run_tasks(diagnose_case, tasks, workers, Limits(), AHEAD)) as results:
        for task, result in zip(tasks, in_order(results), strict=True):
            yield lost_case(task, result) if isinstance(result, Lost) else result


def sum_up(states: list[str]) -> str:
    """Return the last line on a terminal: how many servers are in which state."""
    return f"\n{many(len(states), 'server', 'servers')}: {count_states(states)}.\n"


def draw_servers(rows: list[Judged], options: RenderOptions) -> str:
    """Return a table with one row for each server. On a narrow terminal each server takes two lines: its counts, and its
    causes."""
    from inspector.renderers._screen import Screen

    screen = Screen(options)
    whole = [_cells(judged) for judged in rows]
    room = options.width - sum(max(len(_HEADER[n]), *(len(cells[n]) for cells in whole)) + 2 for n in range(len(_HEADER) - 1))
    if room >= LEAST_CAUSES:
        spans = [tuple((cell, "") for cell in cells) for cells in whole]
        screen.table(_HEADER, spans, flexible=(len(_HEADER) - 1,), indent=0)
        return screen.text()
    for name, *counts, causes in whole:
        counted = [f"{count} {what}" for count, what in zip(counts, _HEADER[1:-1], strict=True) if count != "-"]
        screen.paragraph((name, "bold"), (f"  {', '.join(counted)}" if counted else "", ""), hang=2)
        screen.paragraph((causes, ""), indent=2)
    return screen.text()


def _cells(judged: Judged) -> tuple[str, ...]:
    causes = [f"{cause} ({count:,})" for cause, count in judged.named.most_common()]
    return (
        judged.name,
        *(f"{judged.pressing[outcome]:,}" if judged.pressing[outcome] else "-" for outcome in ("failure", "silent", "rejected")),
        f"{judged.problems:,}" if judged.problems else "-",
        ", ".join(causes) or judged.problem or judged.text,
    )
