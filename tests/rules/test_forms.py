"""The forms of refusals: sentences of providers that no list has, and sentences about other matters in the same words."""

from __future__ import annotations

import json

import pytest

from inspector.diagnosis.verdict import judge_words
from inspector.model import Confidence
from inspector.pasted.errors import errors_in
from inspector.pasted.lines import lines_of
from inspector.rules._forms import forms_in

# fmt: off
REFUSALS = (
    ("The model produced invalid content. Consider modifying your prompt if you are seeing this error persistently.", "provider-error"),
    ("Your ChatGPT workspace has been deactivated.", "provider-error"),
    ("messages.1.role: Input should be 'user' or 'assistant'", "history-rejected"),
    ("This request would exceed your organization's (abc) maximum usage increase rate for input tokens per minute.", "provider-error"),
    ("messages.5: Did not find 1 `tool_result` block(s) at the beginning of this message.", "history-rejected"),
    ("API Error: Claude is unable to respond to this request, which appears to violate our Usage Policy", "provider-error"),
    ("The request is missing a valid API key.", "missing-credentials"),
    ("Your account is not authorized to invoke this API operation.", "provider-error"),
    ("The last message cannot have role 'assistant'", "history-rejected"),
    ("Each message must have at least one content element.", "history-rejected"),
    ("invalid message content type: <nil>", "history-rejected"),
    ("Invalid 'content': 'content' objects must have a 'type' field that is either 'text' or 'image_url'.", "history-rejected"),
    ("Assistant message must contain either 'content' or 'tool_calls'!", "history-rejected"),
    ("Crossed TPM / RPM / Max Parallel Request Limit for deployment", "provider-error"),
    ("您的账户余额已用完", "provider-error"),
    ("接口请求并发超额", "provider-error"),
    ("额度不足，请充值", "provider-error"),
    ("今日额度已用完", "provider-error"),
    ("订阅已过期，请续费", "provider-error"),
    ("该模型已下架，请更换模型", "model-not-found"),
    ("模型未找到", "model-not-found"),
    ("请求过于频繁，请稍后再试", "provider-error"),
    ("API Key 无效或已过期", "provider-error"),
    ("服务繁忙，请稍后重试", "provider-error"),
    ("上游服务暂时不可用", "provider-error"),
    ("输入的 token 数超过了模型的上下文窗口", "context-overflow"),
    ("Throttling: requests throttling triggered", "provider-error"),
    ("Role must be user or assistant and Content length must be greater than 0", "history-rejected"),
    ("Deployment is scaled to zero and is being started. Please retry.", "provider-error"),
    ("Model too busy, unable to get response in less than 60 second(s)", "provider-error"),
    ("Daily request limit reached for this model. Resets at midnight UTC.", "provider-error"),
    ("Your plan does not include access to this model. Upgrade at https://acme.dev", "provider-error"),
    ("Account balance is negative. Please recharge.", "provider-error"),
    ("Trial expired. Please subscribe.", "provider-error"),
    ("This API key has been disabled.", "provider-error"),
    ("Invalid Authorization header", "provider-error"),
    ("The token provided is malformed", "provider-error"),
    ("Authorization header is missing", "missing-credentials"),
    ("API key required", "missing-credentials"),
    ("Please set the ACME_API_KEY environment variable", "missing-credentials"),
    ("Model acme-x is not available on your plan", "model-not-found"),
    ("The model acme-x does not support this endpoint", "model-not-found"),
    ("Unsupported model: acme-x", "model-not-found"),
    ("invalid model ID", "model-not-found"),
    ("Model gpt-9 not found", "model-not-found"),
    ("Your prompt is too large for this model (140000 > 131072 tokens)", "context-overflow"),
    ("Requested 140000 tokens but the maximum allowed is 131072", "context-overflow"),
    ("Input too long", "context-overflow"),
    ("tool_call_id not found in previous messages", "history-rejected"),
    ("Tool messages must follow an assistant message with tool calls", "history-rejected"),
    ("The message array contains an empty assistant message", "history-rejected"),
    ("Invalid reasoning item in input", "history-rejected"),
    ("Response blocked by safety filter", "provider-error"),
    ("Content policy violation detected", "provider-error"),
    ("Your API key has expired. Generate a new one in the console.", "provider-error"),
    ("The provided API token was revoked on 2026-11-01.", "provider-error"),
    ("Access token is invalid for this endpoint.", "provider-error"),
    ("您的 API Key 已被禁用", "provider-error"),
    ("当前模型负载过高，请稍后重试", "provider-error"),
    ("请求被限流，请稍后再试", "provider-error"),
    ("Your subscription has expired. Renew it to continue.", "provider-error"),
    ("Daily limit reached. Upgrade to Pro for more requests.", "provider-error"),
    ("The inference engine is too busy to take another request.", "provider-error"),
    ("Requests are being throttled because of high traffic.", "provider-error"),
    ("The response was stopped by our content moderation.", "provider-error"),
    ("Your input was flagged by the safety system.", "provider-error"),
    ("The requested model was not found on this account.", "model-not-found"),
    ("Model 'acme-9' is not available in this deployment.", "model-not-found"),
    ("模型 acme-9 不存在或已下线", "model-not-found"),
    ("Model acme-9 does not exist.", "model-not-found"),
    ("The model acme-9 was retired on 2026-10-01.", "model-not-found"),
    ("This key has no access to the model acme-9.", "model-not-found"),
    ("The prompt (143211 tokens) is longer than what this model accepts (131072).", "context-overflow"),
    ("Input tokens (143211) exceed the limit of 131072.", "context-overflow"),
    ("Conversation exceeds the context limit of the model.", "context-overflow"),
    ("Context window overflow: 143211 > 131072 tokens.", "context-overflow"),
    ("请求的 tokens 超出模型上限", "context-overflow"),
    ("Prompt too large.", "context-overflow"),
    ("The number of input tokens is greater than the maximum of 131072.", "context-overflow"),
    ("The first message must have the user role.", "history-rejected"),
    ("Tool message at index 5 must follow an assistant message with tool calls.", "history-rejected"),
    ("Assistant messages cannot be empty.", "history-rejected"),
    ("messages[7].content must not be empty", "history-rejected"),
    ("Unexpected tool_result without a preceding tool_use.", "history-rejected"),
    ("The last message must be from the user, not the assistant role.", "history-rejected"),
    ("Invalid thinking signature in message 4.", "history-rejected"),
    ("Each tool call must have a matching tool result.", "history-rejected"),
    ("No API key was provided with the request.", "missing-credentials"),
    ("Missing credentials: set ACME_API_KEY.", "missing-credentials"),
    ("An Authorization header is required.", "missing-credentials"),
    ("API key not set.", "missing-credentials"),
)
OTHERS = (
    "File content (30000 tokens) exceeds maximum allowed tokens (25000). Please use offset and limit.",
    "MCP tool response (45000 tokens) exceeds maximum allowed tokens (25000).",
    "npm notice Access token expired or revoked. Please try logging in again.",
    "remote: Invalid username or token. Password authentication is not supported for Git operations.",
    "error TS2339: Property 'role' does not exist on type 'Message'.",
    "AssertionError: expected the model to be unknown",
    "Mongoose: the model User is not found",
    "ValidationError: prompt is required",
    "The tool call took too long",
    "tool call failed: ENOENT no such file",
    "husky: commit message must match the pattern",
    "agent role must be one of primary, subagent",
    "the prompt exceeds 3 lines in the TUI and is cut",
    "context menu is too large for the window",
    "Plan: Pro, usage limits not reached",
    "Please do not exceed the context window of the model.",
    "Is the model acme-9 not available?",
    'throw new Error("the requested model was not found");',
    "请不要超过 200000 上下文长度",
)
# fmt: on
"""Sentences of a report that are about another matter, code, a wish or a question."""


