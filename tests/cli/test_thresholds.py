"""What is just below and just above each limit of the command line; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector.cli.complete import session_ids
from inspector.cli.inputs import _begins_with_call, _end_of, _with_sessions_of
from inspector.logs.records import any_start
from tests.database.databases import made, writing


def test_two_hundred_sessions_are_offered(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        for number in range(201):
            writer.session(f"ses_{number:03}")
    offered = session_ids(SimpleNamespace(params={"db": str(path)}), None, "ses_")  # type: ignore[arg-type]
    assert [item.value for item in offered] == [f"ses_{number:03}" for number in range(200)]


@pytest.mark.parametrize(("number", "is_found"), [(199, True), (200, False)])
def test_a_database_is_known_by_two_hundred_sessions_of_the_log(tmp_path: Path, number: int, is_found: bool) -> None:
    (tmp_path / "server.log").write_text("".join(f"ses_dfe01c813ffe7rAq2JUnH9{n:04}\n" for n in range(201)))
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session(f"ses_dfe01c813ffe7rAq2JUnH9{number:04}")
    assert _with_sessions_of([tmp_path], [path]) == ([path] if is_found else [])


@pytest.mark.parametrize(("before", "is_call"), [(65_535, False), (65_536, True)])
def test_a_record_in_the_first_65536_bytes_makes_a_file_a_log(tmp_path: Path, before: int, is_call: bool) -> None:
    """A file of captured requests has no record of a server; `before` bytes stand before the last byte that shows one."""
    call = (
        json.dumps({"method": "POST", "url": "http://127.0.0.1:4096/session/ses_dfdfc42d2ffe0OUoQ60bKTqViz/prompt_async"}) + "\n"
    )
    record = b"INFO  2026-11-22T06:00:00 +1ms"
    shown = any_start().match(record + b" ")
    assert shown is not None
    path = tmp_path / "some.txt"
    path.write_bytes(call.encode().ljust(before + 1 - shown.end() - 1, b" ") + b"\n" + record)
    assert _begins_with_call(str(path)) is is_call


@pytest.mark.parametrize(("size", "read"), [(1_048_576, 1_048_576), (1_048_577, 1_048_576)])
def test_sessions_are_searched_in_the_last_mebibyte_of_a_log(tmp_path: Path, size: int, read: int) -> None:
    path = tmp_path / "server.log"
    path.write_bytes(bytes(size))
    assert len(_end_of(path)) == read
