"""startup-stall: an instance that never came up, or a first prompt that waits, against plugins, MCP servers and old instances."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import LogRecord, Outcome, Stage
from inspector.prompts.prompt import LastCall, Prompt
from inspector.prompts.world import World
from inspector.rules.startup_stall import RULE
from tests.rules.cases import (
    RUN,
    Case,
    answer,
    at,
    hanging,
    prompt,
    record,
    request,
    score,
    stored,
    unheard_prompt,
    user,
    verdict,
    world,
)


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


def loading(seconds: float, message: str = "getSDK", answered: tuple[str, ...] = ("other",), before: float = -30) -> Case:
    """An empty answer whose provider was not called yet when the evidence ends, so many seconds after the answer began."""
    found = hanging(last_call=LastCall(False, record(message, 0.3, providerID="mock")))
    worked = tuple(
        stored(one := user(before), answer(one, before + 0.2, before + 1, provider_id=name), outcome=Outcome.ANSWERED)
        for name in answered
    )
    end = at(0.2 + seconds)
    run = replace(RUN, last_time=end)
    return replace(found, run=run), world(runs=(run,), prompts=worked, end=end, now=end)


@pytest.mark.parametrize("message", ["getSDK", "stream"])
def test_a_provider_whose_package_is_still_being_loaded_is_named(message: str) -> None:
    assert verdict(loading(60, message)).cause == "startup-stall"


@pytest.mark.parametrize(("seconds", "points"), [(3.999, 4), (4, 34)])
def test_a_package_is_waited_for_after_four_seconds(seconds: float, points: int) -> None:
    assert score(loading(seconds), "startup-stall") == points


def test_a_call_that_a_plugin_may_hold_is_not_decided_where_no_provider_answered() -> None:
    found = verdict(loading(60, "stream", answered=()))
    assert (found.cause, found.candidates[:2]) == (None, ("startup-stall", "plugin-hang"))


@pytest.mark.parametrize(("before", "named"), [(-30, False), (30, True)])
def test_a_provider_that_answered_before_has_its_package(before: float, named: bool) -> None:
    case = loading(60, answered=("mock",), before=before)
    assert ("startup-stall" in verdict(case).candidates) is named


def test_a_call_that_was_made_is_no_matter_of_packages() -> None:
    found, there = loading(60)
    assert "startup-stall" not in verdict((replace(found, last_call=LastCall(True, record("stream", 0.3))), there)).candidates


@pytest.mark.parametrize("words", ["ProviderInitError", "Failed to initialize provider: own"])
@pytest.mark.parametrize(("took", "named"), [(29.9, False), (30, True)])
def test_an_install_that_failed_after_its_retries_is_named(words: str, took: float, named: bool) -> None:
    message = user(0)
    ended = answer(message, 0, took, finish=None, error_name="UnknownError", error_message=words)
    assert (verdict((stored(message, ended, stage=Stage.FAILED), world())).cause == "startup-stall") is named


def test_a_prompt_behind_one_that_waits_for_a_package_is_told_the_same_remedy() -> None:
    found, there = loading(60)
    queued = stored(user(5), behind=found.message.id if found.message else None)
    assert "npm package" in RULE.summary((found, queued), there)
    assert "npm package" not in RULE.summary((found, unheard()), there)
