"""The clock of the server's host went back, and what looks like it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, LogRecord, Stage
from inspector.prompts.prompt import Prompt
from inspector.prompts.storage import CLOCK_STEP, RECORD_STEP, record_from_the_future, row_from_the_future
from inspector.rules.server_clock import remedy
from tests.rules.cases import SES, Case, answer, naming, prompt, record, request, session, stored, user, world

AT_ONCE = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))


def set_back(ahead: float, records: tuple[LogRecord, ...] | None = AT_ONCE, **message: object) -> Prompt:
    """A prompt that was stored after a question and an answer whose times are `ahead` seconds later."""
    question = user(ahead - 1, place=1)
    stage = Stage.LOOP if records else Stage.STORED
    history = (question, answer(question, ahead, ahead + 1, place=2))
    return stored(user(0, **{"place": 3, **message}), history=history, stage=stage, records=records)


def score(found: Prompt) -> int:
    return next((f.score for f in judge(found, world(), {}).findings if f.cause == "server-clock"), 0)


@pytest.mark.parametrize("version", ["1.15.13", "1.18.34"])
def test_a_clock_that_went_back_is_named_on_old_and_new_servers(version: str) -> None:
    verdict = judge(replace(set_back(3600), version=version), world(), {})
    assert (verdict.cause, verdict.confidence) == ("server-clock", Confidence.HIGH)


def test_rows_alone_give_medium_confidence() -> None:
    verdict = judge(set_back(3600, records=None), world(logs=False), {})
    assert (verdict.cause, verdict.confidence) == ("server-clock", Confidence.MEDIUM)


def test_rows_of_two_servers_a_few_milliseconds_apart_are_no_clock() -> None:
    assert score(set_back(0.003)) == 0


def test_only_a_step_of_more_than_a_second_counts() -> None:
    message, step = user(0, place=2), CLOCK_STEP.total_seconds()
    for ahead, found in ((step, False), (step + 0.001, True)):
        rows = stored(message, history=(user(ahead, place=1),)).rows
        assert (row_from_the_future(message, rows) is not None) is found


def test_a_row_from_the_future_that_was_stored_later_says_nothing() -> None:
    message = user(0, place=1)
    assert row_from_the_future(message, stored(message, history=(user(60, place=2),)).rows) is None


def test_without_the_order_of_storage_nothing_is_said() -> None:
    assert score(set_back(3600, place=None)) == 0


def test_a_prompt_that_asks_for_no_reply_is_not_the_clock() -> None:
    assert judge(replace(set_back(3600), request=request(no_reply=True)), world(), {}).cause != "server-clock"


def test_an_id_with_another_time_than_its_row_points_to_the_client() -> None:
    assert score(set_back(3600)) - score(set_back(3600, id=user(0, made=-600).id)) == 30


def test_a_row_that_a_fork_copied_is_no_prompt_to_judge() -> None:
    copy = set_back(3600, id=user(0, made=7200).id)
    assert copy.rows is not None
    born = session(time_created=user(7200).time_created)
    assert score(replace(copy, rows=replace(copy.rows, session=born))) == 0


def test_the_log_alone_shows_records_of_one_session_that_go_back() -> None:
    earlier = replace(record("exiting loop", 3600), order=-1)
    traced = prompt(stage=Stage.LOOP, rows=None, records=AT_ONCE)
    seen = naming()
    assert seen.logs is not None
    seen = replace(seen, logs=replace(seen.logs, sessions={SES: (earlier, *AT_ONCE)}))
    verdict = judge(traced, seen, {})
    assert (verdict.cause, verdict.confidence) == ("server-clock", Confidence.MEDIUM)
    assert judge(traced, naming(), {}).cause != "server-clock"


def test_records_may_go_back_by_two_seconds() -> None:
    first = record("loop", 0.0)
    for ahead, found in ((RECORD_STEP, False), (RECORD_STEP + timedelta(milliseconds=1), True)):
        earlier = replace(record("loop", ahead.total_seconds()), order=first.order - 1)
        assert (record_from_the_future(first, [earlier]) is not None) is found


def test_the_remedy_says_when_the_session_takes_prompts_again() -> None:
    assert "after 2026-11-22 08:00:00 UTC" in remedy([set_back(3600)], world())[1].text


def _set_back(seconds: float) -> Prompt:
    """A prompt that the server stored after an answer whose time is `seconds` later."""
    before = user(seconds - 1, place=1)
    ahead = answer(before, seconds, seconds + 1, place=2)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    return stored(user(0, place=3), history=(before, ahead), stage=Stage.LOOP, records=lines)


HIT: Case = (_set_back(3600), world())

NEAR_MISS: Case = (_set_back(0.003), world())
