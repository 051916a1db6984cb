"""The rule `directory-missing`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence, Stage
from tests.rules.cases import LOOP, LOOPS, Case, answer, failed, naming, no_row, prompt, record, stored, user, verdict, world

HIT: Case = (prompt(**failed("Cause([Die(PlatformError: NotFound: FileSystem.realPath (/srv/proj))])"), **no_row), world())

NEAR_MISS: Case = (
    prompt(**failed("Cause([Die(Error: ENOENT: no such file or directory, open '/srv/a.txt')])"), **no_row),
    world(),
)


@pytest.mark.parametrize(
    ("place", "later", "run", "cause"),
    [
        ("/srv/proj", 30, "aaaaaaaa", "directory-missing"),
        ("/srv/proj", 30.001, "aaaaaaaa", None),
        ("/srv/proj", 0.1, "bbbbbbbb", None),
        ("/srv/proj/old", 0.1, "aaaaaaaa", None),
    ],
)
def test_a_server_that_ends_a_run_itself_may_lack_the_directory(place: str, later: float, run: str, cause: str | None) -> None:
    """1.17.11 logs no failure: its file picker names the directory, and no client aborted the answer."""
    end = answer(user(0), 0.1, 0.2, None, error_name="MessageAbortedError", error_message="Aborted")
    found = replace(stored(user(0), end, stage=Stage.FAILED, records=(LOOP,)), run=LOOPS)
    warning = f"Failed to init file picker: Invalid path {place}"
    picker = replace(record("failed to initialize fff", later, level="WARN", run=run), fields={"error": warning})
    told = verdict((found, naming(picker)))
    assert (told.cause, told.confidence) == (cause, Confidence.MEDIUM if cause else None)
