"""Calls that a server refused: prompts are prompts, and a share, a revert or a permission's reply is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import gather
from inspector.model import Question
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt

TIME = "2026-11-28T18:46:16"
STACK = (
    "Error: Sharing is disabled in configuration"
    "\\n    at SessionShare.share (/$bunfs/root/chunk-a.js:1:1)\\n    at SessionHttpApi.share (/$bunfs/root/chunk-b.js:2:2)"
)
HEAD = f"timestamp={TIME}.304Z level=ERROR run=aa3efa75 message=failed ref=err_0f14a67d"
SHARE = f'{HEAD} error="Error: Sharing is disabled in configuration" cause="{STACK}"'
PROMPT = (
    SHARE.replace("SessionShare.share", "SessionPrompt.prompt")
    .replace("SessionHttpApi.share", "SessionHttpApi.prompt")
    .replace("0f14a67d", "11111111")
    .replace("Sharing is disabled in configuration", "quota exceeded")
)
REASON = 'Expected a string starting with \\"msg\\", got \\"nomsg\\"'
REJECTION = f'timestamp={TIME}.322Z level=WARN run=aa3efa75 message="schema rejection" kind=Payload reason="{REASON}"'


def read(folder: Path, *lines: str, calls: list[dict[str, object]] | None = None) -> Gathered:
    log, capture = folder / "server.log", folder / "requests.jsonl"
    log.write_text("\n".join(lines) + "\n")
    capture.write_text("".join(json.dumps({"time": f"{TIME}.300Z", "method": "POST", **call}) + "\n" for call in calls or ()))
    return gather(Question((str(log),), requests=(str(capture),) if calls else ()))


def refusals(found: Gathered) -> list[Prompt]:
    """The refused prompts, without what so short a log says as an excerpt."""
    return [prompt for prompt in found.loose if prompt.piece is None]


def test_the_stack_shows_whether_a_revert_or_a_prompt_was_refused(tmp_path: Path) -> None:
    revert = PROMPT.replace("SessionPrompt.prompt", "SessionRevert.revert").replace(
        "SessionHttpApi.prompt", "SessionHttpApi.revert"
    )
    found = read(tmp_path, revert.replace("11111111", "22222222"), PROMPT)
    assert [(call.ref, call.reason) for call in found.others] == [("err_22222222", "Error: quota exceeded")]
    assert [prompt.record.fields["ref"] for prompt in refusals(found) if prompt.record] == ["err_11111111"]


def test_a_captured_share_and_its_record_are_one_call(tmp_path: Path) -> None:
    answer = {"name": "UnknownError", "data": {"message": "Unexpected server error.", "ref": "err_0f14a67d"}}
    found = read(tmp_path, SHARE, calls=[{"path": "/session/ses_a/share", "status": 500, "response": answer}])
    assert [(call.path, call.status, call.log is not None) for call in found.others] == [("/session/ses_a/share", 500, True)]
    assert refusals(found) == []


def test_a_schema_rejection_of_a_captured_revert_is_not_a_prompt(tmp_path: Path) -> None:
    found = read(tmp_path, REJECTION, calls=[{"path": "/session/ses_a/revert", "status": 400, "body": {"messageID": "nomsg"}}])
    assert [call.path for call in found.others] == ["/session/ses_a/revert"]
    assert refusals(found) == []


def test_without_a_capture_a_schema_rejection_may_be_a_prompts(tmp_path: Path) -> None:
    assert len(refusals(read(tmp_path, REJECTION))) == 1


def test_the_shorter_of_two_records_with_one_reference_is_not_a_second_refusal(tmp_path: Path) -> None:
    cut = PROMPT[: PROMPT.index("SessionPrompt")] + '"'
    assert len(refusals(read(tmp_path, PROMPT, cut))) == 1


@pytest.mark.parametrize(("status", "expected"), [(0, True), (204, False), (None, False)])
def test_a_call_without_an_http_answer_is_a_prompt_of_its_own(status: int | None, expected: bool, tmp_path: Path) -> None:
    call: dict[str, object] = {"path": "/session/ses_a/prompt_async", "body": {"parts": []}, "status": status}
    found = read(tmp_path, REJECTION, calls=[{key: value for key, value in call.items() if value is not None}])
    assert [bool(prompt.request and prompt.request.unanswered) for prompt in found.world.prompts] == ([True] if expected else [])
