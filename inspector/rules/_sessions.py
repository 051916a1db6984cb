"""Questions about sessions that the server refuses or does not have, and about prompts that a plugin sent."""

from __future__ import annotations

from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, Run, Source
from inspector.prompts.ids import id_time
from inspector.prompts.loops import DELETED
from inspector.prompts.prompt import Prompt, VersionFrom
from inspector.prompts.world import World
from inspector.rules._questions import STAMP_SLACK, not_stored


def refused(prompt: Prompt) -> bool:
    """Whether the server reported that the session does not exist: 404, or ``Session not found`` in the log."""
    if prompt.outcome is Outcome.REJECTED:
        return prompt.request is not None and prompt.request.status == 404
    fault = prompt.fault
    return (
        prompt.outcome is Outcome.FAILED
        and fault is not None
        and ("Session not found" in fault.text or fault.name == "NotFoundError")
    )


def session_removal(prompt: Prompt, world: World) -> LogRecord | None:
    """Return the record of the session's deletion that was under way when its prompt failed; None when there is none.

    The legacy era logs whole seconds, so a record up to a second later counts too."""
    failed = prompt.record.time if prompt.record else None
    found = world.notable(*DELETED) if failed is not None else ()
    mine = (r for r in found if r.session_id == prompt.session_id and r.time is not None)
    return next((r for r in mine if failed is not None and r.time is not None and r.time <= failed + STAMP_SLACK), None)


def server_generation(prompt: Prompt) -> str | None:
    """Return the generation of the server that received the prompt, from its log records; None when they do not show it."""
    if prompt.version is None or prompt.version_from not in (VersionFrom.LOG, VersionFrom.GIVEN):
        return None
    return "2.x" if prompt.version.startswith("2.") else "1.x" if prompt.version.startswith("1.") else None


def split(prompt: Prompt, world: World) -> bool:
    """Whether the server refused a session that is stored only in the tables of the other generation."""
    session = prompt.session
    if session is None or world.facts is None or "session_v2" not in world.facts.tables or not refused(prompt):
        return False
    return server_generation(prompt) != ("2.x" if session.table == "session_v2" else "1.x")


def new_session_answered(prompt: Prompt, world: World) -> Source | None:
    """Return the source of an answer of the same server run in a session created after this prompt failed; None when
    there is none.

    A log alone shows no answers. There a loop of such a session counts, or a failure after its message was stored."""
    failed, run = prompt.record, prompt.run
    if failed is None or run is None:
        return None
    for other in world.index.answered_in(run):
        made = next((r for r in other.records or () if r.message == "created"), None)
        if made is not None and made.path == failed.path and made.offset > failed.offset and made.run == run.key:
            return made.source
    return _newer_session_worked(prompt, failed, run, world)


def _newer_session_worked(prompt: Prompt, failed: LogRecord, run: Run, world: World) -> Source | None:
    own = id_time(prompt.session_id or "", failed.time)
    if own is None:
        return None
    newest = max(own, failed.time or own)

    def is_newer(session: str | None) -> bool:
        made = id_time(session or "", failed.time)
        return made is not None and made > newest

    if failed.time and run.last_loop and run.last_loop >= failed.time:
        for session in filter(is_newer, run.sessions):
            return Source(run.path, f"loop of {session}")
    for session, records in (world.logs.sessions if world.logs else {}).items():
        loop = next((r for r in records if r.message == "loop" and r.path == failed.path and r.offset > failed.offset), None)
        if loop is not None and is_newer(session):
            return loop.source
    stored = (p for p in world.prompts if p.run == run and p.fault is not None and p.fault.name in AFTER_STORING)
    return next((p.record.source for p in stored if p.record is not None and is_newer(p.session_id)), None)


AFTER_STORING = frozenset({"ProviderModelNotFoundError", "ModelUnavailableError"})
"""Errors of the step that follows the storing of a prompt."""
FOLLOWUP_AT_ONCE = timedelta(milliseconds=200)
"""A prompt that fails at most this long after an answer was sent by a plugin: no person types this fast."""


def hurried(prompt: Prompt) -> timedelta | None:
    """Return the time from the end of the session's newest answer to this failure that stored nothing; None when it is
    too long."""
    record, rows = prompt.record, prompt.rows
    if prompt.outcome is not Outcome.FAILED or record is None or record.time is None or rows is None or not not_stored(prompt):
        return None
    whole_seconds = era_named(record.era).whole_seconds
    if whole_seconds and not (prompt.fault is not None and prompt.fault.name == "UnknownError"):
        return None  # the era logs whole seconds, which are too coarse for this comparison
    slack = timedelta(seconds=1) if whole_seconds else timedelta()
    done = [m.completed for m in rows.messages or () if m.role == "assistant" and m.completed and not m.error_name]
    gaps = [record.time - moment for moment in done if -slack <= record.time - moment <= FOLLOWUP_AT_ONCE]
    return max(min(gaps, key=abs), timedelta()) if gaps else None
