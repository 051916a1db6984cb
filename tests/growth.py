"""Whether work grows in proportion to its input: two sizes are compared, so a slow or busy machine does not matter."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

TIMES = 4
"""The larger input is this many times the smaller one; work that grows with the square takes 16 times as long."""
LIMIT = 10.0
ROUNDS = 6
"""Measured again when it looks worse: another process may have had the processor's cache."""
NOTHING_S = 0.002
"""Processor time that is too little to measure."""


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times the processor time `work` takes for `TIMES` as much input, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        best = min(best, _seconds(work, size * TIMES) / max(_seconds(work, size), NOTHING_S))
        if best < LIMIT:
            break
    return best


def _seconds(work: Callable[[int], object], size: int) -> float:
    begin = process_time()
    work(size)
    return process_time() - begin
