"""What the log says of failed calls: the provider's own words, repeated calls, calls that were never sent."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, LogRecord, Stage
from inspector.rules._provider import words_of
from tests.rules.cases import LOOPS, Case, answer, at, hanging, naming, prompt, record, score, user, verdict

LOOP = record("loop", 0.1, step="0")
PROCESS = record("process", 0.2)


def classic(said: str, asked: str = "hello", name: str = "AI_APICallError") -> LogRecord:
    """A failed call as 1.15 logs it: with the whole request, which is longer than what is read of an error."""
    error = {
        "error": {
            "name": name,
            "requestBodyValues": {"messages": [{"role": "user", "content": asked}, {"content": "x" * 9000}]},
            "statusCode": 400,
            "responseBody": json.dumps({"error": {"message": said}}),
            "isRetryable": False,
        }
    }
    return record("stream error", 0.4, "legacy", level="ERROR", small="false", error=json.dumps(error, separators=(",", ":")))


def logged(*records: LogRecord) -> Case:
    case = replace(prompt(records=(LOOP, PROCESS, call(0.3), *records), stage=Stage.STREAM), rows=None, message=None, run=LOOPS)
    return case, naming(facts=None)


def call(seconds: float) -> LogRecord:
    return record("stream", seconds, small="false")


def test_the_words_are_the_providers_and_not_the_users() -> None:
    words = words_of(classic("This model's maximum context length is 8192 tokens", asked="prompt is too long"))
    assert "maximum context length is 8192" in words
    assert "prompt is too long" not in words


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("maximum context length is 8192 tokens", "context-overflow"),
        ("Missing bearer authentication in header", "missing-credentials"),
        ("Rate limit reached", "provider-error"),
    ],
)
def test_from_the_log_alone_the_providers_words_decide(said: str, cause: str) -> None:
    found = verdict(logged(classic(said)))
    assert found.candidates[0] == cause
    assert found.cause in (cause, None)


@pytest.mark.parametrize("asked", ["maximum context length", "no api key"])
def test_words_of_the_conversation_change_nothing(asked: str) -> None:
    assert verdict(logged(classic("Rate limit reached", asked))).cause == "provider-error"


def test_a_conversation_that_is_no_valid_request_never_reached_the_provider() -> None:
    found = verdict(logged(classic("", name="AI_InvalidPromptError"), record("invalid user part before save", 0.05)))
    assert (found.cause, found.confidence) == ("plugin-error", Confidence.HIGH)
    assert "provider-error" not in found.candidates


def test_a_call_repeated_in_one_step_is_a_retry_after_a_failure() -> None:
    repeated = hanging(records=(LOOP, PROCESS, call(0.3), call(5)), run=LOOPS), naming()
    assert verdict(repeated).cause == "provider-error"
    next_step = hanging(records=(LOOP, PROCESS, call(0.3), record("loop", 4, step="1"), PROCESS, call(5)), run=LOOPS), naming()
    assert score(next_step, "provider-error") == 0
    picked = hanging(records=(call(0.3), call(5)), run=LOOPS), naming()  # somebody kept the calls alone
    assert score(picked, "provider-error") == 0


def test_a_call_repeated_after_minutes_of_silence_had_timed_out() -> None:
    """Seen on 1.18.33: a call that is never answered is made again after 302 s, and nothing else is logged."""
    run = replace(LOOPS, last_time=at(400))
    repeated = hanging(records=(LOOP, PROCESS, call(0.3), call(302)), run=run), naming(runs=(run,), now=at(400))
    assert verdict(repeated).cause == "stream-stall"
    just_now = replace(run, last_time=at(303))
    assert verdict((replace(repeated[0], run=just_now), naming(runs=(just_now,), now=at(303)))).cause == "stream-stall"


@pytest.mark.parametrize("now", [6, 11, 60])
def test_after_answers_that_were_cut_an_open_one_is_no_stall_yet(now: float) -> None:
    """The verdict is the same between two calls and while one is open, also when each call takes longer than a provider pauses."""
    run = replace(LOOPS, last_time=at(now))
    records = (LOOP, PROCESS, call(0.3), record("loop", 5, step="1"), PROCESS, call(5.1))
    case = hanging(records=records, run=run)
    cut = [answer(user(0), seconds, seconds + 1, "unknown") for seconds in (0.2, 2, 3)]
    found = verdict((replace(case, answers=(*cut, *case.answers)), naming(runs=(run,), now=at(now))))
    assert (found.cause, found.confidence) == ("provider-error", Confidence.HIGH)
