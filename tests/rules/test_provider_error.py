"""The rule `provider-error`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, Outcome, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import LOOP, STREAM, Case, answer, ended_case, prompt, record, stored, text, user, verdict, world

HIT: Case = (ended_case("APIError", "messages.0: invalid request", error_status=400), world())

INSTEAD = "aborted"

NEAR_MISS: Case = (ended_case("MessageAbortedError", "Aborted"), world())


def test_an_answer_closed_to_make_room_was_not_stopped_in_a_retry() -> None:
    sent = user(0)
    closed = answer(sent, completed=1, finish=None)
    alone = stored(sent, closed, stage=Stage.STREAM)
    assert verdict((alone, world())).cause == "provider-error"
    assert alone.rows is not None
    for seconds, cause in ((1.5, "context-overflow"), (3, "provider-error")):
        compaction = answer(user(seconds), seconds, seconds + 1, summary=True, mode="compaction")
        followed = replace(alone, rows=replace(alone.rows, messages=(sent, closed, compaction)))
        assert verdict((followed, world())).cause == cause


def cut(**fields: Any) -> Prompt:
    """An answer with a text whose stream ended without a reason."""
    sent = user(0)
    ended = answer(sent, finish="unknown", **fields)
    return stored(sent, ended, stage=Stage.ANSWERING, answer_parts=(text(4),))


def whole(**fields: Any) -> Prompt:
    sent = user(20)
    ended = answer(sent, 20.2, 21, **{"output_tokens": 3, **fields})
    return stored(sent, ended, outcome=Outcome.ANSWERED, stage=Stage.ANSWERED)


def test_a_text_without_reason_or_tokens_is_cut_where_the_model_ends_others_with_both() -> None:
    found = verdict((cut(output_tokens=0), replace(world(), prompts=(whole(),))))
    assert (found.cause, found.confidence) == ("provider-error", Confidence.MEDIUM)


@pytest.mark.parametrize("other", [whole(output_tokens=0), whole(model_id="other"), whole(finish="unknown")])
def test_without_a_whole_answer_of_the_same_model_a_cut_text_is_only_a_candidate(other: Prompt) -> None:
    found = verdict((cut(output_tokens=0), replace(world(), prompts=(other,))))
    assert (found.cause, found.candidates[:1]) == (None, ("provider-error",))


def test_an_answer_whose_tokens_were_counted_came_to_its_end() -> None:
    assert verdict((cut(output_tokens=7), replace(world(), prompts=(whole(),)))).candidates == ()


@pytest.mark.parametrize(
    ("stack", "cause"), [("AI_APICallError: no credit", "provider-error"), ("TypeError: x is undefined", None)]
)
def test_a_step_that_ended_in_an_error_of_its_call_is_a_failed_call(stack: str, cause: str | None) -> None:
    step = record("process", 1, "legacy", level="ERROR", error="no credit", stack=stack)
    assert verdict((prompt(rows=None, stage=Stage.STREAM, records=(LOOP, STREAM, step)), world())).cause == cause
