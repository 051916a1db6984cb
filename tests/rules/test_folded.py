"""Causes of the knowledge base that another rule covers, and rules seen from their 2.x side: each has a case of its own."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import Broken, judge
from inspector.model import Break, BreakKind, Confidence, Outcome, ProjectedRow, Stage
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from tests.rules import cases
from tests.rules.cases import (
    NEXT,
    RUN,
    SES,
    answer,
    at,
    facts,
    failed,
    ident,
    prompt,
    record,
    rows,
    session,
    stored,
    table,
    tool,
    user,
    world,
)

KILLED = replace(RUN, last_time=at(2))
TWO = facts(
    tables={
        **cases.CORE,
        "session_v2": table("session_v2", "id", "time_suspended"),
        "workspace": table("workspace", "id", "provider"),
    },
    generation="2.x",
)
BORN_NEW = Break(BreakKind.BORN_NEW, "project", None, None, "it answers 500 to everything", True)


def _refused(words: str) -> Prompt:
    line = record("failed", 0, ref="err_00000001", error=words)
    return prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=line, fault=parse(words))


def _claimed(**extra: str) -> Prompt:
    mine = ProjectedRow(ident("msg", at(0)), SES, "user", 1, at(0), None, None, None, None)
    row = session(table="session_v2", extra=extra)
    return prompt("2.0.3", stage=Stage.STORED, projected=mine, rows=rows(row=row, projected=(mine,)), records=None)


def _orphan() -> Prompt:
    message = user(0)
    part = tool("bash", 1.5, has_metadata=True)
    return stored(
        message,
        answer(message, completed=None, finish=None),
        stage=Stage.ANSWERING,
        answer_parts=(part,),
        run=KILLED,
        records=(record("stream", 1.5, small="false"),),
    )


def _retrying() -> Prompt:
    message = user(0)
    errors = tuple(record("stream error", n, error="AI_APICallError: 429 rate limit") for n in (1, 3))
    return stored(
        message,
        answer(message, completed=None, finish=None),
        stage=Stage.STREAM,
        records=(record("stream", 0.5, small="false"), *errors),
    )


def _cancelled() -> tuple[Prompt, World]:
    found, there = cases.stopped("/srv/proj")
    return replace(found, records=(record("cancel", 0.8),)), there


def _elsewhere(path: str) -> tuple[Prompt, World]:
    run = replace(RUN, era="legacy", version="1.15.13", database_path=path)
    gone = replace(prompt("1.15.13", rows=rows(gone=True), stage=Stage.UNKNOWN, outcome=Outcome.FAILED), run=run)
    return gone, world(prompts=(gone, replace(gone, session_id="ses_other")))


FOLDED = {
    "migrate-dup-column": (_refused("SQLiteError: duplicate column name: cost"), world(), "migration-failed"),
    "migrate-no-name": (_refused("SQLiteError: no such column: name"), world(), "migration-failed"),
    "v1-import-fails": (
        prompt(
            outcome=Outcome.REJECTED,
            stage=Stage.REJECTED,
            rows=None,
            record=record("V1 migration failed", 0, role="server"),
            fault=parse('Cause([Die(SQLiteError: near ",": syntax error)])'),
        ),
        world(),
        "migration-failed",
    ),
    "drift-v2-workspace": (_refused("SQLiteError: no such column: project_id"), world(facts=TWO), "schema-drift"),
    "drift-born-new": (
        prompt("1.15.13", outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=cases.request(status=500)),
        world(drifts={"1.15.13": cases.drift("1.15.13", BORN_NEW)}),
        "schema-drift",
    ),
    "channel-db": (*_elsewhere("/home/operator/.local/share/opencode/opencode-stable.db"), "wrong-database"),
    "fk-after-delete": (
        prompt(rows=rows(gone=True), **failed(cases.sql("FOREIGN KEY constraint failed")), stage=Stage.UNKNOWN),
        world(),
        "session-deleted",
    ),
    "retry-forever": (_retrying(), world(), "provider-error"),
    "tool-part-orphaned": (_orphan(), world(runs=(KILLED, NEXT)), "server-stopped"),
    "v2-snapshot-claim": (
        _claimed(time_suspended="1795330800000", resume_attempts="0"),
        world(live=True, facts=TWO),
        "snapshot-hang",
    ),
    "an abort before a dispose": (*_cancelled(), "aborted"),
}


@pytest.mark.parametrize("name", sorted(FOLDED))
def test_a_folded_cause_is_named_by_the_rule_that_covers_it(name: str) -> None:
    found, there, cause = FOLDED[name]
    broken: Broken = {}
    verdict = judge(found, there, broken)
    assert broken == {}
    assert verdict.cause == cause, [(f.cause, f.score) for f in verdict.findings]


def test_no_claim_of_a_run_on_2x_is_no_hanging_snapshot() -> None:
    verdict = judge(_claimed(), world(live=True, facts=TWO), {})
    assert "snapshot-hang" not in verdict.candidates


def test_what_rests_on_2x_sources_alone_is_never_certain() -> None:
    from tests.rules.test_rules import CASES

    for name in ("v2-snapshot-claim",):
        found, there, _ = FOLDED[name]
        assert judge(found, there, {}).confidence is Confidence.MEDIUM
    for cause in ("dead-run", "generation-split"):
        assert judge(*CASES[cause][0], {}).confidence is Confidence.MEDIUM


def test_a_column_of_2x_says_nothing_in_a_file_that_2x_never_used() -> None:
    verdict = judge(_refused("SQLiteError: no such column: project_id"), world(), {})
    assert verdict.cause != "schema-drift"


@pytest.mark.parametrize("end", ["local mcp startup failed", "mcp server requires authentication"])
def test_a_prompt_that_stays_silent_long_after_its_mcp_server_was_settled_does_not_wait_for_it(end: str) -> None:
    one, everything = cases.starting(record(end, 1, "legacy", service="mcp", key="slowpoke"))
    late = replace(everything, end=at(600), now=at(600))
    one = replace(one, run=replace(RUN, last_time=at(600)))
    assert judge(one, late, {}).cause != "mcp-hang"
    waiting = cases.starting()[1]
    assert "mcp-hang" in [f.cause for f in judge(one, replace(waiting, end=at(25), now=at(25)), {}).findings[:1]]
