"""Prompts that a server did not await, just below and just above the times that decide whose a rejection is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.runs import Runs
from inspector.prompts.unawaited import find_unawaited
from tests.rules.cases import OLD, SES, record, stored, user

EARLY = replace(OLD, version="1.2.27")


@pytest.mark.parametrize(("later", "lost"), [(5, [SES]), (5.001, [])])
def test_a_lost_prompt_was_requested_within_five_seconds_before_its_rejection(later: float, lost: list[str]) -> None:
    asked = record("request", 1, "legacy", method="POST", path=f"/session/{SES}/prompt_async")
    rejected = replace(record("rejection", 1 + later, "legacy"), fields={"e": "socket closed"})
    found = find_unawaited((asked, rejected), [], Shared(Runs((EARLY,))))
    assert [p.session_id for p in found] == lost


@pytest.mark.parametrize(
    ("later", "stored_at", "version", "taken"),
    [
        pytest.param(5, 0, "1.15.13", True, id="five seconds later"),
        pytest.param(5.001, 0, "1.15.13", False, id="more than five seconds later"),
        pytest.param(-1, 0.9, "1.2.27", True, id="a second earlier, by the clock of the client"),
        pytest.param(-1.001, 0.9, "1.2.27", False, id="more than a second earlier"),
    ],
)
def test_a_rejection_near_a_stored_prompt_is_that_prompts(later: float, stored_at: float, version: str, taken: bool) -> None:
    asked = record("request", later, "legacy", method="POST", path=f"/session/{SES}/prompt_async")
    rejected = record("rejection", later, "legacy", e="socket closed")
    prompts = [stored(user(stored_at), version=version)]
    own = list(find_unawaited((asked, replace(rejected, order=asked.order + 1)), prompts, Shared(Runs((EARLY,)))))
    assert (prompts[0].record is not None, own == []) == (taken, taken)


@pytest.mark.parametrize("logging", [(), ("aaaaaaaa",)], ids=["may not log requests", "logs requests"])
def test_a_rejection_without_a_request_is_a_lost_prompt_only_where_requests_may_not_be_logged(logging: tuple[str, ...]) -> None:
    rejected = replace(record("rejection", 1, "legacy"), fields={"e": "socket closed"})
    assert len(list(find_unawaited((rejected,), [], Shared(Runs((EARLY,))), logging))) == (0 if logging else 1)


def test_a_command_awaits_its_own_prompt() -> None:
    rejected = replace(record("rejection", 1, "legacy"), fields={"e": "socket closed"})
    assert list(find_unawaited((rejected,), [], Shared(Runs((replace(EARLY, asks=True),))))) == []


@pytest.mark.parametrize(("answered_at", "recovered"), [(3, True), (1, False)])
def test_a_lost_prompt_is_recovered_when_a_later_one_of_its_session_was_answered(answered_at: float, recovered: bool) -> None:
    asked = record("request", 1.5, "legacy", method="POST", path=f"/session/{SES}/prompt_async")
    rejected = replace(record("rejection", 2, "legacy"), fields={"e": "socket closed"})
    other = replace(stored(user(answered_at)), outcome=Outcome.ANSWERED)
    found = list(find_unawaited((asked, rejected), [other], Shared(Runs((EARLY,)))))
    assert [p.recovered for p in found] == [recovered]


@pytest.mark.parametrize(
    ("error", "more", "stage", "taken"),
    [
        ("ProviderModelNotFoundError", 0, Stage.LOOP, True),
        ("socket closed", 0, Stage.LOOP, False),
        ("ProviderModelNotFoundError", 1, Stage.LOOP, False),
        ("ProviderModelNotFoundError", 0, Stage.STREAM, False),
    ],
)
def test_the_only_prompt_whose_loop_had_begun_may_have_come_through_a_synchronous_call(
    error: str, more: int, stage: Stage, taken: bool
) -> None:
    """`opencode run --attach` of 1.2.20 and 1.3.2, whose requests are not read."""
    for run in (EARLY, replace(OLD, version="1.3.2")):
        rejected = record("rejection", 1, "legacy", e=error)
        one = stored(user(0.5), stage=stage, run=run)
        prompts = [one, *(replace(one, session_id=f"ses_{n}") for n in range(more))]
        assert list(find_unawaited((rejected,), prompts, Shared(Runs((run,))), ("aaaaaaaa",))) == []
        assert (prompts[0].record is not None) is taken
