"""One small recording of a real server for each of several causes, and what was true of it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report

CAUSES = Path(__file__).parents[2] / "samples" / "causes"


def report(name: str, folder: Path) -> Report:
    sample = CAUSES / name
    folder.mkdir(exist_ok=True)
    database = folder / "opencode.db"
    if (sample / "opencode.sql").exists():
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript((sample / "opencode.sql").read_text())
    logs = tuple(str(path) for path in sample.glob("server.log"))
    captures = tuple(str(path) for path in sample.glob("requests.jsonl"))
    return diagnose(Question(logs, str(database) if database.exists() else None, captures))


def named(found: Report) -> Counter[str | None]:
    return Counter(entry.cause for entry in (*found.failures, *found.silent, *found.rejected) if not entry.recovered)


def test_a_refused_history_is_told_from_what_looks_alike(tmp_path: Path) -> None:
    found = report("history-1.18.33", tmp_path)
    assert named(found) == {"history-rejected": 12, "provider-error": 2, "context-overflow": 2}
    assert all(entry.confidence is Confidence.HIGH for entry in found.silent if entry.cause == "history-rejected")


def test_empty_answers_are_found_and_a_structured_one_and_a_tool_are_not(tmp_path: Path) -> None:
    assert named(report("empty-1.15.13", tmp_path)) == {"empty-answer": 7}


@pytest.mark.parametrize("name", ["port-1.15.13", "port-1.18.33", "duplicate-column-1.17.9", "readonly-1.18.33"])
def test_calls_after_a_start_that_failed_have_its_reason(name: str, tmp_path: Path) -> None:
    found = report(name, tmp_path)
    assert set(named(found)) == {"server-start-failed"}


def test_a_plugin_that_is_being_installed_holds_up_the_first_call(tmp_path: Path) -> None:
    assert named(report("plugin-install-1.18.33", tmp_path)) == {"startup-stall": 1}


def test_drift_is_told_from_a_500_without_a_reference(tmp_path: Path) -> None:
    found = report("sync-drift-1.15.4", tmp_path)
    assert [entry.cause for entry in found.rejected] == ["schema-drift", "schema-drift"]


def test_a_fork_of_an_old_server_is_read(tmp_path: Path) -> None:
    found = named(report("kilo-7.0.33", tmp_path))
    assert found["model-not-found"] == 2 and found["agent-not-found"] == 1 and found["waiting-for-permission"] == 1
    assert "plugin-hang" not in found


@pytest.mark.parametrize("version", ["1.15.13", "1.18.33"])
def test_an_image_that_the_server_cannot_read_is_told_from_a_directory_that_is_gone(version: str, tmp_path: Path) -> None:
    found = report(f"attachment-{version}", tmp_path)
    assert [(entry.cause, entry.confidence) for entry in found.failures] == [("part-unreadable", Confidence.HIGH)] * 2
    assert named(found) == {"part-unreadable": 2}


def test_a_hooks_own_database_is_told_from_opencodes(tmp_path: Path) -> None:
    """Locked, read-only, NOT NULL, a key that exists, a missing table, two damaged files, a foreign key: all of a plugin's own files."""
    found = report("hook-database-1.18.33", tmp_path)
    assert named(found) == {"plugin-error": 5, "database-damaged": 1, None: 2}
    old = report("hook-database-1.15.13", tmp_path / "old")
    assert len(old.failures) == 8 and all("plugin-error" in entry.candidates for entry in old.failures)
    assert all(entry.confidence is not Confidence.HIGH for entry in (*found.failures, *old.failures))
