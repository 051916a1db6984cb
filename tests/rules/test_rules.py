"""Every rule fires in its own case, stays quiet in a near miss, and never shouts in another rule's case."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import judged
from inspector.diagnosis.verdict import HIGH, Broken, judge, problems
from inspector.model import Confidence, Question
from inspector.prompts.join import Gathered
from inspector.rules import rules
from tests.rules.cases import Case
from tests.rules.test_folded import FOLDED

FOLK = {cause for cause, rule in rules().items() if rule.refute is not None}


def _case(cause: str) -> tuple[Case, Case]:
    module = import_module(f"tests.rules.test_{cause.replace('-', '_')}")
    return module.HIT, module.NEAR_MISS


CASES = {cause: _case(cause) for cause, rule in rules().items() if rule.refute is None}
"""Each cause's hit and near miss, from the test module that is named after it."""


def _instead(cause: str) -> set[str]:
    """Return what the near miss of a cause is in truth, where the cause's test module names it as ``INSTEAD``."""
    return {found} if (found := getattr(import_module(f"tests.rules.test_{cause.replace('-', '_')}"), "INSTEAD", "")) else set()


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    assert set(CASES) - FOLK == set(rules()) - FOLK


@pytest.mark.parametrize("cause", sorted(CASES))
def test_rule_fires_in_its_case(cause: str) -> None:
    prompt, world = CASES[cause][0]
    broken: Broken = {}
    verdict = judge(prompt, world, broken)
    assert broken == {}
    if cause in ("lost-wake", "wrong-database", "wrong-directory"):
        assert cause in verdict.candidates[:2]
    else:
        assert verdict.cause == cause, [(f.cause, f.score) for f in verdict.findings]


@pytest.mark.parametrize("cause", sorted(CASES))
def test_rule_stays_quiet_in_its_near_miss(cause: str) -> None:
    prompt, world = CASES[cause][1]
    broken: Broken = {}
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


@pytest.mark.parametrize("cause", sorted(CASES))
def test_a_near_miss_gives_only_its_own_cause_the_weight_for_high_confidence(cause: str) -> None:
    prompt, world = CASES[cause][1]
    assert {f.cause for f in judge(prompt, world, {}).findings if f.score >= HIGH} <= _instead(cause)


@pytest.mark.parametrize("name", sorted(FOLDED))
def test_no_other_rule_reaches_high_confidence_in_a_folded_case(name: str) -> None:
    prompt, world, cause = FOLDED[name]
    assert {f.cause for f in judge(prompt, world, {}).findings if f.score >= HIGH} <= {cause}


def test_every_rule_names_itself_completely() -> None:
    for cause, rule in rules().items():
        assert rule.title and isinstance(rule.title, str), cause
        assert isinstance(rule.references, tuple) and rule.references, cause
        assert isinstance(rule.not_a_remedy, tuple), cause


def _change(monkeypatch: pytest.MonkeyPatch, cause: str, **fields: Any) -> None:
    monkeypatch.setitem(rules(), cause, replace(rules()[cause], **fields))


def _boom(*_: object) -> object:
    raise ValueError("boom")


def test_a_rule_that_raises_is_reported_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    _change(monkeypatch, "aborted", check=_boom)
    prompt, world = CASES["disk-full"][0]
    broken: Broken = {}
    assert judge(prompt, world, broken).cause == "disk-full"
    assert [(p.where, p.what) for p in problems(broken)] == [
        ("rule aborted", "failed once (ValueError: boom) and was skipped for that prompt")
    ]


def test_a_rule_that_one_odd_prompt_breaks_still_judges_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    check = rules()["disk-full"].check
    prompt, world = CASES["disk-full"][0]
    odd = replace(prompt, session_id="ses_odd")
    _change(monkeypatch, "disk-full", check=lambda p, w: _boom() if p is odd else check(p, w))
    broken: Broken = {}
    assert [judge(p, world, broken).cause for p in (odd, odd, prompt)] == [None, None, "disk-full"]
    assert [p.what for p in problems(broken)] == ["failed 2 times (first: ValueError: boom) and was skipped for those prompts"]


@pytest.mark.parametrize("part", ["remedy", "summary"])
def test_a_rule_that_cannot_speak_of_its_group_leaves_the_group_in_the_report(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _change(monkeypatch, "disk-full", **{part: _boom})
    prompt, world = CASES["disk-full"][0]
    report = judged(Gathered(replace(world, prompts=(prompt,)), None, (), (), (), {}), Question(()))
    assert [(g.cause, g.failures) for g in report.causes] == [("disk-full", 1)]
    assert not getattr(report.causes[0], "plan" if part == "remedy" else part)
    assert [p.where for p in report.problems] == ["rule disk-full"]


def test_a_refutation_that_raises_is_reported_and_the_report_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    _change(monkeypatch, "missing-message-id", refute=_boom)
    prompt, world = CASES["disk-full"][0]
    report = judged(Gathered(replace(world, prompts=(prompt,)), None, (), (), (), {}), Question(()))
    assert [e.cause for e in report.failures] == ["disk-full"]
    assert [p.where for p in report.problems] == ["rule missing-message-id"]


def test_a_note_on_late_answers_that_raises_is_reported_and_the_report_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    _change(monkeypatch, "mcp-hang", notes=_boom)
    prompt, world = CASES["disk-full"][0]
    report = judged(Gathered(replace(world, prompts=(prompt,)), None, (), (), (), {}), Question(()))
    assert [e.cause for e in report.failures] == ["disk-full"]
    assert [p.where for p in report.problems] == ["rule mcp-hang"]
