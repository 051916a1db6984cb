"""What is just below and just above each limit of an archive; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import tarfile
from pathlib import Path

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
