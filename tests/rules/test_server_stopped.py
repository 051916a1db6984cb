"""The rule `server-stopped`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, LogRecord, PartRow, Stage
from inspector.rules._says import pages_for
from tests.rules.cases import (
    NEXT,
    RUN,
    SES,
    Case,
    answer,
    at,
    hanging,
    ident,
    record,
    rows,
    score,
    sending,
    stored,
    stream,
    text,
    tool,
    user,
    verdict,
    world,
)

KILLED = replace(RUN, last_time=at(2))


HIT: Case = (
    hanging(tool("bash", 1.5, has_metadata=True), run=KILLED, records=(record("stream", 1.5, small="false"),)),
    world(runs=(KILLED, NEXT)),
)

INSTEAD = "stream-stall"

NEAR_MISS: Case = (hanging(text(), records=(stream,)), world())


def test_an_answer_that_was_being_sent_when_its_server_was_replaced_did_not_stall() -> None:
    assert verdict(sending(119, restarted=True)).cause == "server-stopped"
    assert verdict(sending(119)).candidates[:2] == ("stream-stall", "server-stopped")
    assert verdict(sending(119)).cause is None  # a log copied from a running server looks the same
    assert verdict(sending(60)).confidence is Confidence.HIGH and verdict(sending(60)).cause == "stream-stall"


def test_a_subagent_whose_parent_went_on_had_ended_before_its_server() -> None:
    """From the log alone: a subagent that fails writes no record of its own."""
    made = record("created", 0, run="aaaaaaaa", parentID="ses_parent")
    child = replace(
        hanging(records=(record("loop", 0.5, step="0"),), run=KILLED), rows=None, message=None, answers=(), stage=Stage.LOOP
    )
    there = world(runs=(KILLED, NEXT), facts=None)
    assert there.logs is not None
    for seconds, ended in ((0.4, False), (0.6, True)):
        step = record("loop", seconds, run="aaaaaaaa", step="1")
        logs = replace(there.logs, sessions={SES: (made,), "ses_parent": (step,)})
        assert (score((child, replace(there, logs=logs)), "server-stopped") < 0) is ended


def test_a_process_began_as_long_before_its_banner_as_the_banner_says() -> None:
    """With the banner's own time the next process seems to begin 6 s after the answer's last activity, in truth 5 s."""
    pending = stored(
        user(), answer(user(), 0.2, completed=None, finish=None), stage=Stage.STREAM, run=replace(RUN, last_time=at(0.3))
    )
    late = replace(NEXT, first_time=at(6), began=None)
    for began, score_ in ((None, 20), (at(5.3), 20), (at(5.1), 30)):
        assert score((pending, world(runs=(pending.run or RUN, replace(late, began=began)))), "server-stopped") == score_, began


def restarted(*parts: PartRow, asks: tuple[LogRecord, ...] = (), gap: float = 0.5) -> Case:
    """An answer whose newest part began at 1.5 s; its server ended at 2 s, and the next one began `gap` seconds later."""
    later = replace(NEXT, first_time=at(2 + gap))
    found = hanging(*parts, run=KILLED, records=(record("stream", 1.4, small="false"),))
    return found, replace(world(*asks, runs=(KILLED, later)), prompts=(found,))


def test_a_question_that_was_open_when_its_server_was_restarted_waited_for_the_user() -> None:
    asks = record("asking", 1.5, id=ident("que", at(1.51)))
    for logged in ((), (asks,)):
        assert score(restarted(tool("question", 1.5), asks=logged), "server-stopped") == 0
    found = verdict(restarted(tool("question", 1.5), asks=(asks,)))
    assert (found.cause, found.confidence) == ("waiting-for-answer", Confidence.MEDIUM)


def test_a_permission_that_was_open_when_its_server_was_restarted_waited_for_the_user() -> None:
    asks = record("asking", 1.5, id=ident("per", at(1.51)), permission="bash")
    assert score(restarted(tool("bash", 1.5), asks=(asks,)), "server-stopped") == 0
    given = record("replied", 1.8, requestID=asks.fields["id"], reply="once")
    assert score(restarted(tool("bash", 1.5), asks=(asks, given)), "server-stopped") == 30
    assert score(restarted(tool("bash", 1.5, has_metadata=True)), "server-stopped") == 30


@pytest.mark.parametrize(("gap", "points"), [(3.5, 14), (3.501, 10)])
def test_from_a_log_alone_an_answer_may_have_ended_just_before_its_server(gap: float, points: int) -> None:
    """The log may lack its last half second, in which `exiting loop` may have been written."""
    found, there = restarted(gap=gap)
    alone = replace(
        found, rows=None, message=None, answers=(), stage=Stage.STREAM, records=(record("stream", 0.5, small="false"),)
    )
    assert score((alone, there), "server-stopped") == points
    assert verdict((alone, there)).cause is None


def test_a_message_without_its_parts_was_being_stored_when_its_server_stopped() -> None:
    other = stored(user(-20), answer(user(-20), -19), session_id="ses_other")
    half = stored(user(), parts=(), run=None)
    half = replace(half, rows=rows(user(), parts=()))
    before = replace(RUN, last_time=at(-5))
    there = replace(world(runs=(before, NEXT)), prompts=(other, half))
    assert verdict((half, there)).cause == "server-stopped"
    assert verdict((half, replace(there, prompts=(half,)))).cause is None  # nobody's parts were read
    assert verdict((half, replace(world(runs=(RUN, NEXT)), prompts=(other, half)))).cause is None  # its server went on
    assert verdict((replace(half, parts=(text(),)), there)).cause != "server-stopped"


@pytest.mark.parametrize("code", [3221225477, -1073741819, 3221226505, -1073740791, 3221225501, -1073741795])
def test_the_exit_codes_of_a_crash_on_windows_are_known(code: int) -> None:
    """Access violation, stack buffer overrun and illegal instruction, as numbers without and with a sign."""
    assert pages_for(f"opencode.exe exited with code {code}")[0].cause == "server-stopped"
    assert pages_for(f"opencode.exe exited with code {code + 1}") == ()
