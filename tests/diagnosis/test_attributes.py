"""How much of a value is compared."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspector.diagnosis.attributes import attributes, span
from tests.rules.cases import stored, user, world


@pytest.mark.parametrize(("before", "same"), [(79, False), (80, True)])
def test_values_that_differ_only_after_80_characters_count_as_one(before: int, same: bool) -> None:
    one, two = (attributes(stored(user(0, agent="a" * before + last)), world())["agent"] for last in "xy")
    assert (one == two) is same


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-0.001, "before it"),
        (0, "under 10 s"),
        (9.999, "under 10 s"),
        (10, "10 s to 1 min"),
        (59.999, "10 s to 1 min"),
        (60, "1 to 10 min"),
        (599.999, "1 to 10 min"),
        (600, "10 min to 1 h"),
        (3_599.999, "10 min to 1 h"),
        (3_600, "1 h to 1 day"),
        (86_399.999, "1 h to 1 day"),
        (86_400, "1 to 7 days"),
        (604_799.999, "1 to 7 days"),
        (604_800, "over 7 days"),
    ],
)
def test_times_are_compared_in_ranges(seconds: float, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words
