"""The rule `context-overflow`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Confidence
from tests.rules.cases import Case, ended_case, verdict, world

HIT: Case = (ended_case("ContextOverflowError", "context_length_exceeded"), world())

INSTEAD = "provider-error"

NEAR_MISS: Case = (ended_case("APIError", "rate limit", error_status=429), world())


@pytest.mark.parametrize(
    "text",
    [
        "prompt is too long: 213462 tokens > 200000 maximum",
        "Input is too long for requested model.",
        "Your input exceeds the context window of this model.",
        "The input token count (1196265) exceeds the maximum number of tokens allowed (1048576).",
        "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
        "Please reduce the length of the messages or completion.",
        "This endpoint's maximum context length is 131072 tokens.",
        "prompt token count of 140000 exceeds the limit of 128000",
        "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it",
        "The number of tokens to keep from the initial prompt is greater than the context length.",
        "invalid params, context window exceeds limit (2013)",
        "Invalid request: Your request exceeded model token limit: 262144 (requested: 269030)",
        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
    ],
)
def test_the_overflows_that_opencode_knows_are_no_other_error_of_the_provider(text: str) -> None:
    """A server that does not know one stores it as an APIError."""
    found = verdict((ended_case("APIError", text, error_status=400), world()))
    assert (found.cause, found.confidence) == ("context-overflow", Confidence.HIGH)


@pytest.mark.parametrize("text", ["Your team exceeds the limit of 5 requests.", "This request exceeds the limit of your plan."])
def test_another_limit_is_no_overflow(text: str) -> None:
    assert verdict((ended_case("APIError", text, error_status=400), world())).cause == "provider-error"
