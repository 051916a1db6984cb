"""The rule `agent-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Outcome, PartShape, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import (
    LOOPS,
    PLUGIN,
    RUN,
    Case,
    agent,
    at,
    failed,
    no_row,
    prompt,
    record,
    request,
    score,
    stored,
    user,
    verdict,
    world,
)

HIT: Case = (prompt(**failed(agent), **no_row), world())

NEAR_MISS: Case = (
    stored(user(0), **failed(agent, records=(record("loop", 0.2, step="0"), record("prompt_async failed", 1)))),
    world(),
)


@pytest.mark.parametrize(
    ("disposal", "answered", "points"), [(1, 2, 40), (2, 2, 40), (2.001, 2, 20), (0.999, 2, 20), (1, -1, 20)]
)
def test_an_agent_that_answered_after_the_instance_was_disposed_of_may_be_new(
    disposal: float, answered: float, points: int
) -> None:
    lost, other = asking_for("reviewer", Outcome.FAILED, "aaaaaaaa"), asking_for("reviewer", Outcome.ANSWERED, "aaaaaaaa")
    there = world(record("disposing instance", disposal), prompts=(lost, replace(other, time=at(answered))))
    assert score((lost, there), "agent-not-found") == points
    elsewhere = replace(there, logs=replace(there.logs, notable=(record("disposing instance", disposal, run="bbbbbbbb"),)))
    assert score((lost, elsewhere), "agent-not-found") == 20


def test_a_captured_subtask_names_an_agent_of_its_own() -> None:
    lost, other = asking_for("build", Outcome.FAILED, "aaaaaaaa"), asking_for("build", Outcome.ANSWERED, "aaaaaaaa")
    alone = replace(lost, rows=None, parts=())
    there = world(prompts=(alone, other))
    assert alone.request is not None
    subtask = replace(alone, request=replace(alone.request, parts=(PartShape("subtask", None, None),)))
    assert score((alone, there), "agent-not-found") == 10
    assert score((subtask, there), "agent-not-found") == 30


def asking_for(name: str, outcome: Outcome, run: str) -> Prompt:
    base = prompt(**failed(agent), **no_row) if outcome is Outcome.FAILED else prompt(outcome=outcome)
    return replace(base, request=request(agent=name), run=replace(RUN, key=run))


@pytest.mark.parametrize(("run", "confidence"), [("aaaaaaaa", Confidence.MEDIUM), ("bbbbbbbb", Confidence.HIGH)])
def test_an_agent_that_answered_on_another_server_may_be_missing_on_this_one(run: str, confidence: Confidence) -> None:
    lost, other = asking_for("reviewer", Outcome.FAILED, "aaaaaaaa"), asking_for("reviewer", Outcome.ANSWERED, run)
    assert judge(lost, world(prompts=(lost, other)), {}).confidence is confidence


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('default agent "planner" not found', "agent-not-found"),
        ('default agent "planner" is a subagent', "agent-not-found"),
        ('default agent "planner" is hidden', "agent-not-found"),
        ("no primary visible agent found", "agent-not-found"),
        ('default agent "planner" not found in the cache', None),
        ('no default agent "planner" is hidden', None),
    ],
)
def test_a_default_agent_that_cannot_be_used_is_known_by_the_servers_own_words(text: str, cause: str | None) -> None:
    verdict = judge(prompt(**failed(f"Cause([Die(Error: {text})])"), **no_row), world(), {})
    assert (verdict.cause, verdict.confidence) == (cause, Confidence.MEDIUM if cause else None)


def test_a_prompt_that_names_its_agent_needs_no_default_agent() -> None:
    lost = asking_for("reviewer", Outcome.FAILED, "aaaaaaaa")
    without = replace(lost, request=None, **failed('Cause([Die(Error: default agent "planner" not found)])'))
    assert (
        score((without, world()), "agent-not-found"),
        score((replace(without, request=lost.request), world()), "agent-not-found"),
    ) == (
        30,
        0,
    )


@pytest.mark.parametrize(
    ("loops", "plugin", "candidates"),
    [(True, False, ("agent-not-found",)), (True, True, ("agent-not-found", "plugin-error")), (False, False, ())],
)
def test_a_failure_without_error_and_session_came_before_the_loop(loops: bool, plugin: bool, candidates: tuple[str, ...]) -> None:
    """1.14.48 writes `prompt_async failed [object Object]`; a failure just after a `loop` record is given to that prompt."""
    line = record("prompt_async failed", 1, "legacy", level="ERROR")
    run = replace(LOOPS if loops else RUN, era="legacy", version="1.14.48")
    lost = prompt(
        "1.14.48", outcome=Outcome.FAILED, session_id=None, stage=Stage.UNKNOWN, rows=None, record=line, records=(line,)
    )
    there = world(*((PLUGIN,) if plugin else ()), runs=(run,))
    found = verdict((replace(lost, run=run), there))
    assert (found.cause, found.candidates) == (None, candidates)
