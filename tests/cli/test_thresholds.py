"""What is just below and just above each limit of the command line; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from inspector.cli.complete import session_ids
from inspector.cli.inputs import _with_sessions_of
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
