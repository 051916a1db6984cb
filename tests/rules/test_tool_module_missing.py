"""The rule `tool-module-missing`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, failed, no_row, prompt, world

HIT: Case = (
    prompt(**failed("Cause([Die(ResolveMessage: Cannot find module '@opencode-ai/plugin' ERR_MODULE_NOT_FOUND)])"), **no_row),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(Error: File not found: a.txt)])"), **no_row), world())
