"""The rule `plugin-followup`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Stage
from tests.rules.cases import PLUGIN, Case, answer, failed, prompt, rows, user, verdict, world


def _busy(seconds: float) -> Case:
    """A prompt to a busy session that failed so long after an answer of it had ended."""
    first = user(-5)
    found = rows(first, answer(first, -4, 1 - seconds))
    return prompt(**failed("Cause([Die(BusyError: BusyError)])"), stage=Stage.UNKNOWN, rows=found), world(PLUGIN)


HIT: Case = _busy(0.005)

NEAR_MISS: Case = _busy(4)


@pytest.mark.parametrize(("seconds", "hasty"), [(0.2, True), (0.201, False)])
def test_no_person_sends_a_prompt_within_200_ms_of_an_answer(seconds: float, hasty: bool) -> None:
    assert (verdict(_busy(seconds)).cause == "plugin-followup") is hasty
