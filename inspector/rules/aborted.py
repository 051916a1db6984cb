"""Somebody aborted the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, moderate, row
from inspector.rules.provider_error import broken_off

TITLE = "The run was aborted"
EXPECTED = True
REFERENCES = ("OpenCode error name MessageAbortedError (1.18.33)",)
NOT_A_REMEDY = ()


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if prompt.kind == "silent" and answer is not None and answer.error_name == "MessageAbortedError":
        if broken_off(prompt):
            yield moderate("It was aborted after the provider had broken off again and again.", row(prompt, "message", answer.id))
            return
        yield conclusive("The answer ended in MessageAbortedError: a client aborted it.", row(prompt, "message", answer.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) were aborted by a client."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return ("Nothing is wrong on the server. Send again if the abort was not meant.",)
