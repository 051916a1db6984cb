"""Remedies for forks of OpenCode: the same steps with the fork's own command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from msgspec.structs import replace

from inspector.model import Step
from inspector.model.value import Value
from inspector.prompts.world import World


class Fork(Value, frozen=True):
    """A fork with its own data folder, command and releases."""

    name: str
    folder: str
    command: str
    install: str


FORKS = (Fork("Kilo", "kilo", "kilo", "npm install -g @kilocode/cli@latest"),)
INSTALLERS = ("npm install -g opencode-ai", "curl -fsSL https://opencode.ai", "brew ", "docker pull ghcr.io/anomalyco", "nix ")


def fork_of(world: World) -> Fork | None:
    """Return the fork whose files were read; None for OpenCode itself, and for a fork that uses OpenCode's own file."""
    paths = [world.facts.path] if world.facts else [log.path for log in world.logs.inputs] if world.logs else []
    for fork in FORKS:
        if any(PurePath(path).name.startswith(f"{fork.folder}.") or fork.folder in PurePath(path).parts for path in paths):
            return fork
    return None


def with_own_commands(plan: Sequence[Step], world: World) -> tuple[Step, ...]:
    """Return `plan` with the commands of the fork whose files were read."""
    fork = fork_of(world)
    if fork is None:
        return tuple(plan)
    return tuple(_translated(step, fork) for step in plan)


def _translated(step: Step, fork: Fork) -> Step:
    commands: list[str] = []
    for command in step.commands:
        own = fork.install if command.startswith(INSTALLERS) else _renamed(command, fork)
        if own not in commands:
            commands.append(own)
    installs = any(command.startswith(INSTALLERS) for command in step.commands)
    text = f"{step.text} {fork.name} has its own releases: install its newest one." if installs else step.text
    return replace(step, text=text, commands=tuple(commands))


def _renamed(command: str, fork: Fork) -> str:
    """Return `command` with the fork's program instead of OpenCode's, where the command runs OpenCode."""
    words = command.split(" ")
    return " ".join(
        fork.command if word == "opencode" and (number == 0 or "=" in words[number - 1]) else word
        for number, word in enumerate(words)
    )
