"""Turns of 2.x, from rows built by its published schema: idle rows, error types, retries, content inside of answers."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Entry, Question
from tests.rules.test_generation_two import SCHEMA, SES, T

Row = tuple[str, dict[str, Any]]
HELD, FREE = T + 64, None


def entries(folder: Path, *rows: Row, claim: int | None = FREE, inbox: int = 0, schema: str = SCHEMA) -> tuple[Entry, ...]:
    path = folder / "opencode.db"
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.execute(
        f"INSERT INTO session_v2 VALUES (?, '2.0.20', '/srv/proj', NULL, 'build', {T}, {T}, ?, 0, {T + 900}, NULL, 'failed')",
        (SES, claim),
    )
    for seq, (kind, data) in enumerate(rows, 1):
        full = {"time": {"created": T + seq * 100}, **data}
        values = (f"msg_{kind}{seq}", SES, kind, seq, T + seq * 100, T + seq * 100, json.dumps(full))
        connection.execute("INSERT INTO session_message VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    for number in range(inbox):
        values = (f"msg_wait{number}", SES, "user", "{}", "queue", number, T + 60_000 + number)
        connection.execute("INSERT INTO session_inbox VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    return diagnose(Question((), database=str(path))).silent


def said(text: str = "hello") -> Row:
    return "user", {"text": text}


def answered(*content: dict[str, Any], done: bool = True, **more: Any) -> Row:
    time = {"created": T + 200, **({"completed": T + 250} if done else {})}
    model = {"id": "good", "providerID": "mock"}
    return "assistant", {"agent": "build", "model": model, "content": list(content), "time": time, **more}


def idle(outcome: str, **error: Any) -> Row:
    return "idle", {"outcome": outcome, **({"error": error} if error else {})}


TEXT = {"type": "text", "text": "Sure."}
CALL = {
    "type": "tool",
    "id": "call_1",
    "name": "bash",
    "state": {"status": "running", "input": {"command": "sleep 90"}, "metadata": {}},
    "time": {"created": T + 210, "ran": T + 220},
}


@pytest.mark.parametrize("kind", ["auth", "quota", "rate-limit", "transport", "internal", "invalid-request", "unknown"])
def test_an_error_type_of_the_provider_is_the_providers(kind: str, tmp_path: Path) -> None:
    error = {"type": f"provider.{kind}", "message": "no"}
    (entry,) = entries(tmp_path, said(), answered(error=error), idle("failed", **error))
    assert (entry.cause, entry.confidence) == ("provider-error", Confidence.HIGH)


def test_a_turn_that_failed_before_its_answer_has_the_error_of_its_end(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, said(), idle("failed", type="provider.quota", message="out of credit"))
    assert entry.cause == "provider-error"
    assert "server-stopped" not in entry.candidates


def test_an_unknown_model_is_no_error_of_the_provider(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, said(), idle("failed", type="provider.no-route", message="Model unavailable: mock/gone"))
    assert entry.cause == "model-not-found"


def test_an_unknown_agent_is_named_by_the_end_of_the_turn(tmp_path: Path) -> None:
    (entry,) = entries(
        tmp_path, said(), idle("failed", type="unknown", message='Agent not found: "ghost". Available agents: build')
    )
    assert entry.cause == "agent-not-found"


@pytest.mark.parametrize("error", [{"type": "aborted", "message": "Aborted"}, {}])
def test_an_interrupted_turn_is_somebodys_wish(error: dict[str, str], tmp_path: Path) -> None:
    rows = (answered(error=error), idle("interrupted")) if error else (idle("interrupted"),)
    (entry,) = entries(tmp_path, said(), *rows)
    assert entry.cause == "aborted" and entry.expected


def test_a_refused_permission_is_told_from_a_failing_tool(tmp_path: Path) -> None:
    error = {"type": "permission.rejected", "message": "no", "permission": "bash", "resources": []}
    (entry,) = entries(tmp_path, said(), answered(error=error), idle("failed", **error))
    assert entry.cause == "permission-refused"


def test_a_retry_in_the_row_is_an_error_of_the_provider(tmp_path: Path) -> None:
    retry = {"attempt": 3, "at": T + 300, "error": {"type": "provider.rate-limit", "message": "slow down"}}
    (entry,) = entries(tmp_path, said(), answered(done=False, retry=retry), claim=HELD)
    assert entry.cause == "provider-error"


def test_a_call_that_runs_inside_of_an_answer_is_a_candidate(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, said(), answered(CALL, done=False), claim=HELD)
    assert {"tool-hang", "waiting-for-permission"} & {entry.cause, *entry.candidates}
    assert entry.confidence is not Confidence.HIGH


def test_a_failed_compaction_ends_a_turn(tmp_path: Path) -> None:
    compaction = (
        "compaction",
        {"status": "failed", "reason": "auto", "error": {"type": "provider.invalid-request", "message": "too long"}},
    )
    (entry,) = entries(tmp_path, said(), compaction, idle("failed"))
    assert "context-overflow" in (entry.cause, *entry.candidates)
    assert "server-stopped" not in entry.candidates


def test_an_answer_of_reasoning_only_is_empty(tmp_path: Path) -> None:
    (entry,) = entries(
        tmp_path, said(), answered({"type": "reasoning", "text": "Hm."}, finish="stop"), idle("succeeded"), said(), idle("failed")
    )[:1]
    assert entry.cause == "empty-answer"


def test_a_turn_that_succeeded_is_in_no_list(tmp_path: Path) -> None:
    assert entries(tmp_path, said(), answered(TEXT, finish="stop"), idle("succeeded")) == ()


@pytest.mark.parametrize(("items", "found"), [(5, ["empty-answer"]), (6, [])])
def test_of_an_answer_with_six_items_an_earlier_one_may_show_something(items: int, found: list[str], tmp_path: Path) -> None:
    thoughts = [{"type": "reasoning", "text": "hm"}] * items
    silent = entries(tmp_path, said(), answered(*thoughts, finish="stop"), idle("succeeded"))
    assert [entry.cause for entry in silent] == found


def test_prompts_behind_a_claimed_run_are_never_said_to_wait_for_nothing(tmp_path: Path) -> None:
    found = entries(tmp_path, said(), answered(TEXT, done=False), claim=HELD, inbox=2)
    texts = " ".join(evidence.text for entry in found for evidence in entry.evidence)
    assert found and "No answer of the session was open" not in texts and "No run has claimed" not in texts
    assert all(entry.cause != "dead-run" for entry in found)


@pytest.mark.parametrize("column", ["execution_claimed_at", "claimed_by_nobody"])
def test_the_claim_is_read_under_both_of_its_names_and_not_guessed(column: str, tmp_path: Path) -> None:
    schema = SCHEMA.replace("time_suspended", column)
    found = entries(tmp_path, claim=HELD, inbox=2, schema=schema)
    assert found and all("dead-run" not in (entry.cause, *entry.candidates) for entry in found)


def test_a_conversation_that_is_too_long_is_named_in_an_answer_and_before_one(tmp_path: Path) -> None:
    error = {"type": "provider.context-overflow", "message": "maximum context length is 8192 tokens"}
    compaction = ("compaction", {"status": "failed", "reason": "auto", "error": error})
    for name, rows in {
        "answer": (answered(error=error), idle("failed", **error)),
        "turn": (idle("failed", **error),),
        "compaction": (compaction, idle("failed", **error)),
    }.items():
        (tmp_path / name).mkdir()
        (entry,) = entries(tmp_path / name, said(), *rows)
        assert (entry.cause, "provider-error" in entry.candidates) == ("context-overflow", False), name


def test_another_refusal_is_no_overflow(tmp_path: Path) -> None:
    error = {"type": "provider.invalid-request", "message": "unsupported parameter"}
    (entry,) = entries(tmp_path, said(), answered(error=error), idle("failed", **error))
    assert (entry.cause, "context-overflow" in entry.candidates) == ("provider-error", False)


@pytest.mark.parametrize(("outcome", "listed"), [("succeeded", 0), ("paused", 0), ("failed", 1), ("interrupted", 1)])
def test_an_outcome_that_is_not_in_the_schema_leaves_the_answer_to_decide(outcome: str, listed: int, tmp_path: Path) -> None:
    assert len(entries(tmp_path, said(), answered(TEXT, finish="stop"), idle(outcome))) == listed


def test_an_unknown_outcome_without_an_answer_is_no_answer(tmp_path: Path) -> None:
    assert len(entries(tmp_path, said(), idle("paused"))) == 1


def test_a_command_that_runs_inside_of_an_answer_may_hang_or_wait(tmp_path: Path) -> None:
    """2.x stores the same for a command that runs and for one that waits for a permission."""
    schema = SCHEMA
    later = f"INSERT INTO session_v2 VALUES ('ses_later', '2.0.20', '/srv/proj', NULL, 'build', {T}, {T + 600_000}, NULL, 0, NULL, NULL, NULL);"
    (entry,) = entries(tmp_path, said(), answered(CALL, done=False), claim=HELD, schema=schema + later)
    assert {"tool-hang", "waiting-for-permission"} <= {*entry.candidates}
    assert entry.cause is None
