"""The rule `input-not-promoted`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import InputRow, ProjectedRow, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import SES, Case, at, ident, prompt, rows, world


def _inbox(version: str, promoted: int | None) -> Prompt:
    row = InputRow(ident("msg", at(0)), SES, "session_input", "prompt", "steer", 1, promoted, at(0))
    stage = Stage.ADMITTED if promoted is None else Stage.STORED
    seen = None if promoted is None else ProjectedRow(row.id, SES, "user", promoted, at(0), None, None, None, None)
    return prompt(version, input=row, projected=seen, stage=stage, rows=rows(inputs=(row,), projected=(seen,) if seen else ()))


HIT: Case = (_inbox("1.18.33", None), world())

NEAR_MISS: Case = (_inbox("1.18.33", 2), world())
