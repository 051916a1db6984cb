"""The rule `part-unreadable`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence
from tests.rules.cases import PLUGIN, Case, failed, no_row, prompt, user, world

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


READ = "Cause([Die(PlatformError: {reason}: FileSystem.{call} ({path}) (cause: Error: x, open '{path}'))])"


@pytest.mark.parametrize(
    ("call", "path", "named"),
    [
        ("readFile", "/srv/a.jpg", ("part-unreadable", Confidence.HIGH)),
        ("readFile", "/srv/FileSystem.realPath (x", ("part-unreadable", Confidence.HIGH)),
        ("realPath", "/srv/proj", ("directory-missing", Confidence.HIGH)),
        ("realPath", "/srv/FileSystem.readFile (x", ("directory-missing", Confidence.HIGH)),
        ("readLink", "/srv/a.jpg", (None, None)),
    ],
)
def test_the_method_of_the_file_system_tells_a_part_from_a_directory(
    call: str, path: str, named: tuple[str | None, Confidence | None]
) -> None:
    """1.17.19 and 1.18.33; a client chooses the path, so the words in it count for nothing."""
    for reason in ("NotFound", "PermissionDenied"):
        found = judge(prompt(**failed(READ.format(reason=reason, call=call, path=path)), **no_row), world(), {})
        assert (found.cause, found.confidence) == named


def test_a_file_that_could_not_be_read_after_the_prompt_was_stored_need_not_be_a_part() -> None:
    found = judge(
        prompt(**failed(READ.format(reason="NotFound", call="readFile", path="/srv/a.jpg")), message=user(0)), world(), {}
    )
    assert (found.cause, found.confidence) == ("part-unreadable", Confidence.MEDIUM)
