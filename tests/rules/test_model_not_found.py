"""The rule `model-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import LogRecord
from tests.rules.cases import LOOPS, Case, at, failed, gone, key, record, score, stored, user, world

HIT: Case = (stored(user(0), **failed(gone)), world())

INSTEAD = "missing-credentials"

NEAR_MISS: Case = (stored(user(0), **failed(key)), world())


OTHERS = {"answered_models": frozenset({("mock", "good")}), "answered_providers": frozenset({"mock"})}


@pytest.mark.parametrize(
    ("model", "lines", "points"),
    [("retired", (), 4), ("good", (), 0), ("retired", (record("loop", 0.1, step="0"),), 0)],
    ids=["a model that never answered", "a model that did", "a loop"],
)
def test_a_log_that_ends_before_the_loop_leaves_a_model_that_never_answered_possible(
    model: str, lines: tuple[LogRecord, ...], points: int
) -> None:
    ended = replace(LOOPS, last_time=at(0.5), last_loop=None, first_loop=None)
    asked = stored(user(0, model_id=model), run=ended, records=lines)
    assert score((asked, world(runs=(ended,), **OTHERS)), "model-not-found") == points
