"""The rule `instance-disposed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.rules.cases import NEXT, RUN, Case, at, ended_case, record, stopped, verdict, world

HIT: Case = stopped("/srv/proj")

INSTEAD = "aborted"

NEAR_MISS: Case = stopped("/srv/other")


@pytest.mark.parametrize(
    ("later", "cause"),
    [(3, "instance-disposed"), (3.001, "aborted"), (-1, "instance-disposed"), (-1.001, "aborted")],
)
def test_an_answer_that_ends_with_its_instance_ends_within_three_seconds(later: float, cause: str) -> None:
    gone = record("disposing instance", 1 - later, directory="/srv/proj")
    assert verdict((ended_case("MessageAbortedError", "Aborted"), world(gone))).cause == cause


@pytest.mark.parametrize(
    ("ends", "followed", "cause"),
    [(3.901, False, "instance-disposed"), (3.9, False, None), (3.9, True, "server-stopped")],
    ids=["its server went on", "its log ends there", "another server followed"],
)
def test_a_server_whose_log_ends_with_the_instance_may_have_been_stopped(ends: float, followed: bool, cause: str | None) -> None:
    """Kilo 7.7.9 disposes of its instances when it is stopped."""
    run = replace(RUN, last_time=at(ends))
    runs = (run, replace(NEXT, first_time=at(5))) if followed else (run,)
    case = replace(ended_case("MessageAbortedError", "Aborted"), run=run)
    found = verdict((case, world(record("disposing instance", 0.9, directory="/srv/proj"), runs=runs)))
    assert found.cause == cause
    assert {"instance-disposed", "server-stopped"} & set(found.candidates)
