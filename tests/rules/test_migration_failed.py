"""The rule `migration-failed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from inspector.prompts.faults import parse
from tests.rules.cases import NOTNULL, SEQ, Case, drift, failed, no_row, prompt, record, world

HIT: Case = (
    prompt(
        outcome=Outcome.REJECTED,
        stage=Stage.REJECTED,
        rows=None,
        record=record("failed", 0, ref="err_00000001", error="SQLiteError: duplicate column name: cost"),
        fault=parse("SQLiteError: duplicate column name: cost"),
    ),
    world(),
)

NEAR_MISS: Case = (prompt(**failed(NOTNULL, era="legacy"), **no_row), world(drifts={"1.15.13": drift("1.15.13", SEQ)}))
