"""Prompts that a server did not await, just below and just above the times that decide whose a rejection is."""

from __future__ import annotations

from dataclasses import replace

import pytest

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


@pytest.mark.parametrize(("later", "taken"), [(5, True), (5.001, False)])
def test_a_rejection_within_five_seconds_of_a_stored_prompt_is_that_prompts(later: float, taken: bool) -> None:
    asked = record("request", later, "legacy", method="POST", path=f"/session/{SES}/prompt_async")
    rejected = record("rejection", later, "legacy", e="socket closed")
    prompts = [stored(user(0), version="1.15.13")]
    own = list(find_unawaited((asked, replace(rejected, order=asked.order + 1)), prompts, Shared(Runs((EARLY,)))))
    assert (prompts[0].record is not None, own == []) == (taken, taken)


@pytest.mark.parametrize(("later", "taken"), [(-1, True), (-1.001, False)])
def test_a_rejection_may_be_a_second_older_than_its_prompt_by_the_clock_of_the_client(later: float, taken: bool) -> None:
    asked = record("request", later, "legacy", method="POST", path=f"/session/{SES}/prompt_async")
    rejected = record("rejection", later, "legacy", e="socket closed")
    prompts = [stored(user(0.9), version="1.2.27")]
    own = list(find_unawaited((asked, replace(rejected, order=asked.order + 1)), prompts, Shared(Runs((EARLY,)))))
    assert (prompts[0].record is not None, own == []) == (taken, taken)
