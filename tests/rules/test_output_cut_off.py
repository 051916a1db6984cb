"""The rule `output-cut-off`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.rules import rules
from tests.rules.cases import Case, ended_case, world

HIT: Case = (ended_case("MessageOutputLengthError"), world())

INSTEAD = "provider-error"

NEAR_MISS: Case = (ended_case("APIError", "too many requests", error_status=429), world())


def test_an_answer_without_its_required_format_was_not_cut_off() -> None:
    rule = rules()["output-cut-off"]
    lacking, long = ended_case("StructuredOutputError"), ended_case("MessageOutputLengthError")
    assert rule.summary((lacking,), world()) == "1 answer does not have the required output format."
    assert "cut off" in rule.summary((lacking, long), world())
    assert "`format`" in rule.remedy((lacking,), world())[-1].text
