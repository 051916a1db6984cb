"""The rule `schema-drift`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import NOTNULL, SEQ, Case, drift, failed, no_row, prompt, world

HIT: Case = (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **no_row), world(drifts={"1.15.13": drift("1.15.13", SEQ)}))

NEAR_MISS: Case = (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **no_row), world(drifts={"1.15.13": drift("1.15.13")}))
