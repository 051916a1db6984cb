"""Which errors of a log belong to no prompt, and how many of them a report shows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.unplaced import unplaced
from inspector.model import LogRecord, Outcome, Question, Unplaced
from inspector.model.logs import ErrorGroup
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt
from tests.rules.cases import RUN, SES, at, prompt, record, world


def found(*errors: LogRecord, prompts: tuple[Prompt, ...] = ()) -> tuple[Unplaced, ...]:
    there = world(prompts=prompts)
    assert there.logs is not None
    logs = replace(there.logs, errors=tuple(ErrorGroup((error,), 0) for error in errors))
    return unplaced(Question(()), Gathered(replace(there, logs=logs), None, (), (), (), {}))


def error(words: str, seconds: float = 0) -> LogRecord:
    return record(words, seconds, level="ERROR")


@pytest.mark.parametrize(("errors", "groups"), [(50, 50), (51, 50)])
def test_fifty_groups_are_in_a_report(errors: int, groups: int) -> None:
    assert len(found(*(error(f"number {n} broke", n) for n in range(errors)))) == groups


@pytest.mark.parametrize(("length", "whole"), [(300, True), (301, False)])
def test_300_characters_of_a_text_are_kept(length: int, whole: bool) -> None:
    words = ("it broke and " * 30)[: length - 1] + "z"
    (group,) = found(error(words))
    assert (group.text == words) is whole


@pytest.mark.parametrize(("earlier", "own"), [(1, True), (1.001, False)])
def test_an_error_up_to_a_second_older_than_a_prompt_of_its_session_is_that_prompts(earlier: float, own: bool) -> None:
    assert (found(error("it broke", -earlier), prompts=(prompt(time=at(0)),)) == ()) is own


OLD = replace(RUN, version="1.2.27", era="legacy")
ANSWERED = prompt(time=at(10), outcome=Outcome.ANSWERED, run=OLD)


def old(errors: tuple[LogRecord, ...], *requests: LogRecord, worked: bool = True) -> list[str]:
    """The messages of the error records of a 1.2.27 server that belong to no prompt."""
    there = world(prompts=(ANSWERED,) if worked else ())
    assert there.logs is not None
    groups = tuple(ErrorGroup((error,), 0) for error in errors)
    logs = replace(there.logs, errors=groups, runs=(OLD,), notable=requests)
    left = unplaced(Question(()), Gathered(replace(there, logs=logs), None, (), (), (), {}))
    return [group.text.split()[0] for group in left]


def nameless(message: str, seconds: float = 0, **fields: str) -> LogRecord:
    made = record(message, seconds, "legacy", level="ERROR", **fields)
    return replace(made, fields={key: value for key, value in made.fields.items() if key != "session.id"})


@pytest.mark.parametrize(
    ("asked", "worked", "left"),
    [(5.001, True, []), (5, True, ["rejection"]), (-1, True, []), (5.001, False, ["rejection"])],
)
def test_a_rejection_that_no_request_for_a_prompt_came_before_is_no_prompts(asked: float, worked: bool, left: list[str]) -> None:
    request = record("request", -asked, "legacy", path=f"/session/{SES}/prompt_async")
    assert old((nameless("rejection", e="Unable to connect"),), request, worked=worked) == left


def test_a_rejection_in_a_log_without_requests_may_be_a_prompts() -> None:
    assert old((nameless("rejection", e="Unable to connect"),)) == ["rejection"]


@pytest.mark.parametrize(
    ("late", "words", "left"),
    [(1, "overloaded", []), (1.001, "overloaded", ["process"]), (-0.001, "overloaded", ["process"]), (1, "broken", ["process"])],
)
def test_a_process_record_without_session_is_that_of_the_call_just_before_it(late: float, words: str, left: list[str]) -> None:
    call = record("stream error", 11, "legacy", level="ERROR", error="overloaded, try again")
    assert old((call, nameless("process", 11 + late, error=words))) == left


@pytest.mark.parametrize(("seconds", "left"), [(9.999, []), (10, ["Failed"])])
def test_noise_before_the_servers_first_line_is_harmless_if_a_later_prompt_was_answered(seconds: float, left: list[str]) -> None:
    early = replace(nameless("Failed to fetch models.dev", seconds), run=None)
    assert old((early,)) == left
