"""The database could not grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import code, conclusive, logged, row

TITLE = "The disk is full: the database could not grow"
REFERENCES = ("anomalyco/opencode#17589", "anomalyco/opencode#12848", "anomalyco/opencode#16876")
NOT_A_REMEDY = ("Sending again before space is free.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if prompt.fault is not None and (code(prompt) == "SQLITE_FULL" or "ENOSPC" in prompt.fault.text[:2000]):
        yield conclusive("The database or disk is full (SQLITE_FULL).", logged(prompt))
    elif (
        answer is not None
        and answer.error_message
        and ("disk is full" in answer.error_message or "ENOSPC" in answer.error_message)
    ):
        yield conclusive("The answer ended because the disk was full.", row(prompt, "message", answer.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) could not be stored: the disk, or the space allowed to the database, is full."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Free space on the database's disk (logs and snapshots under the data directory can hold gigabytes), then send again.",
        "$ df -h . && du -sh log snapshot",
    )
