"""More evidence never gives less: what a part of a recording proves, the whole does not contradict."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Entry, Question, Report

SAMPLES = Path(__file__).parent.parent.parent / "samples"
RECORDINGS = ("drift-1.15.13-via-1.17.0", "idwrap-1.15.13", "mixed-1.18.33", "silent-mix-1.15.13")
PARTS = ("log", "database", "requests")
SUBSETS = [subset for size in (1, 2) for subset in combinations(PARTS, size)]


@cache
def diagnosed(name: str, parts: tuple[str, ...]) -> Report:
    folder = SAMPLES / name
    return diagnose(
        Question(
            (str(folder / "server.log"),) if "log" in parts else (),
            str(folder / "opencode.db") if "database" in parts else None,
            (str(folder / "requests.har"),) if "requests" in parts else (),
        )
    )


def by_prompt(report: Report) -> Mapping[tuple[str, str | None, int], Entry]:
    """The entries by outcome, session and place among those of the session."""
    found: dict[tuple[str, str | None, int], Entry] = {}
    for entry in (*report.failures, *report.silent, *report.rejected):
        if entry.session_id is not None and entry.pressing:
            same = sum(key[:2] == (entry.outcome.value, entry.session_id) for key in found)
            found[entry.outcome.value, entry.session_id, same] = entry
    return found


@pytest.mark.parametrize("name", RECORDINGS)
@pytest.mark.parametrize("parts", SUBSETS, ids="+".join)
def test_a_cause_named_from_a_part_is_not_lost_or_changed_by_the_whole(name: str, parts: tuple[str, ...]) -> None:
    whole = {key: entry.cause for key, entry in by_prompt(diagnosed(name, PARTS)).items()}
    named = {
        key: entry.cause
        for key, entry in by_prompt(diagnosed(name, parts)).items()
        if entry.cause is not None and entry.confidence is not Confidence.LOW and key in whole
    }
    assert named == {key: whole[key] for key in named}


@pytest.mark.parametrize("name", RECORDINGS)
@pytest.mark.parametrize("parts", SUBSETS, ids="+".join)
def test_a_session_in_trouble_by_a_part_is_in_trouble_by_the_whole(name: str, parts: tuple[str, ...]) -> None:
    whole = {session for _, session, _ in by_prompt(diagnosed(name, PARTS))}
    sure = {entry.session_id for entry in by_prompt(diagnosed(name, parts)).values() if entry.confidence is Confidence.HIGH}
    assert sure <= whole


@pytest.mark.parametrize("name", RECORDINGS)
@pytest.mark.parametrize("parts", SUBSETS, ids="+".join)
def test_a_part_never_earns_a_tick_that_the_whole_refuses(name: str, parts: tuple[str, ...]) -> None:
    assert diagnosed(name, PARTS).troubled
    assert not diagnosed(name, parts).conclusion.proven
