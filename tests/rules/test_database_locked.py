"""The rule `database-locked`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, failed, no_row, prompt, sql, world

HIT: Case = (prompt(**failed(sql("database is locked")), **no_row), world())

INSTEAD = "disk-full"

NEAR_MISS: Case = (prompt(**failed(sql("database or disk is full")), **no_row), world())
