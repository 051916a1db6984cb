"""The rule `context-overflow`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, ended_case, world

HIT: Case = (ended_case("ContextOverflowError", "context_length_exceeded"), world())

INSTEAD = "provider-error"

NEAR_MISS: Case = (ended_case("APIError", "rate limit", error_status=429), world())
