"""database-readonly: a write that was refused, which is no damage."""

from __future__ import annotations

import json

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence, Outcome, Stage
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, failed, no_row, prompt, record, sql, world


def logged(code: str, errno: int) -> Prompt:
    defect = {"code": code, "errno": errno, "byteOffset": -1}
    cause = json.dumps({"_id": "Cause", "failures": [{"_tag": "Die", "defect": defect}]})
    return prompt("1.15.13", **failed(cause, era="legacy"), stage=Stage.NOTHING)


@pytest.mark.parametrize(
    ("code", "errno"), [("SQLITE_READONLY", 8), ("SQLITE_READONLY_DIRECTORY", 1544), ("SQLITE_READONLY_DBMOVED", 1032)]
)
def test_a_refused_write_is_named_with_high_confidence(code: str, errno: int) -> None:
    found = judge(logged(code, errno), world(), {})
    assert (found.cause, found.confidence) == ("database-readonly", Confidence.HIGH)


def test_the_words_of_a_later_server_are_the_same_refusal() -> None:
    found = judge(prompt(**failed(sql("attempt to write a readonly database")), stage=Stage.NOTHING), world(), {})
    assert found.cause == "database-readonly"


def test_a_500_whose_record_holds_the_words_is_named() -> None:
    error = "Failed to run the query 'PRAGMA wal_checkpoint(PASSIVE)' Caused by: attempt to write a readonly database"
    line = record("failed", 1, "legacy", level="ERROR", ref="err_a3cc2eba", error=error)
    found = judge(
        prompt("1.15.13", outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=line, fault=parse(error)), world(), {}
    )
    assert found.cause == "database-readonly"


def test_a_damaged_file_stays_damaged() -> None:
    assert judge(logged("SQLITE_CORRUPT", 11), world(), {}).cause == "database-damaged"


def test_a_file_that_cannot_be_opened_is_not_called_certain() -> None:
    found = judge(logged("SQLITE_CANTOPEN", 14), world(), {})
    assert (found.cause, found.confidence) == ("database-readonly", Confidence.MEDIUM)


HIT: Case = (prompt(**failed(sql("attempt to write a readonly database")), **no_row), world())

INSTEAD = "database-damaged"

NEAR_MISS: Case = (prompt(**failed(sql("database disk image is malformed")), **no_row), world())
