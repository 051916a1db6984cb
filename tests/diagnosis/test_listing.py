"""Which prompts are listed, and which only a log could explain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.diagnosis.listing import Place, place_of
from tests.rules.cases import stored, user, verdict, world


@pytest.mark.parametrize(
    ("agent", "place"),
    [("reviewer", Place.UNSEEN), ("build", Place.LISTED)],
    ids=["the model answered other agents only", "the model answered this agent"],
)
def test_without_a_log_a_model_counts_as_known_only_for_the_agents_that_it_answered(agent: str, place: Place) -> None:
    """An agent's own configuration may bring a model, and another server on the same file may lack both."""
    there = world(
        logs=False, answered_models=frozenset({("mock", "good")}), answered_agents=frozenset({("build", "mock", "good")})
    )
    case = replace(stored(user(0, agent=agent)), records=None, run=None)
    assert place_of(case, verdict((case, there)), there) is place
