"""The rule `wrong-directory`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.model import Outcome, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, request, stored, user, world


def _answered(directory: str) -> Prompt:
    message = user(0)
    return replace(
        stored(message, answer(message)), outcome=Outcome.ANSWERED, stage=Stage.ANSWERED, request=request(directory=directory)
    )


HIT: Case = (_answered("/elsewhere"), world())

NEAR_MISS: Case = (_answered("/srv/proj/"), world())
