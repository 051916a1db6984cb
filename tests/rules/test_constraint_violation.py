"""The rule `constraint-violation`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Break, BreakKind, Drift, Migration, Question, Stage
from tests.rules.cases import CORE, NOTNULL, Case, facts, failed, fk, prompt, rows, score, sql, table, threw, verdict, world

_triggered = facts(tables={**CORE, "message": table("message", "id", "data", triggers=("lab_message",))})


HIT: Case = (prompt(**failed(fk), stage=Stage.UNKNOWN), world(facts=_triggered))

INSTEAD = "session-deleted"

NEAR_MISS: Case = (prompt(rows=rows(gone=True), **failed(fk), stage=Stage.UNKNOWN), world())


def test_a_constraint_of_a_table_that_the_database_has_not_is_another_databases() -> None:
    case = threw(sql("NOT NULL constraint failed: audit.id"))
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


STARTED = "INFO  2026-11-22T06:45:00 +300ms service=default version=1.15.13 args=[] process_role=main run_id=88a7c626 opencode"
FAILED = (
    "ERROR 2026-11-22T06:46:32 +11ms service=default session.id=ses_dfdfe588dffe7qrD0dWi55c6nV "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"code":"SQLITE_CONSTRAINT_NOTNULL","errno":1299,"byteOffset":-1}}]} '
    "prompt_async failed"
)
LATER = "INFO  2026-11-22T06:46:32 +1ms service=session.prompt session.id=ses_dfdfe583fffe6q7ooG0x4LVvBW step=0 loop"
EARLIER = "INFO  2026-11-22T06:46:33 +1ms service=session.prompt session.id=ses_dfdfe59caffe772uShQd7gi6Gf step=0 loop"
TRIGGER = FAILED.replace("NOTNULL", "TRIGGER").replace("dfdfe588dffe7qrD0dWi55c6nV", "dfdfe5ed5ffeMneEXok1rNWzBy")


@pytest.mark.parametrize(
    ("lines", "cause", "candidates"),
    [
        ((STARTED, FAILED), "schema-drift", {"schema-drift"}),
        ((STARTED, FAILED, EARLIER), "schema-drift", {"schema-drift"}),
        ((STARTED, FAILED, LATER), None, {"constraint-violation"}),
        ((STARTED, TRIGGER, FAILED), None, {"constraint-violation"}),
    ],
    ids=["alone", "an older session goes on", "a newer session works", "a trigger refused another row"],
)
def test_without_the_database_what_else_the_log_shows_decides_over_a_column_left_empty(
    lines: tuple[str, ...], cause: str | None, candidates: set[str], tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    log.write_text("\n".join(lines) + "\n")
    report = diagnose(Question(logs=(str(log),)))
    (entry,) = (entry for entry in report.failures if entry.session_id == "ses_dfdfe588dffe7qrD0dWi55c6nV")
    assert (entry.cause, set(entry.candidates)) == (cause, candidates)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("blocked by a trigger", True),
        ("out of memory", False),
        ("database schema has changed", False),
        ('near \\"from\\": syntax error', False),
        ("too many SQL variables", False),
    ],
)
def test_what_sqlite_itself_says_comes_from_no_trigger(said: str, named: bool) -> None:
    assert ("constraint-violation" in verdict(threw(f"Cause([Die(SQLiteError: {said})])")).candidates) is named
