"""startup-stall: an instance that never came up, or a first prompt that waits, against plugins, MCP servers and old instances."""

from __future__ import annotations

from dataclasses import replace

from inspector.diagnosis.verdict import judge
from inspector.model import LogRecord, Stage
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from tests.rules.cases import RUN, Case, at, prompt, record, request, stored, unheard_prompt, user, world


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
