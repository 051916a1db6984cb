"""The rule `id-wrap`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.listing import Place, place_of
from inspector.model import Stage
from tests.rules.cases import UNSHOWN, Case, at, forked, ident, score, session, silent, verdict, world, wrapped_prompt

HIT: Case = (wrapped_prompt("1.18.14"), world())

NEAR_MISS: Case = (wrapped_prompt("1.18.15"), world())


@pytest.mark.parametrize("why", UNSHOWN)
def test_a_loop_that_was_not_written_speaks_against_wrapped_ids_except_where(why: str) -> None:
    bare = replace(wrapped_prompt("1.18.14"), records=(), stage=Stage.STORED)

    def wrapped(case: Case) -> Case:
        assert case[0].run is not None
        return replace(bare, run=replace(case[0].run, version="1.18.14")), case[1]

    assert verdict(wrapped(UNSHOWN[why])).cause == "id-wrap"
    assert verdict(wrapped(silent())).cause == "no-reply-requested"


def test_an_id_that_was_sent_again_is_no_wrapped_one() -> None:
    late = replace(wrapped_prompt("1.18.14"), records=())
    assert late.message is not None
    sent_again = replace(late, message=replace(late.message, first_stored=at(-5)))
    assert score((late, world()), "id-wrap") > 0
    assert score((sent_again, world()), "id-wrap") <= 0


def test_what_a_fork_copied_was_sent_by_nobody_there() -> None:
    case, there = HIT
    assert place_of(case, verdict((case, there)), there) is Place.LISTED
    assert case.message is not None
    copy = replace(forked(case, 60), message=replace(case.message, id=ident("msg", at(60))))
    assert place_of(copy, verdict((copy, there)), there) is Place.COPY


def test_what_was_imported_with_its_old_ids_is_not_taken_for_a_fork() -> None:
    case, there = HIT
    assert case.rows is not None and case.rows.messages
    imported = replace(case, rows=replace(case.rows, session=session(time_created=at(-1))))
    assert verdict((imported, there)).cause == "id-wrap"
