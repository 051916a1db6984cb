"""Another process held the write lock longer than the busy timeout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import code, conclusive, logged, neutral, row

TITLE = "Another process held the database's write lock"
REFERENCES = ("anomalyco/opencode#21215", "anomalyco/opencode#19521", "anomalyco/opencode#33320", "anomalyco/opencode#47566")
NOT_A_REMEDY = ("PRAGMA busy_timeout in a sqlite3 shell: it holds for that connection only.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if prompt.fault is not None and (
        code(prompt) in ("SQLITE_BUSY", "SQLITE_LOCKED") or "LockTimeoutError" in prompt.fault.text[:500]
    ):
        yield conclusive("SQLite gave up waiting for the write lock (SQLITE_BUSY).", logged(prompt))
        if prompt.record and prompt.record.delta_ms and prompt.record.delta_ms >= 4500:
            yield neutral(
                f"The record came {prompt.record.delta_ms} ms after the one before: the whole busy timeout of 5 s.",
                logged(prompt),
            )
    elif answer is not None and answer.error_message and "database is locked" in answer.error_message:
        yield conclusive("The answer ended in “database is locked”.", row(prompt, "message", answer.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) could not be stored: another process held the database's write lock for more than 5 s."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Find who else has the file open, and end it or give it a database of its own:",
        "$ fuser -v opencode.db",
        "Then send the prompt again in the same session.",
    )
