"""The rule `permission-refused`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Stage
from tests.rules.cases import Case, answer, stored, tool, user, world

HIT: Case = (
    stored(
        m := user(0),
        answer(m, finish="tool-calls"),
        stage=Stage.ANSWERING,
        answer_parts=(tool("bash", status="error", error="The user rejected permission to use this tool"),),
    ),
    world(),
)

NEAR_MISS: Case = (
    stored(
        m,
        answer(m, finish="tool-calls"),
        stage=Stage.ANSWERING,
        answer_parts=(tool("bash", status="error", error="exit code 1"),),
    ),
    world(),
)
