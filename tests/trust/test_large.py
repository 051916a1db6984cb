"""What ``tests/fuzz/large.py`` tries in full, in a thousandth of the size: told, bounded, and said where something was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.large import CASES, tried

MEMORY = 260 << 20
"""Bytes of the largest process, whatever the input: archives of a gigabyte and values of a megabyte are among them."""


@pytest.mark.parametrize("name", CASES)
def test_a_large_input_is_read_in_bounded_memory(name: str, tmp_path: Path) -> None:
    result = tried(name, tmp_path, 1000)
    assert result.wrong == ""
    assert result.peak < MEMORY
    assert result.seconds < 60
