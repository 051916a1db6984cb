"""A queued prompt that nothing runs, and what looks like it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, record, request, stored, user, world


def queued(*, failed_at: float = 2.0, stored_at: float = 1.0, error: str | None = "APIError", **more: object) -> Prompt:
    """A prompt that was stored while the run of an earlier one was under way; that run ended at `failed_at`."""
    first = user(0)
    finish = None if error else "stop"
    run = answer(first, 0.2, failed_at, finish, error_name=error)
    return stored(user(stored_at), history=(first, run), **more)


def score(found: Prompt) -> int:
    return next((f.score for f in judge(found, world(), {}).findings if f.cause == "lost-wake"), 0)


def test_a_prompt_queued_behind_a_run_that_fails_is_named() -> None:
    verdict = judge(queued(), world(logs=False), {})
    assert (verdict.cause, verdict.confidence) == ("lost-wake", Confidence.MEDIUM)


def test_a_request_that_asked_for_a_reply_makes_it_certain() -> None:
    verdict = judge(queued(request=request()), world(), {})
    assert (verdict.cause, verdict.confidence) == ("lost-wake", Confidence.HIGH)


def test_a_request_that_asked_for_no_reply_is_no_lost_prompt() -> None:
    assert judge(queued(request=request(no_reply=True)), world(), {}).cause == "no-reply-requested"


def test_every_prompt_of_a_queue_is_named() -> None:
    first, second, third = user(0), user(1), user(1.5)
    run = answer(first, 0.2, 2, None, error_name="APIError")
    for last, before in ((second, ()), (third, (second,))):
        assert judge(stored(last, history=(first, run, *before)), world(logs=False), {}).cause == "lost-wake"


def test_a_prompt_stored_between_two_steps_of_the_run_was_queued_too() -> None:
    first = user(0)
    steps = answer(first, 0.2, 0.8, "tool-calls"), answer(first, 1.2, 2, None, error_name="APIError")
    assert judge(stored(user(1), history=(first, *steps)), world(logs=False), {}).cause == "lost-wake"


@pytest.mark.parametrize(("stored_at", "named"), [(2.0, True), (2.001, False), (0.0, True)])
def test_only_a_run_that_was_under_way_drops_the_prompt(stored_at: float, named: bool) -> None:
    found = queued(stored_at=stored_at)
    if stored_at == 0.0:
        found = replace(found, message=replace(found.message, id="msg_000000000001AbCdEfGhIjKlMn"))
    assert (score(found) > 0) is named


def test_a_run_that_was_aborted_is_another_cause() -> None:
    assert judge(queued(error="MessageAbortedError"), world(), {}).cause == "abort-dropped-queue"


def test_a_run_that_ended_well_takes_the_queue_along() -> None:
    assert score(queued(error=None, failed_at=10)) == 0


@pytest.mark.parametrize(("gap", "points"), [(1.5, 10), (1.501, 0)])
def test_the_race_at_the_end_of_an_answer_is_short(gap: float, points: int) -> None:
    assert score(queued(error=None, failed_at=1.0 - gap)) == points


def test_a_loop_that_was_started_rules_it_out() -> None:
    assert score(queued(records=(record("loop", 1.1, step="0"),))) < 0


HIT: Case = (stored(user(0.2), history=(m0 := user(-5), answer(m0, -4, 0.1)), request=request()), world())

INSTEAD = "no-reply-requested"

NEAR_MISS: Case = (stored(user(0.2), history=(m0, answer(m0, -4, 0.1)), request=request(no_reply=True)), world())


@pytest.mark.parametrize(("records", "cause"), [((), "lost-wake"), (None, None)])
def test_a_race_is_named_only_where_a_log_shows_that_the_prompt_did_not_fail(
    records: tuple[()] | None, cause: str | None
) -> None:
    raced = queued(error=None, failed_at=0.5, request=request(), records=records)
    assert judge(raced, world(logs=records is not None), {}).cause == cause
