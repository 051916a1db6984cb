"""What is just below and just above each limit of a bundle; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import io
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector.bundle import archive, database, excerpts, logs
from inspector.bundle.archive import Member, pack, unpacked
from inspector.database.opening import opened
from inspector.database.reader import Reader
from inspector.errors import UnreadableError
from inspector.model import Question, Way
from inspector.redaction.state import State
from tests.database.databases import made, writing


def log_line(number: int, text: str) -> str:
    return f"INFO  2026-11-22T06:{number // 60:02}:{number % 60:02} +1ms service=bus {text} publishing\n"


def test_a_bundle_has_two_thousand_members(tmp_path: Path) -> None:
    members = [Member(f"other/{number}", "", b"") for number in range(2001)]
    path = tmp_path / "bundle.tar.gz"
    path.write_bytes(pack(tuple(members[:2000]), {"inspector": "0"}, 0))
    with unpacked(path):
        pass
    path.write_bytes(pack(tuple(members), {"inspector": "0"}, 0))
    with pytest.raises(UnreadableError, match="is too large for a bundle"), unpacked(path):
        pass


@pytest.mark.parametrize(("seconds", "last"), [(315_532_798, 0), (315_532_800, 0), (315_532_802, 2)])
def test_no_file_in_a_zip_is_older_than_1980(seconds: int, last: int) -> None:
    with zipfile.ZipFile(io.BytesIO(pack((), {}, seconds, zipped=True))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, last)}


@pytest.mark.parametrize(("count", "kept"), [(300, 300), (301, 300)])
def test_three_hundred_other_sessions_are_kept(tmp_path: Path, count: int, kept: int) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        for number in range(count):
            writer.session(f"ses_{number:03}", number)
    assert len(database.database(str(path), (), None, State()).sessions) == kept


@pytest.mark.parametrize(("count", "learned"), [(1000, 1000), (1001, 1000)])
def test_a_thousand_directories_are_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, learned: int) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        for number in range(count):
            writer.session(f"ses_{number:04}", number, directory=f"/srv/{number}")
    found: list[str] = []
    monkeypatch.setattr(State, "learn", lambda self, folders: found.extend(folders))
    database.database(str(path), (), None, State())
    assert len(found) == learned


@pytest.mark.parametrize(("count", "first"), [(2000, 0), (2001, 1)])
def test_the_newest_two_thousand_rows_of_a_session_are_kept(tmp_path: Path, count: int, first: int) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(count):
            writer.user("ses_a", f"msg_{number:04}", number)
    with opened(path) as file:
        rows = database._rows(Reader(file), [], "message", ("id", "session_id"), ("session_id", "ses_a", "ses_a"))
    assert (len(rows), rows[0][0]) == (2000, f"msg_{first:04}")


def test_a_session_of_a_live_server_is_quiet_after_two_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []

    def copied(path: str, sessions: object, quiet_since: int | None, state: State) -> SimpleNamespace:
        asked.append(quiet_since)
        return SimpleNamespace(sessions=frozenset(), problems=())

    monkeypatch.setattr(excerpts, "database", copied)
    monkeypatch.setattr(excerpts, "learn_folders", lambda report, state: None)
    live = SimpleNamespace(opened=Way.LIVE)
    report = SimpleNamespace(entries=(), database=live, generated=datetime.fromtimestamp(1000, UTC), runs=())
    excerpts.taken(Question((), "opencode.db"), report, State())  # type: ignore[arg-type]
    assert asked == [1_000_000 - 120_000]


@pytest.mark.parametrize(("count", "kept"), [(500, 500), (501, 500)])
def test_of_a_session_the_first_hundred_and_the_last_four_hundred_records_are_kept(tmp_path: Path, count: int, kept: int) -> None:
    path = tmp_path / "server.log"
    path.write_text("".join(log_line(number, f"session.id=ses_a type=x{number}") for number in range(count)))
    (excerpt,) = logs.logs([str(path)], ["ses_a"], 0, (), State()).logs
    assert excerpt.records == kept


def test_the_sessions_that_records_name_are_followed_four_times(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    other = log_line(0, "type=x")
    path.write_text(other + "".join(log_line(n, f"session.id=ses_{n} next=ses_{n + 1}") for n in range(8)) + 2 * other)
    assert logs.logs([str(path)], ["ses_1"], 0, (), State()).sessions == {f"ses_{number}" for number in range(6)}


@pytest.mark.parametrize(("size", "fits"), [(1_073_741_824, True), (1_073_741_825, False)])
def test_a_bundle_unpacks_to_a_gibibyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, fits: bool) -> None:
    monkeypatch.setattr(archive, "_entries", lambda path: iter([("manifest.json", size, bytes)]))
    monkeypatch.setattr(archive, "_manifest", lambda raw, path: ({}, {}))
    with nullcontext() if fits else pytest.raises(UnreadableError, match="too large for a bundle"):
        archive._extract(tmp_path / "bundle.zip", tmp_path)


def test_sixty_four_mebibytes_of_a_log_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: list[int] = []
    monkeypatch.setattr(logs, "_fitting", lambda records, room: rooms.append(room) or [])
    path = tmp_path / "server.log"
    path.write_text(log_line(0, "session.id=ses_a"))
    logs.logs([str(path)], ["ses_a"], 0, (), State())
    assert rooms == [67_108_864]


@pytest.mark.parametrize(("room", "kept"), [(5, [b"one", b"22"]), (4, [b"one"])])
def test_records_are_kept_while_there_is_room(room: int, kept: list[bytes]) -> None:
    assert logs._fitting(iter([b"one", b"22"]), room) == kept
