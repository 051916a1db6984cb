"""history-rejected: a refusal of what is stored, against refusals of the request, of its length, and of one prompt only."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Outcome, Stage
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from tests.rules.cases import Case, answer, at, ended_case, record, stored, user, world

TOOL = (
    "messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01. "
    "Each `tool_use` block must have a corresponding `tool_result` block in the next message."
)
PARAMETER = "Unsupported parameter: 'max_tokens' is not supported with this model."
LENGTH = "This model's maximum context length is 8192 tokens."


def refused(words: str, seconds: float, session: str = "ses_refused", **fields: object) -> Prompt:
    message = replace(user(seconds), session_id=session)
    failed = answer(message, seconds + 0.2, seconds + 1, None, error_name="APIError", error_message=words, error_status=400)
    found = stored(message, failed, stage=Stage.FAILED, first=False)
    return replace(found, session_id=session, **fields)  # type: ignore[arg-type]


def works(seconds: float, session: str = "ses_works") -> Prompt:
    message = replace(user(seconds), session_id=session)
    return replace(
        stored(message, answer(message, seconds + 0.2, seconds + 1)),
        session_id=session,
        outcome=Outcome.ANSWERED,
        stage=Stage.ANSWERED,
    )


def judged(number: int, *prompts: Prompt) -> tuple[str | None, Confidence | None]:
    everything: World = world(prompts=prompts)
    found = judge(prompts[number], everything, {})
    return found.cause, found.confidence


@pytest.mark.parametrize(
    "words",
    [
        TOOL,
        "messages.1.content.0: Invalid `signature` in `thinking` block",
        "The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed.",
        "No tool output found for function call call_abc123.",
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.",
        "Item 'rs_123' of type 'reasoning' was provided without its required following item.",
        "messages: text content blocks must contain non-whitespace text",
        "messages: final assistant content cannot end with trailing whitespace",
        'messages: first message must use the "user" role',
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "This model does not support assistant message prefill. The conversation must end with a user message.",
        "Duplicate item found with id msg_abc. Remove duplicate items from your input and try again.",
        "The text field in the ContentBlock object at messages.3.content.0 is blank.",
        "* GenerateContentRequest.contents[2].parts: contents.parts must not be empty.",
        "Please ensure that function response turn comes immediately after a function call turn.",
        "Corrupted thought signature.",
        "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
        "Unexpected role 'user' after role 'tool'",
        "Not the same number of function calls and responses",
        "invalid params, tool call result does not follow tool call (2013)",
        "Invalid request: tool_call_id  is not found",
        "thinking is enabled but reasoning_content is missing in assistant tool call message at index 3",
    ],
)
def test_two_refusals_in_a_row_of_what_is_stored_are_named_with_high_confidence(words: str) -> None:
    prompts = (refused(words, 0), works(5), refused(words, 10))
    assert judged(0, *prompts) == ("history-rejected", Confidence.HIGH)
    assert judged(2, *prompts) == ("history-rejected", Confidence.HIGH)


def test_one_refusal_that_nothing_followed_is_named_with_medium_confidence() -> None:
    assert judged(0, refused(TOOL, 0)) == ("history-rejected", Confidence.MEDIUM)


def test_one_refusal_that_recovered_stays_an_error_of_the_provider() -> None:
    assert judged(0, refused(TOOL, 0, recovered=True), works(5, "ses_refused")) == ("provider-error", Confidence.HIGH)


def test_a_refusal_of_the_first_prompt_of_a_session_is_not_about_its_history() -> None:
    cause, _ = judged(0, refused(TOOL, 0, first=True))
    assert cause == "provider-error"


def test_a_bad_parameter_that_every_session_meets_stays_an_error_of_the_provider() -> None:
    prompts = (refused(PARAMETER, 0), refused(PARAMETER, 5), refused(PARAMETER, 10, "ses_other"))
    assert judged(1, *prompts) == ("provider-error", Confidence.HIGH)


def test_unknown_words_in_one_session_only_are_not_called_certain() -> None:
    assert judged(1, refused("Bad request", 0), refused("Bad request", 5), works(7)) == ("provider-error", Confidence.MEDIUM)


def test_a_conversation_that_is_too_long_is_not_called_rejected() -> None:
    assert judged(1, refused(LENGTH, 0), refused(LENGTH, 5), works(7))[0] == "context-overflow"


def test_words_that_the_user_wrote_into_the_request_are_not_the_providers_words() -> None:
    """1.15 logs the whole request with the error; only what the provider answered counts."""
    error = '{"error":{"requestBodyValues":{"messages":[{"role":"user","content":"' + TOOL + '"}]},"responseBody":"Bad gateway"}}'
    lines = (record("stream", 0.1, "legacy", small="false"), record("stream error", 0.2, "legacy", level="ERROR", error=error))
    one = replace(stored(user(0), stage=Stage.STREAM, records=lines, version="1.15.13"), rows=None, message=None)
    two = replace(one, time=at(5))
    assert judged(1, one, two)[0] != "history-rejected"


def test_the_log_alone_is_enough_for_repeated_refusals() -> None:
    def lines(seconds: float) -> tuple[object, ...]:
        failed = record("stream error", seconds, level="ERROR", **{"error.error": f"AI_APICallError: {TOOL}"})
        return record("loop", seconds - 0.2, step="0"), record("stream", seconds - 0.1, small="false"), failed

    one = replace(stored(user(0), stage=Stage.STREAM, records=lines(1)), rows=None, message=None)
    two = replace(one, time=at(5), records=lines(6))
    assert judged(1, one, two)[0] == "history-rejected"


@pytest.mark.parametrize(("characters", "cause"), [(4000, "history-rejected"), (4001, "provider-error")])
def test_4000_characters_of_a_providers_words_are_looked_at(characters: int, cause: str) -> None:
    words = "No tool output found for function call".rjust(characters, ".")
    assert judged(0, refused(words, 0), works(5), refused(words, 10))[0] == cause


def _refused_history(*, first: bool) -> Prompt:
    """A refusal of a tool call without its result: of a session with earlier turns, or of its first prompt."""
    words = "messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01"
    return replace(ended_case("APIError", words, error_status=400), first=first)


HIT: Case = (_refused_history(first=False), world())

INSTEAD = "provider-error"

NEAR_MISS: Case = (_refused_history(first=True), world())
