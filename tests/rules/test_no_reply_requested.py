"""The rule `no-reply-requested`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Deciding, Stage, Wanted
from inspector.prompts.assemble import prompts_of
from inspector.prompts.evidence import SessionEvidence, Shared
from inspector.rules._questions import no_loop
from tests.rules.cases import (
    LOOPS,
    SES,
    UNSHOWN,
    Case,
    answer,
    at,
    naming,
    prompt,
    record,
    request,
    rows,
    score,
    silent,
    stored,
    unread,
    user,
    verdict,
    world,
)

HIT: Case = (stored(user(0), run=LOOPS), naming())

NEAR_MISS: Case = (stored(user(0), run=LOOPS, request=request()), naming())


def test_no_loop_in_a_run_that_writes_them_and_goes_on_is_how_no_reply_looks() -> None:
    found = verdict(silent())
    assert (found.cause, found.confidence) == ("no-reply-requested", Confidence.MEDIUM)
    assert verdict(silent({"last_time": at(2), "first_time": at(0)})).cause == "no-reply-requested"
    assert (
        verdict(silent({"last_time": at(2), "first_time": at(0.1)})).cause is None
    )  # the loop may stand before the log's first line


@pytest.mark.parametrize(("begins", "shows"), [(10, False), (10.1, True)])
def test_the_first_loop_of_a_run_may_be_that_of_an_earlier_prompt_for_ten_seconds(begins: float, shows: bool) -> None:
    run = replace(LOOPS, first_loop=at(begins))
    sent, there = stored(user(0), run=run), naming(runs=(run,))
    assert there.logs is not None
    mine = (*there.logs.sessions[SES], record("loop", begins, run=run.key))
    assert no_loop(sent, replace(there, logs=replace(there.logs, sessions={SES: mine}))) is shows


@pytest.mark.parametrize("why", UNSHOWN)
def test_a_missing_loop_says_next_to_nothing_where(why: str) -> None:
    found = verdict(UNSHOWN[why])
    assert (found.cause, found.candidates[0]) == (None, "no-reply-requested")


def test_silence_is_expected_only_where_a_capture_shows_that_no_reply_was_wanted() -> None:
    found, there = silent()
    sent = replace(found, request=request(no_reply=True))
    entries = [entry_of(one, judge(one, there, {}), there) for one in (found, sent)]
    assert [(e.cause, e.expected) for e in entries] == [("no-reply-requested", False), ("no-reply-requested", True)]


def test_a_prompt_without_reply_that_was_never_stored_is_no_wish() -> None:
    found = prompt(stage=Stage.NOTHING, request=request(no_reply=True), run=LOOPS)
    assert score((found, naming()), "no-reply-requested") < 0
    assert not entry_of(found, judge(found, naming(), {}), naming()).expected


def test_a_sent_message_that_is_gone_while_its_answer_is_there_was_answered_and_deleted() -> None:
    gone = user(0)
    reply = answer(gone)
    sent = request(message_id=gone.id)
    assert prompts_of(SessionEvidence(SES, rows(reply), requests=(sent,)), Shared()) == []
    assert prompts_of(SessionEvidence(SES, rows(reply), requests=(replace(sent, message_id=None),)), Shared()) == []
    assert [p.stage for p in prompts_of(SessionEvidence(SES, rows(), requests=(sent,)), Shared())] == [Stage.NOTHING]
    late = replace(sent, message_id=None, time=at(-90))
    assert [p.stage for p in prompts_of(SessionEvidence(SES, rows(reply), requests=(late,)), Shared())] == [Stage.NOTHING]


def test_a_silent_prompt_whose_answer_may_be_the_row_that_was_not_read_has_no_cause() -> None:
    case: Case = stored(user(0), request=request(no_reply=True)), world()
    assert verdict(case).confidence is Confidence.HIGH
    found = verdict(unread(case))
    assert (found.cause, found.confidence, found.candidates) == (None, None, ("no-reply-requested",))
    entry = entry_of(unread(case)[0], found, world())
    assert Wanted(Deciding.UNREAD_MESSAGE, "msg_broken") in entry.next_evidence


def test_a_log_that_lacks_steps_does_not_show_that_no_loop_was_started() -> None:
    sent = stored(user(0), records=(), run=LOOPS)
    assert no_loop(sent, naming())
    there = naming()
    assert there.logs is not None
    gap = (record("loop", 5, step="0"), record("loop", 7, step="2"))
    lossy = replace(there, logs=replace(there.logs, sessions={SES: gap}))
    assert not no_loop(sent, lossy)
    whole = (record("loop", 5, step="0"), record("loop", 6, step="1"), record("exiting loop", 7))
    assert no_loop(sent, replace(there, logs=replace(there.logs, sessions={SES: whole})))


def test_a_prompt_that_came_while_a_loop_was_running_may_have_been_taken_along() -> None:
    sent = stored(user(0), records=(), run=LOOPS)
    there = naming()
    assert there.logs is not None
    open_then = (record("loop", -2, step="0"), record("loop", 3, step="1"), record("exiting loop", 4))
    assert not no_loop(sent, replace(there, logs=replace(there.logs, sessions={SES: open_then})))
    over = (record("loop", -3, step="0"), record("exiting loop", -2))
    assert no_loop(sent, replace(there, logs=replace(there.logs, sessions={SES: over})))
