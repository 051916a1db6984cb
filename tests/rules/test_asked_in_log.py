"""A permission or a question that is open, told from the log alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, LogRecord, Stage
from inspector.prompts.prompt import Prompt
from inspector.rules._asking import asked_in_log
from tests.rules.cases import at, ident, prompt, record, world


def traced(session: str, seconds: float) -> Prompt:
    """A prompt that only the log knows, whose provider was called at that time."""
    lines = (record("loop", seconds, step="0"), record("stream", seconds + 0.1, small="false"))
    return replace(prompt(stage=Stage.STREAM, rows=None, records=lines, time=at(seconds)), session_id=session)


def asking(prefix: str, seconds: float) -> LogRecord:
    return record("asking", seconds, id=ident(prefix, at(seconds)), permission="bash")


@pytest.mark.parametrize(("prefix", "cause"), [("per", "waiting-for-permission"), ("que", "waiting-for-answer")])
def test_an_open_request_after_the_only_open_prompt_is_its_own(prefix: str, cause: str) -> None:
    one = traced("ses_one", 0)
    found = judge(one, world(asking(prefix, 1), prompts=(one,)), {})
    assert (found.cause, found.confidence) == (cause, Confidence.MEDIUM)


def test_a_request_that_was_replied_to_is_not_open() -> None:
    one, asked = traced("ses_one", 0), asking("per", 1)
    replied = record("replied", 2, requestID=asked.fields["id"])
    assert "waiting-for-permission" not in judge(one, world(asked, replied, prompts=(one,)), {}).candidates


def test_of_two_open_prompts_neither_is_named_and_the_last_called_is_a_candidate() -> None:
    one, two = traced("ses_one", 0), traced("ses_two", 0.5)
    everything = world(asking("per", 1), prompts=(one, two))
    assert "waiting-for-permission" not in judge(one, everything, {}).candidates
    found = judge(two, everything, {})
    assert found.cause is None and "waiting-for-permission" in found.candidates


def test_a_request_before_the_prompt_is_another_ones() -> None:
    one = traced("ses_one", 5)
    assert "waiting-for-permission" not in judge(one, world(asking("per", 1), prompts=(one,)), {}).candidates


def test_an_abort_after_the_request_ends_the_wait() -> None:
    one = traced("ses_one", 0)
    everything = world(asking("per", 1), prompts=(one,))
    assert everything.logs is not None
    stopped = replace(everything, logs=replace(everything.logs, sessions={"ses_one": (record("cancel", 3),)}))
    assert "waiting-for-permission" not in judge(one, stopped, {}).candidates


@pytest.mark.parametrize(("calls", "sure"), [(2000, True), (2001, False)])
def test_whose_a_request_is_stays_open_behind_more_than_two_thousand_calls(calls: int, sure: bool) -> None:
    one = traced("ses_one", 0)
    earlier = tuple(record("stream", n - calls, small="false") for n in range(calls - 1))
    other = replace(one, session_id="ses_two", time=at(-calls), records=(*earlier, record("exiting loop", -1)))
    found = asked_in_log(one, world(asking("per", 1), prompts=(other, one)), "per_")
    assert found is not None and found.alone is sure
