"""The log line of the report that started this project, in every form in which people paste it."""

from __future__ import annotations

import io
import sys
import textwrap
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report
from inspector.model.pasted import PieceKind
from inspector.pasted import read_pasted

LINE = 'ERROR service=default session.id=... cause={... "code":"SQLITE_CONSTRAINT_NOTNULL" ...} prompt_async failed'
BANNER = (
    'INFO  2026-11-22T06:48:33 +750ms service=default version=1.15.12 args=["serve"] process_role=main '
    "run_id=88a7c626-9e7f-4809-aa74-0be4f52f094e opencode"
)
TRIMMED = (
    "ERROR 2026-11-22T06:48:49 +4ms service=default session.id=ses_dfdfc32cdffeC1fjR5fDEZFrb2 "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"code":"SQLITE_CONSTRAINT_NOTNULL"}}]} prompt_async failed'
)
PROSE = """New sessions stay silent on OpenCode Server 1.15.12

POST /session/{{id}}/prompt_async returns 204. The server then logs an async failure similar to:

{line}

The failure happens after prompt_async is accepted.
"""


def _hard(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


FORMS = {
    "bare": LINE,
    "with a banner": f"{BANNER}\n{LINE}",
    "with a time": LINE.replace("ERROR ", "ERROR 2026-11-22T06:48:49 +4ms "),
    "with half a time": LINE.replace("ERROR ", "ERROR 06:48:49 +4ms "),
    "trimmed JSON": TRIMMED,
    "trimmed JSON after a banner": f"{BANNER}\n{TRIMMED}",
    "trimmed JSON without a time": TRIMMED.replace("2026-11-22T06:48:49 +4ms ", ""),
    "fenced": f"Look:\n\n```\n{LINE}\n```\nThanks",
    "fenced with a language": f"```log\n{TRIMMED}\n```",
    "indented": f"    {LINE}",
    "quoted": f"> {LINE}\n\nSame here.",
    "quoted twice": f">> {LINE}",
    "in a list": f"- `{LINE}`",
    "in a box": f"│ {LINE} │",
    "coloured": f"\x1b[91mERROR\x1b[0m {LINE[6:]}",
    "behind a collector's prefix": f"api-1  | {LINE}",
    "wrapped at blanks": "\n".join(textwrap.wrap(LINE, 60)),
    "wrapped at blanks and quoted": "\n".join(f"> {part}" for part in textwrap.wrap(LINE, 60)),
    "wrapped in words": _hard(LINE, 40),
    "wrapped in words once": _hard(LINE, 80),
    "cut before its closing word": LINE.removesuffix(" prompt_async failed"),
    "word processor's quotes": LINE.replace('"code":"SQLITE_CONSTRAINT_NOTNULL"', "“code”: “SQLITE_CONSTRAINT_NOTNULL”"),
    "inside a report": PROSE.format(line=LINE),
    "in a sentence of a report": f"The server logs {LINE}",
    "with Windows line ends": PROSE.format(line=LINE).replace("\n", "\r\n"),
}


WHOLE = ("trimmed JSON", "trimmed JSON after a banner")
"""Forms that look like a server's own log: their session is known to nothing else, as if a client had made the record up."""


def _diagnosed(text: str, folder: Path, database: str | None = None) -> Report:
    path = folder / "pasted.txt"
    path.write_bytes(text.encode())
    return diagnose(Question(logs=(str(path),), database=database))


@pytest.mark.parametrize("form", FORMS)
def test_every_pasted_form_names_schema_drift_and_no_other_cause(form: str, tmp_path: Path) -> None:
    report = _diagnosed(FORMS[form], tmp_path)
    confidence = Confidence.LOW if form in WHOLE else Confidence.MEDIUM
    assert [(e.cause, e.confidence, e.candidates) for e in report.failures] == [("schema-drift", confidence, ("schema-drift",))]
    assert (report.silent, report.rejected) == ((), ())
    assert report.refuted[0].cause == "missing-message-id"


@pytest.mark.parametrize("form", FORMS)
def test_an_ellipsis_is_no_session_and_nothing_is_read_into_one(form: str, tmp_path: Path) -> None:
    (entry,) = _diagnosed(FORMS[form], tmp_path).failures
    assert entry.session_id in (None, "ses_dfdfc32cdffeC1fjR5fDEZFrb2")


@pytest.mark.parametrize(
    "text",
    [
        "After the update: ERROR service=default ... prompt_async failed and nothing more",
        "I only see prompt_async failed, what is that?",
        f"{BANNER}\nERROR service=default ... prompt_async failed and nothing more",
    ],
)
def test_words_that_are_no_record_are_a_problem_and_never_a_clean_bill(text: str, tmp_path: Path) -> None:
    report = _diagnosed(text, tmp_path)
    assert report.failures == ()
    assert len(report.problems) == 1


def test_a_pasted_line_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FORMS["inside a report"].encode())))
    report = diagnose(Question(logs=("-",)))
    assert [entry.cause for entry in report.failures] == ["schema-drift"]


def test_a_servers_own_log_on_standard_input_is_read_in_full_after_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "INFO  2026-11-22T06:48:53 +0ms service=session.prompt session.id=ses_dfdfc32cdffeC1fjR5fDEZFrb2 step=1 loop\n"
    text = f"{BANNER}\n{line * 50_000}"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    report = diagnose(Question(logs=("-",)))
    assert [log.bytes for log in report.logs] == [len(text)]


def test_a_servers_own_log_is_not_taken_for_a_pasted_text(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    path.write_text(f"{BANNER}\n{TRIMMED}\n")
    assert read_pasted([str(path)]) == (None, (str(path),))


def test_a_claimed_version_is_taken_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "issue.md"
    path.write_text(PROSE.format(line=LINE))
    pasted, others = read_pasted([str(path)])
    assert pasted is not None
    assert (pasted.version, others) == ("1.15.12", ())
    assert [str(piece.source) for piece in pasted.pieces if piece.kind is PieceKind.VERSION] == [f"{path}: line 1"]
