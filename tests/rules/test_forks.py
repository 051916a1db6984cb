"""Remedies for Kilo, a fork of OpenCode with files, releases and a command of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.model import Step, StepKind
from inspector.rules._forks import with_own_commands
from tests.rules import cases

PLAN = (
    Step(StepKind.UPGRADE, "Install a newer release.", ("npm install -g opencode-ai@1.17.0", "brew upgrade opencode"), True),
    Step(StepKind.RESTART, "Start it.", ("opencode serve --pure", "OPENCODE_DB=separate.db opencode serve")),
    Step(StepKind.NOTE, "Look.", ("grep -n opencode server.log",)),
)


def commands(path: str) -> list[tuple[str, ...]]:
    made = cases.world()
    assert made.facts is not None
    return [step.commands for step in with_own_commands(PLAN, replace(made, facts=replace(made.facts, path=path)))]


@pytest.mark.parametrize("path", ["/home/o/.local/share/kilo/kilo.db", "kilo.db", "/srv/kilo/copy.db"])
def test_the_steps_for_kilo_name_its_own_commands(path: str) -> None:
    assert commands(path) == [
        ("npm install -g @kilocode/cli@latest",),
        ("kilo serve --pure", "OPENCODE_DB=separate.db kilo serve"),
        ("grep -n opencode server.log",),
    ]


@pytest.mark.parametrize("path", ["opencode.db", "/home/kilo-user/.local/share/opencode/opencode.db"])
def test_the_steps_for_opencode_stay_as_they_are(path: str) -> None:
    assert commands(path) == [step.commands for step in PLAN]
