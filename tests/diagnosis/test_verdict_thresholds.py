"""The scores and the leads at which a cause is named, each tested just below and at its value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector.diagnosis import verdict
from inspector.diagnosis.verdict import judge
from inspector.model import Clue, Confidence
from inspector.rules import Rule
from tests.rules.cases import prompt, world

Weigh = Callable[[int, int], tuple[str | None, Confidence | None]]


@pytest.fixture
def weigh(monkeypatch: pytest.MonkeyPatch) -> Weigh:
    """Judge a prompt by two rules with these scores, and return the named cause and its confidence."""

    def rule(score: int) -> Rule:
        clue = Clue(score, "a clue", None)  # type: ignore[arg-type]
        return Rule("A cause", lambda prompt, world: (clue,), lambda prompts, world: "", lambda prompts, world: ())

    def weighed(first: int, second: int) -> tuple[str | None, Confidence | None]:
        monkeypatch.setattr(verdict, "rules", lambda: {"first": rule(first), "second": rule(second)})
        found = judge(prompt(), world(), {})
        return found.cause, found.confidence

    return weighed


@pytest.mark.parametrize(
    ("score", "confidence"),
    [(40, Confidence.HIGH), (39, Confidence.MEDIUM), (20, Confidence.MEDIUM), (19, None)],
)
def test_a_score_of_40_is_high_and_of_20_medium(weigh: Weigh, score: int, confidence: Confidence | None) -> None:
    assert weigh(score, 0) == ("first" if confidence else None, confidence)


@pytest.mark.parametrize(
    ("second", "confidence"),
    [(20, Confidence.HIGH), (21, Confidence.MEDIUM), (30, Confidence.MEDIUM), (31, None)],
)
def test_high_needs_a_lead_of_20_and_medium_of_10(weigh: Weigh, second: int, confidence: Confidence | None) -> None:
    assert weigh(40, second) == ("first" if confidence else None, confidence)


def test_scores_below_zero_do_not_lengthen_the_lead(weigh: Weigh) -> None:
    assert weigh(19, -60) == (None, None)
