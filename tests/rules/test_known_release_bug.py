"""known-release-bug: both the stack frame and the words, in a record of level ERROR; the version says how sure it is."""

from __future__ import annotations

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Outcome, Stage
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt
from inspector.rules.known_release_bug import bugs
from inspector.versions import release
from tests.rules.cases import Case, prompt, record, world

WORDS = "TypeError: undefined is not an object (evaluating 'a.name')"
STACK = (
    WORDS
    + "\n    at resolve (/$bunfs/root/chunk-36bwgd4p.js:2:1659)\n    at SystemPrompt.environment (/$bunfs/root/chunk-y88jw4qv.js:50:13096)"
)


def refused(version: str, cause: str = STACK, level: str = "ERROR") -> Prompt:
    line = record("failed", 1, level=level, ref="err_5edc741f", error=WORDS, cause=cause)
    return prompt(version, outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=line, fault=parse(cause))


def test_frame_and_words_on_an_affected_release_are_named_with_high_confidence() -> None:
    found = judge(refused("1.18.30"), world(), {})
    assert (found.cause, found.confidence) == ("known-release-bug", Confidence.HIGH)


@pytest.mark.parametrize("version", ["1.18.29", "1.18.31"])
def test_the_same_stack_on_another_release_is_not_called_certain(version: str) -> None:
    assert judge(refused(version), world(), {}).confidence is not Confidence.HIGH


def test_the_words_without_the_frame_are_some_other_error() -> None:
    other = WORDS + "\n    at chat.message (/home/operator/proj/.opencode/plugin/hook.js:1:121)"
    assert "known-release-bug" not in judge(refused("1.18.30", other), world(), {}).candidates


def test_a_record_that_is_no_error_proves_nothing() -> None:
    assert "known-release-bug" not in judge(refused("1.18.30", level="INFO"), world(), {}).candidates


@pytest.mark.parametrize("bug", bugs(), ids=lambda bug: bug["frame"])
def test_each_entry_of_the_table_has_its_range_in_order_and_a_report(bug: dict[str, object]) -> None:
    first, last, fixed = (release(str(bug[key])) for key in ("first", "last", "fixed"))
    assert first and last and fixed and first <= last < fixed
    assert bug["reports"]


def _logged_500(frame: str) -> Prompt:
    cause = (
        f"TypeError: undefined is not an object (evaluating 'a.name')\n    at {frame} (/$bunfs/root/chunk-y88jw4qv.js:50:13096)"
    )
    line = record("failed", 1, level="ERROR", ref="err_5edc741f", cause=cause)
    return prompt("1.18.30", outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=line, fault=parse(cause))


HIT: Case = (_logged_500("SystemPrompt.environment"), world())

NEAR_MISS: Case = (_logged_500("Other.place"), world())
