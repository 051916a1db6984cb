"""The rule `request-rejected`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from inspector.prompts.faults import parse
from tests.rules.cases import Case, prompt, record, request, world

_rejection = record(
    "schema rejection", 0, kind="Payload", reason='Expected a string starting with "prt", got "part_1"\n  at ["parts"][0]["id"]'
)


HIT: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=_rejection, fault=parse("x")), world())

INSTEAD = "session-not-found"

NEAR_MISS: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=404)), world())
