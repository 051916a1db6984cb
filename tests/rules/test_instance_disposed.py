"""The rule `instance-disposed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from tests.rules.cases import Case, ended_case, record, stopped, verdict, world

HIT: Case = stopped("/srv/proj")

NEAR_MISS: Case = stopped("/srv/other")


@pytest.mark.parametrize(
    ("later", "cause"),
    [(3, "instance-disposed"), (3.001, "aborted"), (-1, "instance-disposed"), (-1.001, "aborted")],
)
def test_an_answer_that_ends_with_its_instance_ends_within_three_seconds(later: float, cause: str) -> None:
    gone = record("disposing instance", 1 - later, directory="/srv/proj")
    assert verdict((ended_case("MessageAbortedError", "Aborted"), world(gone))).cause == cause
