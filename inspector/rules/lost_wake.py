"""The prompt was stored while the runner went idle, and nobody woke it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import looped, moderate, refutes, row, unanswered

TITLE = "The prompt was stored while the session went idle, and nothing woke it"
REFERENCES = ("anomalyco/opencode#21524", "anomalyco/opencode#21528", "anomalyco/opencode#32010")
NOT_A_REMEDY = ("Waiting: only the next prompt wakes the session.",)
WINDOW = timedelta(milliseconds=1500)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message, rows = prompt.message, prompt.rows
    if not unanswered(prompt) or prompt.behind or message is None or rows is None or message.time_created is None:
        return
    if prompt.request is not None and prompt.request.no_reply:
        yield refutes("The request asks for no reply.", prompt.request.source)
        return
    loop = looped(prompt)
    if loop is not None:
        yield refutes("A loop was started for it.", loop.source)
        return
    before = [
        m
        for m in rows.messages or ()
        if m.role == "assistant" and m.completed and abs(m.completed - message.time_created) <= WINDOW and m.finish == "stop"
    ]
    if before:
        yield moderate(
            "It was stored within 1.5 s of the end of the answer before it, when the runner removes itself.",
            row(prompt, "message", before[-1].id),
        )
        if prompt.request is not None and prompt.request.body_readable and not prompt.request.no_reply:
            yield moderate("The request asked for a reply.", prompt.request.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) were stored in the moment their session went idle, and never run."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Send the prompt again: the session is idle and answers.",
        "In the client: wait for the session's idle event before the next prompt.",
    )
