"""What is just below and just above each limit of an archive; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import os
import tarfile
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector.files import archives
from inspector.files.archives import _contents, _Draft, _target, _untar, _unzip


@pytest.mark.parametrize(("count", "is_whole"), [(20_000, True), (20_001, False)])
@pytest.mark.parametrize("form", ["tar", "zip"])
def test_twenty_thousand_entries_of_an_archive_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, count: int, is_whole: bool
) -> None:
    path = tmp_path / "a"
    folder = tarfile.TarInfo("folder")
    folder.type = tarfile.DIRTYPE
    path.write_bytes(folder.tobuf() * count if form == "tar" else b"")
    draft = _Draft(path, tmp_path)
    if form == "tar":
        _untar(draft)
    else:
        entries = [archives.zipfile.ZipInfo("folder/")] * count

        class Zip:
            def __init__(self, path: Path) -> None: ...
            def __enter__(self) -> Zip:
                return self

            def __exit__(self, *how: object) -> None: ...
            def infolist(self) -> list[object]:
                return list(entries)

        monkeypatch.setattr(archives.zipfile, "ZipFile", Zip)
        _unzip(draft)
    assert (not draft.problems) is is_whole


@pytest.mark.parametrize(("unpacked", "left_out"), [(3999, 0), (4000, 1)])
def test_four_thousand_files_of_an_archive_are_unpacked(tmp_path: Path, unpacked: int, left_out: int) -> None:
    draft = _Draft(tmp_path / "a.tar", tmp_path, files={str(number): "" for number in range(unpacked)})
    assert ((_target(draft, "server.log") is None), draft.left_out) == (bool(left_out), left_out)


def test_a_thousand_bytes_are_unpacked_of_each_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(bytes(1 << 20))
    assert _Draft(path, tmp_path).most == 1000 << 20


@pytest.mark.parametrize(("count", "end"), [(5, "e1, e2, e3, e4, e5"), (6, "e1, e2, e3, e4, e5 and 1 more")])
def test_five_refused_entries_are_named(tmp_path: Path, count: int, end: str) -> None:
    draft = _Draft(tmp_path / "a.tar", tmp_path, refused=[f"e{number}" for number in range(1, count + 1)])
    (problem,) = _contents(draft).problems
    assert problem.what.endswith(f"were refused: {end}")


@pytest.mark.parametrize(
    ("size", "most"), [(0, 67_108_864), (67_109, 67_109_000), (8_589_934, 8_589_934_000), (8_589_935, 8_589_934_592)]
)
def test_of_any_archive_64_mebibytes_are_unpacked_and_never_more_than_8_gibibytes(tmp_path: Path, size: int, most: int) -> None:
    path = tmp_path / "a.tar"
    path.touch()
    os.truncate(path, size)
    assert _Draft(path, tmp_path).most == most


@pytest.mark.parametrize(("size", "is_read"), [(1_048_576, True), (1_048_577, False)])
def test_a_header_of_a_tar_has_a_mebibyte(size: int, is_read: bool) -> None:
    header = tarfile.TarInfo("long name")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, size
    with nullcontext() if is_read else pytest.raises(archives._TooMuch):
        archives._Member.frombuf(header.tobuf(tarfile.GNU_FORMAT), "utf-8", "surrogateescape")


@pytest.mark.parametrize(("size", "version"), [(262_143, "1.18.33"), (262_144, None)])
def test_the_manifest_of_an_export_has_less_than_256_kibibytes(tmp_path: Path, size: int, version: str | None) -> None:
    (tmp_path / "manifest.json").write_text('{"version": "1.18.33"}'.ljust(size))
    assert archives.exported_by(SimpleNamespace(folder=tmp_path)) == version  # type: ignore[arg-type]
