"""The rule `server-error`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from inspector.prompts.faults import parse
from tests.rules.cases import Case, prompt, record, request, world

HIT: Case = (
    prompt(
        outcome=Outcome.REJECTED,
        stage=Stage.REJECTED,
        rows=None,
        record=record("failed", 0, ref="err_5f4cf077", error="SyntaxError: JSON Parse error"),
        fault=parse("SyntaxError: JSON Parse error"),
    ),
    world(),
)

INSTEAD = "request-rejected"

NEAR_MISS: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=400)), world())
