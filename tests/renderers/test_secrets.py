"""Secrets in any field of a report are in no output of it."""

from __future__ import annotations

import html
from typing import Any

import pytest

from inspector.redaction.redact import redact

from .example import AUDIT, FIRST, SEQ, STORY, TROUBLED
from .outputs import every_output
from .walk import changed, strings

SECRETS = (
    "sk-ant-api03-Zm9vYmFyYmF6cXV4",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "hunter2-of-the-server",
    "alice.smith",
    "build7.corp.acme-industries.com",
    "10.20.30.40",
    "/home/alice",
    "alice.smith@acme-industries.com",
    "the plan for the merger",
    "hvs.CAESIJ0123456789abcdefgh",
    "T000/B000/XXXXabcd",
    "correct1horse",
)
PLANTED = (
    f" {SECRETS[0]} {SECRETS[1]} {SECRETS[2]} {SECRETS[3]} password={SECRETS[4]} "
    f"https://{SECRETS[5]}:{SECRETS[4]}@{SECRETS[6]}/v1 {SECRETS[7]} {SECRETS[8]}/proj mailto:{SECRETS[9]} "
    f'{{"type":"text","text":"{SECRETS[10]}"}} '
    f"{SECRETS[11]} https://hooks.slack.com/services/{SECRETS[12]} sshpass -p {SECRETS[13]} end"
)
VALUES = {"report": TROUBLED, "story": STORY, "audit": AUDIT}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("behind", [True, False])
def test_secret_in_any_field_is_in_no_output(value: str, behind: bool) -> None:
    planted: Any = changed(VALUES[value], lambda text: text + PLANTED if behind else PLANTED + text)
    shown = redact(planted)
    leaks = {(secret, text) for text in strings(shown) for secret in SECRETS if secret in text}
    assert leaks == set()
    for format, _, output in every_output(shown):
        for secret in SECRETS:
            assert secret not in html.unescape(output), f"{secret} in {format}"


WHOLE = ("html", "json", "jsonl", "markdown", "terminal")
"""Formats that show everything a report holds; a format of a few columns need not."""


def test_ids_versions_and_names_of_the_schema_stay() -> None:
    kept = (FIRST, "1.15.13", SEQ, "session_message.seq", "server.log", "schema-drift", "SQLITE_CONSTRAINT_NOTNULL")
    outputs = [(f, output) for f, options, output in every_output(redact(TROUBLED)) if options.verbosity > 0 and f in WHOLE]
    assert {format for format, _ in outputs} == set(WHOLE)
    assert [(format, words) for format, output in outputs for words in kept if words not in output] == []


def test_an_ordinary_report_loses_nothing_but_its_home_directories() -> None:
    before, after = list(strings(TROUBLED)), list(strings(redact(TROUBLED)))
    assert [text for text in before if text not in after and "/home/" not in text and text not in ("home", "host", "key")] == []
