"""The rule `mcp-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Stage
from inspector.rules._questions import PAUSE
from tests.rules.cases import LOOPS, Case, at, record, starting, stored, user, world

HIT: Case = starting()

NEAR_MISS: Case = starting(record("create() successfully created client", 0.4, "legacy", service="mcp", key="slowpoke"))


@pytest.mark.parametrize(("short", "cause"), [(0.001, None), (0.0, "mcp-hang")])
def test_a_wait_of_less_than_five_seconds_is_no_hang(short: float, cause: str | None) -> None:
    end = at(0.1 + PAUSE.total_seconds() - short)
    run = replace(LOOPS, last_time=end)
    gone = record("server unavailable", 0.3, key="tracker", status="failed")
    waiting = replace(stored(user(0), stage=Stage.LOOP, records=(record("loop", 0.1, step="0"),)), run=run)
    there = world(gone, runs=(run,), end=end, now=end)
    verdict = judge(waiting, there, {})
    assert verdict.cause == cause
    assert "mcp-hang" in verdict.candidates
