"""The rule `session-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Confidence, Outcome, Stage
from inspector.prompts.faults import parse
from tests.rules.cases import Case, prompt, record, request, rows, stored, user, verdict, world

HIT: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=rows(gone=True), request=request(status=404)), world())

INSTEAD = "unauthorized"

NEAR_MISS: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=401)), world())


@pytest.mark.parametrize(("error", "cause"), [("NotFoundError", "session-not-found"), ("UnknownError", None)])
def test_old_servers_lose_a_prompt_for_a_session_that_does_not_exist(error: str, cause: str | None) -> None:
    """1.3.0 answers 204 and writes `rejection` with the error's name alone."""
    line = record("rejection", 1, "legacy", level="ERROR", e=error)
    found = verdict((prompt("1.3.0", stage=Stage.UNKNOWN, rows=None, record=line, fault=parse(error)), world()))
    assert ("session-not-found" in found.candidates, found.cause == "session-not-found") == (cause is not None, cause is not None)
    assert cause is None or found.confidence is Confidence.MEDIUM


def test_a_stored_prompt_has_a_session() -> None:
    line = record("rejection", 1, "legacy", level="ERROR", e="NotFoundError")
    found = stored(user(0), version="1.3.0", record=line, fault=parse("NotFoundError"))
    assert "session-not-found" not in verdict((found, world())).candidates
