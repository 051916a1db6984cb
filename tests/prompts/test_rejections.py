"""Refusals of prompts, just below and just above the times that decide whose they are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.rejections import find_rejections, join_refusals
from inspector.prompts.runs import Runs
from tests.rules.cases import OLD, SES, at, prompt, record, request, stored, user

EARLY = replace(OLD, version="1.2.27")


@pytest.mark.parametrize(("later", "told"), [(1.5, True), (1.501, False), (-1.5, True), (-1.501, False)])
def test_a_500_within_a_second_and_a_half_is_the_refusal_of_a_stored_prompt(later: float, told: bool) -> None:
    silent = stored(user(0))
    refusal = prompt(
        outcome=Outcome.REJECTED, session_id=None, stage=Stage.REJECTED, time=at(later), rows=None, record=record("failed", later)
    )
    left, (joined,) = join_refusals([silent], (refusal,))
    assert (left, joined.session_id) == (([], SES) if told else ([silent], None))


@pytest.mark.parametrize(
    ("stack", "joined"),
    [
        ("at SessionPrompt.command (/$bunfs/root/a.js:1:1)", False),
        ("at SessionPrompt.getModel (a.js) at SessionPrompt.command (a.js)", False),
        ("at SessionPrompt.getModel (a.js) at SessionPrompt.prompt (a.js) at SessionPrompt.command (a.js)", True),
        ("at SessionPrompt.getModel (a.js) at SessionHttpApi.prompt (a.js)", True),
    ],
)
def test_a_command_that_failed_before_it_sent_its_prompt_refused_no_stored_prompt(stack: str, joined: bool) -> None:
    silent, failure = stored(user(0)), record("failed", 0.5, ref="err_1", cause=stack)
    refusal = prompt(outcome=Outcome.REJECTED, session_id=None, stage=Stage.REJECTED, time=at(0.5), rows=None, record=failure)
    left, _ = join_refusals([silent], (refusal,))
    assert (left == []) is joined


@pytest.mark.parametrize(
    ("era", "later", "own"),
    [
        ("logfmt", 1, True),
        ("logfmt", 1.001, False),
        ("logfmt", -0.05, True),
        ("logfmt", -0.051, False),
        ("legacy", 2, True),
        ("legacy", 2.001, False),
        ("legacy", -1.05, True),
        ("legacy", -1.051, False),
    ],
)
def test_a_captured_refusal_is_logged_50_ms_before_it_to_1_s_after_it_and_a_second_more_with_whole_seconds(
    era: str, later: float, own: bool
) -> None:
    captured = [prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=400))]
    found = find_rejections((record("schema rejection", later, era),), (), (), captured, Shared(Runs((EARLY,))))
    assert (captured[0].record is not None, found == []) == (own, own)
