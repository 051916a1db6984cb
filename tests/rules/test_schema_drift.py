"""The rule `schema-drift`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.model import Outcome
from inspector.prompts.prompt import Prompt
from tests.rules.cases import NOTNULL, OLD, SEQ, Case, drift, failed, no_row, prompt, record, verdict, world

HIT: Case = (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **no_row), world(drifts={"1.15.13": drift("1.15.13", SEQ)}))

NEAR_MISS: Case = (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **no_row), world(drifts={"1.15.13": drift("1.15.13")}))


def _answered(made_at: float, run: str = "aaaaaaaa") -> Prompt:
    made = record("created", made_at, "legacy", run=run)
    return replace(prompt("1.15.13", records=(made,)), outcome=Outcome.ANSWERED)


def test_from_the_log_alone_a_session_made_later_and_answered_speaks_against_the_schema() -> None:
    sent = replace(prompt("1.15.13", **failed(NOTNULL, 1, era="legacy"), **no_row), rows=None, run=OLD)
    for others, cause, candidates in (
        ((), "schema-drift", ("schema-drift",)),
        ((_answered(0.5),), "schema-drift", ("schema-drift",)),
        ((_answered(2, run="bbbbbbbb"),), "schema-drift", ("schema-drift",)),
        ((_answered(2),), None, ("constraint-violation",)),
    ):
        found = verdict((sent, world(facts=None, prompts=(sent, *others))))
        assert (found.cause, found.candidates) == (cause, candidates)
