"""The rule `database-damaged`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Break, BreakKind
from tests.rules.cases import Case, drift, failed, no_row, prompt, sql, verdict, world

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


def test_an_error_number_alone_decides_only_with_the_database() -> None:
    """Without it, a table or column may as well be missing because another release has changed the schema."""
    bare = prompt(**failed('{"_tag":"Die","defect":{"errno":1,"byteOffset":-1}}'), **no_row)
    alone, read = verdict((bare, world(facts=None))), verdict((bare, world(drifts={"1.18.33": drift("1.18.33")})))
    assert (alone.cause, {finding.cause for finding in alone.findings}) == (None, {"database-damaged", "schema-drift"})
    assert read.cause == "database-damaged"
