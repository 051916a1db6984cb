"""The rule `abort-dropped-queue`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, stored, user, world


def _aborted_queue(ended: float) -> Prompt:
    first = user(-5)
    stopped = answer(first, -4.8, ended, None, error_name="MessageAbortedError")
    return stored(user(0), history=(first, stopped))


HIT: Case = (_aborted_queue(3), world(logs=False))

NEAR_MISS: Case = (_aborted_queue(-1), world(logs=False))
