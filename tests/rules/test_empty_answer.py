"""empty-answer: a run that ended normally with nothing to show, against answers that show a text, a tool or a structure."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, stored, text, user, world


def empty(finish: str = "stop", times: int = 1, completed: float | None = 1) -> Prompt:
    message = user(0)
    answers = tuple(
        answer(message, n + 0.2, n + 1 if n < times - 1 else completed, finish if completed or n < times - 1 else None)
        for n in range(times)
    )
    stage = Stage.ANSWERED if finish == "stop" else Stage.STREAM
    return replace(stored(message, *answers, stage=stage), empty=True)


@pytest.mark.parametrize("finish", ["stop", "end_turn", "length"])
def test_a_finished_answer_without_anything_is_named_with_high_confidence(finish: str) -> None:
    found = judge(empty(finish), world(), {})
    assert (found.cause, found.confidence) == ("empty-answer", Confidence.HIGH)


def test_an_unknown_finish_is_named_with_medium_confidence_only() -> None:
    found = judge(empty("unknown"), world(), {})
    assert (found.cause, found.confidence) == ("empty-answer", Confidence.MEDIUM)


def test_a_server_that_asks_again_and_again_is_named_too() -> None:
    assert judge(empty("unknown", times=5, completed=None), world(), {}).cause == "empty-answer"


def test_a_cut_answer_that_has_some_text_is_not_empty() -> None:
    message = user(0)
    cut = stored(message, answer(message, finish="unknown"), stage=Stage.STREAM, answer_parts=(text(5),))
    assert "empty-answer" not in judge(cut, world(), {}).candidates


HIT: Case = (replace(stored(user(0), answer(user(0)), stage=Stage.ANSWERED), empty=True), world())

NEAR_MISS: Case = (stored(user(0), answer(user(0), finish="unknown"), stage=Stage.STREAM, answer_parts=(text(5),)), world())
