"""A bug report in prose as input: what is taken from it, what it is worth, and what is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Assumption, Confidence, Question, Report
from inspector.model.pasted import Judgement, PieceKind
from inspector.renderers import json as as_json
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences import asked, taken
from inspector.renderers._sentences.notes import note_text

REPORT = """# New sessions never answer

Since the update new sessions stay silent. `POST /session/{{id}}/prompt_async` returns 204 No Content.

- OpenCode Server: 1.15.12
- Client: our own app, 2.4.1

The log:

```
{record}
```

The table has NOT NULL columns:

CREATE TABLE session_input (
  id text PRIMARY KEY,
  session_id text NOT NULL
);

I think the client must send this:

{{
  "messageID": "msg_1",
  "parts": [{{"id": "part_1", "type": "text", "text": "hello"}}]
}}
"""
RECORD = 'ERROR service=default session.id=... cause={... "code":"SQLITE_CONSTRAINT_NOTNULL" ...} prompt_async failed'


def _report(folder: Path, text: str) -> Report:
    path = folder / "issue.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return _report(tmp_path, REPORT.format(record=RECORD))


def test_each_piece_is_taken_with_its_line_and_what_it_shows(report: Report) -> None:
    found = {
        piece.kind: (piece.line, piece.text, piece.judgements)
        for piece in reversed(report.pieces)
        if piece.kind is not PieceKind.TOLD
    }
    assert found == {
        PieceKind.STATUS: (3, "204", (Judgement.ACCEPTED,)),
        PieceKind.VERSION: (5, "1.15.12", ()),
        PieceKind.RECORD: (11, 'prompt_async failed {... "code":"SQLITE_CONSTRAINT_NOTNULL" ...}', (Judgement.ABBREVIATED,)),
        PieceKind.SCHEMA: (16, "session_input", (Judgement.NO_NOT_NULL_ID, Judgement.NEVER_WRITTEN)),
        PieceKind.BODY: (25, "msg_1, part_1", (Judgement.REFUSED_PART_ID,)),
    }


def test_the_cause_is_named_but_nothing_is_proven(report: Report) -> None:
    (entry,) = report.failures
    assert (entry.cause, entry.confidence, entry.version) == ("schema-drift", Confidence.MEDIUM, "1.15.12")
    assert entry.assumed == (Assumption.VERSION_CLAIMED,)
    assert (report.silent, report.rejected, report.conclusion.exit_code) == ((), (), 1)


def test_the_folk_explanation_the_body_and_the_transport_are_ruled_out_from_the_text(report: Report) -> None:
    refuted = {group.cause: {evidence.source.rpartition(": ")[2] for evidence in group.evidence} for group in report.refuted}
    assert {"line 16", "line 25"} <= refuted["missing-message-id"]
    assert refuted["unauthorized"] == {"line 3"}


def test_the_report_says_what_was_taken_and_what_to_ask_for(report: Report) -> None:
    assert [(line.place, line.what, line.detail) for line in taken(report)] == [
        ("line 3", "an answer of the server", "204, the request arrived and its login was accepted"),
        ("line 5", "server version, claimed", "1.15.12"),
        ("line 11", "one log record, abbreviated", 'prompt_async failed {... "code":"SQLITE_CONSTRAINT_NOTNULL" ...}'),
        ("line 16", "CREATE TABLE session_input", "its column id cannot raise a NOT NULL error, no prompt writes it"),
        ("line 25", "a request body", "would be refused: part IDs must begin with prt"),
    ]
    question = asked(report)
    assert question is not None
    assert question[1].endswith("inspector bundle report.zip")


def test_json_holds_the_quotes_and_the_question(report: Report) -> None:
    written = json.loads(as_json.render(report, RenderOptions()))
    assert [quote["kind"] for quote in written["quotes"] if quote["kind"] != "told"] == [
        "status",
        "version",
        "record",
        "schema",
        "body",
    ]
    assert written["ask"]["command"].endswith("bundle report.zip")
    assert written["inputs"]["logs"][0]["pasted"] is True


def test_a_claimed_version_that_cannot_have_written_the_record_is_not_believed(tmp_path: Path) -> None:
    report = _report(tmp_path, REPORT.format(record=RECORD).replace("1.15.12", "1.18.7"))
    assert [entry.cause for entry in report.failures] == ["schema-drift"]
    assert report.failures[0].version is None
    assert any("claims OpenCode 1.18.7" in note for note in map(note_text, report.notes))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Error: Unexpected error\n\ndatabase is locked\n", "database-locked"),
        (
            "```\nSQLiteError: NOT NULL constraint failed: session_message.seq\n    at appendMessage (/$bunfs/root/src/index.js:1:2)\n```",
            "schema-drift",
        ),
        (
            '{"name":"UnknownError","data":{"message":"SQLiteError: no such column: replacement_seq\\n    at run (/$bunfs/root/x.js:1:2)"}}',
            "schema-drift",
        ),
        ("Error: Unexpected error\n\nno such column: name\n", "migration-failed"),
        ("> opencode serve\n> ProviderModelNotFoundError: ProviderModelNotFoundError", "model-not-found"),
    ],
)
def test_a_bare_error_of_opencode_names_the_cause_that_explains_it(text: str, cause: str, tmp_path: Path) -> None:
    report = _report(tmp_path, text)
    entries = (*report.failures, *report.silent, *report.rejected)
    assert [(entry.cause, entry.confidence) for entry in entries] == [(cause, Confidence.MEDIUM)]
    assert report.conclusion.exit_code == 1


SES = "ses_dfdfc32cdffeC1fjR5fDEZFrb2"
CLASSES = {
    "a question to somebody without a reply": (
        f'level=INFO run=abcdef12 message=asking id=per_1 permission=bash patterns=["npm i"] session.id={SES}',
        "waiting-for-permission",
    ),
    "the same of the legacy era": (
        f"INFO service=permission id=per_c1 sessionID={SES} permission=bash asking",
        "waiting-for-permission",
    ),
    "a row written as text": ("opencode 1.18: part prt_1 tool: question, state.status: running", "waiting-for-answer"),
    "an event": (
        f'{{"type":"session.error","properties":{{"sessionID":"{SES}","error":{{"name":"UnknownError","data":{{"message":'
        '"Agent not found: \\"x\\". Available agents: build"}}}}',
        "agent-not-found",
    ),
    "the kernel's own words": ("[12345.678] Out of memory: Killed process 4711 (opencode) total-vm:9000kB", "server-stopped"),
    "a container's stamps": (
        "2026-06-30T13:35:31.315099944+08:00 Error: Unexpected error\n2026-06-30T13:35:31.315224249+08:00\n"
        "2026-06-30T13:35:31.315250727+08:00 duplicate column name: cost",
        "migration-failed",
    ),
    "another language": (
        "Hola, me sale:\n\n> Error: Unexpected error\n>\n> database disk image is malformed\n\nque hago?",
        "database-damaged",
    ),
    "a client's log": ('[error] render-process-gone {"reason":"oom","exitCode":133}\nai.opencode.desktop', "renderer-crashed"),
    "half a time": (
        '10:00:01 level=ERROR message="prompt_async failed" cause="Cause([Die(SQLiteError: no such column: replacement_seq)])"',
        "schema-drift",
    ),
    "a curl command and its answer": (
        '$ curl http://127.0.0.1:4096/session/ses_1/prompt_async -d \'{"parts":[{"id":"part_1"}]}\'\n'
        '{"name":"BadRequest","data":{"message":"Expected a string starting with \\"prt\\""}}',
        "request-rejected",
    ),
}


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_of_excerpt_is_read_for_what_it_shows(name: str, tmp_path: Path) -> None:
    text, cause = CLASSES[name]
    report = _report(tmp_path, text)
    entries = (*report.failures, *report.silent, *report.rejected)
    assert [(entry.cause, entry.confidence) for entry in entries] == [(cause, Confidence.MEDIUM)]


def test_a_question_that_got_its_reply_is_no_wait(tmp_path: Path) -> None:
    asked = "level=INFO run=abcdef12 message=asking id=per_1 permission=bash"
    replied = "level=INFO run=abcdef12 message=replied requestID=per_1 reply=once"
    assert _report(tmp_path, f"{asked}\n{replied}").silent == ()
    assert len(_report(tmp_path, f"{asked}\n{replied.replace('per_1', 'per_2')}").silent) == 1


@pytest.mark.parametrize(
    "text",
    [
        "INFO  2026-09-01T10:00:00 +25749ms service=mcp key=x dropping client\n",
        "INFO  2026-09-01T10:00:00 +1ms service=bus type=message.part.updated publishing\n" * 3,
    ],
)
def test_a_fragment_of_a_log_earns_no_clean_bill(text: str, tmp_path: Path) -> None:
    assert _report(tmp_path, text).conclusion.exit_code == 3


FOREIGN = {
    "bare words": "database is locked",
    "prose": "The weather is fine, and the server is not reachable.",
    "a Go program": 'time=2025-05-01T10:00:00Z level=ERROR msg="failed to save" err="database is locked (5) (SQLITE_BUSY)"\nmain.go:23',
    "a Python program": "Traceback (most recent call last):\nsqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked",
    "another user of Drizzle": "DrizzleQueryError: Failed query: insert into users\n    at /srv/node_modules/a/drizzle-orm/x.js:1:2\ncause: database is locked",
    "a journal of another unit": "Nov 28 10:00:00 host nginx[12]: connect() failed (111: Connection refused) while connecting to upstream",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_text_of_other_programs_stays_unrecognised(name: str, tmp_path: Path) -> None:
    report = _report(tmp_path, FOREIGN[name])
    assert (report.failures, report.silent, report.rejected) == ((), (), ())
    assert report.conclusion.exit_code == 3


def test_an_error_told_in_a_sentence_is_at_most_low(tmp_path: Path) -> None:
    report = _report(
        tmp_path, "On OpenCode 1.18.3 I see that the database is locked when I send a prompt, and there is no answer."
    )
    assert [(entry.cause, entry.confidence) for entry in report.silent] == [("database-locked", Confidence.LOW)]
