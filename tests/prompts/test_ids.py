"""What IDs show, just below and just above the times that decide."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.prompts.ids import is_copied, is_sortable, was_sent_again
from tests.rules.cases import at, rows, session, stored, user

BORN = rows(row=session(time_created=at(0)))
WEEK = 7 * 86_400


@pytest.mark.parametrize(("made", "fork"), [(-60, True), (-60.001, False)])
def test_a_fork_makes_its_ids_within_a_minute_of_its_session(made: float, fork: bool) -> None:
    assert is_copied(user(-3600, made=made), BORN) is fork


@pytest.mark.parametrize(("stored_at", "fork"), [(-1.001, True), (-1, False)])
def test_a_row_that_a_fork_copied_is_more_than_a_second_older_than_its_session(stored_at: float, fork: bool) -> None:
    assert is_copied(user(stored_at, made=0), BORN) is fork


@pytest.mark.parametrize(("made", "fork"), [(-2.999, True), (-3, False)])
def test_a_row_that_a_fork_copied_is_more_than_a_second_older_than_its_id(made: float, fork: bool) -> None:
    assert is_copied(user(-4, made=made), BORN) is fork


@pytest.mark.parametrize(("off", "clock"), [(WEEK - 0.001, True), (WEEK, False), (-WEEK + 0.001, True), (-WEEK, False)])
def test_a_clock_is_wrong_by_less_than_a_week(off: float, clock: bool) -> None:
    assert is_sortable(user(0, made=off)) is clock


@pytest.mark.parametrize(("later", "again"), [(0.5, False), (0.501, True)])
def test_a_row_whose_time_is_half_a_second_after_the_first_was_sent_once(later: float, again: bool) -> None:
    message = replace(user(later), first_stored=at(0))
    assert was_sent_again(stored(message)) is again
