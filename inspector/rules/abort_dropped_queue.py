"""Prompts queued behind an aborted run were dropped with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue, MessageRow
from inspector.rules._clues import moderate, row, strong, unanswered

TITLE = "The prompt was queued behind a run that was then aborted"
REFERENCES = ("anomalyco/opencode#12369", "anomalyco/opencode#7851")
NOT_A_REMEDY = ("Waiting: an abort drops the queue, the text only stays in the history.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if not unanswered(prompt):
        return
    hit = _aborted_over(prompt)
    if hit is None:
        return
    yield strong(
        "The prompt arrived while an answer was running, and that answer was then aborted.", row(prompt, "message", hit.id)
    )
    yield strong("No answer was begun for it: an abort drops what is queued.", row(prompt))
    cancel = next((r for r in prompt.records or () if r.message in ("cancel", "cancelled")), None)
    if cancel is not None:
        yield moderate("The abort is in the log.", cancel.source)


def _aborted_over(prompt: Prompt) -> MessageRow | None:
    message, rows = prompt.message, prompt.rows
    if message is None or rows is None or message.time_created is None:
        return None
    return next(
        (m for m in reversed(rows.messages or ())
         if m.role == "assistant" and m.error_name == "MessageAbortedError" and m.time_created and m.completed
         and m.time_created <= message.time_created <= m.completed and m.parent_id != message.id),
        None,
    )  # fmt: skip


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} queued prompt(s) were dropped when the run before them was aborted."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return ("Send the prompt again: the session is idle.", "In the client: after an abort, resend what had been queued.")
