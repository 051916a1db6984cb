"""The rule `disk-full`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.model import Confidence
from tests.rules.cases import Case, failed, no_row, prompt, sql, unread, verdict, world

HIT: Case = (prompt(**failed(sql("database or disk is full")), **no_row), world())

INSTEAD = "database-locked"

NEAR_MISS: Case = (prompt(**failed(sql("database is locked")), **no_row), world())


def test_a_logged_failure_beside_a_row_that_was_not_read_is_never_certain() -> None:
    case = HIT
    assert verdict(case).confidence is Confidence.HIGH
    assert (verdict(unread(case)).cause, verdict(unread(case)).confidence) == ("disk-full", Confidence.MEDIUM)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("ENOSPC: no space left on device, write", True),
        ("EDQUOT: disk quota exceeded, write", True),
        ("ENOSPC: System limit for number of file watchers reached, watch '/home/operator/proj'", False),
        ('{"_id":"Cause","failures":[{"_tag":"Die","defect":{"errno":-28,"syscall":"watch","code":"ENOSPC"}}]}', False),
    ],
)
def test_a_limit_on_watched_files_is_no_full_disk(said: str, named: bool) -> None:
    case = prompt(**failed(said), **no_row), world()
    assert (verdict(case).cause == "disk-full") is named
