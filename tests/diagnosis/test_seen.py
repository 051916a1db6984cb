"""Notes about answered prompts, from recordings of real servers: why an answer was not seen, why one came late."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import diagnose
from inspector.diagnosis.seen import notes_on_answers
from inspector.model import Question, Report
from inspector.model.notes import SlowOpening
from inspector.renderers._sentences.notes import note_text
from inspector.renderers._sentences.verdict import tone_of, verdict
from tests.rules.cases import facts, record, world

SAMPLES = Path(__file__).parents[2] / "samples"
HIT, ANSWERED = "ses_dfb17afabffeP8YO4SZZ5b3kwF", "ses_dfb182cf2ffe7giiomdOQ5riPM"


def _report(sample: str, folder: Path, *sessions: str, more: str = "", log: str | None = None) -> Report:
    database = folder / "opencode.db"
    connection = sqlite3.connect(database)
    connection.executescript((SAMPLES / sample / "opencode.sql").read_text() + more)
    connection.close()
    server = folder / "server.log"
    server.write_text((SAMPLES / sample / "server.log").read_text() if log is None else log)
    return diagnose(Question((str(server),), str(database), sessions=sessions))


def test_a_run_that_a_dispose_ended_is_a_failure_that_nobody_wished(tmp_path: Path) -> None:
    report = _report("disposed-1.18.33", tmp_path)
    assert [e.cause for e in report.silent] == ["instance-disposed"] * 3
    left = [e for e in report.silent if not e.recovered]
    assert [(e.session_id, e.expected) for e in left] == [(HIT, False)]
    assert report.troubled


def test_the_same_rows_without_the_log_are_an_abort(tmp_path: Path) -> None:
    database = tmp_path / "opencode.db"
    connection = sqlite3.connect(database)
    connection.executescript((SAMPLES / "disposed-1.18.33" / "opencode.sql").read_text())
    connection.close()
    report = diagnose(Question((), str(database)))
    assert {e.cause for e in report.silent} == {"aborted"}


def test_the_asked_session_is_told_that_its_event_stream_was_closed(tmp_path: Path) -> None:
    report = _report("disposed-1.18.33", tmp_path, ANSWERED)
    assert any("lost-event-stream" in note and ANSWERED in note for note in map(note_text, report.notes))


def test_nothing_is_said_of_the_stream_where_no_session_was_asked_for(tmp_path: Path) -> None:
    assert not any("lost-event-stream" in note for note in map(note_text, _report("disposed-1.18.33", tmp_path).notes))


def test_a_reader_that_came_back_in_time_is_no_lost_stream(tmp_path: Path) -> None:
    lines = (SAMPLES / "disposed-1.18.33" / "server.log").read_text().splitlines(keepends=True)
    closed = next(n for n, line in enumerate(lines) if "event disconnected" in line)
    back = lines[closed].replace("event disconnected", "event connected")
    report = _report("disposed-1.18.33", tmp_path, ANSWERED, log="".join([*lines[: closed + 1], back, *lines[closed + 1 :]]))
    assert not any("lost-event-stream" in note for note in map(note_text, report.notes))


def test_a_prompt_that_an_mcp_server_delayed_is_healthy_and_noted(tmp_path: Path) -> None:
    report = _report("mcp-hang-1.18.33", tmp_path)
    assert not (report.failures or report.silent or report.rejected)
    assert any(
        "OpenCode had stopped waiting for MCP server “slowpoke”, 33 s later" in note for note in map(note_text, report.notes)
    )
    assert verdict(report) == "No prompt failed: 3 prompts seen, all answered, 2 of them late (up to 33 s, mcp-hang)."
    assert tone_of(report) == "plain"


def test_a_session_older_than_a_reset_migration_is_told_what_was_emptied(tmp_path: Path) -> None:
    later = "UPDATE migration SET time_completed = 1795379999000 WHERE id LIKE '20260622202450%';"
    report = _report("disposed-1.18.33", tmp_path, ANSWERED, more=later)
    assert any("reset-migrations" in note and "unchanged" in note for note in map(note_text, report.notes))


@pytest.mark.parametrize(("delta_ms", "noted"), [(9999, False), (10_000, True)])
def test_an_opening_of_ten_seconds_is_slow(delta_ms: int, noted: bool) -> None:
    opening = replace(record("opening database", era="legacy"), delta_ms=delta_ms)
    assert [type(note) for note in notes_on_answers((), world(opening), {})] == ([SlowOpening] if noted else [])


@pytest.mark.parametrize(("size", "named"), [(99_999_999, None), (100_000_000, 100_000_000)])
def test_a_slow_opening_names_the_size_of_a_database_of_100_mb(size: int, named: int | None) -> None:
    opening = replace(record("opening database", era="legacy"), delta_ms=20_000)
    (note,) = notes_on_answers((), world(opening, facts=facts(bytes=size)), {})
    assert isinstance(note, SlowOpening) and note.database_bytes == named


@pytest.mark.parametrize(("delta", "said"), [(551_893, True), (360, False)])
def test_a_database_that_opened_slowly_is_noted(delta: int, said: bool, tmp_path: Path) -> None:
    banner = "INFO  2026-11-22T07:19:34 +1ms service=default version=1.15.13 args=[] process_role=main run_id=a1 opencode\n"
    opening = f"INFO  2026-11-22T07:28:55 +{delta}ms service=db path=/home/operator/opencode.db opening database\n"
    report = _report("disposed-1.18.33", tmp_path, log=banner + opening)
    assert any("551 s passed before the server opened its database" in note for note in map(note_text, report.notes)) is said


def test_a_session_of_1x_in_a_file_that_2x_uses_is_said_to_be_invisible_there(tmp_path: Path) -> None:
    two = (
        "CREATE TABLE session_v2 (id text PRIMARY KEY, version text, directory text, time_created integer, time_updated integer,"
        " time_suspended integer, resume_attempts integer DEFAULT 0 NOT NULL, time_idle integer, idle_outcome text);"
        "INSERT INTO session_v2 VALUES ('ses_other', '2.0.10', '/x', 1795400000000, 1795400000000, NULL, 0, NULL, NULL);"
    )
    report = _report("disposed-1.18.33", tmp_path, ANSWERED, more=two)
    assert any("generation-split" in note for note in map(note_text, report.notes))
