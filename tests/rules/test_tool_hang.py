"""The rule `tool-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Stage
from inspector.prompts.answers import last_activity
from tests.rules.cases import (
    ASKING,
    BASH,
    LOOP,
    LOOPS,
    Case,
    aborted,
    calling,
    hanging,
    naming,
    prompt,
    record,
    score,
    stream,
    text,
    tool,
    verdict,
    world,
)

HIT: Case = (hanging(tool("bash", has_metadata=True, has_output=True), records=(stream,)), world())

INSTEAD = "waiting-for-permission"

NEAR_MISS: Case = (hanging(tool("bash"), records=(stream,)), world(ASKING))


def test_an_abort_after_a_minute_in_a_tool_call_is_the_tools_before_it_is_anybodys_wish() -> None:
    assert verdict(aborted(61, BASH)).candidates[:2] == ("tool-hang", "aborted")
    assert score(aborted(61, BASH), "stream-stall") == 0
    assert "tool-hang" not in verdict(aborted(59, BASH)).candidates


def test_a_call_whose_output_has_begun_hangs_whatever_was_asked() -> None:
    assert verdict(calling("bash", ASKING, has_metadata=True)).cause == "tool-hang"
    assert verdict(calling("bash", ASKING)).cause == "waiting-for-permission"


def test_a_task_that_never_began_may_have_no_agent() -> None:
    found = verdict(calling("task"))
    assert found.cause is None and "tool-hang" in found.candidates
    assert verdict(calling("task", has_metadata=True)).cause == "tool-hang"


@pytest.mark.parametrize(("short", "cause"), [(0.001, None), (0.0, "tool-hang")])
def test_a_call_in_a_copy_of_a_busy_server_need_not_hang(short: float, cause: str | None) -> None:
    call, there = HIT
    last = last_activity(call)
    assert call.run is not None and last is not None
    end = last + timedelta(seconds=8 - short)
    found = judge(replace(call, run=replace(call.run, last_time=end)), replace(there, end=end, now=end), {})
    assert found.cause == cause and "tool-hang" in found.candidates


def test_a_call_that_waits_for_a_subagent_does_not_hang_itself() -> None:
    call = replace(HIT[0], waits_for=("ses_child",))
    assert "tool-hang" not in judge(call, HIT[1], {}).candidates


@pytest.mark.parametrize(("last", "points"), [("stream", 4), ("exiting loop", 0), ("process", 0)])
def test_from_a_log_alone_a_call_that_never_returns_is_possible_after_the_provider_was_called(last: str, points: int) -> None:
    alone = prompt(rows=None, stage=Stage.STREAM, records=(LOOP, record(last, 0.3, small="false")), run=LOOPS)
    assert score((alone, naming()), "tool-hang") == points


@pytest.mark.parametrize(("synthetic", "cause"), [(True, "tool-hang"), (False, "waiting-for-permission")])
def test_a_command_of_the_user_needs_no_permission(synthetic: bool, cause: str) -> None:
    call, there = hanging(tool("bash"), parts=(replace(text(), synthetic=synthetic),), records=None), world()
    assert judge(call, replace(there, logs=None, live=True), {}).cause == cause


def test_rows_alone_do_not_tell_a_hanging_call_from_one_whose_server_was_stopped() -> None:
    call, there = hanging(tool("bash", has_metadata=True, has_output=True), records=None), world()
    found = judge(call, replace(there, logs=None), {})
    assert (found.cause, found.candidates) == (None, ("tool-hang", "server-stopped"))
    assert judge(call, replace(there, logs=None, live=True), {}).cause == "tool-hang"
