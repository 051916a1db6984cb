"""A prompt that waits for a subagent is reported with the subagent's cause, and linked to it."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.diagnosis.diagnose import judged
from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.verdict import judge
from inspector.diagnosis.waiting import share_causes
from inspector.model import Entry, Question, Report, Stage
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt
from inspector.renderers._sentences.entries import summary_of
from tests.rules.cases import answer, at, record, rows, stored, tool, user, world

PARENT, CHILD, GRANDCHILD = "ses_parent", "ses_child", "ses_grandchild"
ASKING = record("asking", 0.5, id="per_2022390f800111XKbZSgEs89xv", permission="bash")


def open_prompt(session_id: str, name: str, *waits_for: str, **call: object) -> Prompt:
    asked = user(0, session_id=session_id)
    part = tool(name, 0.5, session_id=session_id, child=waits_for[0] if waits_for else None, **call)
    found = stored(asked, answer(asked, 0.2, None, None), stage=Stage.ANSWERING, answer_parts=(part,), session_id=session_id)
    return replace(found, waits_for=waits_for)


CHAIN = (open_prompt(PARENT, "task", CHILD), open_prompt(CHILD, "task", GRANDCHILD), open_prompt(GRANDCHILD, "bash"))


def entries(*prompts: Prompt) -> dict[str | None, Entry]:
    there = replace(world(logs=False), prompts=prompts)
    items = []
    for prompt in prompts:
        items.append((prompt, entry_of(prompt, judge(prompt, there, {}), there)))
    return {prompt.session_id: entry for prompt, entry in share_causes(items)}


def report(*prompts: Prompt) -> Report:
    there = replace(world(logs=False), prompts=prompts)
    return judged(Gathered(there, None, (), (), (), {}), Question(()))


def test_the_cause_of_a_subagent_is_the_cause_of_all_who_wait_for_it() -> None:
    found = entries(*CHAIN)
    assert [found[s].cause for s in (PARENT, CHILD, GRANDCHILD)] == ["waiting-for-permission"] * 3
    assert [found[s].via for s in (PARENT, CHILD, GRANDCHILD)] == [CHILD, GRANDCHILD, None]


def test_an_undecided_subagent_leaves_its_parent_undecided_with_the_same_candidates() -> None:
    child = replace(open_prompt(CHILD, "bash"), answer_parts=(), stage=Stage.STREAM)
    found = entries(open_prompt(PARENT, "task", CHILD), child)
    assert (found[PARENT].cause, found[PARENT].candidates) == (found[CHILD].cause, found[CHILD].candidates)
    assert found[PARENT].cause != "tool-hang"


def test_a_call_whose_subagent_is_unknown_is_first_of_all_a_tool_that_never_returned() -> None:
    found = entries(open_prompt(PARENT, "task", has_metadata=True))
    assert (found[PARENT].candidates[0], found[PARENT].via) == ("tool-hang", None)


def test_two_sessions_that_wait_for_each_other_end_somewhere() -> None:
    found = entries(open_prompt(PARENT, "task", CHILD), open_prompt(CHILD, "task", PARENT))
    assert {found[PARENT].via, found[CHILD].via} == {CHILD, PARENT}


def test_one_trouble_is_told_once_with_the_number_of_those_who_wait() -> None:
    group = next(g for g in report(*CHAIN).causes if g.cause == "waiting-for-permission")
    assert (
        summary_of(group)
        == "1 prompt waits for a permission that nobody has answered. 2 prompts wait for a subagent that has this cause."
    )
    assert "PERMISSION_ID" in str(group.plan) and str(group.plan).count("/permission/") == 1


def test_a_subagent_whose_call_has_ended_is_said_to_hold_nobody_up() -> None:
    call = tool("task", 0, "error", ended=at(2), error="Model not found: mock/retired.")
    own = rows(user(0), row=None)
    child = replace(open_prompt(CHILD, "bash"), call=call, rows=own)
    assert any("has ended with status error" in e.text for e in entries(child)[CHILD].evidence)
    assert not any("has ended" in e.text for e in entries(replace(child, call=replace(call, ended=None)))[CHILD].evidence)
