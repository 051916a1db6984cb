"""Match disposed instances of a server with the prompts whose runs they ended."""

from __future__ import annotations

from datetime import timedelta

from inspector.model import LogRecord
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._questions import STAMP_SLACK

DISPOSE_TO_END = timedelta(seconds=3)
"""An answer ends at most this long after `disposing instance`; recordings show 0.02 to 0.28 s."""


def disposed(prompt: Prompt, world: World) -> LogRecord | None:
    """Return the ``disposing instance`` record that ended this prompt's answer; None without one or when a client had
    aborted it."""
    answer = prompt.answer
    if answer is None or answer.error_name != "MessageAbortedError" or answer.completed is None:
        return None
    if any(r.message in ("cancel", "cancelled") for r in prompt.records or ()):
        return None
    found = None
    for record in world.notable("disposing instance"):
        if record.time is None or not -STAMP_SLACK <= answer.completed - record.time <= DISPOSE_TO_END:
            continue
        if of_its_directory(record, prompt) and (prompt.run is None or record.run in (None, prompt.run.key)):
            found = record
    return found


def ended_with_it(record: LogRecord, prompt: Prompt, world: World) -> bool:
    """Whether the log of the prompt's server ends with a `disposing instance` record, as it does when Kilo is stopped
    (7.7.9)."""
    run = prompt.run
    if world.live or run is None or run.last_time is None or record.time is None:
        return False
    return run.last_time - record.time <= DISPOSE_TO_END


def of_its_directory(record: LogRecord, prompt: Prompt) -> bool:
    """Whether a record's ``directory`` is the directory of the prompt's session; False for a session without a directory."""
    session = prompt.session
    own = session.directory if session else None
    return bool(own) and record.fields.get("directory", "").rstrip("/\\") == (own or "").rstrip("/\\")
