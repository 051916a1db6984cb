"""What a run's loops tell of it: when it wrote the first and the last, and for which sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.logs import parallel
from inspector.logs.blocks import BLOCK
from inspector.model import Run
from tests.logs.reading import read_logs

T0 = datetime(2026, 11, 22, 7, tzinfo=UTC)
BANNER = "INFO  2026-11-22T07:00:00 +9ms service=default version=1.15.13 run_id={} opencode\n"


def at(seconds: int) -> datetime:
    return T0 + timedelta(seconds=seconds)


def logfmt(seconds: int, message: str, session: str = "ses_one", run: str = "aaaaaaaa") -> str:
    return f"timestamp={at(seconds):%Y-%m-%dT%H:%M:%S}.000Z level=INFO run={run} message={message} session.id={session} step=0\n"


def legacy(seconds: int, message: str, session: str = "ses_one") -> str:
    return f"INFO  {at(seconds):%Y-%m-%dT%H:%M:%S} +1ms service=session.prompt session.id={session} step=0 {message}\n"


def runs(folder: Path, text: str) -> tuple[Run, ...]:
    path = folder / "a.log"
    path.write_text(text)
    return read_logs([str(path)], sessions=[]).runs


def test_a_run_has_its_first_and_last_loop_and_their_sessions(tmp_path: Path) -> None:
    lines = [
        logfmt(1, "created"),
        logfmt(2, "loop"),
        logfmt(3, "loop", "ses_two"),
        logfmt(4, "loop", "ses_three"),
        logfmt(9, "stream"),
    ]
    (run,) = runs(tmp_path, "".join(lines))
    assert (run.first_loop, run.last_loop, run.last_time) == (at(2), at(4), at(9))
    assert run.sessions == ("ses_one", "ses_two", "ses_three")


def test_a_run_of_the_classic_era_has_its_loops(tmp_path: Path) -> None:
    lines = [BANNER.format("88a7"), legacy(2, "loop"), legacy(4, "exiting loop", "ses_two"), legacy(5, "process")]
    (run,) = runs(tmp_path, "".join(lines))
    assert (run.era, run.first_loop, run.last_loop, run.sessions) == ("legacy", at(2), at(4), ("ses_one", "ses_two"))


@pytest.mark.parametrize(
    "text",
    [
        BANNER.format("88a7") + legacy(2, "process"),
        logfmt(2, "stream").replace("step=0", 'text="message=loop "'),
    ],
)
def test_the_word_loop_in_other_records_is_not_a_loop(tmp_path: Path, text: str) -> None:
    (run,) = runs(tmp_path, text)
    assert (run.first_loop, run.last_loop, run.sessions) == (None, None, ())


def test_each_run_of_a_log_has_loops_of_its_own(tmp_path: Path) -> None:
    found = runs(tmp_path, logfmt(1, "loop") + logfmt(5, "loop", "ses_two", "bbbbbbbb"))
    assert [(run.key, run.first_loop, run.sessions) for run in found] == [
        ("aaaaaaaa", at(1), ("ses_one",)),
        ("bbbbbbbb", at(5), ("ses_two",)),
    ]
    classic = [
        BANNER.format("88a7"),
        legacy(1, "loop"),
        "x" * 2 * BLOCK + "\n",
        BANNER.format("99b8"),
        legacy(5, "loop", "ses_two"),
    ]
    assert [(run.first_loop, run.sessions) for run in runs(tmp_path, "".join(classic))] == [
        (at(1), ("ses_one",)),
        (at(5), ("ses_two",)),
    ]


@pytest.mark.parametrize("segment", [BLOCK, 4 * BLOCK])
def test_the_loops_of_a_long_log_are_those_of_all_its_parts_and_the_first_and_last_sessions_are_kept(
    tmp_path: Path, segment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One loop in every block, so that each is its block's first and last."""
    monkeypatch.setattr(parallel, "SEGMENT", segment)
    rest = logfmt(0, "stream").strip() + " text=" + "x" * (BLOCK - 400) + "\n"
    many = 25
    (run,) = runs(tmp_path, "".join(logfmt(number, "loop", f"ses_{number:02}") + rest for number in range(many)))
    assert (run.first_loop, run.last_loop) == (at(0), at(many - 1))
    kept = (*range(10), *range(15, 25))
    assert run.sessions == tuple(f"ses_{number:02}" for number in kept)


def test_each_of_three_runs_in_a_small_log_has_its_first_and_last_loop(tmp_path: Path) -> None:
    text = "".join(
        BANNER.format(f"88a{number}")
        + legacy(10 * number + 1, "loop", f"ses_{number}a")
        + legacy(10 * number + 2, "loop", f"ses_{number}b")
        for number in range(3)
    )
    assert [(run.first_loop, run.last_loop, run.sessions) for run in runs(tmp_path, text)] == [
        (at(10 * number + 1), at(10 * number + 2), (f"ses_{number}a", f"ses_{number}b")) for number in range(3)
    ]
