"""What the runtime and the surroundings print is read from their own vocabularies, in each shape in which people paste it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report
from inspector.model.pasted import Origin
from inspector.pasted.signs import origin_of
from tests.pasted import runtime_database, runtime_files, runtime_network, runtime_parts, runtime_process, runtime_start
from tests.pasted.runtime import OTHERS, RECORDS, SHAPES, Text

ALL: tuple[Text, ...] = tuple(
    text
    for family in (runtime_database, runtime_network, runtime_process, runtime_start, runtime_files, runtime_parts)
    for text in family.TEXTS
)
FOREIGN = [text for text in ALL if origin_of(" ".join(text.text.split())) is not Origin.OPENCODE]
"""Texts that another program can print, too."""


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _named(report: Report) -> dict[str, Confidence | None]:
    entries = (*report.failures, *report.silent, *report.rejected)
    return {entry.cause: entry.confidence for entry in entries if entry.cause}


def _name(text: Text) -> str:
    return text.text[:70]


def _fits(text: Text, named: dict[str, Confidence | None]) -> bool:
    return set(named) <= set(text.causes) and bool(named) >= (text.sure and bool(text.causes))


@pytest.mark.parametrize("text", ALL, ids=_name)
def test_a_pasted_error_names_a_page_that_explains_it_and_no_other(text: Text, tmp_path: Path) -> None:
    for shape in SHAPES.values():
        report = _report(shape(text.text), tmp_path)
        assert _fits(text, _named(report)), shape(text.text)
        assert report.conclusion.exit_code != 0


@pytest.mark.parametrize("text", [text for text in ALL if text.logged], ids=_name)
def test_a_record_of_each_era_names_it_too(text: Text, tmp_path: Path) -> None:
    for record in RECORDS.values():
        assert _fits(text, _named(_report(record(text.text), tmp_path)))


@pytest.mark.parametrize(("record", "causes"), runtime_database.RECORDS)
def test_a_failed_prompt_names_the_page_of_its_result_of_sqlite(record: str, causes: tuple[str, ...], tmp_path: Path) -> None:
    assert tuple(_named(_report(record, tmp_path))) == causes


@pytest.mark.parametrize("text", FOREIGN, ids=_name)
def test_the_same_error_of_another_program_names_nothing(text: Text, tmp_path: Path) -> None:
    for shape in OTHERS.values():
        assert not set(_named(_report(shape(text.text), tmp_path)).values()) & {Confidence.MEDIUM, Confidence.HIGH}
