"""The report on a fleet on a terminal."""

from __future__ import annotations

import pytest

from inspector.fleet.drawing.terminal import render
from inspector.renderers._options import RenderOptions

from .example import fleet


@pytest.mark.parametrize(("width", "beside"), [(60, False), (80, False), (100, True), (200, True)])
def test_what_to_do_is_a_list_where_a_column_would_be_too_narrow(width: int, beside: bool) -> None:
    report = fleet()
    lines = render(report, RenderOptions(width=width)).splitlines()
    assert any(line.split()[:1] == ["cause"] and line.endswith("what to do") for line in lines) is beside
    assert ("What to do" in lines) is not beside
    assert all(len(line) <= width for line in lines)
    assert all(any(total.cause in line for line in lines) for total in report.causes)
