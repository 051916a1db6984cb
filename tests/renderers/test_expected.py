"""The whole output of each renderer, held against files that people have read."""

from __future__ import annotations

import pytest

from .outputs import EXPECTED, expected

OUTPUTS = expected()


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_the_expected_one(name: str) -> None:
    assert OUTPUTS[name] == (EXPECTED / name).read_text(encoding="utf-8")


def test_no_expected_file_is_left_over() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == set(OUTPUTS)
