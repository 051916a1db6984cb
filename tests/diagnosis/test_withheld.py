"""The bundled recordings with something withheld, as operators bring them: what was not seen never makes a verdict sure."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report
from inspector.renderers._options import RenderOptions
from inspector.renderers.terminal import render
from tests.truth import Recording, recordings

SAMPLES = Path(__file__).parents[2] / "samples"
CASES = sorted(case.folder.name for case in recordings(SAMPLES))
Change = Callable[[Recording, Question], Question]


def ask(recording: Recording) -> Question:
    return Question(tuple(map(str, recording.logs())), str(recording.folder / "opencode.db"))


def change_rows(question: Question, *statements: str) -> None:
    assert question.database is not None
    with closing(sqlite3.connect(question.database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def rewrite_logs(question: Question, kept: Callable[[list[bytes]], list[bytes]]) -> None:
    for name in question.logs:
        Path(name).write_bytes(b"".join(kept(Path(name).read_bytes().splitlines(keepends=True))))


def without_parts(recording: Recording, question: Question) -> Question:
    change_rows(question, "DELETE FROM part")
    return question


def without_the_older_half_of_the_parts(recording: Recording, question: Question) -> Question:
    change_rows(
        question, "DELETE FROM part WHERE id IN (SELECT id FROM part ORDER BY time_created LIMIT (SELECT count(*) / 2 FROM part))"
    )
    return question


def without_the_first_message_of_each_session(recording: Recording, question: Question) -> Question:
    change_rows(
        question,
        "DELETE FROM message WHERE id IN (SELECT id FROM message AS m WHERE time_created = "
        "(SELECT min(time_created) FROM message WHERE session_id = m.session_id))",
    )
    return question


def without_the_sessions(recording: Recording, question: Question) -> Question:
    change_rows(question, "PRAGMA foreign_keys = ON", "DELETE FROM session WHERE rowid % 2")
    return question


def the_head_of_the_log(recording: Recording, question: Question) -> Question:
    rewrite_logs(question, lambda lines: lines[: len(lines) * 6 // 10])
    return replace(question, requests=(str(recording.folder / "requests.har"),))


def the_tail_of_the_log(recording: Recording, question: Question) -> Question:
    rewrite_logs(question, lambda lines: lines[len(lines) // 2 :])
    return question


def a_hole_in_the_log(recording: Recording, question: Question) -> Question:
    rewrite_logs(question, lambda lines: lines[: len(lines) // 3] + lines[len(lines) * 2 // 3 :])
    return question


def only_lines_that_name_a_session(recording: Recording, question: Question) -> Question:
    rewrite_logs(question, lambda lines: [line for line in lines if b"ses_" in line])
    return question


def a_rotated_log(recording: Recording, question: Question) -> Question:
    log = Path(question.logs[0])
    lines = log.read_bytes().splitlines(keepends=True)
    older = log.with_name("older.log")
    older.write_bytes(b"".join(lines[: len(lines) // 2]))
    log.write_bytes(b"".join(lines[len(lines) // 2 :]))
    return replace(question, logs=(str(older), str(log)))


def the_time_up_to_the_middle(recording: Recording, question: Question) -> Question:
    times = sorted(datetime.fromisoformat(str(p["time"])) for _, prompts in recording.sessions() for p in prompts)
    return replace(question, until=times[len(times) // 2])


CHANGES: tuple[Change, ...] = (
    without_parts,
    without_the_older_half_of_the_parts,
    without_the_first_message_of_each_session,
    without_the_sessions,
    the_head_of_the_log,
    the_tail_of_the_log,
    a_hole_in_the_log,
    only_lines_that_name_a_session,
    a_rotated_log,
    the_time_up_to_the_middle,
)


def told(name: str, folder: Path, change: Change) -> tuple[Recording, Report]:
    recording = Recording(Path(shutil.copytree(SAMPLES / name, folder / name)))
    return recording, diagnose(change(recording, ask(recording)))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", CASES)
def test_high_confidence_is_never_wrong(name: str, change: Change, tmp_path: Path) -> None:
    recording, report = told(name, tmp_path, change)
    known = recording.known()
    wrong = [
        (entry.session_id, entry.cause)
        for entry in (*report.failures, *report.silent)
        if entry.confidence is Confidence.HIGH and entry.session_id in known and entry.cause not in known[entry.session_id]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CASES)
def test_the_end_of_the_time_asked_for_is_not_the_end_of_the_server(name: str, tmp_path: Path) -> None:
    recording, report = told(name, tmp_path, the_time_up_to_the_middle)
    healthy = {session for session, prompts in recording.sessions() if prompts and all(p.get("outcome") == "ok" for p in prompts)}
    assert [entry.session_id for entry in (*report.failures, *report.silent) if entry.session_id in healthy] == []


@pytest.mark.parametrize("name", CASES)
def test_a_rotated_log_shows_no_second_server(name: str, tmp_path: Path) -> None:
    _, whole = told(name, tmp_path / "whole", lambda recording, question: replace(question, logs=question.logs[:1]))
    _, parts = told(
        name, tmp_path / "parts", lambda recording, question: a_rotated_log(recording, replace(question, logs=question.logs[:1]))
    )
    assert sum(run.started for run in parts.runs) == sum(run.started for run in whole.runs)
    assert [e for e in parts.silent if e.cause == "server-stopped"] == [e for e in whole.silent if e.cause == "server-stopped"]


def test_the_rows_alone_are_no_clean_bill_where_stored_prompts_have_no_answer(tmp_path: Path) -> None:
    recording = Recording(Path(shutil.copytree(SAMPLES / "mixed-1.18.33", tmp_path / "mixed")))
    failing = {
        session
        for session, prompts in recording.sessions()
        if all(p.get("cause") == "unknown-model" for p in prompts) and prompts
    }
    assert failing
    question = replace(ask(recording), logs=())
    chosen = ", ".join(f"'{session}'" for session in failing)
    answered = {
        session for session, prompts in recording.sessions() if prompts and all(p.get("outcome") == "ok" for p in prompts)
    }
    kept = ", ".join(f"'{session}'" for session in answered)
    change_rows(
        question,
        f"DELETE FROM session WHERE id NOT IN ({chosen}, {kept})",
        f"DELETE FROM message WHERE session_id NOT IN ({chosen}, {kept})",
    )
    page = render(diagnose(question), RenderOptions())
    assert re.search("ha(s|ve) no answer", page.splitlines()[0])
    assert "No unanswered prompt was found" not in page and "Nothing is wrong" not in page
