"""Excerpts of public threads: what people really paste is read, and what is not OpenCode's is left alone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One excerpt, the thread it is from, and the truth."""

    source: str
    text: str
    causes: tuple[str, ...] = ()
    """Each of these explains it; empty where no page does."""
    is_opencode: bool = True
    """False for the text of another program."""


@dataclass(frozen=True, slots=True)
class Excerpts:
    """A set that was collected at one time; the page beside it says how."""

    excerpts: tuple[Excerpt, ...]
    right: int
    """So many of those with a cause are named."""


def _read(path: Path) -> Excerpts:
    found = tomllib.loads(path.read_bytes().decode())
    return Excerpts(
        tuple(Excerpt(**{**each, "causes": tuple(each.get("causes", ()))}) for each in found["excerpt"]), found["right"]
    )


SETS = {path.stem: _read(path) for path in sorted(Path(__file__).with_name("collected").glob("*.toml"))}
ALL = tuple(excerpt for each in SETS.values() for excerpt in each.excerpts)
KNOWN = [excerpt for excerpt in ALL if excerpt.causes]
FIRST_LINES = ("anomalyco/opencode#35474", "anomalyco/opencode#4071", "anomalyco/opencode#2764")
"""The first lines of a log whose process need not send a prompt: everything in them was understood, and no prompt is among them."""
OTHERS = [excerpt for excerpt in ALL if not excerpt.causes and excerpt.source not in FIRST_LINES]


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


@pytest.mark.parametrize(
    "excerpt", [excerpt for excerpt in ALL if excerpt.source in FIRST_LINES], ids=lambda excerpt: excerpt.source
)
def test_the_first_lines_of_a_log_say_nothing_of_prompts(excerpt: Excerpt, tmp_path: Path) -> None:
    report = _report(excerpt, tmp_path)
    assert (_named(report), report.conclusion.prompts.answered, report.conclusion.proven) == (set(), 0, False)


@pytest.mark.parametrize("name", SETS)
def test_most_of_the_known_ones_are_named(name: str, tmp_path: Path) -> None:
    assert sum(bool(_named(_report(excerpt, tmp_path))) for excerpt in SETS[name].excerpts if excerpt.causes) >= SETS[name].right


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("01", (38, 6, 18)),
        ("02", (40, 4, 16)),
        ("03", (59, 4, 10)),
        ("04", (42, 4, 14)),
        ("05", (40, 6, 14)),
        ("06", (40, 6, 14)),
        ("07", (22, 2, 9)),
        ("08", (46, 4, 16)),
        ("09", (41, 6, 14)),
        ("10", (53, 6, 16)),
        ("11", (42, 5, 15)),
        ("12", (24, 5, 14)),
        ("13", (41, 5, 14)),
        ("14", (20, 3, 7)),
        ("15", (40, 3, 17)),
        ("16", (40, 4, 16)),
        ("17", (40, 6, 14)),
        ("18", (40, 5, 14)),
        ("19", (40, 6, 14)),
        ("20", (39, 6, 14)),
    ],
)
def test_the_set_is_as_large_as_its_page_says(name: str, size: tuple[int, int, int]) -> None:
    others = [excerpt for excerpt in SETS[name].excerpts if not excerpt.causes]
    mine = sum(excerpt.is_opencode for excerpt in others)
    assert (len(SETS[name].excerpts) - len(others), mine, len(others) - mine) == size
