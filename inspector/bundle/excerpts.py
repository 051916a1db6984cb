"""Select the evidence for a bundle: the records, rows and calls that the verdict needs, without people's texts.

Each excerpt is again a log, a database or a capture, so that the same readers can read it. Of a database, the columns and paths that
the schema forms read (`inspector.database.schemas`) are kept; of a record, the fields known to contain names, places or errors.
Everything else is left out. Error messages are kept, redacted, because verdicts depend on them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from inspector.bundle.blanks import RECENT
from inspector.bundle.database import DatabaseExcerpt, database
from inspector.bundle.logs import LogExcerpt, LogExcerpts, logs
from inspector.bundle.requests import RequestExcerpt, requests
from inspector.model import Problem, Way
from inspector.model.value import Value
from inspector.progress import SILENT, Progress
from inspector.redaction.folders import learn_folders
from inspector.redaction.state import State

if TYPE_CHECKING:
    from inspector.model import Question, Report

STILL_MS = 120_000
"""A prompt of a live server may still be answered when its session was active within this many milliseconds."""


class Excerpts(Value, frozen=True):
    """The excerpts of all inputs; None or () for inputs that were not given."""

    logs: tuple[LogExcerpt, ...]
    database: DatabaseExcerpt | None
    requests: tuple[RequestExcerpt, ...]
    problems: tuple[Problem, ...]


def taken(question: Question, report: Report, state: State, progress: Progress = SILENT) -> Excerpts:
    """Return the excerpts of the inputs of `question` that `report` needs, with the placeholders of `state`.

    A session is copied completely (all its records and rows) or not at all: a partial session would lead to a different diagnosis.
    """
    state.everywhere = True
    learn_folders(report, state)
    entries = report.entries
    sessions = {entry.session_id for entry in entries if entry.session_id} | set(question.sessions)
    quiet_since = None
    if report.database and report.database.opened is Way.LIVE:
        quiet_since = int(report.generated.timestamp() * 1000) - STILL_MS
    rows, records = None, LogExcerpts((), frozenset(), ())
    for _ in range(2):  # the rows name sessions whose records are needed, and these records may name others
        if question.database:
            progress.stage("copying rows", None, "rows")
            rows = database(question.database, sessions, quiet_since, state)
            sessions |= rows.sessions
        if question.logs:
            progress.stage("copying records")
            records = logs(question.logs, sessions, 0 if rows else RECENT, {run.key for run in report.runs}, state)
        if records.sessions <= sessions:
            break
        sessions |= records.sessions
    calls = tuple(requests(capture, sessions, state) for capture in question.requests)
    problems = chain(rows.problems if rows else (), records.problems, *(call.problems for call in calls))
    return Excerpts(records.logs, rows, calls, tuple(problems))
