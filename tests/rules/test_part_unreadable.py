"""The rule `part-unreadable`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence
from tests.rules.cases import PLUGIN, Case, failed, no_row, prompt, world

HIT: Case = (
    prompt(**failed('Cause([Die(TypeError [ERR_INVALID_URL]: "not a url" cannot be parsed as a URL.)])'), **no_row),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(TypeError: x is not a function)])"), **no_row), world(PLUGIN))


@pytest.mark.parametrize(
    ("error", "named"),
    [
        ("ImageDecodeError: Image could not be decoded", ("part-unreadable", Confidence.MEDIUM)),
        ("ImageInvalidDataUrlError: Image URL must be a base64 data URL", ("part-unreadable", Confidence.MEDIUM)),
        ("ImageSizeError: Image 9000x9000 exceeds configured limits", ("part-unreadable", Confidence.MEDIUM)),
        ("Error: Image could not be decoded", ("plugin-error", Confidence.MEDIUM)),
    ],
)
def test_an_image_error_of_the_server_is_known_by_its_name(error: str, named: tuple[str, Confidence]) -> None:
    verdict = judge(prompt(**failed(f"Cause([Fail({error})])"), **no_row), world(), {})
    assert (verdict.cause, verdict.confidence) == named
