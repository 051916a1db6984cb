"""The table of accuracy counts what it says it counts."""

from __future__ import annotations

from collections import Counter

import pytest

from inspector.model import Confidence, Entry, Outcome, Stage
from tests.calibration import table, verdict
from tests.excerpts import derive


def entry(cause: str | None, confidence: Confidence | None = None, candidates: tuple[str, ...] = ()) -> Entry:
    return Entry(Outcome.FAILED, "ses_1", None, cause, confidence, candidates, Stage.UNKNOWN)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (entry("disk-full", Confidence.LOW), "right"),
        (entry("database-locked", Confidence.MEDIUM), "wrong"),
        (entry("database-locked", Confidence.HIGH), "wrong, high"),
        (entry(None, None, ("a", "b", "disk-full")), "candidate"),
        (entry(None, None, ("a", "b", "c", "disk-full")), "unexplained"),
        (entry("server-error", Confidence.MEDIUM), "candidate"),
        (entry("server-error", Confidence.HIGH), "wrong, high"),
        (None, "missed"),
    ],
)
def test_an_entry_is_judged_by_its_cause_its_confidence_and_its_first_three_candidates(said: Entry | None, expected: str) -> None:
    assert verdict(said, {"disk-full"}) == expected


def test_the_share_of_right_verdicts_leaves_out_what_no_prompt_was_behind() -> None:
    row = table("given", {"log": Counter({"right": 3, "missed": 1, "false alarm": 9, "unearned tick": 9})})[-1]
    assert row == "| log | 4 | 3 |  |  |  |  | 1 | 9 | 9 | 75 |"


@pytest.mark.parametrize(
    ("cause", "stack"),
    [
        ('"Cause([Die(SQLiteError: no such table: part)])"', b"SQLiteError: no such table: part\n"),
        ('"Cause([Die(Error: hook refused)])"', b""),
        (
            '"Cause([Die(Error: hook refused\\n    at run (/p/hook.js:1:2))])"',
            b"Error: hook refused\n    at run (/p/hook.js:1:2)\n",
        ),
    ],
    ids=["a class of its own", "a sentence", "a sentence with a frame"],
)
def test_a_bare_stack_is_taken_where_the_error_shows_more_than_a_sentence(cause: str, stack: bytes) -> None:
    log = f'timestamp=2026-11-22T07:00:00.000Z level=ERROR run=a message="prompt_async failed" sessionID=ses_1 cause={cause}\n'
    assert derive(log.encode())["bare stack"] == stack
