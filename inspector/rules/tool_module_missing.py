"""A custom tool or plugin imports a module that is not installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, logged, moderate

TITLE = "A custom tool or plugin imports a module that is not installed"
REFERENCES = ("anomalyco/opencode#28286",)
NOT_A_REMEDY = ("Another session or model: tools are loaded for every prompt.",)
WORDS = ("ERR_MODULE_NOT_FOUND", "Cannot find module", "Cannot find package", "ResolveMessage")


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None or not any(w in fault.text[:4000] for w in WORDS):
        return
    yield conclusive("A module that a custom tool or plugin imports could not be found.", logged(prompt))
    failed = world.notable("background dependency install failed")
    if failed:
        yield moderate("Installing the dependencies had failed in the background.", failed[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) failed because a custom tool or plugin imports a module that is not installed."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Install the module where the tool lies (package.json under .opencode/), or remove the tool; then restart the server.",
    )
