"""The rule `inverted-ids`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, stored, user, world


def _twice(first: float) -> Prompt:
    """Two finished answers to one prompt, the first of which was made `first` seconds after it."""
    message = user(0)
    return stored(
        message, answer(message, first, 1), answer(message, 2, 3), stage=Stage.ANSWERED, version="1.15.13", repeated=True
    )


HIT: Case = (_twice(-0.05), world())

NEAR_MISS: Case = (_twice(0.05), world())
