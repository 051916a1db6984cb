"""The commands of a remedy: they name the evidence that was given, the server that ran the prompt, and every prompt they are for."""

from __future__ import annotations

import shlex

import pytest
from msgspec.structs import replace

from inspector.model import Health, HealthState, Step, StepKind
from inspector.rules import (
    client_clock,
    constraint_violation,
    database_damaged,
    database_locked,
    id_wrap,
    schema_drift,
    server_error,
    stream_stall,
    unsortable_id,
    waiting_for_permission,
)
from inspector.rules._remedies import calls, database
from tests.rules.cases import RUN, answer, prompt, record, rows, session, stored, user, world
from tests.rules.test_constraint_violation import HIT as CONSTRAINT_VIOLATION_HIT
from tests.rules.test_schema_drift import HIT as SCHEMA_DRIFT_HIT
from tests.rules.test_waiting_for_permission import HIT as WAITING_FOR_PERMISSION_HIT


def commands(steps: tuple[Step, ...]) -> list[str]:
    return [command for step in steps for command in step.commands]


def test_a_call_goes_to_the_port_and_the_directory_of_the_prompts_own_server() -> None:
    one = prompt(run=replace(RUN, port=4496), rows=rows(user(), row=session(directory="/srv/it's a place")))
    (call,) = calls([(one, "/session/SESSION_ID/abort")])
    assert "'http://127.0.0.1:4496/session/ses_" in call
    words = shlex.split(call)
    assert words[-1].endswith("/abort") and words[words.index("-H") + 1] == "x-opencode-directory: /srv/it's a place"
    (plain,) = calls([(replace(one, rows=rows(user())), "/session/SESSION_ID/abort")])
    assert plain.endswith("/abort?directory=/srv/proj'")
    (other,) = calls([(replace(one, run=None), "/session/SESSION_ID/abort")])
    assert "127.0.0.1:4096/" in other


def test_every_prompt_that_hangs_has_its_own_command_and_what_is_left_out_is_counted() -> None:
    hanging = [prompt(session_id=f"ses_{number}") for number in range(7)]
    steps = stream_stall.remedy(hanging, world())
    assert [call.split("/session/")[1].split("/")[0] for call in commands(steps)] == [f"ses_{number}" for number in range(5)]
    assert "(2 more prompts need the same.)" in steps[0].text
    assert len(commands(stream_stall.remedy(hanging[:2], world()))) == 2


def test_each_permission_is_answered_by_its_own_id() -> None:
    first, where = WAITING_FOR_PERMISSION_HIT
    (call,) = commands(waiting_for_permission.remedy((first, first), where))
    assert "/permission/per_" in call


def test_a_directory_that_a_url_would_change_is_sent_as_a_header() -> None:
    for directory, sent in (("/srv/c++", "/srv/c++"), ("/srv/größe", "/srv/gr%C3%B6%C3%9Fe"), ("/srv/100%25", "/srv/100%2525")):
        (call,) = calls([(prompt(rows=rows(user(), row=session(directory=directory))), "/session/SESSION_ID/abort")])
        assert f"x-opencode-directory: {sent}" in shlex.split(call)


def test_a_damaged_database_is_checked_on_a_copy_whatever_its_name() -> None:
    facts = world().facts
    assert facts is not None
    *_, check, recover = commands(
        database_damaged.remedy(
            (), replace(world(), facts=replace(facts, path="/srv/my data.sqlite", health=Health(HealthState.DAMAGED, "corrupt")))
        )
    )
    assert "cp '/srv/my data.sqlite' $copy/check.db && " in check and "*" not in check
    assert recover.startswith("sqlite3 $copy/check.db .recover")


def test_the_database_is_named_as_it_was_given() -> None:
    facts = world().facts
    assert facts is not None
    where = replace(world(), facts=replace(facts, path="/var/lib/open code/opencode.db"))
    assert database(where) == "'/var/lib/open code/opencode.db'"
    assert commands(database_locked.remedy((), where)) == ["fuser -v '/var/lib/open code/opencode.db'"]
    assert database(world(facts=None)) == "opencode.db"


