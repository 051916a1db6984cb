"""Excerpts of public threads: what people really paste is read, and what is not OpenCode's is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report
from tests.pasted.collected import COLLECTED, Excerpt
from tests.pasted.collected_eighth import EIGHTH
from tests.pasted.collected_eleventh import ELEVENTH
from tests.pasted.collected_final import FINAL
from tests.pasted.collected_last import LAST
from tests.pasted.collected_later import LATER
from tests.pasted.collected_newest import NEWEST
from tests.pasted.collected_ninth import NINTH
from tests.pasted.collected_second import SECOND
from tests.pasted.collected_tenth import TENTH
from tests.pasted.collected_thirteenth import THIRTEENTH
from tests.pasted.collected_twelfth import TWELFTH
from tests.pasted.collected_worked import WORKED

SETS = {
    "first": COLLECTED,
    "later": LATER,
    "worked": WORKED,
    "last": LAST,
    "final": FINAL,
    "newest": NEWEST,
    "second": SECOND,
    "eighth": EIGHTH,
    "ninth": NINTH,
    "tenth": TENTH,
    "eleventh": ELEVENTH,
    "twelfth": TWELFTH,
    "thirteenth": THIRTEENTH,
}
ALL = tuple(excerpt for excerpts in SETS.values() for excerpt in excerpts)
KNOWN = [excerpt for excerpt in ALL if excerpt.causes]
STARTS = ("anomalyco/opencode#5485", "anomalyco/opencode#9098")
"""The first lines of a server's log: everything in them was understood, and no prompt is among them."""
OTHERS = [excerpt for excerpt in ALL if not excerpt.causes and excerpt.source not in STARTS]
RIGHT = {
    "first": 33,
    "later": 35,
    "worked": 47,
    "last": 33,
    "final": 25,
    "newest": 36,
    "second": 14,
    "eighth": 38,
    "ninth": 33,
    "tenth": 46,
    "eleventh": 35,
    "twelfth": 13,
    "thirteenth": 34,
}
"""So many of the known ones are named rightly; a change that names fewer has to say why.

Two texts about the service “OpenCode Go” were named only because their heading, “# opencode go …”, passed for a shell's prompt.
"""


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
    "excerpt", [excerpt for excerpt in LATER if excerpt.source in STARTS], ids=lambda excerpt: excerpt.source
)
def test_the_first_lines_of_a_log_say_nothing_of_prompts(excerpt: Excerpt, tmp_path: Path) -> None:
    report = _report(excerpt, tmp_path)
    assert (_named(report), report.conclusion.prompts.answered, report.conclusion.proven) == (set(), 0, False)


@pytest.mark.parametrize("name", SETS)
def test_most_of_the_known_ones_are_named(name: str, tmp_path: Path) -> None:
    assert sum(bool(_named(_report(excerpt, tmp_path))) for excerpt in SETS[name] if excerpt.causes) >= RIGHT[name]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("first", (38, 6, 18)),
        ("later", (40, 4, 16)),
        ("worked", (59, 4, 10)),
        ("last", (40, 6, 14)),
        ("final", (40, 6, 14)),
        ("newest", (40, 6, 14)),
        ("second", (22, 2, 9)),
        ("eighth", (46, 4, 16)),
        ("ninth", (41, 6, 14)),
        ("tenth", (53, 6, 16)),
        ("eleventh", (42, 5, 15)),
        ("twelfth", (24, 5, 14)),
        ("thirteenth", (41, 5, 14)),
    ],
)
def test_the_set_is_as_large_as_its_page_says(name: str, size: tuple[int, int, int]) -> None:
    others = [excerpt for excerpt in SETS[name] if not excerpt.causes]
    mine = sum(excerpt.is_opencode for excerpt in others)
    assert (len(SETS[name]) - len(others), mine, len(others) - mine) == size
