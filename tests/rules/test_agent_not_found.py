"""The rule `agent-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Outcome
from inspector.prompts.prompt import Prompt
from tests.rules.cases import RUN, Case, agent, failed, no_row, prompt, record, request, stored, user, world

HIT: Case = (prompt(**failed(agent), **no_row), world())

NEAR_MISS: Case = (
    stored(user(0), **failed(agent, records=(record("loop", 0.2, step="0"), record("prompt_async failed", 1)))),
    world(),
)


def asking_for(name: str, outcome: Outcome, run: str) -> Prompt:
    base = prompt(**failed(agent), **no_row) if outcome is Outcome.FAILED else prompt(outcome=outcome)
    return replace(base, request=request(agent=name), run=replace(RUN, key=run))


@pytest.mark.parametrize(("run", "confidence"), [("aaaaaaaa", Confidence.MEDIUM), ("bbbbbbbb", Confidence.HIGH)])
def test_an_agent_that_answered_on_another_server_may_be_missing_on_this_one(run: str, confidence: Confidence) -> None:
    lost, other = asking_for("reviewer", Outcome.FAILED, "aaaaaaaa"), asking_for("reviewer", Outcome.ANSWERED, run)
    assert judge(lost, world(prompts=(lost, other)), {}).confidence is confidence
