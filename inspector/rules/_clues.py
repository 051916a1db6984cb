"""Builders of clues, one for each weight of evidence, and of the sources that clues cite."""

from __future__ import annotations

from collections.abc import Callable

from inspector.model import Clue, Source, Weight
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World


def _of(weight: Weight) -> Callable[[str, Source | None], Clue]:
    def clue(text: str, source: Source | None = None) -> Clue:
        return Clue(weight, text, source)

    return clue


conclusive = _of(Weight.CONCLUSIVE)

strong = _of(Weight.STRONG)

moderate = _of(Weight.MODERATE)

weak = _of(Weight.WEAK)

neutral = _of(Weight.NEUTRAL)

against = _of(Weight.AGAINST)

refutes = _of(Weight.REFUTES)


def logged(prompt: Prompt) -> Source | None:
    """Return the record with the prompt's error as a source; for a subagent's prompt, the parent's call that contains
    the error."""
    if prompt.record is None and prompt.call is not None and prompt.rows is not None:
        return prompt.rows.source("part", prompt.call.id)
    return prompt.record.source if prompt.record else None


def row(prompt: Prompt, table: str = "message", ident: str | None = None) -> Source | None:
    """Return a row of the prompt's session as a source; by default the prompt's user message."""
    if prompt.rows is None:
        return None
    return prompt.rows.source(table, ident or (prompt.message.id if prompt.message else prompt.session_id or ""))


def schema(world: World, place: str) -> Source | None:
    return Source(world.facts.path, place) if world.facts else None
