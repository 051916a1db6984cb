"""The rule `agent-file-invalid`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, agent, failed, no_row, prompt, world

HIT: Case = (prompt(**failed("Cause([Die(ConfigInvalidError: ConfigInvalidError)])"), **no_row), world())

INSTEAD = "agent-not-found"

NEAR_MISS: Case = (prompt(**failed(agent), **no_row), world())
