"""The rule `part-unreadable`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import PLUGIN, Case, failed, no_row, prompt, world

HIT: Case = (
    prompt(**failed('Cause([Die(TypeError [ERR_INVALID_URL]: "not a url" cannot be parsed as a URL.)])'), **no_row),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(TypeError: x is not a function)])"), **no_row), world(PLUGIN))
