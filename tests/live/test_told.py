"""What a watch has reported, and what it has to correct."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from inspector.live.told import Told
from inspector.model import Confidence, Entry, Outcome, Report
from tests.renderers.example import TROUBLED

AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.fixture
def stalled() -> Entry:
    entry = next(iter(TROUBLED.silent))
    return replace(
        entry, outcome=Outcome.SILENT, session_id="ses_a", message_id="msg_a", time=AT, log=None,
        cause="stream-stall", confidence=Confidence.MEDIUM, recovered=False, expected=False,
    )  # fmt: skip


def report(*silent: Entry, failures: tuple[Entry, ...] = ()) -> Report:
    return replace(TROUBLED, failures=failures, silent=silent, rejected=())


@pytest.fixture
def told(stalled: Entry) -> Told:
    made = Told()
    assert made.fresh(report(stalled), lambda entry: True).silent == (stalled,)
    return made


def test_the_same_cause_is_no_change(told: Told, stalled: Entry) -> None:
    assert told.changed(report(replace(stalled, confidence=Confidence.HIGH))) == ()


@pytest.mark.parametrize("cause", ["server-stopped", None])
def test_another_cause_and_one_that_is_no_longer_decided_are_changes_and_are_reported_once(
    told: Told, stalled: Entry, cause: str | None
) -> None:
    now = replace(stalled, cause=cause)
    ((before, after),) = told.changed(report(now))
    assert (before.cause, after) == ("stream-stall", now)
    assert told.changed(report(now)) == ()


def test_a_silent_prompt_that_the_log_names_as_failed_is_a_change_and_no_new_prompt(told: Told, stalled: Entry) -> None:
    failed = replace(stalled, outcome=Outcome.FAILED, cause="database-locked")
    assert told.fresh(report(failures=(failed,)), lambda entry: True).entries == ()
    ((before, after),) = told.changed(report(failures=(failed,)))
    assert (before.cause, after.cause) == ("stream-stall", "database-locked")


def test_what_was_answered_later_is_no_change(told: Told, stalled: Entry) -> None:
    assert told.changed(report(replace(stalled, cause=None, recovered=True))) == ()


def test_the_sessions_that_wait_are_those_of_the_reported_prompts(told: Told) -> None:
    assert told.waiting_sessions() == {"ses_a"}
