"""Which cases a SOURCE has, on this machine and behind a URL."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import fsspec
import pytest

from inspector.errors import InspectorError, UnreadableError, UsageError
from inspector.fleet.cases import digest_of, stamp_of
from inspector.fleet.remote import fetched, remote_cases
from inspector.fleet.sources import cases_of, source_name

SAMPLE = Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0"


@pytest.fixture
def servers(tmp_path: Path) -> Path:
    """Three servers: one as OpenCode lays it out in a home, one flat, one packed."""
    folder = tmp_path / "servers"
    home = folder / "alpha" / ".local" / "share" / "opencode"
    (home / "log").mkdir(parents=True)
    shutil.copy(SAMPLE / "server.log", home / "log" / "opencode.log")
    shutil.copy(SAMPLE / "opencode.db", home)
    (folder / "beta").mkdir()
    shutil.copy(SAMPLE / "server.log", folder / "beta")
    (folder / "notes").mkdir()
    (folder / "notes" / "readme.txt").write_text("nothing of a server")
    with tarfile.open(folder / "gamma.tar.gz", "w:gz") as archive:
        archive.add(SAMPLE / "server.log", "gamma/server.log")
    return folder


@pytest.fixture
def memory(servers: Path) -> Iterator[str]:
    """The same files in a file system of fsspec that is no folder of this machine."""
    system = fsspec.filesystem("memory")
    system.put(str(servers), "/bucket/servers", recursive=True)
    yield "memory://bucket/servers"
    system.rm("/bucket", recursive=True)


def test_a_folder_has_a_case_for_each_server_folder_bundle_and_archive(servers: Path) -> None:
    found = cases_of(str(servers))
    assert [one.case.name for one in found] == ["alpha", "beta", "gamma.tar.gz"]
    assert found[0].case.database is not None
    assert len({one.key for one in found}) == 3


def test_one_server_may_be_named_alone_and_is_the_same_case(servers: Path) -> None:
    keys = {one.case.name: one.key for one in cases_of(str(servers))}
    for name in ("beta", "gamma.tar.gz"):
        (alone,) = cases_of(f"{servers / name}")
        assert (alone.case.name, alone.key) == (name, keys[name])
    (home,) = cases_of(str(servers / "alpha" / ".local" / "share" / "opencode"))
    assert home.case.name == "opencode"
    assert home.case.database is not None


def test_a_source_without_a_server_is_wrong_usage(servers: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="contains no logs"):
        cases_of(str(servers / "notes"))
    with pytest.raises(UsageError, match="No such folder"):
        cases_of(str(tmp_path / "nowhere"))


def test_the_stamp_changes_with_size_and_time_and_the_digest_with_the_contents(servers: Path) -> None:
    def look() -> tuple[str, str]:
        case = next(one.case for one in cases_of(str(servers)) if one.case.name == "beta")
        return stamp_of(case), digest_of(case)

    log = servers / "beta" / "server.log"
    first = look()
    assert look() == first
    os.utime(log, ns=(0, 0))
    touched = look()
    assert touched[0] != first[0] and touched[1] == first[1]
    with log.open("ab") as file:
        file.write(b"\n")
    grown = look()
    assert grown[0] != touched[0] and grown[1] != first[1]


def test_a_url_has_the_same_cases_as_the_folder(servers: Path, memory: str) -> None:
    cases, alone = remote_cases(memory)
    assert not alone
    assert [case.name for case in cases] == [one.case.name for one in cases_of(str(servers))]
    with ExitStack() as stack:
        alpha, beta, gamma = (fetched(case, stack) for case in cases)
        folder = Path(beta.logs[0]).parent
        assert [Path(name).name for name in (*alpha.logs, alpha.database or "")] == ["opencode.log", "opencode.db"]
        assert [Path(name).name for name in gamma.logs] == ["gamma.tar.gz"]
        assert Path(beta.logs[0]).read_bytes() == (SAMPLE / "server.log").read_bytes()
    assert not folder.exists()


def test_a_url_may_name_one_server_or_one_archive(memory: str) -> None:
    keys = {one.case.name: one.key for one in cases_of(memory)}
    (packed,) = cases_of(f"{memory}/gamma.tar.gz")
    assert (packed.case.name, packed.key) == ("gamma.tar.gz", keys["gamma.tar.gz"])
    (home,), alone = remote_cases(f"{memory}/alpha/.local/share/opencode")
    assert alone and home.name == "opencode"


def test_a_url_that_cannot_be_listed_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="No logs, database, bundle or archive"):
        cases_of("memory://bucket/nothing")
    with pytest.raises(UnreadableError, match="The source could not be listed: ValueError: Protocol not known: nonsense"):
        cases_of("nonsense://bucket/nothing")


@pytest.mark.parametrize(("url", "library"), [("gs://bucket/servers", "gcsfs"), ("sftp://host/servers", "paramiko")])
def test_a_url_whose_library_lacks_says_which_to_install(url: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InspectorError) as told:
        remote_cases(url)
    assert library in told.value.message
    assert f"pip install {library}" in (told.value.hint or "")


def test_a_source_is_stored_by_the_last_part_of_its_name() -> None:
    assert source_name("s3://key:secret@bucket/a/servers/") == "servers"
    assert source_name("sftp://me:secret@host.example") == "host.example"
    assert source_name("/srv/opencode/servers/") == "servers"
