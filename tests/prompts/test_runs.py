"""Which server run handled a prompt, by time: just within and just beyond the limits, and beside a search of all runs."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, Stage
from inspector.prompts.draft import Draft
from inspector.prompts.runs import Runs
from tests.rules.cases import OLD, SES, at

SECOND = timedelta(seconds=1)


def draft(time: float) -> Draft:
    return Draft(Outcome.SILENT, SES, at(time), Stage.STORED, None)


@pytest.mark.parametrize(
    ("time", "found"),
    [(9, True), (8.999, False), (20, True), (26, True), (26.001, False)],
    ids=["a second early", "earlier", "at its end", "six seconds late", "later"],
)
def test_a_prompt_belongs_to_the_only_run_around_its_time(time: float, found: bool) -> None:
    run = replace(OLD, key="a", first_time=at(10), last_time=at(20))
    assert Runs((run,)).of(draft(time)) is (run if found else None)


def test_a_prompt_between_two_runs_belongs_to_the_one_that_wrote_within_a_second() -> None:
    runs = [replace(OLD, key=key, first_time=at(0), last_time=at(end)) for key, end in (("a", 16), ("b", 20))]
    assert Runs(runs).of(draft(21)) is runs[1]
    assert Runs(runs).of(draft(21.001)) is None


@pytest.mark.parametrize("seed", range(40))
def test_the_run_is_the_one_that_a_search_of_all_finds(seed: int) -> None:
    chance = random.Random(seed)
    begins = [chance.randrange(60) for _ in range(chance.randrange(1, 12))]
    runs = [
        replace(OLD, key=str(n), first_time=at(begin), last_time=at(begin + chance.choice((0, 3, 40))))
        for n, begin in enumerate(begins)
    ]
    asked = Runs(runs)
    for time in range(-5, 110):
        near, late = (
            [r for r in runs if r.first_time - SECOND <= at(time) <= r.last_time + slack] for slack in (SECOND, 6 * SECOND)
        )
        around = near or late
        assert asked.of(draft(time)) is (around[0] if len(around) == 1 else None)
