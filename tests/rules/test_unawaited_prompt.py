"""The rule `unawaited-prompt`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Stage
from inspector.prompts.faults import parse
from tests.rules.cases import SES, Case, failed, no_row, prompt, record, score, verdict, world


def lost(version: str, message: str = "rejection", session: str | None = SES) -> Case:
    line = record(message, 0, era="legacy", e="undefined is not an object (evaluating 'x.y')")
    found = prompt(version, rows=None, stage=Stage.UNKNOWN, record=line, fault=None, session_id=session)
    return found, world(runs=())


HIT: Case = (
    prompt(
        "1.1.65",
        rows=None,
        stage=Stage.UNKNOWN,
        record=record("rejection", 0, era="legacy", e="socket closed"),
        fault=parse("socket closed"),
    ),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(Error: hook refused)])"), **no_row), world())


@pytest.mark.parametrize("message", ["rejection", "Unhandled rejection"])
@pytest.mark.parametrize("version", ["1.0.185", "1.2.27", "1.3.0", "local"])
def test_a_rejection_is_a_lost_prompt_on_servers_that_do_not_await_theirs(version: str, message: str) -> None:
    assert verdict(lost(version, message)).cause == "unawaited-prompt"


@pytest.mark.parametrize("version", ["1.3.2", "1.4.0", "1.18.33"])
def test_a_rejection_is_no_lost_prompt_on_servers_that_await_theirs(version: str) -> None:
    assert verdict(lost(version)).cause is None
    assert score(lost(version), "unawaited-prompt") < 0


def test_a_rejection_just_after_a_request_that_names_the_session_weighs_more() -> None:
    assert score(lost("1.2.27"), "unawaited-prompt") > score(lost("1.2.27", session=None), "unawaited-prompt")


def test_an_error_that_names_its_own_cause_leaves_the_cause_open() -> None:
    line = record("rejection", 0, era="legacy", e="Rate limit exceeded.")
    found = prompt("1.0.185", rows=None, stage=Stage.UNKNOWN, record=line, fault=parse("Rate limit exceeded."))
    assert verdict((found, world(runs=()))).cause is None


@pytest.mark.parametrize(
    ("version", "cause"), [("1.0.185", "missing-credentials"), ("1.3.1", "missing-credentials"), ("1.3.2", None)]
)
def test_a_rejection_that_says_no_key_was_sent_has_that_cause(version: str, cause: str | None) -> None:
    line = record("rejection", 0, era="legacy", e="Missing API key.")
    found = prompt(version, rows=None, stage=Stage.UNKNOWN, record=line, fault=parse("Missing API key."))
    assert verdict((found, world(runs=()))).cause == cause
