"""The first and the last records of a session are kept, wherever in the log they stand."""

from __future__ import annotations

import gzip
import random

import pytest

from inspector.logs.blocks import BLOCK
from tests.logs.reading import read_logs

CAP = 40
FILLER = "x" * 300


def line(number: int, session: str, more: str = "") -> str:
    stamp = f"2026-11-22T{number // 3600000 % 24:02}:{number // 60000 % 60:02}:{number // 1000 % 60:02}.{number % 1000:03}Z"
    return f"timestamp={stamp} level=INFO run=9e261d3f message=loop session.id={session} step={number} {FILLER}{more}\n"


def kept(numbers: list[int]) -> list[int]:
    """What is kept of a session whose records are `numbers`."""
    return numbers if len(numbers) <= CAP else numbers[: CAP // 4] + numbers[CAP // 4 - CAP :]


def steps(tmp_path, text: str, sessions: list[str] | None, **options) -> tuple[dict[str, list[int]], dict[str, int]]:
    path = tmp_path / "server.log"
    path.write_text(text)
    logs = read_logs([str(path)], sessions=sessions, cap=CAP, **options)
    return {id: [int(record.fields["step"]) for record in records] for id, records in logs.sessions.items()}, dict(logs.dropped)


@pytest.mark.parametrize("known", [True, False])
def test_both_ends_are_kept_over_many_blocks(tmp_path, known):
    chance = random.Random(5)
    owners = [chance.choice(("ses_busy", "ses_busy", "ses_some", "ses_other")) for _ in range(5 * BLOCK // 400)]
    owners += ["ses_once"] + ["ses_other"] * 3000
    text = "".join(line(number, owner) for number, owner in enumerate(owners))
    found, dropped = steps(tmp_path, text, ["ses_busy", "ses_some", "ses_once"] if known else None)
    for id in ("ses_busy", "ses_some", "ses_once"):
        assert found[id] == kept([number for number, owner in enumerate(owners) if owner == id])
    assert ("ses_busy" in dropped, "ses_some" in dropped, "ses_once" in dropped) == (True, True, False)


def test_a_session_with_as_many_records_as_are_kept_loses_none(tmp_path):
    numbers = [0, 1, 2, *range(3000, 3000 + CAP - 3)]
    text = "".join(line(number, "ses_one" if number in numbers else "ses_other") for number in range(9000))
    found, dropped = steps(tmp_path, text, ["ses_one"])
    assert found["ses_one"] == numbers
    assert "ses_one" not in dropped
    more, dropped = steps(tmp_path, text + line(9001, "ses_one"), ["ses_one"])
    assert more["ses_one"] == kept([*numbers, 9001])
    assert "ses_one" in dropped


def test_records_of_several_lines_and_a_record_that_names_a_session_twice_count_once(tmp_path):
    text = "".join(line(number, "ses_one", " parentID=ses_one\n  a foreign line of ses_one") for number in range(9000))
    found, _ = steps(tmp_path, text, ["ses_one"])
    assert found["ses_one"] == kept(list(range(9000)))


def test_the_last_records_within_a_time_span_are_kept(tmp_path):
    from datetime import UTC, datetime

    text = "".join(line(number, "ses_one") for number in range(9000))
    found, _ = steps(tmp_path, text, ["ses_one"], until=datetime(2026, 11, 22, 0, 0, 5, tzinfo=UTC))
    assert found["ses_one"] == kept(list(range(5001)))


def test_segments_read_by_several_processes_keep_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.logs.parallel.SEGMENT", BLOCK)
    text = "".join(line(number, "ses_one" if number % 3 else "ses_two") for number in range(9000))
    one = steps(tmp_path, text, ["ses_one", "ses_two"], jobs=1)
    assert one[0]["ses_one"] == kept([number for number in range(9000) if number % 3])
    assert steps(tmp_path, text, ["ses_one", "ses_two"], jobs=2) == one


@pytest.mark.parametrize("prefix", ["", "2026-11-22T07:00:00.000000000Z stdout F "])
@pytest.mark.parametrize("window", [1, 2, 16])
def test_a_log_that_cannot_be_read_at_an_offset_keeps_the_same(tmp_path, monkeypatch, window, prefix):
    monkeypatch.setattr("inspector.logs.stories.WINDOW", window)
    chance = random.Random(5)
    ids = ["ses_busy", "ses_some", "ses_rare", "ses_early"]
    owners = chance.choices(ids[:3], (60, 30, 1), k=6 * BLOCK // 400)
    owners[100:300:2] = ["ses_early"] * 100
    owners[-CAP:] = ["ses_late"] * CAP
    path = tmp_path / "server.log.gz"
    path.write_bytes(gzip.compress("".join(prefix + line(number, owner) for number, owner in enumerate(owners)).encode(), 1))
    logs = read_logs([str(path)], sessions=[*ids, "ses_late"], cap=CAP)
    for id in (*ids, "ses_late"):
        expected = kept([number for number, owner in enumerate(owners) if owner == id])
        assert [int(record.fields["step"]) for record in logs.sessions[id]] == expected
    assert set(logs.dropped) == set(ids)


def test_a_session_that_was_dropped_from_memory_is_kept_again_when_it_returns(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.logs.stories.WINDOW", 2)
    monkeypatch.setattr("inspector.logs.stories.MAX_SESSIONS", 3)
    crowd = [f"ses_crowd{number % 50}" for number in range(6 * BLOCK // 400)]
    owners = ["ses_one"] * 100 + crowd + ["ses_one"] * 5000 + crowd[:2]
    path = tmp_path / "server.log.gz"
    path.write_bytes(gzip.compress("".join(line(number, owner) for number, owner in enumerate(owners)).encode(), 1))
    logs = read_logs([str(path)], sessions=None, cap=CAP)
    last = len(owners) - 3
    assert [int(record.fields["step"]) for record in logs.sessions["ses_one"]][CAP // 4 - CAP :] == list(
        range(last - CAP + CAP // 4 + 1, last + 1)
    )
