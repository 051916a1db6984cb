"""The rule `tool-module-missing`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.rules._says import pages_for
from tests.rules.cases import Case, failed, no_row, prompt, score, world

HIT: Case = (
    prompt(**failed("Cause([Die(ResolveMessage: Cannot find module '@opencode-ai/plugin' ERR_MODULE_NOT_FOUND)])"), **no_row),
    world(),
)

NEAR_MISS: Case = (prompt(**failed("Cause([Die(Error: File not found: a.txt)])"), **no_row), world())


@pytest.mark.parametrize("module", ["/$bunfs/root/../tree-sitter-x.node", "B:/~BUN/root/tree-sitter-x.node"])
def test_a_module_that_opencode_itself_lacks_is_of_no_tool(module: str) -> None:
    line = failed(f"Cause([Die(Error: Cannot find module '{module}')])")
    assert score((prompt(**line, **no_row), world()), "tool-module-missing") == 0
    assert pages_for(f"error: Cannot find module '{module}' from 'opencode'")[0].cause == "server-start-failed"
