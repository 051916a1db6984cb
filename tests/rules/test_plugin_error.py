"""The rule `plugin-error`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Stage
from inspector.model.database import Health, HealthState
from tests.rules.cases import (
    PLUGIN,
    SES,
    Case,
    ended_case,
    facts,
    failed,
    no_row,
    prompt,
    record,
    score,
    sql,
    stored,
    threw,
    user,
    verdict,
    world,
)

OUTSIDE = "Error: x\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)\n    at run (/$bunfs/root/src/index.js:1:1)"


INSIDE = "Error: x\n    at run (/$bunfs/root/src/index.js:1:1)\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)"


NATIVE = "Error: x\n    at run (native:7:39)\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)"


def ended(stack: str, name: str = "UnknownError", message: str = "process") -> Case:
    line = record(message, 0.5, era="legacy", level="ERROR", error="x", stack=stack)
    return replace(ended_case(name, "x"), records=(line,)), world()


HIT: Case = (prompt(**failed('Cause([Die("plain string thrown")])'), **no_row), world(PLUGIN))

INSTEAD = "part-unreadable"

NEAR_MISS: Case = (prompt(**failed("Cause([Die(Error: Resource not found: nobody/mcp://x)])"), **no_row), world(PLUGIN))


@pytest.mark.parametrize("stack", [OUTSIDE, "Error: x\n    at f (C:\\proj\\hook.js:1:1)"])
def test_an_answer_ended_by_an_error_from_outside_the_binary_is_a_plugins(stack: str) -> None:
    found = verdict(ended(stack))
    assert (found.cause, found.confidence) == ("plugin-error", Confidence.HIGH)


@pytest.mark.parametrize("case", [ended(INSIDE), ended(NATIVE), ended("Error: x"), ended(OUTSIDE, message="stream error")])
def test_only_the_first_frame_of_the_answers_own_error_names_who_threw(case: Case) -> None:
    assert score(case, "plugin-error") < 10


@pytest.mark.parametrize(
    "text",
    [
        "Cause([Die(undefined)])",
        'Cause([Die({"code":42})])',
        "Cause([Die(AggregateError: two failed)])",
        "Cause([Die(Error: NOT NULL constraint failed: audit.id)])",
        "Cause([Die(Error: database is locked)])",
        '{"failures":[{"_tag":"Die"}]}',
        '{"failures":[{"_tag":"Die","defect":{"code":42}}]}',
    ],
)
def test_what_no_part_of_opencode_throws_is_a_plugins(text: str) -> None:
    found = verdict(threw(text))
    assert (found.cause, found.confidence) == ("plugin-error", Confidence.MEDIUM)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (sql("NOT NULL constraint failed: todo.content"), "constraint-violation"),
        (sql("database is locked"), "database-locked"),
        ('{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_BUSY","errno":5,"byteOffset":-1}}]}', "database-locked"),
        (
            '{"failures":[{"_tag":"Die","defect":{"_tag":"ProviderModelNotFoundError","modelID":"x","providerID":"y"}}]}',
            "model-not-found",
        ),
    ],
)
def test_what_opencode_throws_itself_is_no_plugins(text: str, cause: str) -> None:
    found = verdict(threw(text))
    assert (found.cause, "plugin-error" in found.candidates) == (cause, False)


def test_a_code_of_sqlite_without_its_other_keys_is_the_databases_unless_a_plugin_was_loaded() -> None:
    text = '{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_BUSY","errno":5}}]}'
    both = verdict(threw(text))
    assert (both.cause, set(both.candidates)) == (None, {"database-locked", "plugin-error"})
    alone = verdict((prompt(**failed(text), stage=Stage.UNKNOWN, rows=None), world(facts=None)))
    assert (alone.cause, alone.confidence, alone.candidates) == ("database-locked", Confidence.MEDIUM, ("database-locked",))


def test_a_constraint_of_another_database_points_to_a_hook_that_has_one() -> None:
    assert "plugin-error" in verdict(threw(sql("NOT NULL constraint failed: audit.id"))).candidates


BARE = "Cause([Die(SQLiteError: {})])"


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("database is locked", "database-locked"),
        ("attempt to write a readonly database", "database-readonly"),
        ("database or disk is full", "disk-full"),
        ("NOT NULL constraint failed: message.seq", "constraint-violation"),
        ("UNIQUE constraint failed: message.id", "duplicate-id"),
        ("FOREIGN KEY constraint failed", "constraint-violation"),
    ],
)
def test_a_bare_error_of_a_statement_that_ran_is_a_hooks_own_databases(words: str, cause: str) -> None:
    """A plugin with a database of its own, tried on 1.17.19 and 1.18.33; OpenCode's own errors are wrapped there."""
    for text, named, level in ((BARE.format(words), "plugin-error", Confidence.MEDIUM), (sql(words), cause, None)):
        found = judge(prompt(**failed(text), **no_row), world(PLUGIN), {})
        assert named in (found.candidates if level is None else (found.cause,))
        assert level in (None, found.confidence)
    assert cause not in judge(prompt(**failed(BARE.format(words)), **no_row), world(PLUGIN), {}).candidates


