"""Which stored prompt a captured request belongs to, just below and just above the times that decide it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.model import Outcome, Stage
from inspector.prompts.captures import match_requests
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from tests.rules.cases import SES, answer, at, request, rows, user


@pytest.mark.parametrize(("sent", "own"), [(1.5, True), (1.501, False), (-45, True), (-45.001, False)])
def test_a_request_belongs_to_a_prompt_stored_1_5_s_before_it_to_45_s_after_it(sent: float, own: bool) -> None:
    stored = rows(user(0))
    shape = request(time=at(sent))
    draft = Draft(Outcome.SILENT, SES, at(0), Stage.STORED, stored, message=user(0))
    drafts = [draft]
    match_requests(SessionEvidence(SES, stored, requests=(shape,)), drafts)
    assert draft.request == (shape if own else None)
    assert [made.stage for made in drafts[1:]] == ([] if own else [Stage.NOTHING])


@pytest.mark.parametrize(("begun", "lost"), [(-1, 0), (-1.001, 1), (60, 0), (60.001, 1)])
def test_an_answer_begun_1_s_before_to_60_s_after_a_request_shows_that_its_message_was_deleted(begun: float, lost: int) -> None:
    orphan = replace(answer(user(0)), time_created=at(begun))
    drafts: list[Draft] = []
    match_requests(SessionEvidence(SES, rows(orphan), requests=(request(time=at(0)),)), drafts)
    assert len(drafts) == lost
