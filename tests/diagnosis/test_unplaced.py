"""Which errors of a log belong to no prompt, and how many of them a report shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.diagnosis.unplaced import unplaced
from inspector.model import LogRecord, Question, Unplaced
from inspector.model.logs import ErrorGroup
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt
from tests.rules.cases import at, prompt, record, world


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
