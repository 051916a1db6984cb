"""What is just below and just above each limit of the readers; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from inspector.database import open_database, opening, siblings
from inspector.database.changes import changes
from inspector.database.facts import is_opencode, read as read_facts
from inspector.database.ids import decode, maker
from inspector.database.opening import opened
from inspector.database.reader import QueryFailed, Reader
from inspector.database.schemas._form import name, number, text, time
from inspector.model import HealthState, MadeBy, Way
from tests.database.databases import START, made, writing

LAST_MS = 253_402_300_799_999
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_000, UTC)


@pytest.mark.parametrize(("count", "capped"), [(200, False), (201, True)])
def test_of_a_session_two_hundred_messages_are_read(tmp_path: Path, count: int, capped: bool) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(count):
            writer.user("ses_a", f"msg_{number:03}", number)
    with open_database(path) as database:
        (rows,) = database.sessions(["ses_a"])
    assert rows.messages is not None
    assert (len(rows.messages), rows.capped, rows.messages[-1].id) == (200, capped, f"msg_{count - 1:03}")


@pytest.mark.parametrize(("deleted", "touched", "restarted"), [(63, {"ses_b"}, False), (64, {"ses_b"}, True), (65, set(), True)])
def test_a_new_row_under_the_number_of_a_deleted_row_is_found(
    tmp_path: Path, deleted: int, touched: set[str], restarted: bool
) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_a")
        writer.session("ses_b")
        for number in range(100):
            writer.user("ses_a", f"msg_{number:03}", number)
    with opened(path) as file:
        places = changes(Reader(file), None).places
    with writing(path) as writer:
        writer.database.execute("DELETE FROM message WHERE rowid > ?", (100 - deleted,))
        writer.user("ses_b", "msg_new", 1)
    with opened(path) as file:
        found = changes(Reader(file), places)
    assert (found.sessions, found.restarted) == (touched, restarted)


@pytest.mark.parametrize(("tables", "is_ours"), [(("account", "todo"), False), (("account", "todo", "workspace"), True)])
def test_three_tables_of_opencode_are_enough(tmp_path: Path, tables: tuple[str, ...], is_ours: bool) -> None:
    path = tmp_path / "some.db"
    with closing(sqlite3.connect(path)) as database:
        for table in tables:
            database.execute(f"CREATE TABLE {table} (a, b)")
    with opened(path) as file:
        assert is_opencode(Reader(file)) is is_ours


@pytest.mark.parametrize(("beyond", "made_at"), [(0, LAST), (1000, LAST)])
def test_an_id_is_never_later_than_the_last_moment_that_can_be_written(beyond: int, made_at: datetime) -> None:
    digits = (LAST_MS + beyond) % (1 << 36) << 12 | 1
    found = decode(f"msg_{digits:012x}{'0' * 14}", LAST)
    assert found is not None and found.time == made_at


def test_a_time_up_to_the_last_moment_that_can_be_written_is_read() -> None:
    last = time(LAST_MS)
    assert last is not None and last.year == 9999
    assert time(LAST_MS + 1) is None


@pytest.mark.parametrize("value", ["x", b"x"], ids=["text", "bytes"])
def test_a_text_is_cut_after_4096_characters(value: str | bytes) -> None:
    for length in (4095, 4096, 4097):
        assert text(value * length) == name(value * length) == "x" * min(length, 4096)


@pytest.mark.parametrize(("count", "is_whole"), [(500, True), (501, False)])
def test_of_a_database_five_hundred_tables_are_read(tmp_path: Path, count: int, is_whole: bool) -> None:
    path = tmp_path / "many.db"
    with closing(sqlite3.connect(path)) as database:
        for number in range(count):
            database.execute(f"CREATE TABLE t{number:03} (a)")
    with opened(path) as file:
        reader = Reader(file)
        assert (len(reader.tables), reader.problems == ()) == (500, is_whole)


@pytest.mark.parametrize(("rows", "is_small"), [(100_000, True), (100_001, False)])
def test_a_table_without_index_is_searched_up_to_a_hundred_thousand_rows(tmp_path: Path, rows: int, is_small: bool) -> None:
    path = made(tmp_path, "1.15.13", "CREATE TABLE plain (a)", f"INSERT INTO plain (rowid, a) VALUES ({rows}, 1)")
    with opened(path) as file:
        assert Reader(file).affordable("plain", "a") is is_small


@pytest.mark.parametrize(("count", "first_is_read"), [(10, True), (11, False)])
def test_of_the_answers_that_ended_well_the_last_ten_are_shown(tmp_path: Path, count: int, first_is_read: bool) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(count):
            writer.exchange("ses_a", number * 100)
            writer.part(
                "ses_a", f"msg_ses_a_{number * 100:05}v", f"prt_{number}", number * 100 + 20, {"type": "text", "text": "x"}
            )
    with open_database(path) as database:
        (rows,) = database.sessions(["ses_a"], every_part=())
    assert ("msg_ses_a_00000v" in rows.texts) is first_is_read


@pytest.mark.parametrize(("count", "first"), [(500, 0), (501, 1)])
def test_of_the_inbox_the_newest_five_hundred_rows_are_read(tmp_path: Path, count: int, first: int) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(count):
            row = {"session_id": "ses_a", "prompt": "{}", "delivery": "steer", "time_created": START + number}
            writer.insert("session_input", id=f"msg_{number:03}", admitted_seq=number, **row)
    with open_database(path) as database:
        (rows,) = database.sessions(["ses_a"])
    assert rows.inputs is not None
    assert (len(rows.inputs), rows.inputs[0].id) == (500, f"msg_{first:03}")


@pytest.mark.parametrize(("written", "torn"), [(3, False), (4, True)])
def test_a_file_that_is_written_to_is_copied_four_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int, torn: bool
) -> None:
    """Each attempt looks at the file before and after the copy; `written` attempts see it change."""
    looks = chain(range(2 * written), repeat("unchanged"))
    monkeypatch.setattr(siblings, "signature", lambda path: next(looks))
    monkeypatch.setattr(siblings, "time", SimpleNamespace(sleep=lambda seconds: None))
    (tmp_path / "copy").mkdir()
    made_copy = siblings.copy(made(tmp_path, "1.15.13"), tmp_path / "copy")
    assert made_copy is not None and made_copy[1] is torn


@pytest.mark.parametrize(("length", "is_read"), [(67_108_864, True), (67_108_865, False)])
def test_a_value_has_at_most_64_mebibytes(tmp_path: Path, length: int, is_read: bool) -> None:
    with opened(made(tmp_path, "1.15.13")) as file, nullcontext() if is_read else pytest.raises(QueryFailed):
        Reader(file).rows("SELECT length(:value)", {"value": "x" * length})


@pytest.mark.parametrize(("size", "state"), [(268_435_456, HealthState.OK), (268_435_457, HealthState.NOT_CHECKED)])
def test_a_database_of_256_mebibytes_is_checked(tmp_path: Path, size: int, state: HealthState) -> None:
    with opened(made(tmp_path, "1.15.13")) as file:
        assert read_facts(Reader(replace(file, bytes=size))).health.state is state


@pytest.mark.parametrize(("spare", "way"), [(67_108_864, Way.SNAPSHOT), (67_108_863, Way.IMMUTABLE)])
def test_a_copy_leaves_64_mebibytes_of_the_disk_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spare: int, way: Way
) -> None:
    path = made(tmp_path, "1.15.13")
    wal = Path(f"{path}-wal")
    wal.write_bytes(b"not a write-ahead log")
    free = path.stat().st_size + wal.stat().st_size + spare
    monkeypatch.setattr(opening.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    with opened(path) as file:
        assert file.way is way


@pytest.mark.parametrize(("ahead", "made_by"), [(21_600_000, MadeBy.CLIENT), (21_600_001, MadeBy.UNKNOWN)])
def test_an_id_that_is_more_than_six_hours_ahead_of_its_row_may_be_a_copy(ahead: int, made_by: MadeBy) -> None:
    stored = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    digits = (int(stored.timestamp()) * 1000 + ahead) % (1 << 36) << 12 | 1
    assert maker(f"msg_{digits:012x}{'0' * 14}", stored).maker is made_by


@pytest.mark.parametrize(("value", "kept"), [(4_611_686_018_427_387_903, True), (4_611_686_018_427_387_904, False)])
def test_a_number_has_62_bits(value: int, kept: bool) -> None:
    assert (number(value), number(-value)) == ((value, -value) if kept else (None, None))


def test_a_number_with_a_fraction_has_62_bits_too() -> None:
    assert number(4_611_686_018_427_387_000.0) is not None
    assert number(4_611_686_018_427_387_904.0) is None
