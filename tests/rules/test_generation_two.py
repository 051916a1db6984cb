"""Rules about 2.x from rows as 2.x keeps them (schema from its sources), read from a real SQLite file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report

SES = "ses_dfb182cf2ffe7giiomdOQ5riPM"
T = 1795378631000
SCHEMA = """
CREATE TABLE kv (key text PRIMARY KEY, value text);
INSERT INTO kv VALUES ('migration.v1-v2', '{"phase":"completed"}');
CREATE TABLE session (id text PRIMARY KEY, version text, directory text, time_created integer, time_updated integer);
CREATE TABLE session_v2 (id text PRIMARY KEY, version text, directory text, model text, agent text, time_created integer,
  time_updated integer, time_suspended integer, resume_attempts integer DEFAULT 0 NOT NULL, time_idle integer,
  time_viewed integer, idle_outcome text);
CREATE TABLE session_message (id text PRIMARY KEY, session_id text, type text, seq integer NOT NULL, time_created integer,
  time_updated integer, data text);
CREATE UNIQUE INDEX session_message_session_seq_idx ON session_message (session_id, seq);
CREATE TABLE session_inbox (id text PRIMARY KEY, session_id text, type text, data text, delivery text,
  enqueued_seq integer NOT NULL, time_created integer);
CREATE INDEX session_inbox_session_idx ON session_inbox (session_id, enqueued_seq);
"""


def _report(folder: Path, suspended: str, idle: str, *more: str) -> Report:
    connection = sqlite3.connect(folder / "opencode.db")
    connection.executescript(SCHEMA)
    connection.execute(
        f"INSERT INTO session_v2 VALUES (?, '2.0.3', '/srv/proj', NULL, 'build', {T}, {T}, {suspended}, 0, {idle}, NULL, "
        f"{'NULL' if idle == 'NULL' else chr(39) + 'succeeded' + chr(39)})",
        (SES,),
    )
    for statement in more:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return diagnose(Question((), str(folder / "opencode.db")))


def _waiting(number: int) -> str:
    return f"INSERT INTO session_inbox VALUES ('msg_wait{number}', '{SES}', 'user', '{{}}', 'steer', {number}, {T + number * 60_000})"


def _said(number: int, kind: str, data: str = "{}") -> str:
    return f"INSERT INTO session_message VALUES ('msg_{kind}{number}', '{SES}', '{kind}', {number}, {T + number}, {T + number}, '{data}')"


def test_prompts_that_wait_in_an_idle_session_point_to_a_dead_run(tmp_path: Path) -> None:
    report = _report(tmp_path, "NULL", str(T + 1000), _waiting(1), _waiting(2), _waiting(3))
    assert [(e.cause, e.confidence) for e in report.silent] == [("dead-run", Confidence.MEDIUM)] * 3
    assert all("input-not-promoted" in e.candidates for e in report.silent)


def test_a_single_waiting_prompt_may_have_been_admitted_on_purpose(tmp_path: Path) -> None:
    report = _report(tmp_path, "NULL", str(T + 1000), _waiting(1))
    assert [e.cause for e in report.silent] != ["dead-run"]
    assert all("dead-run" in e.candidates for e in report.silent)


def test_prompts_behind_a_run_that_holds_the_session_are_no_dead_run(tmp_path: Path) -> None:
    report = _report(tmp_path, str(T + 2000), str(T + 1000), _waiting(1), _waiting(2))
    assert report.silent and all("dead-run" not in e.candidates for e in report.silent)


def test_a_claimed_session_without_an_answer_is_a_candidate_for_a_hanging_snapshot(tmp_path: Path) -> None:
    report = _report(tmp_path, str(T + 64), "NULL", _said(1, "user"))
    assert [e.session_id for e in report.silent] == [SES]
    assert "snapshot-hang" in report.silent[0].candidates
    assert report.silent[0].confidence is not Confidence.HIGH


def test_a_healthy_session_of_2x_is_in_no_list(tmp_path: Path) -> None:
    done = f'{{"time":{{"completed":{T + 9}}},"finish":"stop"}}'
    report = _report(tmp_path, "NULL", str(T + 10), _said(1, "user"), _said(2, "assistant", done))
    assert not (report.failures or report.silent or report.rejected)
