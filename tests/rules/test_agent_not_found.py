"""The rule `agent-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, agent, failed, no_row, prompt, record, stored, user, world

HIT: Case = (prompt(**failed(agent), **no_row), world())

NEAR_MISS: Case = (
    stored(user(0), **failed(agent, records=(record("loop", 0.2, step="0"), record("prompt_async failed", 1)))),
    world(),
)
