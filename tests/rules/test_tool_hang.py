"""The rule `tool-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import ASKING, BASH, Case, aborted, calling, hanging, score, stream, tool, verdict, world

HIT: Case = (hanging(tool("bash", has_metadata=True, has_output=True), records=(stream,)), world())

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
