"""Starts that failed, as standard error shows them between the records of two eras."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.model import LogRecord
from tests.logs.reading import read_logs

CLASSIC = b"INFO  2026-11-28T18:40:21 +13ms service=config path=/home/operator/.config/opencode/opencode.json loading\n"
LATER = b"timestamp=2026-11-28T18:40:30.100Z level=INFO run=a91e783a message=loading path=/home/operator/.config/opencode/config.json\n"
RED = b"\x1b[91m\x1b[1mError: \x1b[0mUnexpected error"


def starts(folder: Path, *lines: bytes) -> list[LogRecord]:
    log = folder / "server.log"
    log.write_bytes(b"".join(lines))
    return [record for record in read_logs([str(log)], sessions=None).notable if record.message == "start failed"]


@pytest.mark.parametrize("head", [RED, b"Error: Unexpected error", RED + b", check log file at  for more details"])
@pytest.mark.parametrize("before", [CLASSIC, LATER])
def test_the_line_after_the_error_is_the_reason(head: bytes, before: bytes, tmp_path: Path) -> None:
    (found,) = starts(tmp_path, before, head + b"\n\nServeError\n", LATER)
    assert (found.level, found.fields["reason"], found.offset) == ("ERROR", "ServeError", len(before))


def test_its_time_is_that_of_the_record_before_it(tmp_path: Path) -> None:
    (found,) = starts(tmp_path, CLASSIC, RED + b"\n\nduplicate column name: seq\n")
    assert found.time == datetime(2026, 11, 28, 18, 40, 21, tzinfo=UTC)


def test_a_reason_of_several_lines_ends_at_the_blank_line_or_the_next_record(tmp_path: Path) -> None:
    (found,) = starts(tmp_path, CLASSIC, RED + b"\n\nFailed query: PRAGMA wal_checkpoint(PASSIVE)\nparams: \n", LATER)
    assert found.fields["reason"].splitlines()[0] == "Failed query: PRAGMA wal_checkpoint(PASSIVE)"
    assert "timestamp" not in found.fields["reason"]


def test_words_inside_a_record_are_not_a_start(tmp_path: Path) -> None:
    inside = LATER.replace(b"message=loading", b'message="Error: Unexpected error"')
    assert starts(tmp_path, CLASSIC, inside, CLASSIC) == []


def test_each_start_is_listed_and_one_that_worked_is_not(tmp_path: Path) -> None:
    found = starts(tmp_path, CLASSIC, RED + b"\n\nServeError\n", LATER, RED + b"\n\nServeError\n", LATER)
    assert len(found) == 2
