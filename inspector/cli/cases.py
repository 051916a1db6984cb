"""Diagnose one case, from its files to rows: shared by `diagnose --each`, `fleet` on this machine and `fleet` on a
cluster."""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.cli.inputs import opened
from inspector.cli.options import Inputs, Output
from inspector.cli.output import render
from inspector.errors import InspectorError
from inspector.fleet.cases import Case, digest_of, size_of
from inspector.fleet.engine import Lost
from inspector.fleet.judged import Judged, failed, judged_from
from inspector.model import Doubt
from inspector.model.value import Value

if TYPE_CHECKING:
    from inspector.model import Report
    from inspector.renderers._options import RenderOptions


class Task(Value, frozen=True):
    """One case to diagnose; sent to another process or machine."""

    case: Case
    inputs: Inputs
    """The other input options: times, sessions, a version."""
    output: Output
    options: RenderOptions | None = None
    """How to draw the report as one JSON line; None for no line."""
    for_store: bool = False
    """Whether the rows go into a store: directories are then hidden as in a bundle, and the contents of the files are
    hashed."""
    known: str | None = None
    """The hash of the contents from the store: a case whose contents still have this hash is not diagnosed again."""


def diagnose_case(task: Task) -> Judged:
    """Diagnose one case. Errors are part of the returned value; only MemoryError is raised."""
    begin = time.monotonic()
    try:
        judged = _judged(task)
    except MemoryError:
        raise
    except InspectorError as error:
        judged = _failed(task, error.message)
    except Exception as error:
        if os.environ.get("INSPECTOR_DEBUG"):
            raise
        judged = _failed(task, f"inspector itself failed: {type(error).__name__}: {error}")
    return replace(judged, seconds=time.monotonic() - begin)


def lost_case(task: Task, lost: Lost) -> Judged:
    """Return the row of a case whose worker ended before the case was finished."""
    return _failed(task, lost.reason)


def line_of(judged: Judged, task: Task) -> str:
    """Return the JSON line of a case: its report, or an empty report with the reason for the missing one."""
    return judged.line or _line(_empty(judged.name, judged.text), task)


def _failed(task: Task, reason: str) -> Judged:
    """Return the row of a case that could not be diagnosed; rows for a store are redacted."""
    from inspector.redaction.redact import redact_text
    from inspector.redaction.state import State

    return failed(task.case.name, redact_text(reason, State(everywhere=True)) if task.for_store else reason)


def _judged(task: Task) -> Judged:
    with ExitStack() as stack:
        case = task.case
        if case.remote is not None:
            from inspector.fleet.remote import fetched

            case = fetched(case, stack)
        digest = digest_of(case) if task.for_store else None
        if digest is not None and digest == task.known:
            return replace(failed(case.name, ""), status="unchanged", digest=digest, unchanged=True)
        inputs = replace(task.inputs, logs=case.logs, db=case.database, requests=case.requests)
        reading = stack.enter_context(opened(inputs, task.output))
        report, strange = _without_strange(reading.diagnosed(everywhere=task.for_store), inputs.session)
        judged = judged_from(case.name, report, task.for_store)
        line = _line(report, task) if task.options else ""
        return replace(judged, digest=digest, bytes=size_of(case), line=line, strange=strange)


def _without_strange(report: Report, sessions: tuple[str, ...]) -> tuple[Report, frozenset[str]]:
    """Return the report without the problem about missing sessions, which another server may have, and those sessions."""
    strange = frozenset(problem.where for problem in report.problems if problem.where in sessions)
    if strange:
        known = tuple(problem for problem in report.problems if problem.where not in strange)
        doubts = tuple(doubt for doubt in report.doubts if doubt is not Doubt.NO_SUCH_SESSION)
        report = replace(report, problems=known, doubts=doubts)
    return report, strange


def _line(report: Report, task: Task) -> str:
    if task.options is None:
        return ""
    line = render("render", "jsonl", report, task.options).strip()
    return f'{{"case": {json.dumps(task.case.name)}, {line[1:]}\n'


def _empty(name: str, why: str) -> Report:
    from datetime import UTC, datetime

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
