"""A short run of the long mutation fuzz (``tests/fuzz/run.py``), always the same inputs."""

from __future__ import annotations

from tests.fuzz.run import MAKERS, tried


def test_a_few_hundred_mutated_inputs_crash_hang_change_and_leak_nothing() -> None:
    tally = tried(range(250), seed=20261122)
    assert tally.failed == []
    assert sum(tally.tried.values()) == 250
    assert len(tally.tried) == len(MAKERS)
    assert min(tally.tried.values()) > 3
    assert tally.codes[1] > 20  # they are near enough to good inputs to reach the rules
    assert tally.codes[3] > 20
