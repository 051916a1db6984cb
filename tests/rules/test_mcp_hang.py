"""The rule `mcp-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import LogRecord, Stage
from tests.rules.cases import LOOPS, RUN, Case, at, record, score, starting, stored, user, world

HIT: Case = starting()

NEAR_MISS: Case = starting(record("create() successfully created client", 0.4, "legacy", service="mcp", key="slowpoke"))


@pytest.mark.parametrize(("short", "cause"), [(0.001, None), (0.0, "mcp-hang")])
def test_a_wait_of_less_than_five_seconds_is_no_hang(short: float, cause: str | None) -> None:
    end = at(5.1 - short)
    run = replace(LOOPS, last_time=end)
    gone = record("server unavailable", 0.3, key="tracker", status="failed")
    waiting = replace(stored(user(0), stage=Stage.LOOP, records=(record("loop", 0.1, step="0"),)), run=run)
    there = world(gone, runs=(run,), end=end, now=end)
    verdict = judge(waiting, there, {})
    assert verdict.cause == cause
    assert "mcp-hang" in verdict.candidates


def until(seconds: float, *records: LogRecord) -> Case:
    """A prompt whose loop began at 0.1 s in a run with these records, whose evidence ends after so many seconds."""
    run = replace(RUN, last_time=at(seconds))
    waiting = replace(stored(user(0), stage=Stage.LOOP, records=(record("loop", 0.1, step="0"),)), run=run)
    return waiting, world(*records, runs=(run,), end=at(seconds), now=at(seconds))


@pytest.mark.parametrize(("quiet", "points"), [(600, 34), (600.001, 14)])
def test_a_wait_of_more_than_ten_minutes_speaks_against_a_server_that_is_given_up_after_half_a_minute(
    quiet: float, points: int
) -> None:
    assert score(until(0.1 + quiet, record("found", 0.2, key="tracker")), "mcp-hang") == points


@pytest.mark.parametrize(("ago", "waits"), [(30, True), (30.001, False)])
def test_the_next_server_has_half_a_minute_after_one_was_given_up(ago: float, waits: bool) -> None:
    gone = record("server unavailable", 0.3, key="tracker", status="failed")
    assert (judge(*until(0.3 + ago, gone), {}).cause == "mcp-hang") is waits


@pytest.mark.parametrize(("before", "waits"), [(1, True), (1.001, False)])
def test_a_server_found_a_second_before_the_loop_is_the_loops_where_records_have_whole_seconds(
    before: float, waits: bool
) -> None:
    found = record("found", 0.1 - before, key="tracker")
    assert (judge(*until(60, found), {}).cause == "mcp-hang") is waits