def test_foreign_triggers_are_dropped_by_one_command_and_all_of_them_are_told() -> None:
    case = CONSTRAINT_VIOLATION_HIT
    facts = case[1].facts
    assert facts is not None
    table = next(iter(facts.tables.values()))
    names = tuple(f"mine_{number}" for number in range(5))
    where = replace(case[1], facts=replace(facts, tables={**facts.tables, table.name: replace(table, triggers=names)}))
    *_, command = commands(constraint_violation.remedy((case[0],), where))
    assert command.count("DROP TRIGGER") == 6
    odd = replace(table, triggers=("no-delete", 'a"b'))
    strange = replace(case[1], facts=replace(facts, tables={table.name: odd}))
    *_, command = commands(constraint_violation.remedy((case[0],), strange))
    assert shlex.split(command)[-1] == 'DROP TRIGGER "no-delete"; DROP TRIGGER "a""b"'
    assert "mine_2 and 3 more" in constraint_violation.summary((case[0],), where)


@pytest.mark.parametrize(("path", "tool"), [("server.log", "grep"), ("old.log.gz", "zgrep"), ("a b.log.zst", "zstdgrep")])
def test_the_reference_is_looked_for_in_the_log_that_holds_it(path: str, tool: str) -> None:
    line = replace(record("request", 1, ref="err_3f"), path=path)
    later = replace(record("request", 2, ref="err_1a"), path=path)
    steps = server_error.remedy((prompt(record=line), prompt(record=later)), world())
    assert [shlex.split(command) for command in commands(steps)] == [[tool, "-n", "err_3f", path], [tool, "-n", "err_1a", path]]


@pytest.mark.parametrize("rule", [client_clock, unsortable_id])
def test_only_answers_without_end_are_aborted(rule: object) -> None:
    asked = user(made=900)
    replies = [answer(asked, 0.2 + n, 0.5 + n) for n in range(3)]
    runaway, quiet = stored(asked, *replies), stored(user())
    assert [call for call in commands(rule.remedy((quiet, runaway), world())) if "/abort" in call]  # type: ignore[attr-defined]
    assert not [call for call in commands(rule.remedy((quiet,), world())) if "/abort" in call]  # type: ignore[attr-defined]


def test_each_cause_installs_the_smallest_release_that_cures_it_by_every_installer() -> None:
    drifted, where = SCHEMA_DRIFT_HIT
    facing = where.drift(drifted)
    assert facing is not None
    for rule, expected in ((schema_drift, facing.safe[0]), (id_wrap, "1.18.15")):
        step = next(step for step in rule.remedy((drifted,), where) if step.kind is StepKind.UPGRADE)
        assert step.alternatives and step.command == f"npm install -g opencode-ai@{expected}"
        assert [line.split()[0] for line in step.commands] == ["npm", "curl", "brew", "docker"]


def test_the_installer_that_the_evidence_names_stands_alone() -> None:
    drifted, where = SCHEMA_DRIFT_HIT
    assert where.logs is not None
    loaded = record("loading plugin", 1, path="file:///opt/homebrew/lib/plugin.js")
    brewed = replace(where, logs=replace(where.logs, notable=(loaded,)))
    step = next(step for step in schema_drift.remedy((drifted,), brewed) if step.kind is StepKind.UPGRADE)
    assert (step.commands, step.alternatives) == (("brew upgrade opencode",), False)


def test_a_database_is_copied_before_anything_that_migrates_it() -> None:
    drifted, where = SCHEMA_DRIFT_HIT
    for rule in (schema_drift, id_wrap):
        kinds = [step.kind for step in rule.remedy((drifted,), where)]
        assert kinds[:3] == [StepKind.STOP, StepKind.COPY, StepKind.UPGRADE]
