"""The rule `lost-event-stream`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import LogRecord, Outcome, Stage
from tests.rules.cases import Case, answer, record, score, stored, user, world


def _after_dispose(*more: LogRecord, closed: float = 5.1) -> Case:
    message = user(10)
    found = replace(stored(message, answer(message, 10.2, 11)), outcome=Outcome.ANSWERED, stage=Stage.ANSWERED)
    return found, world(record("disposing instance", 5, directory="/srv/proj"), record("event disconnected", closed), *more)


HIT: Case = _after_dispose()

NEAR_MISS: Case = _after_dispose(record("event connected", 7))


@pytest.mark.parametrize(("gap", "points"), [(2, 30), (2.001, 0)])
def test_streams_that_a_disposed_instance_closes_close_within_two_seconds(gap: float, points: int) -> None:
    assert score(_after_dispose(closed=5 + gap), "lost-event-stream") == points


@pytest.mark.parametrize(("opened", "points"), [(249, 30), (250, 0)])
def test_of_250_opened_streams_some_may_have_been_left_out_by_the_reader(opened: int, points: int) -> None:
    assert score(_after_dispose(*[record("event connected", 1)] * opened), "lost-event-stream") == points
