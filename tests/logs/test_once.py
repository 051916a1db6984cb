"""Records that two inputs hold: each counts once, also where a full disk has cut one of the two."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.logs.once import without_stumps
from inspector.model import LogRecord
from tests.rules.cases import record

CAUSE = "Cause([Die(SqlError: database or disk is full)])"
WHOLE = record("prompt_async failed", 1, level="ERROR", cause=CAUSE)


def cut(text: str, path: str = "opencode.log") -> LogRecord:
    return replace(record("prompt_async failed", 1, level="ERROR", cause=text), path=path, offset=7)


@pytest.mark.parametrize("text", ["", CAUSE[:20], '"' + CAUSE[:20]])
def test_a_record_that_was_cut_in_another_file_counts_once(text: str) -> None:
    assert without_stumps([WHOLE, cut(text)]) == [WHOLE]
    assert without_stumps([cut(text), WHOLE]) == [WHOLE]


def test_another_error_at_the_same_moment_stays() -> None:
    other = cut("Cause([Die(Error: x)])")
    assert without_stumps([WHOLE, other]) == [WHOLE, other]


def test_two_records_of_one_file_stay_two() -> None:
    twin = cut(CAUSE[:20], WHOLE.path)
    assert without_stumps([WHOLE, twin]) == [WHOLE, twin]
