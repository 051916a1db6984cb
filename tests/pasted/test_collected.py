"""Excerpts of public threads: what people really paste is read, and what is not OpenCode's is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report
from tests.pasted.collected import COLLECTED, Excerpt

KNOWN = [excerpt for excerpt in COLLECTED if excerpt.causes]
OTHERS = [excerpt for excerpt in COLLECTED if not excerpt.causes]
RIGHT = 28
"""So many of the known ones are named rightly; a change that names fewer has to say why."""


def _report(excerpt: Excerpt, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(excerpt.text)
    return diagnose(Question(logs=(str(path),)))


def _named(report: Report) -> set[str]:
    return {entry.cause for entry in (*report.failures, *report.silent, *report.rejected) if entry.cause}


@pytest.mark.parametrize("excerpt", KNOWN, ids=lambda excerpt: excerpt.source)
def test_no_other_cause_is_named_and_nothing_is_called_fine(excerpt: Excerpt, tmp_path: Path) -> None:
    report = _report(excerpt, tmp_path)
    assert _named(report) <= set(excerpt.causes)
    assert report.conclusion.exit_code != 0


@pytest.mark.parametrize("excerpt", OTHERS, ids=lambda excerpt: excerpt.source)
def test_what_no_page_explains_has_no_cause_and_no_clean_bill(excerpt: Excerpt, tmp_path: Path) -> None:
    report = _report(excerpt, tmp_path)
    assert _named(report) == set()
    assert report.conclusion.exit_code == 3


def test_most_of_the_known_ones_are_named(tmp_path: Path) -> None:
    assert sum(bool(_named(_report(excerpt, tmp_path))) for excerpt in KNOWN) >= RIGHT


def test_the_set_is_as_large_as_its_page_says() -> None:
    assert (len(KNOWN), len([e for e in OTHERS if e.is_opencode]), len([e for e in OTHERS if not e.is_opencode])) == (38, 6, 18)
