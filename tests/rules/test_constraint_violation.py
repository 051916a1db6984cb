"""The rule `constraint-violation`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

from inspector.model import Break, BreakKind, Drift, Migration, Stage
from tests.rules.cases import CORE, NOTNULL, Case, facts, failed, fk, prompt, rows, score, table, threw, verdict, world

_triggered = facts(tables={**CORE, "message": table("message", "id", "data", triggers=("lab_message",))})


HIT: Case = (prompt(**failed(fk), stage=Stage.UNKNOWN), world(facts=_triggered))

NEAR_MISS: Case = (prompt(rows=rows(gone=True), **failed(fk), stage=Stage.UNKNOWN), world())


def test_a_constraint_of_a_table_that_the_database_has_not_is_another_databases() -> None:
    case = threw("Cause([Die(SQLiteError: NOT NULL constraint failed: audit.id)])")
    assert verdict(case).cause is None
    mine = replace(case[1], facts=facts(tables={**CORE, "audit": table("audit", "id!")}))
    assert verdict((case[0], mine)).cause == "constraint-violation"


def test_a_constraint_is_no_trigger_where_a_table_that_could_explain_it_is_missing() -> None:
    case = HIT
    line = failed(NOTNULL, era="legacy")
    named = Drift("1.15.13", True, None, (), (), (), None, "1.15.13", ("1.15.13",), "1.15.13")
    sent = prompt("1.15.13", **line, stage=Stage.NOTHING, rows=rows())
    applied = (Migration("20260127222353_familiar_lady_ursula", "__drizzle_migrations", None),)
    gone = Break(BreakKind.MISSING_TABLE, "session_message", None, None, "no such table", sure=True)
    for breaks, score_ in (((), 20), ((gone,), 0)):
        drifts = {"1.15.13": replace(named, breaks=breaks)}
        there = replace(case[1], facts=facts(migrations=applied), drifts=drifts)
        assert score((sent, there), "constraint-violation") == score_
