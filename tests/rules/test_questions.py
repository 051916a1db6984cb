"""Questions that several rules ask of one prompt."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.diagnosis.listing import Place, place_of
from inspector.model import Stage
from inspector.prompts.world import World
from tests.rules.cases import RUN, SEQ, answer, at, drift, prompt, stored, user, verdict, world


def test_a_world_without_its_database_has_neither_schema_nor_drift() -> None:
    there: World = world(coverage={"aaaaaaaa": None}, drifts={"1.15.13": drift("1.15.13", SEQ)})
    apart = there.of(prompt())
    assert (apart.facts, dict(apart.drifts)) == (None, {})
    copied = replace(there, coverage={"aaaaaaaa": at(0)})
    assert copied.of(prompt()) is copied
    assert there.of(replace(prompt(), run=replace(RUN, key="bbbbbbbb"))) is there
    assert there.of(replace(prompt(), run=None)) is there


def test_without_part_rows_an_answer_that_gives_no_reason_for_its_end_is_neither_listed_nor_called_lost() -> None:
    sent = user(0)
    closed = stored(sent, answer(sent, completed=1, finish=None), stage=Stage.STREAM)
    assert closed.rows is not None
    for parts, listed in (((), True), (None, False)):
        seen = replace(closed, rows=replace(closed.rows, parts=parts))
        assert (place_of(seen, verdict((seen, world())), world()) is Place.LISTED) is listed
