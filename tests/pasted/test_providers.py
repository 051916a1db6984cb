"""Errors of providers as strangers paste them: each text is explained by its cause, and only where the report is about OpenCode."""

from __future__ import annotations

import json

import pytest

from inspector.diagnosis.verdict import judge_words
from inspector.pasted.errors import errors_in
from inspector.pasted.lines import lines_of
from tests.pasted.providers_access import ACCESS
from tests.pasted.providers_conversation import CONVERSATION
from tests.pasted.providers_limits import LIMITS
from tests.pasted.providers_models import MODELS
from tests.pasted.providers_requests import REQUESTS

FAMILIES = {"access": ACCESS, "limits": LIMITS, "requests": REQUESTS, "conversation": CONVERSATION, "models": MODELS}
TEXTS = [
    pytest.param(text, cause, id=f"{family}-{source}-{number}")
    for family, rows in FAMILIES.items()
    for number, (text, cause, source) in enumerate(rows)
]
BARE = (
    *("Bad Request", "Unauthorized", "Forbidden", "Method Not Allowed", "Request timeout", "Slow Down", "Operation failed"),
    *(
        "Authentication failed",
        "Authentication error",
        "Channel Error",
        "Loading model",
        "Resource not found",
        "Internal server error",
        "Bad Gateway",
        "Service Unavailable",
        "Gateway Timeout",
        "error code: 502",
        "error code: 524",
        "520: Web server is returning an unknown error",
        "Service temporarily unavailable",
        "Upstream request failed",
        "User not found.",
        "Requested entity was not found.",
        "Function 'abc-123': Not found for account 'xyz'",
        "Unable to connect. Is the computer able to access the url?",
        "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()",
    ),
)
"""Texts that programs of any kind write."""
OWN = '"opencode"', "`opencode auth login"
"""Words in a provider's or OpenCode's text that name OpenCode."""


def _in_fence(text: str, version: str = "OpenCode version: 1.18.3") -> str:
    return f"My prompts get no answer with this provider. The screen shows:\n\n```\n{text}\n```\n\n{version}\n"


def _in_sentence(text: str) -> str:
    begin, end = next(pair for pair in ('""', "``", "“”") if pair[0] not in text)
    return f"Since yesterday I use OpenCode 1.18.3 with another account, and every prompt ends with {begin}{text}{end} and I see no answer.\n"


def _in_event(text: str) -> str:
    body = json.dumps({"error": {"message": text, "type": "invalid_request_error"}}, ensure_ascii=False)
    data = {"message": text, "isRetryable": False, "responseBody": body}
    return _in_fence(json.dumps({"name": "APIError", "data": data}, indent=2, ensure_ascii=False))


def _in_call(text: str) -> str:
    body = json.dumps({"error": {"message": text, "type": "invalid_request_error"}}, ensure_ascii=False)
    call = {"name": "AI_APICallError", "requestBodyValues": "...", "responseBody": body, "isRetryable": False}
    return _in_fence(json.dumps(call, ensure_ascii=False)[:-1] + "...")


def _named(report: str) -> set[str]:
    causes = (judge_words(piece).cause for piece in errors_in(lines_of(report), "report.md"))
    return {cause for cause in causes if cause}


@pytest.mark.parametrize(("text", "cause"), TEXTS)
def test_a_report_is_explained_by_the_cause_of_its_text_and_another_programs_text_is_not(text: str, cause: str) -> None:
    named = {shape.__name__: _named(shape(text)) for shape in (_in_fence, _in_sentence, _in_event, _in_call)}
    assert named == {shape: {cause} for shape in named}
    ours = any(word in text for word in OWN)
    assert _named(_in_fence(text, "Version: 1.18.3")) == ({cause} if ours else set())


@pytest.mark.parametrize("text", BARE)
def test_words_of_any_program_decide_only_in_a_providers_error(text: str) -> None:
    assert _named(_in_fence(text)) == set()
    assert _named(_in_event(text)) == {"provider-error"}


def test_a_paragraph_is_copied_text_only_right_after_the_colon() -> None:
    sentence = "The schema has no field that is required there"
    assert errors_in(lines_of(f"OpenCode 1.18.3 logs this:\n\n{sentence}\n"), "report.md") != []
    assert errors_in(lines_of(f"OpenCode 1.18.3 logs this:\n\n\n\n{sentence}\n"), "report.md") == []


def test_an_author_s_own_words_about_a_limit_are_no_copied_error() -> None:
    assert errors_in(lines_of("OpenCode 1.18.3 is fine. I do not use a model that needs an API key here.\n"), "report.md") == []
