"""The rule `session-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from tests.rules.cases import Case, prompt, request, rows, world

HIT: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=rows(gone=True), request=request(status=404)), world())

INSTEAD = "unauthorized"

NEAR_MISS: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=401)), world())
