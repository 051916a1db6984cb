"""server-start-failed: calls without an HTTP answer after a start that failed, against calls while a server was there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, LogRecord, Migration, Run, Stage
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._starts import half_migrated
from tests.rules.cases import RUN, Case, at, facts, prompt, request, unheard_prompt, world


def failed(reason: str, seconds: float = -30) -> LogRecord:
    return LogRecord("server.log", 9, "legacy", at(seconds), "ERROR", None, "start failed", {"reason": reason}, order=9)


def unheard(**fields: object) -> Prompt:
    base = prompt(stage=Stage.NOTHING, request=request(status=None, unanswered=True), records=None)
    return replace(replace(base, run=None, version=None), **fields)  # type: ignore[arg-type]


def after(reason: str, *runs: Run) -> World:
    return world(failed(reason), runs=(replace(RUN, first_time=at(-90), last_time=at(-60)), *runs))


@pytest.mark.parametrize(
    "reason",
    [
        "ServeError",
        "duplicate column name: seq",
        "attempt to write a readonly database",
        "Failed query: PRAGMA wal_checkpoint(PASSIVE)\nparams:",
    ],
)
def test_a_call_without_an_answer_after_a_failed_start_is_named_with_high_confidence(reason: str) -> None:
    found = judge(unheard(), after(reason), {})
    assert (found.cause, found.confidence) == ("server-start-failed", Confidence.HIGH)


def test_a_reason_that_hides_a_lock_or_a_full_disk_names_nothing() -> None:
    found = judge(unheard(), after("Failed to execute statement"), {})
    assert (found.cause, found.candidates[:2]) == (None, ("server-start-failed", "disk-full"))


def test_an_unknown_reason_gives_medium_confidence() -> None:
    found = judge(unheard(), after("Something else"), {})
    assert (found.cause, found.confidence) == ("server-start-failed", Confidence.MEDIUM)


def test_a_server_that_started_since_was_there_to_answer() -> None:
    later = Run("bbbbbbbb", "logfmt", "server.log", 9, at(-20), at(60), "1.18.33", None, None)
    assert "server-start-failed" not in judge(unheard(), after("ServeError", later), {}).candidates


def test_a_call_that_was_answered_is_not_the_starts_victim() -> None:
    answered = unheard(request=request(status=204))
    assert "server-start-failed" not in judge(answered, after("ServeError"), {}).candidates


def test_a_start_that_failed_after_the_call_explains_nothing() -> None:
    late = world(failed("ServeError", 30), runs=())
    assert "server-start-failed" not in judge(unheard(), late, {}).candidates


def test_a_migration_in_two_batches_adds_the_full_disk_as_a_candidate() -> None:
    batches = tuple(Migration(f"2026060{n}", "migration", at(seconds)) for n, seconds in ((1, -40), (2, -31), (3, -31)))
    broken = replace(after("Failed to execute statement"), facts=facts(migrations=batches))
    assert judge(unheard(), broken, {}).candidates[:2] == ("disk-full", "server-start-failed")


def _start_failed(seconds: float) -> LogRecord:
    fields = {"reason": "ServeError"}
    return LogRecord("server.log", 9, "legacy", at(seconds), "ERROR", None, "start failed", fields, order=9)


HIT: Case = (unheard_prompt(), world(_start_failed(-30), runs=()))

NEAR_MISS: Case = (unheard_prompt(), world(_start_failed(30), runs=()))


@pytest.mark.parametrize(("gap", "two"), [(2, False), (2.001, True)])
def test_migrations_more_than_two_seconds_apart_are_of_two_starts(gap: float, two: bool) -> None:
    applied = tuple(Migration(f"2026110100000{n}_x", "migration", at(seconds)) for n, seconds in enumerate((0, gap)))
    assert half_migrated(world(facts=facts(migrations=applied))) is two
