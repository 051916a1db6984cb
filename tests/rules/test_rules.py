"""Every rule fires in its own case, stays quiet in a near miss, and never shouts in another rule's case."""

from __future__ import annotations

import pytest

from inspector.model import Confidence
from inspector.verdict import HIGH, judge, rules
from tests.rules.cases import CASES

FOLK = {cause for cause, rule in rules().items() if getattr(rule, "FOLK", False)}


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    assert set(CASES) == set(rules()) - FOLK


@pytest.mark.parametrize("cause", sorted(CASES))
def test_rule_fires_in_its_case(cause: str) -> None:
    prompt, world = CASES[cause][0]
    broken: dict[str, str] = {}
    verdict = judge(prompt, world, broken)
    assert broken == {}
    if cause in ("lost-wake", "wrong-database", "wrong-directory"):
        assert cause in verdict.candidates[:2]
    else:
        assert verdict.cause == cause, [(f.cause, f.score) for f in verdict.findings]


@pytest.mark.parametrize("cause", sorted(CASES))
def test_rule_stays_quiet_in_its_near_miss(cause: str) -> None:
    prompt, world = CASES[cause][1]
    broken: dict[str, str] = {}
    verdict = judge(prompt, world, broken)
    assert broken == {}
    assert verdict.cause != cause, [(f.cause, f.score) for f in verdict.findings]


@pytest.mark.parametrize("cause", sorted(CASES))
def test_no_other_rule_reaches_high_confidence_in_this_case(cause: str) -> None:
    prompt, world = CASES[cause][0]
    verdict = judge(prompt, world, {})
    loud = [f.cause for f in verdict.findings if f.cause != cause and f.score >= HIGH]
    assert loud == []
    assert not (verdict.confidence is Confidence.HIGH and verdict.cause != cause)


def test_every_rule_names_itself_completely() -> None:
    for cause, rule in rules().items():
        assert rule.TITLE and isinstance(rule.TITLE, str), cause
        assert isinstance(rule.REFERENCES, tuple) and rule.REFERENCES, cause
        assert isinstance(rule.NOT_A_REMEDY, tuple), cause


def test_a_rule_that_raises_is_reported_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(prompt: object, world: object) -> object:
        raise ValueError("boom")

    monkeypatch.setattr(rules()["aborted"], "check", explode)
    prompt, world = CASES["disk-full"][0]
    broken: dict[str, str] = {}
    assert judge(prompt, world, broken).cause == "disk-full"
    assert broken == {"aborted": "ValueError: boom"}
