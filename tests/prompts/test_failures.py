"""Which prompt a logged failure belongs to, just below and just above the times that decide it."""

from __future__ import annotations

import pytest

from inspector.model import LogRecord, MessageRow, Outcome, ProjectedRow, Stage
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from inspector.prompts.failures import attach_failures
from inspector.prompts.faults import Faults
from tests.rules.cases import SES, at, record, rows, session, user


def failure(seconds: float, era: str = "logfmt") -> LogRecord:
    return record("prompt_async failed", seconds, era, level="ERROR", cause="Cause([Die(Error: no budget)])")


def draft_of(message: MessageRow, *records: LogRecord) -> Draft:
    return Draft(Outcome.SILENT, SES, message.time_created, Stage.STORED, rows(message), message=message, records=records)


@pytest.mark.parametrize(("later", "ended"), [(2, True), (2.001, False)])
def test_a_failure_without_a_loop_ends_a_prompt_that_was_stored_up_to_2_s_before(later: float, ended: bool) -> None:
    draft = draft_of(user(0))
    others = attach_failures(SessionEvidence(SES, draft.rows, (), (failure(later),)), [draft], Faults())
    assert (draft.outcome is Outcome.FAILED, len(others)) == (ended, 0 if ended else 1)


@pytest.mark.parametrize(
    ("era", "later", "ended"),
    [("logfmt", -0.005, True), ("logfmt", -0.006, False), ("legacy", -1, True), ("legacy", -1.001, False)],
)
def test_a_failure_may_be_written_5_ms_before_the_row_of_its_prompt_or_a_second_with_whole_seconds(
    era: str, later: float, ended: bool
) -> None:
    draft = draft_of(user(0))
    attach_failures(SessionEvidence(SES, draft.rows, (), (failure(later, era),)), [draft], Faults())
    assert (draft.outcome is Outcome.FAILED) is ended


@pytest.mark.parametrize(("before", "kept"), [(10, ["loop", "prompt_async failed"]), (10.001, ["prompt_async failed"])])
def test_a_failed_prompt_without_a_row_keeps_the_records_of_the_10_s_before(before: float, kept: list[str]) -> None:
    failed = failure(20)
    evidence = SessionEvidence(SES, records=(record("loop", 20 - before, step="1"), failed), failures=(failed,))
    (alone,) = attach_failures(evidence, [], Faults())
    assert [r.message for r in alone.records or ()] == kept


@pytest.mark.parametrize(
    ("seconds", "stage"), [(3, Stage.SWITCHED), (3.001, Stage.NOTHING), (-3, Stage.SWITCHED), (-3.001, Stage.NOTHING)]
)
def test_a_switch_of_agent_within_3_s_of_a_failure_is_of_the_failed_prompt(seconds: float, stage: Stage) -> None:
    switch = ProjectedRow("evt_1", SES, "agent-switched", 1, at(20 + seconds), None, None, None, None)
    found = rows(row=session(agent=None), projected=(switch,))
    (alone,) = attach_failures(SessionEvidence(SES, found, (), (failure(20),)), [], Faults())
    assert alone.stage is stage
