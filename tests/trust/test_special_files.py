"""Named pipes, devices and sockets where files are expected: nothing waits for them, and each is named."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from tests.database.databases import crashed, made
from tests.trust.running import BANNER, FAILING, failure, inspector

SAME_AS = {"named pipe": "a named pipe", "socket": "a socket", "device": "a device"}


def special(path: Path, kind: str) -> None:
    """Make a special file at `path`."""
    if kind == "named pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.relpath(path))
    else:
        path.symlink_to("/dev/zero")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / "b.log").write_text(BANNER + failure())
    return data


@pytest.mark.parametrize("kind", SAME_AS)
def test_a_special_file_among_the_logs_of_a_folder_is_named_and_the_rest_is_read(folder: Path, kind: str) -> None:
    special(folder / "a.log", kind)
    done = inspector("diagnose", folder, "--format", "json")
    assert done.code == 3
    assert [entry["session_id"] for entry in done.report["failures"]] == [FAILING]
    assert [p["what"] for p in done.report["problems"]] == [f"is {SAME_AS[kind]}, not a regular file; it was not read"]
    assert done.report["problems"][0]["where"].endswith("a.log")


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", SAME_AS)
def test_a_special_file_beside_a_database_is_named_and_the_database_is_read(folder: Path, kind: str, ending: str) -> None:
    database = made(folder, "1.15.13")
    special(folder / f"opencode.db{ending}", kind)
    done = inspector("diagnose", "--db", database, "--format", "json")
    assert done.code == 3
    assert [p["what"] for p in done.report["problems"]] == [f"is {SAME_AS[kind]}, not a regular file; it was not read"]
    assert done.report["problems"][0]["where"].endswith(ending)
    assert done.report["inputs"]["database"]["opened"] == "immutable"


def test_many_servers_are_told_although_one_has_special_files(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(folder, tmp_path / "many" / name)
    crashed(made(tmp_path / "many" / "one", "1.15.13"), "database.execute('PRAGMA wal_autocheckpoint=0')")
    (tmp_path / "many" / "one" / "opencode.db-wal").unlink(missing_ok=True)
    special(tmp_path / "many" / "one" / "opencode.db-wal", "named pipe")
    special(tmp_path / "many" / "one" / "a.log", "named pipe")
    (tmp_path / "many" / "two" / "loop.log").symlink_to("loop.log")
    done = inspector("diagnose", "--each", tmp_path / "many", "--format", "jsonl")
    assert done.code == 3
    assert done.out.count(FAILING) >= 2


@pytest.mark.parametrize("option", ["log", "--db", "--requests"])
def test_a_device_is_refused_in_a_sentence(option: str) -> None:
    words = ["/dev/zero"] if option == "log" else [option, "/dev/zero"]
    done = inspector("diagnose", *words)
    assert (done.code, done.out) == (2, "")
    assert "/dev/zero is a device, and reading it might never end." in done.err


def test_standard_input_may_be_named_as_a_device(folder: Path) -> None:
    done = inspector("diagnose", "/dev/stdin", "--format", "json", input=(folder / "b.log").read_bytes())
    assert [entry["session_id"] for entry in done.report["failures"]] == [FAILING]
    assert inspector("diagnose", os.devnull, "--format", "json").code in (0, 3)
