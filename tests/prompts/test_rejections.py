"""Refusals of prompts, just below and just above the times that decide whose they are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, PartRow, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.faults import parse
from inspector.prompts.rejections import find_rejections, join_refusals
from inspector.prompts.runs import Runs
from tests.rules.cases import OLD, SES, answer, at, prompt, record, request, session, stored, text, user

EARLY = replace(OLD, version="1.2.27")


@pytest.mark.parametrize(("later", "told"), [(1.5, True), (1.501, False), (-1.5, True), (-1.501, False)])
def test_a_500_within_a_second_and_a_half_is_the_refusal_of_a_stored_prompt(later: float, told: bool) -> None:
    silent = stored(user(0))
    refusal = prompt(
        outcome=Outcome.REJECTED, session_id=None, stage=Stage.REJECTED, time=at(later), rows=None, record=record("failed", later)
    )
    left, (joined,) = join_refusals([silent], (refusal,))
    assert (left, joined.session_id) == (([], SES) if told else ([silent], None))


@pytest.mark.parametrize(
    ("stack", "joined"),
    [
        ("at SessionPrompt.command (/$bunfs/root/a.js:1:1)", False),
        ("at SessionPrompt.getModel (a.js) at SessionPrompt.command (a.js)", False),
        ("at SessionPrompt.getModel (a.js) at SessionPrompt.prompt (a.js) at SessionPrompt.command (a.js)", True),
        ("at SessionPrompt.getModel (a.js) at SessionHttpApi.prompt (a.js)", True),
    ],
)
def test_a_command_that_failed_before_it_sent_its_prompt_refused_no_stored_prompt(stack: str, joined: bool) -> None:
    silent, failure = stored(user(0)), record("failed", 0.5, ref="err_1", cause=stack)
    refusal = prompt(outcome=Outcome.REJECTED, session_id=None, stage=Stage.REJECTED, time=at(0.5), rows=None, record=failure)
    left, _ = join_refusals([silent], (refusal,))
    assert (left == []) is joined


@pytest.mark.parametrize(
    ("era", "later", "own"),
    [
        ("logfmt", 1.003, True),
        ("logfmt", 1.004, False),
        ("logfmt", -0.05, True),
        ("logfmt", -0.051, False),
        ("legacy", 2.003, True),
        ("legacy", 2.004, False),
        ("legacy", -1.05, True),
        ("legacy", -1.051, False),
    ],
)
def test_a_captured_refusal_is_logged_50_ms_before_it_to_1_s_after_it_and_a_second_more_with_whole_seconds(
    era: str, later: float, own: bool
) -> None:
    """The call took 3 ms."""
    captured = [prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=400))]
    found = find_rejections((record("schema rejection", later, era),), (), (), captured, Shared(Runs((EARLY,))))
    assert (captured[0].record is not None, found == []) == (own, own)


@pytest.mark.parametrize(
    ("took", "later", "own"), [(5_000, 6, True), (5_000, 6.001, False), (90_000, 61, True), (90_000, 61.001, False)]
)
def test_a_call_may_wait_before_it_is_refused(took: float, later: float, own: bool) -> None:
    """1.15.3 waited five seconds for a locked database."""
    sent = request(status=500, duration_ms=took)
    captured = [prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=sent)]
    find_rejections((record("failed", later, ref="err_1"),), (), (), captured, Shared(Runs((EARLY,))))
    assert (captured[0].record is not None) is own


@pytest.mark.parametrize(
    ("path", "part", "joined"),
    [("/home/operator/proj", None, True), ("/srv/other", None, False), ("/home/operator/proj", text(), False)],
)
def test_an_empty_answer_is_refused_where_the_directory_is_gone(path: str, part: PartRow | None, joined: bool) -> None:
    """1.18.15 stores the prompt and an empty answer, and answers 500."""
    begun = answer(user(0), 0.1, None, None)
    silent = stored(user(0), begun, stage=Stage.STREAM, answer_parts=(part,) if part else ())
    silent = replace(silent, rows=replace(silent.rows, session=session(directory="/home/operator/proj")))
    error = f"PlatformError: NotFound: FileSystem.realPath ({path}) (cause: Error: ENOENT)"
    failure = record("failed", 0.5, ref="err_1", error=error)
    refusal = prompt(outcome=Outcome.REJECTED, session_id=None, stage=Stage.REJECTED, time=at(0.5), rows=None, record=failure)
    left, refused = join_refusals([silent], (replace(refusal, fault=parse(error)),))
    assert (left == [], refused[0].session_id) == (joined, SES if joined else None)
