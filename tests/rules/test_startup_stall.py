"""startup-stall: an instance that never came up, or a first prompt that waits, against plugins, MCP servers and old instances."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import LogRecord, Stage
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from tests.rules.cases import RUN, Case, at, prompt, record, request, score, stored, unheard_prompt, user, world


def created(seconds: float) -> LogRecord:
    return LogRecord(
        "server.log",
        5,
        "logfmt",
        at(seconds),
        "INFO",
        "aaaaaaaa",
        "creating instance",
        {"directory": "/srv/proj"},
        order=int(seconds * 1000),
    )


def unheard() -> Prompt:
    return prompt(stage=Stage.NOTHING, request=request(status=None, unanswered=True), records=None)


def starting(*more: LogRecord, last: float = -9) -> World:
    return world(created(-10), *more, runs=(replace(RUN, first_time=at(-12), last_time=at(last)),))


def test_a_call_to_an_instance_that_never_came_up_is_named() -> None:
    assert judge(unheard(), starting(), {}).cause == "startup-stall"


def test_an_instance_that_went_on_was_up() -> None:
    assert "startup-stall" not in judge(unheard(), starting(last=60), {}).candidates


def test_a_plugin_that_was_being_loaded_may_hang_itself() -> None:
    plugin = record("loading plugin", -9.5, path="file:///srv/proj/.opencode/plugin/hook.js")
    assert judge(unheard(), starting(plugin), {}).cause != "startup-stall"


def waiting(*more: LogRecord) -> tuple[Prompt, World]:
    loop = record("loop", 0.1, step="0")
    return stored(user(0), stage=Stage.LOOP, records=(loop,)), world(created(-1), *more)


def test_an_install_that_failed_while_the_first_prompt_waited_is_the_candidate_before_all_others() -> None:
    install = record("background dependency install failed", 40, level="WARN", dir="/srv/proj/.opencode")
    found, everything = waiting(install)
    assert judge(found, everything, {}).candidates[0] == "startup-stall"


def test_an_install_that_failed_before_the_prompt_is_no_reason() -> None:
    install = record("background dependency install failed", -0.5, level="WARN", dir="/srv/proj/.opencode")
    found, everything = waiting(install)
    assert judge(found, everything, {}).cause != "startup-stall"


def test_an_instance_that_is_hours_old_is_not_starting() -> None:
    loop = record("loop", 0.1, step="0")
    found = stored(user(0), stage=Stage.LOOP, records=(loop,))
    everything = world()
    assert everything.logs is not None
    old = replace(everything, logs=replace(everything.logs, notable=(created(-7200),)))
    assert "startup-stall" not in judge(found, old, {}).candidates


HIT: Case = (unheard_prompt(), world(runs=(replace(RUN, last_time=at(-59)),)))

NEAR_MISS: Case = (unheard_prompt(), world())


@pytest.mark.parametrize(("wrote_for", "stalled"), [(4.999, True), (5, False)])
def test_a_healthy_instance_writes_on_within_five_seconds(wrote_for: float, stalled: bool) -> None:
    assert (judge(unheard(), starting(last=-10 + wrote_for), {}).cause == "startup-stall") is stalled


@pytest.mark.parametrize(("later", "stalled"), [(5, True), (5.001, False)])
def test_a_start_within_five_seconds_after_the_call_keeps_it_waiting(later: float, stalled: bool) -> None:
    everything = world(created(later), runs=(replace(RUN, last_time=at(later + 1)),))
    assert (judge(unheard(), everything, {}).cause == "startup-stall") is stalled


@pytest.mark.parametrize(("quiet", "points"), [(4.999, 4), (5, 8)])
def test_a_first_prompt_that_waits_for_five_seconds_waits_for_the_start(quiet: float, points: int) -> None:
    end = at(0.1 + quiet)
    found, everything = waiting()
    run = replace(RUN, last_time=end)
    assert score((replace(found, run=run), replace(everything, end=end, now=end)), "startup-stall") == points


@pytest.mark.parametrize(("age", "young"), [(120, True), (120.001, False)])
def test_an_instance_is_young_for_two_minutes(age: float, young: bool) -> None:
    found, everything = waiting()
    assert everything.logs is not None
    made = replace(everything, logs=replace(everything.logs, notable=(created(0.1 - age),)))
    assert ("startup-stall" in judge(found, made, {}).candidates) is young


@pytest.mark.parametrize(("cancelled", "named"), [(4.0, False), (4.1, True)])
def test_a_prompt_that_was_aborted_at_once_did_not_wait_for_the_start(cancelled: float, named: bool) -> None:
    found, everything = waiting(record("background dependency install failed", 40, level="WARN"))
    aborted = replace(found, records=(*(found.records or ()), record("cancel", cancelled)))
    assert ("startup-stall" in judge(aborted, everything, {}).candidates) is named
