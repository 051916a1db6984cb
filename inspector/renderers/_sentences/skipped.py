"""Sentences about checks that did not run, with the reason."""

from __future__ import annotations

from inspector.model import Check, Skipped
from inspector.text import listed, many

_NO_ROWS = "rows, schema and migrations were not checked"
_REASONS = {
    Check.LOGS_NOT_GIVEN: ("server logs", "no log was given, so the server's own records were not checked"),
    Check.DATABASE_NOT_GIVEN: ("database rows", f"no database was given (--db): {_NO_ROWS}"),
    Check.DATABASE_UNREADABLE: ("database rows", f"the database could not be read: {_NO_ROWS}"),
    Check.REQUESTS_NOT_GIVEN: (
        "requests",
        "no capture was given (--requests): request bodies are inferred from database rows and IDs only",
    ),
    Check.ROWS_OF_RUN: (
        "database rows of server run {run}",
        "the database contains none of this run's sessions, so its rows and schema were not used for this run;  "
        "the database may belong to another server, or be an older copy",
    ),
    Check.OLDER_MESSAGES: (
        "older messages",
        "{sessions} more messages than were read (the newest {read} or more): "
        "older prompts are not counted; `inspector session ID` reads more messages",
    ),
    Check.LOGGED_FAILURES: (
        "failures that only a log shows",
        "{prompts} no answer, and their rows look like a failure that a server logs ({named}): an unknown model, "
        "a part that could not be stored, a missing agent or directory; no log was given",
    ),
}


def check_name(skipped: Skipped) -> str:
    """Return the name of the check that did not run."""
    return _REASONS[skipped.check][0].format(run=skipped.run)


def why_skipped(skipped: Skipped) -> str:
    """Return the reason why the check did not run, without a full stop."""
    return _REASONS[skipped.check][1].format(
        read=skipped.read,
        named=listed(skipped.sessions, 5),
        sessions=many(skipped.count, "session in trouble has", "sessions in trouble have"),
        prompts=many(skipped.count, "stored prompt has", "stored prompts have"),
    )
