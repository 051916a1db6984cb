"""The rule `missing-credentials`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Confidence
from tests.rules.cases import Case, ended_case, failed, gone, key, stored, user, verdict, world

HIT: Case = (stored(user(0), **failed(key)), world())

INSTEAD = "model-not-found"

NEAR_MISS: Case = (stored(user(0), **failed(gone)), world())


@pytest.mark.parametrize(
    "text",
    [
        "You didn't provide an API key. You need to provide your API key in an Authorization header.",
        "No API-key provided.",
        "Method doesn't allow unregistered callers (callers without established identity).",
        "AI Gateway authentication failed: No authentication provided.",
        "未提供令牌",
    ],
)
def test_a_provider_that_got_no_key_is_named_for_it(text: str) -> None:
    found = verdict((ended_case("APIError", text, error_status=401), world()))
    assert (found.cause, found.confidence) == ("missing-credentials", Confidence.HIGH)


def test_a_wrong_key_is_an_error_of_the_provider() -> None:
    assert verdict((ended_case("APIError", "Invalid API-key provided.", error_status=401), world())).cause == "provider-error"
