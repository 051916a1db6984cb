"""Which server knows a session, and which prompts a plugin sent by itself."""

from __future__ import annotations

from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import Outcome, Source
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._questions import not_stored


def refused(prompt: Prompt) -> bool:
    """Whether the server said that it has no such session: 404, or ``Session not found`` in the background."""
    if prompt.outcome is Outcome.REJECTED:
        return prompt.request is not None and prompt.request.status == 404
    fault = prompt.fault
    return (
        prompt.outcome is Outcome.FAILED
        and fault is not None
        and ("Session not found" in fault.text or fault.name == "NotFoundError")
    )


def server_generation(prompt: Prompt) -> str | None:
    """The generation of the server that took the prompt, from its own records; None when they do not tell."""
    if prompt.version is None or prompt.version_from not in ("banner", "log", "--server-version"):
        return None
    return "2.x" if prompt.version.startswith("2.") else "1.x" if prompt.version.startswith("1.") else None


def split(prompt: Prompt, world: World) -> bool:
    """Whether the server refused a session that only the tables of the other generation hold."""
    session = prompt.rows.session if prompt.rows else None
    if session is None or world.facts is None or "session_v2" not in world.facts.tables or not refused(prompt):
        return False
    return server_generation(prompt) != ("2.x" if session.table == "session_v2" else "1.x")


def new_session_answered(prompt: Prompt, world: World) -> Source | None:
    """Where the same server run answered a prompt of a session that was made after this prompt had failed; None where none is known."""
    failed, run = prompt.record, prompt.run
    if failed is None or run is None:
        return None
    for other in world.index.answered_in(run):
        made = next((r for r in other.records or () if r.message == "created"), None)
        if made is not None and made.path == failed.path and made.offset > failed.offset and made.run == run.key:
            return made.source
    return None


FOLLOWUP_AT_ONCE = timedelta(milliseconds=200)
"""A prompt that fails within this time after an answer was sent by a plugin: no person is so quick."""


def hurried(prompt: Prompt) -> timedelta | None:
    """How long before a failure that stored nothing the session's newest answer had ended; None when it was not just before."""
    record, rows = prompt.record, prompt.rows
    if prompt.outcome is not Outcome.FAILED or record is None or record.time is None or rows is None or not not_stored(prompt):
        return None
    whole_seconds = era_named(record.era).whole_seconds
    if whole_seconds and not (prompt.fault is not None and prompt.fault.name == "UnknownError"):
        return None  # it stamps whole seconds, which alone are no proof of haste
    slack = timedelta(seconds=1) if whole_seconds else timedelta()
    done = [m.completed for m in rows.messages or () if m.role == "assistant" and m.completed and not m.error_name]
    gaps = [record.time - moment for moment in done if -slack <= record.time - moment <= FOLLOWUP_AT_ONCE]
    return max(min(gaps, key=abs), timedelta()) if gaps else None
