"""Servers up to 1.2.27 run the prompt without catching its errors: at best an unnamed rejection is logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import logged, strong, weak

TITLE = "The server lost the prompt's error (up to 1.2.27)"
REFERENCES = ("anomalyco/opencode#17536", "anomalyco/opencode#11289", "anomalyco/opencode#12738")
NOT_A_REMEDY = ()


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    record = prompt.record
    if prompt.kind == "silent" and record is not None and record.message in ("rejection", "Unhandled rejection"):
        yield strong(
            "A rejection that nothing caught: how servers up to 1.2.27 log a prompt that failed in the background.",
            logged(prompt),
        )
        if prompt.session_id is not None:
            yield weak("The prompt_async request just before it names the session.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} background error(s) of a server that does not tie them to their session."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return ("Upgrade: from 1.3.2 the server logs `prompt_async failed` with the session's id.",)