def test_a_bare_error_of_a_column_that_a_newer_opencode_added_is_opencodes() -> None:
    found = judge(prompt(**failed(BARE.format("NOT NULL constraint failed: session_message.seq")), **no_row), world(PLUGIN), {})
    assert "schema-drift" in found.candidates


@pytest.mark.parametrize(
    ("code", "cause"),
    [("SQLITE_BUSY", "database-locked"), ("SQLITE_READONLY", "database-readonly"), ("SQLITE_NOTADB", "database-damaged")],
)
def test_a_loaded_plugin_may_have_a_database_of_its_own(code: str, cause: str) -> None:
    """1.15.13 writes the same record for both."""
    text = f'{{"failures":[{{"_tag":"Die","defect":{{"code":"{code}","errno":5,"byteOffset":-1}}}}]}}'
    base = prompt("1.15.13", **failed(text, era="legacy"), **no_row)
    assert judge(base, world(PLUGIN), {}).cause is None
    assert set(judge(base, world(PLUGIN), {}).candidates) == {cause, "plugin-error"}
    alone = judge(base, world(), {})
    assert (alone.cause, alone.confidence) == (cause, Confidence.HIGH)


@pytest.mark.parametrize(("waited", "named"), [(4499, None), (4500, "database-locked")])
def test_the_whole_busy_timeout_is_a_wait_for_opencodes_own_database(waited: int, named: str | None) -> None:
    text = '{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_BUSY","errno":5,"byteOffset":-1}}]}'
    base = prompt("1.15.13", **failed(text, era="legacy"), **no_row)
    assert base.record is not None
    assert judge(replace(base, record=replace(base.record, delta_ms=waited)), world(PLUGIN), {}).cause == named


@pytest.mark.parametrize(("health", "points"), [(HealthState.OK, 10), (HealthState.NOT_CHECKED, 20)])
def test_a_sound_file_is_not_the_one_that_a_bare_error_calls_damaged(health: HealthState, points: int) -> None:
    sound = facts(health=Health(health))
    base = prompt(**failed(BARE.format("file is not a database")), **no_row)
    assert score((base, world(PLUGIN, facts=sound)), "database-damaged") == points


def quoted(text: str) -> Case:
    """A failure of 1.14.34: the record has the error's message and nothing else."""
    sent = failed(text, era="legacy")
    line = replace(sent["record"], fields={"sessionID": SES, "error": text})
    return prompt(**{**sent, "record": line, "records": (line,)}, **no_row), world(PLUGIN)


def test_a_message_without_its_class_makes_a_hook_a_candidate_and_no_more() -> None:
    found = verdict(quoted("quota used up"))
    assert (found.cause, found.candidates) == (None, ("plugin-error",))


@pytest.mark.parametrize("own", ["Session not found: ses_1", "ENOENT: no such file", "NamedError: x"])
def test_a_message_of_opencode_itself_is_no_hooks(own: str) -> None:
    assert score(quoted(own), "plugin-error") <= 0


@pytest.mark.parametrize(("looping", "confidence"), [(False, Confidence.MEDIUM), (True, None)])
def test_a_plain_error_after_the_loop_began_proves_no_hook_with_or_without_rows(
    looping: bool, confidence: Confidence | None
) -> None:
    lines = (record("loop", 0.1, step="0"),) if looping else ()
    sent = failed("Cause([Die(Error: transform failed)])", records=lines)
    alone = prompt(**sent, stage=Stage.UNKNOWN, rows=None)
    stored_ = stored(user(0), **sent)
    assert verdict((alone, world(logs=False))).confidence is confidence
    assert not looping or verdict((stored_, world(logs=False))).confidence is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('Command not found: "deploy". Available commands: init, review', None),
        ("no providers found", None),
        ("A model is required to compact a V1 session", None),
        ("Post-compaction provider attempt cannot recover another overflow", None),
        ("Tool call not allowed while generating summary: bash", None),
        ("Context Epoch not found", None),
        ("cannot read the notes file", "plugin-error"),
    ],
)
def test_a_plain_error_that_opencode_itself_throws_is_no_plugins(text: str, cause: str | None) -> None:
    assert judge(prompt(**failed(f"Cause([Die(Error: {text})])"), **no_row), world(), {}).cause == cause


@pytest.mark.parametrize(
    ("frames", "own"),
    [
        ("\n    at ModelsDev.populate\n    at Provider.list", True),
        ("\n    at Plugin.trigger\n    at Provider.list", False),
        ("\n    at SessionPrompt.prompt", False),
    ],
    ids=["beside prompts", "in a hook", "in a prompt"],
)
def test_an_error_of_the_work_on_models_and_providers_is_not_a_hooks(frames: str, own: bool) -> None:
    thrown = prompt(**failed(f"Cause([Die(SyntaxError: Unexpected EOF{frames})])"), **no_row)
    assert (score((thrown, world()), "plugin-error") < 10) is own
