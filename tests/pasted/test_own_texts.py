"""Every text that OpenCode itself prints is explained by the page of its cause, however it is pasted; its warnings name no cause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question
from inspector.model.pasted import Origin
from inspector.pasted.signs import origin_of
from inspector.rules._says import pages_for
from tests.pasted.own_harmless import HARMLESS, SEVERAL_REASONS
from tests.pasted.own_more_texts import LIBRARIES, TRANSLATIONS
from tests.pasted.own_texts import OWN_TEXTS

TEXTS = [(text, cause) for cause, places in OWN_TEXTS.items() for texts in places.values() for text in texts]
TEXTS += [(text, cause) for table in (TRANSLATIONS, LIBRARIES) for cause, texts in table.items() for text in texts]
NAMELESS = [*(text for texts in HARMLESS.values() for text in texts), *SEVERAL_REASONS]

FOREIGN = [text for text, _ in TEXTS if origin_of(text) is Origin.UNKNOWN and "opencode" not in text.lower()]


def _fenced(text: str) -> str:
    return f"I run opencode 1.18.3 on a server. After a prompt it shows this and nothing follows.\n\n```\n{text}\n```\n"


def _event(text: str) -> str:
    error = {"name": "UnknownError", "data": {"message": text}}
    session = "ses_1f3a5c7e9b0dABCDEFGHIJKLMN"
    return json.dumps({"type": "session.error", "properties": {"sessionID": session, "error": error}}, ensure_ascii=False)


def _named(text: str, folder: Path) -> set[str]:
    path = folder / "pasted.md"
    path.write_text(text)
    report = diagnose(Question(logs=(str(path),)))
    return {entry.cause for entry in (*report.failures, *report.silent, *report.rejected) if entry.cause}


@pytest.mark.parametrize(("text", "cause"), TEXTS)
def test_a_text_names_the_cause_whose_page_explains_it(text: str, cause: str, tmp_path: Path) -> None:
    assert pages_for(text)[0].cause == cause
    assert _named(_fenced(text), tmp_path) == {cause}
    assert _named(_event(text), tmp_path) == {cause}


@pytest.mark.parametrize("text", NAMELESS)
def test_a_warning_and_a_text_with_several_reasons_name_nothing(text: str, tmp_path: Path) -> None:
    assert not any(page.decides for page in pages_for(text))
    assert _named(_fenced(text), tmp_path) == set()
    assert _named(_event(text), tmp_path) == set()


@pytest.mark.parametrize("text", FOREIGN)
def test_the_same_text_without_a_sign_of_opencode_names_nothing(text: str, tmp_path: Path) -> None:
    assert _named(f"My own program fails with this:\n\n```\n{text}\n```\n", tmp_path) == set()
