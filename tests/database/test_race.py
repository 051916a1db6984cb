"""A server that stops, dies or checkpoints at any point of the opening and reading: nothing is created, changed or left by us."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inspector.database import opening, siblings
from inspector.errors import InspectorError
from tests.database.databases import made, writing

SERVER = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA wal_autocheckpoint=0")
database.execute("UPDATE session SET title = 'new'")
print("ready", flush=True)
for line in sys.stdin:
    if line == "stop\\n":
        database.close()
    elif line == "die\\n":
        print("done", flush=True)
        os._exit(1)
    else:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.execute("UPDATE session SET title = 'newest'")
    print("done", flush=True)
"""
POINTS: dict[str, tuple[object, str]] = {
    "before the lock": (opening, "_is_live"),
    "with the lock, before the check": (siblings, "is_locked"),
    "after the check, before the open": (opening, "connect"),
    "after the first statement": (opening, "connect"),
    "before the close": (opening, "opened"),
}


@contextmanager
def serving(path: Path) -> Iterator[Callable[[str], None]]:
    """Run a server on the database; gives a function that lets it do something and returns when it is done."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"

        def do(what: str) -> None:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{what}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"
            if what == "die":
                process.wait()

        try:
            yield do
        finally:
            process.kill()


def state(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Inode, time and content of every file."""
    found = {path.name: path for path in folder.iterdir()}
    return {
        name: (path.stat().st_ino, path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in sorted(found.items())
    }


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="impossible here: locks of open files are Linux's")
@pytest.mark.parametrize("action", ["stop", "die", "checkpoint"])
@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_left_whenever_the_server_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, action: str
) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_one")
    with serving(path) as do:
        seen: list[dict[str, tuple[int, int, str]]] = []

        def act() -> None:
            if not seen:
                do(action)
                seen.append(state(tmp_path))  # opens and closes descriptors of the database, as other code might

        owner, name = POINTS[point]
        real = getattr(owner, name)

        def acting(*arguments: Any, **options: Any) -> Any:
            if point == "after the first statement":
                result = real(*arguments, **options)
                act()
                return result
            act()
            return real(*arguments, **options)

        if point != "before the close":
            monkeypatch.setattr(owner, name, acting)
        titles = read(path, act if point == "before the close" else None)
        assert seen
        assert state(tmp_path) == seen[0]
        assert titles in (["new"], ["newest"])


def read(path: Path, before_the_close: Callable[[], None] | None) -> list[str]:
    try:
        with opening.opened(path) as file:
            titles = [title for (title,) in file.connection.execute("SELECT title FROM session")]
            if before_the_close:
                before_the_close()
            return titles
    except InspectorError as error:
        raise AssertionError(error.message) from error


def test_a_server_that_stops_while_it_is_read_keeps_its_write_ahead_log(tmp_path: Path) -> None:
    """SQLite removes the -wal with the last connection; ours is one more, and the next server finds everything in it."""
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_one")
    with serving(path) as do, opening.opened(path) as file:
        assert file.way == "live"
        do("stop")
        assert sorted(other.name for other in tmp_path.iterdir()) == ["opencode.db", "opencode.db-shm", "opencode.db-wal"]
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT title FROM session").fetchall() == [("new",)]
    database.close()
    assert [other.name for other in tmp_path.iterdir()] == ["opencode.db"]


def test_a_live_index_is_not_even_marked(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_one")
    with serving(path):
        before = state(tmp_path)
        assert read(path, None) == ["new"]
        assert state(tmp_path) == before
