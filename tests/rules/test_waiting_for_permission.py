"""The rule `waiting-for-permission`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, LogRecord, lines_of
from inspector.rules import waiting_for_answer
from tests.rules.cases import (
    ASKING,
    LATER,
    LOOP,
    LOOPS,
    RUN,
    SES,
    STREAM,
    Case,
    at,
    calling,
    hanging,
    ident,
    naming,
    record,
    score,
    stream,
    tool,
    verdict,
    world,
)
from tests.rules.test_waiting_for_answer import HIT as WAITING_FOR_ANSWER_HIT


def ask(seconds: float, prefix: str = "per", run: str = "aaaaaaaa") -> LogRecord:
    return record("asking", seconds, id=ident(prefix, at(seconds)), permission="bash", run=run)


def two_calls(*asks: LogRecord, first: str = "sleep 300", second: str = "echo hi") -> tuple[Case, Case]:
    """Two sessions with a call each, begun 0.1 s apart, in one run whose log has these requests."""
    made = [
        hanging(tool("bash", start, input=f'{{"command":"{command}"}}'), records=(LOOP, STREAM), run=LOOPS)
        for start, command in ((0.5, first), (0.6, second))
    ]
    found = tuple(replace(one, session_id=session) for one, session in zip(made, (SES, "ses_other"), strict=True))
    return tuple((one, naming(*asks, prompts=found)) for one in found)  # type: ignore[return-value]


HIT: Case = (hanging(tool("bash"), records=(stream,)), world(ASKING))

NEAR_MISS: Case = (hanging(tool("bash", has_metadata=True, has_output=True), records=(stream,)), world())


@pytest.mark.parametrize("late", [0.441, 0.5, 2])
def test_a_request_for_a_permission_made_when_the_call_began_is_the_calls(late: float) -> None:
    found = verdict(calling("bash", ask(late)))
    assert (found.cause, found.confidence) == ("waiting-for-permission", Confidence.HIGH)


@pytest.mark.parametrize("asks", [(ask(0.439),), (ask(2.002),), (ask(0.5, run="bbbbbbbb"),), (ask(0.5, "que"),)])
def test_a_request_at_another_time_of_another_run_or_of_another_kind_is_not_the_calls(asks: tuple[LogRecord, ...]) -> None:
    assert verdict(calling("bash", *asks)).confidence is not Confidence.HIGH
    assert score(calling("bash", *asks), "tool-hang") == score(calling("bash"), "tool-hang")


def test_a_request_is_the_calls_whose_input_it_names_however_near_another_one_is() -> None:
    sleeping, waiting = two_calls(replace(ask(0.5), fields={**ask(0.5).fields, "patterns": '["echo hi"]'}))
    assert verdict(waiting).cause == "waiting-for-permission"
    assert verdict(sleeping).cause == "tool-hang"


def test_of_two_calls_that_a_request_fits_alike_the_nearer_one_made_it() -> None:
    far, near = two_calls(replace(ask(0.61), fields={**ask(0.61).fields, "patterns": '["ls"]'}), first="ls", second="ls")
    assert (verdict(near).cause, verdict(near).confidence) == ("waiting-for-permission", Confidence.HIGH)
    assert verdict(far).confidence is not Confidence.HIGH


def test_a_command_too_long_to_be_read_whole_may_have_made_any_request() -> None:
    asks = replace(ask(0.5), fields={**ask(0.5).fields, "patterns": '["rm -rf build"]'})
    long = '{"command":"' + "x" * 5000 + ' && rm -rf build"}'
    assert verdict(calling("bash", asks, input=long[:4096])).confidence is Confidence.HIGH
    assert verdict(calling("bash", asks, input=long[:4095])).confidence is not Confidence.HIGH
    assert verdict(calling("bash", asks, input='{"command":"sleep 300"}')).confidence is not Confidence.HIGH


def test_a_request_of_a_server_that_is_gone_cannot_be_answered_any_more() -> None:
    case = WAITING_FOR_ANSWER_HIT
    later = replace(LATER, era=case[0].run.era if case[0].run else "logfmt")
    assert case[1].logs is not None
    gone = replace(case[1], logs=replace(case[1].logs, runs=(*case[1].logs.runs, later)))
    assert verdict((case[0], gone)).confidence is not Confidence.HIGH
    assert not any("curl" in line for line in lines_of(waiting_for_answer.remedy((case[0],), gone)))
    assert any("curl" in line for line in lines_of(waiting_for_answer.remedy((case[0],), case[1])))


def test_a_request_for_an_edit_is_no_shells_but_may_be_a_custom_tools() -> None:
    edit = replace(ask(0.5), fields={**ask(0.5).fields, "permission": "edit"})
    assert verdict(calling("bash", edit)).confidence is not Confidence.HIGH
    assert verdict(calling("rename_all", edit)).confidence is Confidence.HIGH


@pytest.mark.parametrize("told", ["replied", "rejected"])
@pytest.mark.parametrize("key", ["id", "requestID", "permissionID"])
def test_a_permission_that_was_answered_is_not_what_the_call_waits_for(told: str, key: str) -> None:
    reply = record(told, 1, **{key: ASKING.fields["id"]})
    assert verdict(calling("bash", ASKING, reply)).confidence is not Confidence.HIGH
    assert verdict(calling("bash", ASKING, record(told, 1, **{key: ident("per", at(50))}))).confidence is Confidence.HIGH


def test_a_call_whose_permission_was_given_and_that_never_went_on_hangs() -> None:
    found = verdict(calling("bash", ASKING, record("replied", 1, requestID=ASKING.fields["id"], reply="once")))
    assert found.cause != "waiting-for-permission"


def test_a_request_of_another_run_does_not_make_a_call_wait_for_a_permission() -> None:
    assert verdict(calling("bash", ask(1, run="bbbbbbbb"))).cause == "tool-hang"


def test_a_call_that_never_began_waits_for_no_permission_where_the_log_shows_that_none_was_asked_for() -> None:
    found = verdict(calling("bash"))
    assert (found.cause, found.confidence) == ("tool-hang", Confidence.MEDIUM)
    assert score(calling("bash"), "waiting-for-permission") < 0
    assert verdict(calling("bash", ask(5.502))).cause == "tool-hang"


@pytest.mark.parametrize(
    "case",
    [
        calling("bash", ask(5.5)),
        calling("bash", shown=False),
        (hanging(tool("bash"), records=(LOOP, STREAM), run=LOOPS), naming(dropped=1)),
        (hanging(tool("bash"), records=(LOOP, STREAM), run=RUN), naming(runs=(RUN,))),
    ],
    ids=["asked within seconds", "loop not shown", "records left out", "run without loops"],
)
def test_a_call_that_never_began_may_wait_for_a_permission_where_the_log_may_have_missed_it(case: Case) -> None:
    assert verdict(case).cause == "waiting-for-permission"


def test_a_call_made_just_before_the_evidence_ends_waits_for_nobody_yet() -> None:
    case = hanging(tool("bash", 118.5)), world()
    assert verdict(case).cause is None
    assert verdict((hanging(tool("bash", 60)), world())).cause == "waiting-for-permission"


@pytest.mark.parametrize(("late", "own"), [(5.5, True), (5.502, False)])
def test_a_request_that_names_the_command_was_made_within_five_seconds_of_the_call(late: float, own: bool) -> None:
    asks = replace(ask(late), fields={**ask(late).fields, "patterns": '["echo hi"]'})
    assert (verdict(calling("bash", asks, input='{"command":"echo hi"}')).cause == "waiting-for-permission") is own


@pytest.mark.parametrize(("between", "found"), [(99, True), (100, False)])
def test_a_request_is_looked_for_among_the_hundred_calls_before_it(between: int, found: bool) -> None:
    asks = replace(ask(2), fields={**ask(2).fields, "patterns": '["echo hi"]'})
    own = hanging(tool("bash", 0.5, input='{"command":"echo hi"}'), run=LOOPS)
    others = [
        replace(hanging(tool("bash", 0.6, input='{"command":"sleep 300"}'), run=LOOPS), session_id=f"ses_{n}")
        for n in range(between)
    ]
    assert bool(naming(asks, prompts=(own, *others)).index.asks.by_call) is found
