"""The times of captures, on the server's clock where the client's is seen to be off."""

from __future__ import annotations

import pytest

from inspector.model import Requests
from inspector.prompts.join import _on_server_time
from tests.rules.cases import at, request


@pytest.mark.parametrize(("offset_ms", "seconds"), [(1999.9, 0), (-1999.9, 0), (2000, -2), (-2000, 2)])
def test_a_client_clock_that_is_two_seconds_off_is_set_right(offset_ms: float, seconds: float) -> None:
    found = _on_server_time(Requests((), (request(),), 0, clock_offset_ms=offset_ms), {})
    assert found is not None and [shape.time for shape in found.shapes] == [at(seconds)]
