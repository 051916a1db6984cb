"""The rule `unauthorized`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from tests.rules.cases import Case, prompt, request, world

HIT: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=401)), world())

INSTEAD = "session-not-found"

NEAR_MISS: Case = (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=404)), world())
