"""The rule `database-damaged`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Break, BreakKind
from tests.rules.cases import Case, drift, failed, no_row, prompt, sql, world

EPOCH = Break(
    BreakKind.MISSING_COLUMN,
    "session_context_epoch",
    "replacement_seq",
    "20260622142730_simplify_session_context_epoch",
    "new sessions fail",
    True,
)


HIT: Case = (prompt(**failed(sql("no such table: part")), **no_row), world())

INSTEAD = "schema-drift"

NEAR_MISS: Case = (
    prompt(**failed(sql("no such column: replacement_seq")), **no_row),
    world(drifts={"1.17.0": drift("1.17.0", EPOCH)}),
)
