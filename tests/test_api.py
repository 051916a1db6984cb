"""The Python API stays as it is: its names, its signatures, the fields a caller reads."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import inspector
from inspector import Question, Report, diagnose
from inspector.errors import InspectorError

SAMPLE = Path(__file__).parent.parent / "samples" / "drift-1.15.13-via-1.17.0"


def test_the_names_and_the_signature_are_stable():
    assert inspector.__all__ == ["Question", "Report", "__version__", "diagnose"]
    assert str(inspect.signature(diagnose)) == "(question: 'Question', *, redacted: 'bool' = True) -> 'Report'"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Question, {"logs", "database", "requests", "since", "until", "sessions", "server_version"}),
        (Report, {"failures", "silent", "rejected", "causes", "refuted", "skipped", "problems", "worked", "redacted"}),
    ],
)
def test_the_documented_fields_exist(kind, names):
    assert names <= set(kind.__struct_fields__)


def test_a_diagnosis_is_a_report_that_writes_the_json_of_the_command():
    report = diagnose(Question(logs=(str(SAMPLE / "server.log"),), database=str(SAMPLE / "opencode.db")))
    assert isinstance(report, Report)
    assert {entry.cause for entry in report.failures} >= {"schema-drift"}
    document = json.loads(report.to_json())
    assert document["schema"] == "inspector.report/1"
    assert [entry["cause"] for entry in document["failures"]] == [entry.cause for entry in report.failures]


def test_a_report_is_redacted_unless_asked_otherwise():
    question = Question(logs=(str(SAMPLE / "server.log"),))
    assert str(SAMPLE) not in diagnose(question).to_json()
    assert str(SAMPLE) in diagnose(question, redacted=False).to_json()


def test_a_database_that_does_not_exist_raises_a_sentence():
    with pytest.raises(InspectorError) as raised:
        diagnose(Question(logs=(), database="/no/such/opencode.db"))
    assert "/no/such/opencode.db" in raised.value.message


def test_a_log_that_does_not_exist_is_a_problem_of_the_report():
    report = diagnose(Question(logs=("/no/such/server.log",)), redacted=False)
    assert [problem.where for problem in report.problems] == ["/no/such/server.log"]


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        inspector.Nothing  # noqa: B018


def test_importing_it_loads_no_engine():
    code = "import sys, inspector; print([name for name in sys.modules if name.startswith('inspector')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['inspector']"
