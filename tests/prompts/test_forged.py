"""Records and words that a client wrote never give a failure, or a confidence, that they did not earn."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.logs.noise import known_noise
from inspector.logs.records import parse as parse_record
from inspector.model import Confidence, Question, Report
from inspector.prompts.faults import parse
from inspector.prompts.wording import CUT, cut_values
from inspector.renderers._sentences.notes import note_text
from tests.logs.reading import read_logs

FORGED = Path(__file__).parent.parent.parent / "samples" / "forged"
VERSIONS = ("1.15.13", "1.18.33")


@pytest.fixture(scope="module", params=VERSIONS)
def report(request: pytest.FixtureRequest) -> Report:
    return diagnose(Question((str(FORGED / f"{request.param}.log"),)))


def test_no_forged_record_and_no_forged_word_gives_high_confidence(report: Report) -> None:
    sure = {(entry.cause, entry.session_id) for entry in report.failures if entry.confidence is Confidence.HIGH}
    assert {cause for cause, _ in sure} <= {"agent-not-found", "model-not-found", "part-unreadable"}
    assert not [session for _, session in sure if session and "FORGED" in session]


def test_a_failure_whose_session_nothing_else_knows_has_low_confidence_and_the_reason(report: Report) -> None:
    unknown = [entry for entry in report.failures if entry.session_id and "FORGED" in entry.session_id]
    assert unknown
    for entry in unknown:
        assert (entry.cause, entry.confidence) == ("database-damaged", Confidence.LOW)
        assert "a client may have written this record's text" in entry.evidence[-1].text


def test_a_real_session_never_has_the_cause_of_a_forged_record(report: Report) -> None:
    assert {entry.session_id for entry in report.failures if entry.cause == "database-damaged"} <= {
        "ses_FORGEDFORGEDFORGEDFORGED12",
        "ses_FORGEDFORGEDFORGEDFORGED99",
    }


def test_records_inside_values_of_the_classic_era_are_not_failures() -> None:
    logs = read_logs([str(FORGED / "1.15.13.log")], sessions=None)
    assert len(logs.embedded) == 5
    text = (FORGED / "1.15.13.log").read_bytes()
    for source in logs.embedded:
        offset = int(source.place.removeprefix("byte "))
        assert text[offset:].startswith(b"ERROR 2026-11-28T")
        assert offset not in {record.offset for record in logs.failures}


def test_records_inside_values_are_mentioned() -> None:
    report = diagnose(Question((str(FORGED / "1.15.13.log"),)))
    assert [
        note
        for note in map(note_text, report.notes)
        if note.startswith("5 lines look like failed prompts but are part of a value in another record")
    ]


def test_a_failure_right_behind_a_whole_record_with_lines_of_its_own_is_one(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(
        "ERROR 2026-11-22T07:01:40 +4ms service=session.prompt error=File not found: /a\nb failed to read file\n"
        'ERROR 2026-11-22T07:01:43 +4ms service=default session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz cause={"_id":"Cause","failures":[]} prompt_async failed\n'
        " created\n"
    )
    logs = read_logs([str(log)], sessions=None)
    assert (len(logs.failures), logs.embedded) == (1, ())


@pytest.mark.parametrize(
    ("level", "service", "is_one"),
    [("ERROR", "default", True), ("ERROR", "server", True), ("INFO", "default", False), ("ERROR", "plugin", False)],
)
def test_a_failure_has_level_error_and_a_service_that_serves_prompts(level: str, service: str, is_one: bool) -> None:
    line = f"{level:<5} 2026-11-22T07:01:43 +4ms service={service} session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz error=x prompt_async failed\n"
    record = parse_record(line.encode(), "server.log", 0)
    assert record is not None
    assert (record.message == "prompt_async failed") is is_one


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ('Cause([Die(Error: Agent not found: "database is locked". Available agents: build)])', None, None),
        (
            "Cause([Die(ProviderModelNotFoundError: Model not found: a/NOT NULL constraint failed: session_message.seq.)])",
            None,
            None,
        ),
        ("Cause([Die(Error: Resource not found: x/SQLiteError: no such table: message)])", None, None),
        (
            'Cause([Die(EffectDrizzleQueryError: Failed query: insert into "part" ("id") values (?)\nparams: prt_1,msg_2,{"text":"x (cause: '
            'SQLiteError: database is locked)"} (cause: SQLiteError: UNIQUE constraint failed: part.id))])',
            "SQLITE_CONSTRAINT_UNIQUE",
            "id",
        ),
        (
            '{"failures":[{"defect":{"data":{"message":"Agent not found: \\"database is locked\\". Available agents: build"},"name":"UnknownError"}}]}',
            None,
            None,
        ),
        ("Cause([Die(SQLiteError: NOT NULL constraint failed: session_message.seq)])", "SQLITE_CONSTRAINT_NOTNULL", "seq"),
    ],
)
def test_words_inside_a_quoted_value_are_not_the_servers(text: str, code: str | None, column: str | None) -> None:
    fault = parse(text)
    assert (fault.code, fault.column) == (code, column)


def test_an_agent_called_like_the_error_of_a_model_is_an_agent() -> None:
    fault = parse('Cause([Die(Error: Agent not found: "Model not found: a/b". Available agents: build, plan)])')
    assert (fault.agent, fault.provider_id) == ("Model not found: a/b", None)


def test_the_value_that_did_not_fit_a_schema_is_cut_and_its_place_stays() -> None:
    said = cut_values('Expected a string starting with "prt", got "database is locked"\n  at ["parts"][0]["id"]')
    assert said == f'Expected a string starting with "prt", got {CUT}\n  at ["parts"][0]["id"]'


def test_noise_is_recognised_by_the_message_and_not_by_the_error() -> None:
    harmless = b"ERROR 2026-11-22T07:01:43 +4ms service=session.prompt error=x failed to generate title\n"
    other = b"ERROR 2026-11-22T07:01:43 +4ms service=session.prompt error=failed to generate title cancel\n"
    found = [parse_record(line, "server.log", 0) for line in (harmless, other)]
    assert [record is not None and known_noise(record) is not None for record in found] == [True, False]
