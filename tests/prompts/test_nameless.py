"""Failures that name no session: whose they are, just below and just above the times that decide."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import LogRecord, Outcome, Stage
from inspector.model.logs import ErrorGroup
from inspector.prompts.evidence import Shared
from inspector.prompts.nameless import assign_nameless_failures, errors_of_steps
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import Runs
from tests.rules.cases import OLD, SES, at, prompt, record, request, rows, session, stored, user, world


def failure(seconds: float) -> LogRecord:
    return replace(record("prompt_async failed", seconds, "legacy", level="ERROR"), fields={})


def owner(seconds: float, *prompts: Prompt) -> list[tuple[Outcome, str | None]]:
    found = assign_nameless_failures([failure(seconds)], prompts, {}, None, Shared(Runs((OLD,))))
    return [(p.outcome, p.session_id) for p in found]


@pytest.mark.parametrize(("later", "own"), [(2, True), (2.001, False)])
def test_a_failure_within_two_seconds_of_a_loop_is_the_loops(later: float, own: bool) -> None:
    looping = stored(user(0), records=(record("loop", 0.1, "legacy", step="0"),), version="1.14.48", stage=Stage.LOOP)
    apart = [(Outcome.SILENT, SES), (Outcome.FAILED, None)]
    assert owner(0.1 + later, looping) == ([(Outcome.FAILED, SES)] if own else apart)


@pytest.mark.parametrize(("later", "own"), [(5, True), (5.001, False), (-1, True), (-1.001, False)])
def test_a_failure_within_five_seconds_of_a_captured_prompt_that_left_nothing_is_that_prompts(later: float, own: bool) -> None:
    sent = prompt(stage=Stage.NOTHING, request=request())
    apart = [(Outcome.SILENT, SES), (Outcome.FAILED, None)]
    assert owner(later, sent) == ([(Outcome.FAILED, SES)] if own else apart)


@pytest.mark.parametrize(("before", "own"), [(10, True), (10.001, False), (-1, True), (-1.001, False)])
def test_a_failure_within_ten_seconds_of_an_empty_session_is_that_sessions(before: float, own: bool) -> None:
    empty = {SES: rows(row=session(time_created=failure(20 - before).time))}
    (found,) = assign_nameless_failures([failure(20)], [], empty, None, Shared(Runs((OLD,))))
    assert found.session_id == (SES if own else None)


def test_of_several_empty_sessions_the_one_that_changed_right_before_the_failure_is_chosen() -> None:
    held = replace(session(), id="ses_held", time_created=at(12), time_updated=at(12.1))  # its prompt waits in a hook that hangs
    for changed, owner_of in ((19.9, SES), (12.3, None)):
        empty = {
            "ses_held": replace(rows(row=held), session_id="ses_held"),
            SES: rows(row=session(time_created=at(12.2), time_updated=at(changed))),
        }
        (found,) = assign_nameless_failures([failure(20)], [], empty, None, Shared(Runs((OLD,))))
        assert found.session_id == owner_of


@pytest.mark.parametrize(
    ("later", "run", "own"),
    [(2, "aaaaaaaa", True), (2.001, "aaaaaaaa", False), (1, "bbbbbbbb", False)],
    ids=["2 s", "later", "other run"],
)
def test_the_error_of_a_step_is_the_sessions_whose_loop_is_cancelled_next(later: float, run: str, own: bool) -> None:
    error = replace(record("process", 1, "legacy", level="ERROR"), fields={"error": "no credit"})
    cancels = (record("cancel", 0.5, "legacy"), record("cancel", 1 + later, "legacy", run=run))
    logs = world(*cancels).logs
    assert logs is not None
    assert errors_of_steps(replace(logs, errors=(ErrorGroup((error,), 0),))) == ({SES: [error]} if own else {})


def test_the_error_of_a_step_that_names_its_session_is_left_where_it_is() -> None:
    named = record("process", 1, "legacy", level="ERROR", error="no credit")
    logs = world(record("cancel", 1.5, "legacy")).logs
    assert logs is not None
    assert errors_of_steps(replace(logs, errors=(ErrorGroup((named,), 0),))) == {}
