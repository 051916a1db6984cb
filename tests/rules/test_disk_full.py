"""The rule `disk-full`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Confidence
from tests.rules.cases import Case, failed, no_row, prompt, sql, unread, verdict, world

HIT: Case = (prompt(**failed(sql("database or disk is full")), **no_row), world())

INSTEAD = "database-locked"

NEAR_MISS: Case = (prompt(**failed(sql("database is locked")), **no_row), world())


def test_a_logged_failure_beside_a_row_that_was_not_read_is_never_certain() -> None:
    case = HIT
    assert verdict(case).confidence is Confidence.HIGH
    assert (verdict(unread(case)).cause, verdict(unread(case)).confidence) == ("disk-full", Confidence.MEDIUM)
