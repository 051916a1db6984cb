"""The rule `client-clock`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from inspector.model import Stage
from inspector.rules._order import raced
from tests.rules.cases import (
    LOOP,
    WRAP,
    Case,
    answer,
    at,
    forked,
    ident,
    record,
    request,
    score,
    skewed,
    stored,
    user,
    verdict,
    world,
)


def racing(sent: float, done: float) -> Case:
    """A prompt stored at 0 s whose client made its id `sent` s before, behind an answer begun 10 ms before and complete after `done` s."""
    first = user(-0.06)
    before = answer(first, -0.01, done)
    second = replace(user(0, made=-sent), id=ident("msg", at(-sent), "ABCDEFGHIJKLMN"))
    return stored(second, history=(first, before), version="1.18.8", records=(), request=request(message_id=second.id)), world()


HIT: Case = (skewed(-600), world())

NEAR_MISS: Case = (skewed(-600, "1.18.33"), world())


def test_two_ids_made_at_once_are_no_slow_clock_but_one_older_than_a_complete_answer_is() -> None:
    assert score(racing(0.02, 0.5), "client-clock") == 0 < score(racing(0.02, 0.5), "inverted-ids")
    assert score(racing(0.02, -0.005), "client-clock") > 0 == score(racing(0.02, -0.005), "inverted-ids")
    assert score(racing(5, 0.5), "client-clock") > 0


def test_a_slow_clock_is_seen_in_a_fork_too_whatever_was_copied_from_before_the_wrap() -> None:
    sent = user(0, made=-600)
    old = WRAP - timedelta(days=2)
    first = replace(user(-30), time_created=old)
    reply = replace(answer(first, -30, -29), time_created=old)
    lines = (LOOP, record("exiting loop", 0.11))
    case = stored(sent, history=(first, reply), version="1.17.19", stage=Stage.LOOP, records=lines)
    assert verdict((forked(case, -40), world())).cause == "client-clock"


@pytest.mark.parametrize(("off", "right"), [(0.999, True), (1, False), (-0.999, True), (-1, False)])
def test_two_clocks_that_are_both_right_differ_by_less_than_a_second(off: float, right: bool) -> None:
    under_way = answer(user(-1), -0.5, 0.5)
    assert raced(under_way, user(0, made=off)) is right
