"""The rule `dead-run`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import InputRow, Stage
from tests.rules.cases import SES, Case, at, facts, ident, prompt, rows, session, two, world


def _zombie(**extra: str) -> Case:
    waiting = tuple(InputRow(ident("msg", at(n)), SES, "session_inbox", "prompt", "steer", n, None, at(n)) for n in (1, 2))
    row = session(table="session_v2", extra={"idle_outcome": "succeeded", "resume_attempts": "0", **extra})
    return prompt("2.0.3", input=waiting[0], stage=Stage.ADMITTED, rows=rows(row=row, inputs=waiting)), world(facts=facts(**two))


HIT: Case = _zombie(time_idle=str(int(at(-50).timestamp() * 1000)))

INSTEAD = "input-not-promoted"

NEAR_MISS: Case = _zombie(time_idle=str(int(at(-50).timestamp() * 1000)), time_suspended="1")
