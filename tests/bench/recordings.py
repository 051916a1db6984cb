"""Recorded sessions as templates: the rows and log records of each, which can be written again with other ids at another time.

A recording is a folder with ``server.log`` and ``opencode.db`` or ``opencode.sql``, as under ``samples/``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TABLES = ("session", "message", "part", "session_input", "session_message")
Row = tuple[str, dict[str, object]]
"""A table and one of its rows by column."""

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SESSION = re.compile(rb"ses_[0-9A-Za-z]{26}")
_RECORD = re.compile(rb"^(?=timestamp=\d|(?:DEBUG|INFO|WARN|ERROR) +\d{4}-)", re.MULTILINE)
_MOVING = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)|\b(?P<ms>1[789]\d{11})\b"
    r"|\b(?P<prefix>[a-z]{3,4})_(?P<hex>[0-9a-f]{12})(?P<tail>[0-9A-Za-z]{14})\b"
)
_START_UP = (b" service=default version=", b"opening database")
"""A server writes these when it starts: once for a log, not once for a copy."""

_TROUBLE = (b"ERROR", b"prompt_async", b"schema rejection")


def letters(number: int, count: int) -> str:
    """The last `count` digits of `number` to base 62."""
    return "".join(_LETTERS[number // 62**place % 62] for place in reversed(range(count)))


def moved(text: str, by_ms: int, number: int) -> str:
    """`text` with each time and each id `by_ms` later (whole seconds), and ids that copy `number` shares with no other copy."""

    def new(found: re.Match[str]) -> str:
        if iso := found["iso"]:
            return datetime.fromtimestamp((_ms(iso) + by_ms) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        if ms := found["ms"]:
            return str(int(ms) + by_ms)
        stamp = int(found["hex"], 16) + (-by_ms if found["prefix"] == "ses" else by_ms) * 4096
        return f"{found['prefix']}_{stamp % (1 << 48):012x}{found['tail'][:8]}{letters(number, 6)}"

    return _MOVING.sub(new, text)


def _ms(iso: str) -> int:
    return int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Session:
    """One recorded session."""

    id: str
    cause: str | None
    """What inspector named; "answered" where it found nothing wrong."""
    start: int
    """When it was made, ms."""
    rows: tuple[Row, ...]
    records: str
    """Its log records, each on lines of its own."""
    era: str

    def copy(self, start: int, number: int) -> tuple[str, list[Row], bytes]:
        """Id, rows and records of copy `number` of this session, made at `start` (to the second)."""
        by = (start - self.start) // 1000 * 1000
        ids = {id for _, row in self.rows for key in ("id", "message_id") if isinstance(id := row.get(key), str)}
        odd = [id for id in ids if not _MOVING.fullmatch(id)]

        def new(value: object) -> object:
            if isinstance(value, int) and 1_700_000_000_000 < value < 2_000_000_000_000:
                return value + by
            if not isinstance(value, str):
                return value
            for id in odd:
                value = value.replace(id, id + letters(number, 6))
            return moved(value, by, number)

        rows = [(table, {column: new(value) for column, value in row.items()}) for table, row in self.rows]
        return str(new(self.id)), rows, str(new(self.records)).encode()


@dataclass(frozen=True, slots=True)
class Recording:
    """What one server left: its failing sessions, its healthy sessions and the lines that belong to none that failed."""

    name: str
    era: str
    sessions: tuple[Session, ...]
    head: bytes
    body: bytes
    """Healthy records, a ``%`` template with ``%(time)s``, ``%(run)s`` and ``%(0)s`` for the first session."""
    named: int
    """How many sessions `body` names."""
    schema: tuple[str, ...]
    """The statements that make the database, with the tables' bookkeeping but without sessions."""


def recordings(folders: Iterable[Path] = ()) -> Iterator[Recording]:
    """The bundled recordings and those in `folders`, each diagnosed once to learn which session has which cause."""
    found = [path.parent for folder in (SAMPLES, *folders) for path in sorted(folder.glob("*/server.log"))]
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        for folder in found:
            if recording := _recording(folder, Path(scratch, folder.name)):
                yield recording


def _recording(folder: Path, copy: Path) -> Recording | None:
    """Read a private copy of `folder`; None where it has no database of 1.15 or later."""
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    database, script = copy / "opencode.db", copy / "opencode.sql"
    if not database.exists() and script.exists():
        with sqlite3.connect(database) as made:
            made.executescript(script.read_text())
        made.close()
    if not database.exists():
        return None
    command = [sys.executable, "-m", "inspector", "diagnose", str(copy / "server.log"), "--db", str(database), "--format", "json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    report = json.loads(done.stdout)
    causes = {
        entry["session_id"]: entry["cause"]
        for kind in ("failures", "silent", "rejected")
        for entry in report[kind]
        if entry["session_id"]
    }
    log = (copy / "server.log").read_bytes()
    records = _RECORD.split(log)
    era = "logfmt" if log.startswith(b"timestamp=") else "legacy"
    try:
        with sqlite3.connect(database) as source:
            source.row_factory = sqlite3.Row
            sessions = tuple(_sessions(source, causes, records, era))
            schema = _schema(source)
        source.close()
    except sqlite3.Error:
        return None
    lost = {id.encode() for id in causes}
    healthy = [
        record
        for record in records[20:]
        if not lost & set(_SESSION.findall(record)) and not any(word in record for word in (*_START_UP, *_TROUBLE))
    ]
    body, named = _template(b"".join(healthy))
    return Recording(folder.name, era, sessions, b"".join(records[:20]), body, named, schema)


def _sessions(source: sqlite3.Connection, causes: dict[str, str | None], records: list[bytes], era: str) -> Iterator[Session]:
    there = {name for (name,) in source.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for found in source.execute("SELECT * FROM session").fetchall():
        rows: list[Row] = [("session", dict(found))]
        for table in TABLES[1:]:
            if table in there:
                select = f"SELECT * FROM {table} WHERE session_id = ? ORDER BY rowid"
                rows += [(table, dict(row)) for row in source.execute(select, (found["id"],))]
        own = b"".join(record for record in records if found["id"].encode() in record)
        cause = causes.get(found["id"], "answered")
        yield Session(found["id"], cause, found["time_created"], tuple(rows), own.decode("utf-8", "replace"), era)


def _schema(source: sqlite3.Connection) -> tuple[str, ...]:
    emptied = (*TABLES, "event", "event_sequence", "todo")
    return tuple(line for line in source.iterdump() if not re.match(rf'INSERT INTO "?(?:{"|".join(emptied)})"?\b', line))


def _template(text: bytes) -> tuple[bytes, int]:
    """`text` ready for the ``%`` operator, and how many sessions it names."""
    text = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", b"%(time)s", text.replace(b"%", b"%%"))
    text = re.sub(rb"(?<= run=)[0-9a-f]{8}(?= )", b"%(run)s", text)
    found = list(dict.fromkeys(_SESSION.findall(text)))
    for number, id in enumerate(found):
        text = text.replace(id, b"%%(%d)s" % number)
    return text, len(found)
