"""What of the evidence goes into a bundle: the records, rows and calls the verdict rests on, without a text anybody wrote.

Each excerpt is again a log, a database or a capture, so that the readers that read the originals read it too. What is kept of a
database is decided by what the schema forms read (`inspector.database.schemas`), of a record by the fields that are known to hold
names, places or errors: everything else is left out. Errors are kept as the server worded them, redacted: verdicts rest on them.
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
"""A session of a live server that moved so lately may still be answered."""


class Excerpts(Value, frozen=True):
    """What is taken of all inputs; None or () for inputs there were none of."""

    logs: tuple[LogExcerpt, ...]
    database: DatabaseExcerpt | None
    requests: tuple[RequestExcerpt, ...]
    problems: tuple[Problem, ...]


def taken(question: Question, report: Report, state: State, progress: Progress = SILENT) -> Excerpts:
    """Return the excerpts of the inputs of `question` on which `report` rests, with the stand-ins of `state` in them.

    A session is taken whole, its records and its rows, or not at all: half of one would tell another story.
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
