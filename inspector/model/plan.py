"""A remedy as a plan: typed steps that a person can carry out one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from inspector.model.value import Value


class StepKind(Enum):
    """What a step does."""

    STOP = "stop"
    COPY = "copy"
    UPGRADE = "upgrade"
    RESTART = "restart"
    CONFIGURE = "configure"
    RESEND = "resend"
    VERIFY = "verify"
    NOTE = "note"


class Step(Value, frozen=True):
    """One step of a remedy. inspector never runs its commands."""

    kind: StepKind
    text: str
    """What to do, as a sentence."""
    commands: tuple[str, ...] = ()
    """Commands to copy, without a prompt sign; () when the step has none."""
    alternatives: bool = False
    """Whether only one of `commands` is to be run, for example the command of one installer; otherwise all are."""

    @property
    def command(self) -> str | None:
        """The commands as one script, or the first of the alternatives; None when there is none."""
        if not self.commands:
            return None
        return self.commands[0] if self.alternatives else "\n".join(self.commands)


def lines_of(steps: Iterable[Step]) -> tuple[str, ...]:
    """Return a plan as strings: each step's text, then its commands, each after ``$ ``."""
    return tuple(line for step in steps for line in (step.text, *(f"$ {command}" for command in step.commands)))
