"""The rule `part-unreadable`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, LogRecord, Outcome, PartShape, Run, Stage
from tests.rules.cases import LOOPS, OLD_RUN, PLUGIN, Case, at, failed, no_row, prompt, request, rows, session, user, world

URL = 'Cause([Die(TypeError [ERR_INVALID_URL]: "not a url" cannot be parsed as a URL.)])'
TEXT, FILE, GOOD = PartShape("text", None, 5), PartShape("file", None, None), PartShape("file", None, None, scheme="file")

HIT: Case = (prompt(**failed(URL), **no_row, request=request(parts=(TEXT, FILE))), world())

NEAR_MISS: Case = (prompt(**failed("Cause([Die(TypeError: x is not a function)])"), **no_row), world(PLUGIN))


@pytest.mark.parametrize(
    ("parts", "cause", "confidence"),
    [
        ((TEXT, FILE), "part-unreadable", Confidence.HIGH),
        ((TEXT, GOOD), None, None),
        ((TEXT,), "plugin-error", Confidence.MEDIUM),
        ((), None, None),
    ],
)
def test_a_url_that_is_none_may_be_a_hooks(
    parts: tuple[PartShape, ...], cause: str | None, confidence: Confidence | None
) -> None:
    """A plugin's hook left the same record on 1.17.19 and 1.18.33, whose logs name no plugins."""
    sent = request(parts=parts) if parts else None
    found = judge(replace(prompt(**failed(URL), **no_row, request=sent), stage=Stage.SWITCHED), world(), {})
    assert (found.cause, found.confidence) == (cause, confidence)


@pytest.mark.parametrize(
    ("earlier", "directory", "cause"), [(-5, "/srv/proj", "part-unreadable"), (5, "/srv/proj", None), (-5, "/srv/b", None)]
)
def test_a_hook_that_fails_every_prompt_would_have_failed_an_earlier_one(
    earlier: float, directory: str, cause: str | None
) -> None:
    failing = prompt(**failed(URL), message=None, rows=rows(row=session(directory="/srv/proj")))
    other = replace(
        failing,
        outcome=Outcome.ANSWERED,
        time=at(earlier),
        rows=rows(row=session(directory=directory)),
        record=None,
    )
    found = judge(failing, world(prompts=(failing, other)), {})
    assert (found.cause, found.confidence) == (cause, Confidence.MEDIUM if cause else None)


@pytest.mark.parametrize(
    ("version", "run", "loaded", "cause", "confidence"),
    [
        ("1.15.13", OLD_RUN, (), "part-unreadable", Confidence.HIGH),
        ("1.15.13", OLD_RUN, (PLUGIN,), None, None),
        ("1.15.13", replace(OLD_RUN, started=False), (), None, None),
        ("1.15.13", replace(OLD_RUN, first_loop=None), (), None, None),
        ("1.18.33", LOOPS, (), None, None),
    ],
)
def test_a_server_without_outside_plugins_has_no_hook_to_blame(
    version: str, run: Run, loaded: tuple[LogRecord, ...], cause: str | None, confidence: Confidence | None
) -> None:
    found = judge(prompt(version, **failed(URL), **no_row, run=run), world(*loaded, runs=(run,)), {})
    assert (found.cause, found.confidence) == (cause, confidence)


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


def test_a_synchronous_call_is_refused_for_the_same_reason() -> None:
    """1.17.18 answers 500."""
    refused = replace(
        prompt(**failed(READ.format(reason="NotFound", call="readFile", path="/srv/a.jpg")), **no_row), outcome=Outcome.REJECTED
    )
    assert judge(refused, world(), {}).cause == "part-unreadable"


def test_a_file_that_could_not_be_read_after_the_prompt_was_stored_need_not_be_a_part() -> None:
    found = judge(
        prompt(**failed(READ.format(reason="NotFound", call="readFile", path="/srv/a.jpg")), message=user(0)), world(), {}
    )
    assert (found.cause, found.confidence) == ("part-unreadable", Confidence.MEDIUM)
