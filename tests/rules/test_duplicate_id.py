"""The rule `duplicate-id`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, at, failed, no_row, prompt, request, score, stored, user, verdict, world


def again(seconds: float) -> Prompt:
    """A prompt whose row was stored so long before the time in its JSON, with the answer to the first one in the session."""
    message = replace(user(0), first_stored=at(-seconds))
    return stored(message, history=(replace(answer(message, -seconds + 0.2, -seconds + 1), parent_id=None),))


HIT: Case = (
    prompt(**failed("Cause([Die(Error: No user message found in stream. This should never happen.)])"), **no_row),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(Error: hook refused)])"), **no_row), world())


def test_a_row_that_is_older_than_its_json_was_sent_again_with_the_same_id() -> None:
    found = verdict((again(5), world()))
    assert (found.cause, found.confidence) == ("duplicate-id", Confidence.HIGH)
    assert verdict((again(0.4), world())).cause != "duplicate-id"
    answered = replace(again(5), answers=(answer(user(0)),))
    assert verdict((answered, world())).cause != "duplicate-id"


@pytest.mark.parametrize(("unanswered", "points"), [(False, 40), (True, 10)])
def test_a_second_call_that_nobody_answered_need_not_have_reached_the_server(unanswered: bool, points: int) -> None:
    """A client sent its prompt again while 1.14.41 was being restarted."""
    first = replace(prompt(), message=user(0), request=request(message_id="msg_a"))
    sent = request(message_id="msg_a", time=at(9), status=None if unanswered else 200, unanswered=unanswered)
    second = prompt(**no_row, time=at(9), request=sent)
    assert score((second, world(prompts=(first, second))), "duplicate-id") == points
