"""What an entry of the report says beside the cause."""

from __future__ import annotations

import pytest

from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.verdict import Verdict
from inspector.model import Assumption
from tests.rules.cases import at, stored, user, world


@pytest.mark.parametrize(("quiet", "cut"), [(2, True), (2.001, False)])
def test_an_answer_that_moved_in_the_last_2_s_of_the_evidence_may_have_been_running(quiet: float, cut: bool) -> None:
    entry = entry_of(stored(user(0)), Verdict(None, None, ()), world(end=at(quiet)))
    assert (Assumption.NOT_ANSWERED_SINCE in entry.assumed) is cut
