"""Real SQLite databases with OpenCode's real schemas, filled as the servers fill them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples" / "databases"
START = 1_795_330_000_000
"""A moment in November 2026, in Unix ms."""


def made(folder: Path, sample: str, *statements: str, name: str = "opencode.db") -> Path:
    """A closed WAL database with the schema of `sample`; its -wal and -shm are gone."""
    path = folder / name
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        database.executescript((SAMPLES / f"{sample}.sql").read_text())
        database.execute(
            "INSERT INTO project (id, worktree, time_created, time_updated, sandboxes) VALUES ('p', '/', 0, 0, '[]')"
        )
        for statement in statements:
            database.execute(statement)
    return path


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Add rows; everything is committed and checkpointed at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN")
        yield Writer(database)
        database.execute("COMMIT")


class Writer:
    """Writes rows the way the server does."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def insert(self, table: str, **values: object) -> None:
        columns = ", ".join(f'"{name}"' for name in values)
        self.database.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(values))})', tuple(values.values())
        )

    def session(self, id: str, at: int = 0, *, table: str = "session", **values: object) -> str:
        row = {
            "id": id,
            "project_id": "p",
            "slug": "s",
            "directory": "/home/operator/proj",
            "title": "t",
            "version": "1.15.13",
            "time_created": START + at,
            "time_updated": START + at,
        }
        self.insert(table, **(row | values))
        return id

    def message(self, session: str, id: str, at: int, data: object) -> None:
        text = data if isinstance(data, (str, bytes)) else json.dumps(data)
        self.insert("message", id=id, session_id=session, time_created=START + at, time_updated=START + at, data=text)

    def user(self, session: str, id: str, at: int, **more: object) -> str:
        model = {"providerID": "mock", "modelID": "good"}
        self.message(session, id, at, {"role": "user", "time": {"created": START + at}, "agent": "build", "model": model, **more})
        return id

    def assistant(self, session: str, id: str, at: int, parent: str, **more: object) -> str:
        answer = {
            "parentID": parent,
            "role": "assistant",
            "mode": "build",
            "agent": "build",
            "modelID": "good",
            "providerID": "mock",
            "time": {"created": START + at, "completed": START + at + 5},
            "finish": "stop",
        }
        self.message(session, id, at, {key: value for key, value in (answer | more).items() if value is not None})
        return id

    def exchange(self, session: str, at: int = 1) -> None:
        """A prompt and its finished answer."""
        self.user(session, f"msg_{session}_{at:05}u", at)
        self.assistant(session, f"msg_{session}_{at:05}v", at + 10, f"msg_{session}_{at:05}u")

    def part(self, session: str, message: str, id: str, at: int, data: object) -> None:
        text = data if isinstance(data, (str, bytes)) else json.dumps(data)
        row = {"id": id, "message_id": message, "session_id": session, "data": text}
        self.insert("part", **row, time_created=START + at, time_updated=START + at)


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of everything in a folder, the read marks in a -shm excepted."""
    return {
        str(path.relative_to(folder)): (
            "" if path.name.endswith("-shm") else hashlib.sha256(path.read_bytes()).hexdigest(),
            0 if path.name.endswith("-shm") else path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def another_process(path: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    """Run `code` with an open `database` in another process, until the block ends; it has said ``ready`` by then."""
    script = f"import sqlite3, os, sys\ndatabase = sqlite3.connect({str(path)!r}, isolation_level=None)\n{code}\nprint('ready', flush=True)\n"
    command = [sys.executable, "-c", script + "sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def crashed(path: Path, code: str) -> None:
    """Run `code` on `database` in another process that then dies without closing it."""
    script = f"import sqlite3, os\ndatabase = sqlite3.connect({str(path)!r}, isolation_level=None)\n{code}\nos._exit(1)"
    subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
