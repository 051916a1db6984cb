"""The rule `wrong-database`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.model import Outcome, Stage
from tests.rules.cases import Case, prompt, rows, world

HIT: Case = (
    p1 := prompt(rows=rows(gone=True), stage=Stage.UNKNOWN, outcome=Outcome.FAILED),
    world(prompts=(p1, replace(p1, session_id="ses_other"), replace(p1, session_id="ses_third"))),
)

NEAR_MISS: Case = (p1, world(prompts=(p1, replace(prompt(), session_id="ses_other"), replace(p1, session_id="ses_third"))))
