"""Archives as people send them, and what a hostile one may not do."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from inspector.files import archives
from inspector.files.archives import is_archive, unpacked

LOG = b"INFO  2026-11-22T06:48:33 +750ms service=default version=1.15.13 opencode\n"
FILES = {"server-1/2026-11-22T064833.log": LOG, "opencode.db": b"SQLite format 3\x00" + bytes(84), "requests.har": b"{}"}


def _tar(files: dict[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for entry in extra:
            archive.addfile(entry)
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "server.zip": _zip,
    "server.tar": _tar,
    "server.tar.gz": lambda files: gzip.compress(_tar(files)),
    "server.tar.zst": lambda files: zstandard.compress(_tar(files)),
}


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", PACKERS)
def test_logs_databases_and_captures_come_out_of_every_kind_of_archive(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, name, PACKERS[name](FILES))
    assert is_archive(path)
    with unpacked(path) as contents:
        named = [[contents.names[file] for file in kind] for kind in (contents.logs, contents.databases, contents.captures)]
        assert named == [["2026-11-22T064833.log"], ["opencode.db"], ["requests.har"]]
        assert Path(contents.logs[0]).read_bytes() == LOG
        assert contents.problems == ()
        folder = contents.folder
    assert not folder.exists()
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [LOG, gzip.compress(LOG), zstandard.compress(LOG), b"", b"PK", b"SQLite format 3\x00"],
    ids=["log", "log.gz", "log.zst", "empty", "two bytes", "database"],
)
def test_a_log_a_packed_log_and_a_database_are_no_archives(content: bytes, tmp_path: Path) -> None:
    assert not is_archive(_written(tmp_path, "server.log", content))


@pytest.mark.parametrize("name", ["../../evil.log", "/etc/evil.log", "..\\..\\evil.log", "a/../../evil.log", "C:\\evil.log"])
@pytest.mark.parametrize("packer", ["server.zip", "server.tar"])
def test_a_name_that_points_outside_stays_inside(packer: str, name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, packer, PACKERS[packer]({name: LOG}))
    with unpacked(path) as contents:
        (file,) = contents.logs
        assert Path(file).resolve().is_relative_to(contents.folder.resolve())
    assert [entry.name for entry in tmp_path.iterdir()] == [packer]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused_and_named(kind: bytes, tmp_path: Path) -> None:
    entry = tarfile.TarInfo("server.log")
    entry.type = kind
    entry.linkname = "/etc/passwd"
    with unpacked(_written(tmp_path, "a.tar", _tar({"other.log": LOG}, entry))) as contents:
        assert [Path(file).name for file in contents.logs] == ["other.log"]
        assert [problem.what for problem in contents.problems] == ["entries that are not regular files were refused: server.log"]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("server.log")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with unpacked(_written(tmp_path, "a.zip", out.getvalue())) as contents:
        assert contents.logs == ()
        assert len(contents.problems) == 1


@pytest.mark.parametrize("name", ["server.zip", "server.tar.gz", "server.tar.zst"])
def test_a_bomb_is_stopped_and_said(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FROM", 1 << 20)
    monkeypatch.setattr(archives, "MAX_RATIO", 10)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 100)
    path = _written(tmp_path, name, PACKERS[name]({"a.log": LOG, "bomb.log": bytes(8 << 20), "z.log": LOG}))
    with unpacked(path) as contents:
        assert sum(file.stat().st_size for file in contents.folder.rglob("*.log")) < 3 << 20
        assert ["bomb" in problem.what for problem in contents.problems] == [True]
        assert "a.log" in [Path(file).name for file in contents.logs]


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 30
    path = _written(tmp_path, "a.tar", header.tobuf(tarfile.USTAR_FORMAT) + bytes(1 << 16))
    with unpacked(path) as contents:
        assert contents.logs == ()
        assert len(contents.problems) == 1


@pytest.mark.parametrize("name", PACKERS)
def test_an_archive_that_was_cut_gives_what_came_before(name: str, tmp_path: Path) -> None:
    whole = PACKERS[name]({"a.log": LOG, "b.log": LOG * 5000})
    path = _written(tmp_path, name, whole[: -len(whole) // 3])
    with unpacked(path) as contents:
        assert len(contents.problems) == 1


@pytest.mark.parametrize("name", ["server.tar.gz", "server.tar.zst"])
def test_a_damaged_archive_is_read_as_far_as_it_goes(name: str, tmp_path: Path) -> None:
    digits = (
        random.Random(7).randbytes(400_000).hex().encode()
    )  # large when packed, so that the damage lies behind the first file
    content = bytearray(PACKERS[name]({"a.log": LOG, "b.log": digits}))
    at = int(0.8 * len(content))
    content[at : at + 8] = b"\xff" * 8
    path = _written(tmp_path, name, bytes(content))
    with unpacked(path) as contents:
        assert [Path(log).name for log in contents.logs][:1] == ["a.log"]
        assert len(contents.problems) == 1


def test_an_encrypted_file_is_said_to_be_one(tmp_path: Path) -> None:
    content = bytearray(_zip({"server.log": LOG}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with unpacked(_written(tmp_path, "a.zip", bytes(content))) as contents:
        assert [problem.what for problem in contents.problems] == ["server.log is encrypted and was not read"]


def test_programs_and_pictures_are_counted_and_left_out(tmp_path: Path) -> None:
    with unpacked(_written(tmp_path, "a.zip", _zip({"crashpad/x.dmp": b"1", "a.png": b"2", "server.log": LOG}))) as contents:
        assert (contents.left_out, len(contents.logs)) == (2, 1)


def test_two_entries_with_one_name_are_both_read(tmp_path: Path) -> None:
    with unpacked(_written(tmp_path, "a.tar", _tar({"x/../a.log": LOG, "a.log": LOG, "./a.log": LOG}))) as contents:
        assert len(contents.logs) == 3


def test_a_file_where_another_entry_needs_a_folder_hides_nothing(tmp_path: Path) -> None:
    with unpacked(_written(tmp_path, "a.tar", _tar({"log": LOG, "log/a.log": LOG}))) as contents:
        assert len(contents.logs) == 2


def test_the_version_of_the_desktop_that_exported_its_logs_is_known(tmp_path: Path) -> None:
    files = {"manifest.json": b'{"version":"1.18.4","platform":"darwin"}', "server-1/a.log": LOG}
    with unpacked(_written(tmp_path, "opencode-debug-1.zip", _zip(files))) as contents:
        assert archives.exported_by(contents) == "1.18.4"
