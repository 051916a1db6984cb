"""Reasons of refusals: the server's words without anything the request said."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.model import RequestShape
from inspector.requests import Acceptance, read_requests, reject_reason, verdict
from inspector.requests.answers import words

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            {
                "name": "BadRequest",
                "data": {
                    "message": 'Expected a string starting with "prt", got "part_12c2339b"\n  at ["parts"][0]["id"]',
                    "kind": "Payload",
                },
            },
            'parts[0].id: expected a string starting with "prt", got "part_…"',
        ),
        (
            {
                "name": "BadRequest",
                "data": {"message": 'Expected a string starting with "msg", got "sk-SECRET"\n  at ["messageID"]'},
            },
            'messageID: expected a string starting with "msg", got another string',
        ),
        ({"name": "BadRequest", "data": {"message": 'Missing key\n  at ["parts"][0]["text"]'}}, "parts[0].text: is missing"),
        ({"name": "BadRequest", "data": {"message": "Expected object, got undefined"}}, "the body: expected object, got nothing"),
        (
            {"name": "BadRequest", "data": {"message": 'Expected string | null, got {"effort":"SECRET"}\n  at ["variant"]'}},
            "variant: expected string, got an object",
        ),
        (
            {
                "name": "BadRequest",
                "data": {
                    "message": 'Expected { readonly "type": "text", ... } | { readonly "type": "file", ... }, '
                    'got {"a":"SECRET"}\n  at ["parts"][0]'
                },
            },
            "parts[0]: expected the type text, file, got an object",
        ),
        (
            {"_tag": "ConflictError", "message": "Prompt message ID conflicts with an existing durable record: msg_SECRET"},
            "the message id was used before, for another prompt",
        ),
        (
            {
                "data": {"parts": ["SECRET"]},
                "success": False,
                "error": [
                    {
                        "code": "invalid_type",
                        "path": ["parts", 0, "text"],
                        "message": "Invalid input: expected string, received null",
                    }
                ],
            },
            "parts[0].text: invalid input: expected string, received null",
        ),
        ({"error": [{"path": ["tools", "SECRET key"], "message": "SECRET"}]}, "tools.…: does not fit"),
        ({"name": "BadRequest", "data": {"message": "SECRET text of the user"}}, None),
        ({"name": "BadRequest", "data": {"message": "Expected SECRET123, got x"}}, None),
        (None, None),
        ("SECRET", None),
        ([1], None),
        ({}, None),
    ],
)
def test_the_servers_reason_is_kept_and_what_it_quotes_is_not(answer: Any, expected: str | None) -> None:
    found = words(answer)
    assert found == expected
    assert "SECRET" not in (found or "")


def _reasons(version: str, name: str) -> list[tuple[int | None, str | None]]:
    found = read_requests([str(SAMPLES / name)], acceptance=Acceptance.for_version(version))
    return [(shape.status, reject_reason(shape)) for shape in found.shapes]


def test_every_refusal_of_a_real_server_has_its_reason() -> None:
    reasons = _reasons("1.15.13", "rejected-1.15.13.har")
    assert [reason for status, reason in reasons if status == 204] == [None] * 4
    assert all(reason for status, reason in reasons if status and status >= 400)
    bad_id = 'messageID: expected a string starting with "msg", got another string'
    assert (400, f"the server says the body does not fit (400): {bad_id}") in reasons
    assert (404, "there is no such session on this server (404)") in reasons
    assert any(status == 500 and reason and "is not JSON" in reason and "ref=err_" in reason for status, reason in reasons)


def test_a_duplicate_v2_id_is_a_409_with_its_reason() -> None:
    reasons = dict(_reasons("1.18.33", "v2-inbox-1.18.33.jsonl"))
    assert "the message id was used before" in (reasons[409] or "")


def _shape(tmp_path: Path, record: dict[str, Any]) -> RequestShape:
    path = tmp_path / "capture.jsonl"
    path.write_text(json.dumps(record))
    (shape,) = read_requests([str(path)], acceptance=Acceptance.for_version("1.18.33")).shapes
    return shape


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"status": 204, "body": {"parts": []}}, "accepted"),
        ({"status": 401, "body": {"parts": []}}, "refused"),
        ({"body": {"parts": []}}, "would be accepted"),
        ({"body": {"parts": 1}}, "would be refused"),
        ({}, "cannot be told"),
        ({"status": 0, "body": {"parts": []}}, "would be accepted"),
    ],
)
def test_the_verdict_is_the_servers_where_it_was_captured(record: dict[str, Any], expected: str, tmp_path: Path) -> None:
    assert verdict(_shape(tmp_path, {"method": "POST", "path": "/session/ses_x/prompt_async", **record})) == expected


def test_an_unknown_status_still_has_a_reason(tmp_path: Path) -> None:
    shape = _shape(tmp_path, {"method": "POST", "path": "/session/ses_x/prompt_async", "status": 418})
    assert reject_reason(shape) == "the server answered 418"
