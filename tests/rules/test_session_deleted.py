"""The rule `session-deleted`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, Stage
from tests.rules.cases import PLUGIN, Case, failed, fk, opaque, prompt, record, request, rows, score, sql, verdict, world

HIT: Case = (prompt(rows=rows(gone=True), **failed(fk), stage=Stage.UNKNOWN), world())

NEAR_MISS: Case = (prompt(**failed(fk), stage=Stage.UNKNOWN), world())


def test_the_removal_of_a_session_in_the_log_decides_why_its_prompt_failed() -> None:
    gone = prompt("1.15.13", rows=rows(gone=True), **opaque())
    assert gone.record is not None
    gone = replace(gone, records=(record("loop", 0.1, "legacy", step="0"), gone.record))
    without = score((gone, world()), "session-deleted")
    assert score((gone, world(record("removing share", 5))), "session-deleted") == without
    assert score((gone, world(record("removing share", 0.5))), "session-deleted") == without + 20
    assert verdict((gone, world(record("removing share", 0.5)))).confidence is Confidence.HIGH


def test_a_broken_foreign_key_is_not_said_to_have_a_session_where_no_row_was_read() -> None:
    line = failed(sql("FOREIGN KEY constraint failed"))
    found = verdict((prompt(**line, stage=Stage.UNKNOWN, rows=None), world(facts=None)))
    assert not any("although the session exists" in clue.text for f in found.findings for clue in f.clues)


@pytest.mark.parametrize(("seconds", "named"), [(2, True), (2.001, False)])
def test_of_a_plugin_and_a_deletion_that_was_under_way_the_deletion_is_named(seconds: float, named: bool) -> None:
    """The request has only text parts, which also speaks for a hook."""
    gone = prompt("1.15.13", **opaque(stage=Stage.UNKNOWN), rows=None, request=request())
    found = verdict((gone, world(PLUGIN, record("removing share", seconds))))
    assert ((found.cause, found.confidence) == ("session-deleted", Confidence.MEDIUM)) is named
    assert (score((gone, world(PLUGIN, record("removing share", seconds))), "plugin-error") < 20) is named
