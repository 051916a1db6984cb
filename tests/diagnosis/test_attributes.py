"""How much of a value is compared."""

from __future__ import annotations

import pytest

from inspector.diagnosis.attributes import attributes
from tests.rules.cases import stored, user, world


@pytest.mark.parametrize(("before", "same"), [(79, False), (80, True)])
def test_values_that_differ_only_after_80_characters_count_as_one(before: int, same: bool) -> None:
    one, two = (attributes(stored(user(0, agent="a" * before + last)), world())["agent"] for last in "xy")
    assert (one == two) is same