def _report(text: str, version: str = "OpenCode version: 1.18.3") -> str:
    return f"My prompts get no answer. The screen shows:\n\n```\n{text}\n```\n\n{version}\n"


def _named(report: str) -> list[tuple[str | None, Confidence | None]]:
    verdicts = (judge_words(piece) for piece in errors_in(lines_of(report), "report.md"))
    return [(verdict.cause, verdict.confidence) for verdict in verdicts if verdict.cause]


@pytest.mark.parametrize(("text", "cause"), REFUSALS)
def test_the_form_of_a_copied_sentence_names_its_cause_with_low_confidence(text: str, cause: str) -> None:
    assert _named(_report(text)) == [(cause, Confidence.LOW)]
    assert _named(_report(text, "Version: 1.18.3")) == []


@pytest.mark.parametrize(("text", "cause"), REFUSALS)
def test_inside_of_a_providers_error_the_form_is_as_good_as_a_piece(text: str, cause: str) -> None:
    error = json.dumps({"name": "APIError", "data": {"message": text, "isRetryable": False}}, indent=2, ensure_ascii=False)
    assert _named(_report(error)) == [(cause, Confidence.MEDIUM)]


@pytest.mark.parametrize("text", OTHERS)
def test_the_same_words_about_another_matter_have_no_form(text: str) -> None:
    assert forms_in(text) == ()
    assert _named(_report(text)) == []


def test_a_known_piece_outweighs_a_form() -> None:
    text = "The requested model was not found.\nprompt is too long: 213462 tokens > 200000 maximum"
    assert _named(_report(text)) == [("context-overflow", Confidence.MEDIUM)]


def test_two_causes_that_fit_one_sentence_decide_nothing() -> None:
    text = "The messages[3] must not be empty and the authorization header is missing"
    assert [(said.cause, said.decides) for said in forms_in(text)] == [
        ("history-rejected", False),
        ("missing-credentials", False),
    ]
    assert _named(_report(text)) == []


def test_the_words_of_a_form_are_its_sentence_and_its_place() -> None:
    (said,) = forms_in("Ready.\nError: the requested model was not found on this account. Bye.")
    assert (said.words, said.at) == ("Error: the requested model was not found on this account", 7)


@pytest.mark.parametrize(("before", "found"), [(19_960, True), (20_000, False)])
def test_20_000_characters_are_searched(before: int, found: bool) -> None:
    assert bool(forms_in("." * (before - 1) + "\nThe requested model was not found")) is found
