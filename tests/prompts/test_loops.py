"""Which records are of which stored prompt, just below and just above the times that decide it."""

from __future__ import annotations

import pytest

from inspector.model import Outcome, Stage
from inspector.prompts.draft import Draft
from inspector.prompts.loops import assign_records
from tests.rules.cases import SES, at, record, rows, user


@pytest.mark.parametrize(
    ("era", "stored", "logged", "own"),
    [
        ("logfmt", 0, -0.005, True),
        ("logfmt", 0, -0.006, False),
        ("legacy", 0.999, 0, True),
        ("legacy", 1, 0, False),
    ],
)
def test_a_record_may_be_5_ms_older_than_the_row_of_its_prompt_or_of_the_same_whole_second(
    era: str, stored: float, logged: float, own: bool
) -> None:
    draft = Draft(Outcome.SILENT, SES, at(stored), Stage.STORED, rows(user(stored)), message=user(stored))
    loop = record("loop", logged, era, step="0")
    assign_records([draft], (loop,))
    assert draft.records == ((loop,) if own else ())
