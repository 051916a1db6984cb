"""The order of the prompts of one session where the server's clock went back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import MessageRow
from inspector.prompts.assemble import prompts_of
from inspector.prompts.evidence import SessionEvidence, Shared
from inspector.prompts.ids import is_copied
from inspector.prompts.prompt import Prompt
from inspector.prompts.storage import record_from_the_future, row_from_the_future
from tests.rules.cases import SES, answer, at, record, rows, session, user


def prompts(*messages: MessageRow) -> list[Prompt]:
    in_time = sorted(messages, key=lambda m: m.time_created or at(0))
    return prompts_of(SessionEvidence(SES, rows(*in_time, row=session(time_created=at(-7200)))), Shared())


def test_an_answer_that_was_stored_before_a_prompt_does_not_count_as_a_later_one() -> None:
    ahead = user(3600, place=1)
    found = prompts(ahead, answer(ahead, 3601, 3602, place=2), user(0, place=3))
    assert [(p.outcome, p.recovered) for p in found] == [("answered", False), ("silent", False)]


def test_an_answer_that_was_stored_after_a_prompt_counts_although_its_time_is_earlier() -> None:
    lost, again = user(3600, place=1), user(0, place=2)
    found = prompts(lost, again, answer(again, 1, 2, place=3))
    assert [(p.outcome, p.recovered) for p in found] == [("silent", True), ("answered", False)]


def test_times_decide_as_long_as_the_clock_ran_forward() -> None:
    first, second = user(0, place=5), user(10, place=9)
    assert [p.message for p in prompts(second, first)] == [first, second]


def test_without_rows_the_order_of_the_log_decides() -> None:
    answered = [record("loop", 3600, step="0"), record("stream", 3601), record("exiting loop", 3602)]
    skipped = [record("loop", 0, step="0"), record("exiting loop", 0.1)]
    written = tuple(replace(r, order=n) for n, r in enumerate([*answered, *skipped]))
    found = prompts_of(SessionEvidence(SES, records=written), Shared())
    assert [(p.outcome, p.recovered) for p in found] == [("answered", False), ("silent", False)]


def test_a_row_older_than_its_session_is_a_copy_only_when_its_id_is_younger() -> None:
    born = rows(row=session(time_created=at(0)))
    assert is_copied(user(-3600, made=0), born)
    assert not is_copied(user(-3600), born)
    assert not is_copied(user(-30), born)


@pytest.mark.parametrize(("back", "found"), [(1, False), (1.001, True)])
def test_rows_of_two_processes_differ_by_less_than_a_clock_that_went_back(back: float, found: bool) -> None:
    ahead, later = user(back, place=1), user(0, place=2)
    assert (row_from_the_future(later, rows(ahead, later)) is not None) is found


@pytest.mark.parametrize(("back", "found"), [(2, False), (2.001, True)])
def test_records_have_whole_seconds_and_one_more_before_the_clock_went_back(back: float, found: bool) -> None:
    ahead, later = replace(record("loop", back), order=1), replace(record("loop", 0), order=2)
    assert (record_from_the_future(later, (ahead,)) is not None) is found
