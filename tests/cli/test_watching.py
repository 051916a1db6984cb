"""What a watch writes of its news: for people, and as JSON lines that fit the schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from inspector.cli.inputs import Reading
from inspector.cli.options import Output
from inspector.cli.watching import Presenter
from inspector.diagnosis.diagnose import diagnose
from inspector.live.state import News, State
from inspector.live.told import Silent
from inspector.model import Question, Report

LOG = Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0" / "server.log"
QUESTION = Question(logs=(str(LOG),))
PROMPT = Silent("ses_one", "msg_one", datetime(2026, 11, 28, 9, 30, tzinfo=UTC), None)


@pytest.fixture(scope="module")
def report() -> Report:
    return diagnose(QUESTION)


@pytest.fixture
def quiet(report: Report) -> Report:
    return replace(report, failures=(), silent=(), rejected=(), causes=())


def presenter(form: str) -> Presenter:
    return Presenter(Reading(QUESTION, (), Output(color="never")), form)


def test_a_json_line_lists_what_was_answered_late_and_fits_the_schema(quiet, capsys):
    presenter("jsonl").news(News(quiet, answered=(PROMPT,)))
    line = json.loads(capsys.readouterr().out)
    assert line["answered_late"] == [
        {"session_id": "ses_one", "message_id": "msg_one", "time": "2026-11-28T09:30:00.000Z", "cause": None}
    ]
    schema = json.loads(resources.files("inspector.data").joinpath("report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(line)


def test_people_read_that_it_was_answered_after_all(quiet, capsys):
    presenter("terminal").news(News(quiet, answered=(PROMPT,)))
    assert capsys.readouterr().out == "2026-11-28 09:30:00 UTC  answered after all: session ses_one (not decided)\n"


def test_a_cause_that_was_found_later_is_counted_once(report, capsys):
    watch = presenter("terminal")
    (entry, *_) = report.failures
    first = replace(entry, cause=None, confidence=None)
    watch.news(News(replace(report, failures=(), silent=(first,), rejected=(), causes=())))
    changed = Silent(entry.session_id or "", entry.message_id, entry.time, None)
    watch.news(News(replace(report, failures=(), silent=(entry,), rejected=()), changed=(changed,)))
    assert "cause found, reported before as not decided:" in capsys.readouterr().out
    assert watch.summary(State()) == f"1 prompt in trouble: {entry.cause} 1×."


def test_a_trouble_is_said_once_and_makes_the_summary_doubtful(capsys):
    watch = presenter("terminal")
    for _ in range(3):
        watch.trouble("server.log", "Permission denied")
    assert capsys.readouterr().err == "error: server.log: Permission denied\n"
    assert watch.summary(State()) == "No prompt in trouble was found, but some input could not be read."


def test_without_a_database_the_summary_says_that_silence_was_not_seen():
    assert "Only with the database (--db)" in presenter("terminal").summary(State())
