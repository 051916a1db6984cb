"""Which prompt a call sent to a subagent, and which prompt waits for one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Logs, MessageRow, Outcome, PartRow, SessionRow, SessionRows, Stage
from inspector.prompts.assemble import prompts_of
from inspector.prompts.evidence import SessionEvidence, Shared
from inspector.prompts.prompt import Prompt
from inspector.prompts.subagents import link_subagents
from tests.rules.cases import answer, at, record, session, tool, user

PARENT, CHILD, GRANDCHILD = "ses_parent", "ses_child", "ses_grandchild"


def task(seconds: float = 1, status: str = "running", child: str | None = CHILD, **fields: object) -> PartRow:
    return tool("task", seconds, status, child=child, **fields)


def made(session_id: str, row: SessionRow, *parts: PartRow, begun: bool = True) -> SessionRows:
    """A session with one prompt, whose answer is open and holds `parts`; without `begun` it has no answer."""
    asked = user(0 if session_id == PARENT else 2, session_id=session_id, id=f"msg_{session_id}")
    messages: list[MessageRow] = [asked]
    if begun:
        messages.append(answer(asked, 3, None, None, session_id=session_id, id=f"msg_{session_id}_2"))
    held = tuple(
        replace(p, session_id=session_id, message_id=f"msg_{session_id}_2", id=f"prt_{session_id}_{n}")
        for n, p in enumerate(parts)
    )
    return SessionRows(session_id, row, tuple(messages), held, (), (), {}, path="opencode.db")


def linked(*rows: SessionRows) -> dict[str, Prompt]:
    known = {r.session_id: r for r in rows}
    prompts = [p for id, own in known.items() for p in prompts_of(SessionEvidence(id, own), Shared())]
    return {p.session_id or "": p for p in link_subagents(prompts, known, None)}


def under(parent: str, seconds: float = 1.5) -> SessionRow:
    return session(parent_id=parent, time_created=at(seconds))


def test_a_running_call_waits_for_the_subagent_it_names() -> None:
    found = linked(made(PARENT, session(), task()), made(CHILD, under(PARENT)))
    assert (found[PARENT].waits_for, found[CHILD].waits_for) == ((CHILD,), ())


def test_a_subagent_waits_for_its_own_subagent() -> None:
    found = linked(
        made(PARENT, session(), task()),
        made(CHILD, under(PARENT), task(2, child=GRANDCHILD)),
        made(GRANDCHILD, under(CHILD, 2.5)),
    )
    assert [found[s].waits_for for s in (PARENT, CHILD, GRANDCHILD)] == [(CHILD,), (GRANDCHILD,), ()]


def test_a_call_that_has_ended_does_not_wait() -> None:
    found = linked(made(PARENT, session(), task(status="completed", ended=at(3))), made(CHILD, under(PARENT)))
    assert found[PARENT].waits_for == ()


def test_a_subagent_that_is_not_in_the_evidence_is_not_waited_for() -> None:
    assert linked(made(PARENT, session(), task()))[PARENT].waits_for == ()


@pytest.mark.parametrize(("made_at", "waits"), [(61, True), (61.001, False), (0, True), (-0.001, False)])
def test_a_call_that_names_no_session_is_matched_by_parent_and_time(made_at: float, waits: bool) -> None:
    found = linked(made(PARENT, session(), task(child=None)), made(CHILD, under(PARENT, made_at)))
    assert (found[PARENT].waits_for == (CHILD,)) is waits


def test_an_error_that_only_the_parents_call_holds_is_the_subagents() -> None:
    failed = task(status="error", error="Model not found: mock/retired.", ended=at(3))
    child = linked(made(PARENT, session(), failed), made(CHILD, under(PARENT), begun=False))[CHILD]
    assert child.fault is not None and (child.fault.provider_id, child.fault.model_id) == ("mock", "retired")
    assert (child.stage, child.call is not None) == (Stage.FAILED, True)


@pytest.mark.parametrize("error", ["Tool execution aborted", None])
def test_an_aborted_call_does_not_show_why_the_subagent_failed(error: str | None) -> None:
    ended = task(status="error", error=error, ended=at(3))
    child = linked(made(PARENT, session(), ended), made(CHILD, under(PARENT), begun=False))[CHILD]
    assert (child.fault, child.stage) == (None, Stage.STORED)


def test_a_later_prompt_of_the_subagent_belongs_to_the_later_call() -> None:
    first, second = task(1, "completed", ended=at(3)), task(100, "error", error="Model not found: mock/a.", ended=at(103))
    child = linked(made(PARENT, session(), first, second), made(CHILD, under(PARENT), begun=False))[CHILD]
    assert (child.call and child.call.status, child.fault) == ("completed", None)


def test_without_rows_the_log_shows_the_parent_of_the_subagents_session() -> None:
    begun = replace(record("created", 1, id=CHILD, parentID=PARENT), fields={"id": CHILD, "parentID": PARENT})
    waiting = Prompt(Outcome.SILENT, PARENT, at(0), Stage.STREAM, None, records=(record("loop", 0), record("stream", 0.1)))
    child = Prompt(Outcome.SILENT, CHILD, at(1.1), Stage.STREAM, None, records=(record("loop", 1.1), record("stream", 1.2)))
    logs = Logs((), (), (), (), {CHILD: (begun,)}, {}, at(2))
    assert [p.waits_for for p in link_subagents([waiting, child], {}, logs)] == [(CHILD,), ()]
    assert [p.waits_for for p in link_subagents([waiting, replace(child, outcome=Outcome.ANSWERED)], {}, logs)] == [(), ()]
