"""What the benchmark reads: logs made of the bundled recordings, and a database with a bundled recording's own schema.

Every copy of a recording gets session ids of its own and a later time, so nothing repeats that would not repeat on a server.
Failing session number n has the same id in every log and in every database.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
START = 1_795_330_800_000
"""Server time of the first failure, ms."""
STEP = 1000
"""From one failure to the next, ms."""
FAILURES = 10_000
"""In 4 GiB; fewer in less: one in about 3,500 lines."""

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SESSION = re.compile(rb"ses_[0-9A-Za-z]{26}")
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_START_UP = (b" service=default version=", b"opening database")
"""A server writes these when it starts: once for a log, not once for a copy."""
_LEVEL = re.compile(rb"(?:timestamp=\S+ level=)?(\w+) ")


def ident(prefix: str, ms: int, number: int, *, descending: bool = False) -> str:
    """An id as OpenCode makes it: 48 bits of time and counter in hexadecimal (inverted for sessions), then 14 letters."""
    stamp = ((ms << 12) + number % 4096) & ((1 << 48) - 1)
    if descending:
        stamp ^= (1 << 48) - 1
    tail = "".join(_LETTERS[(number >> (6 * place)) % 62] for place in range(14))
    return f"{prefix}_{stamp:012x}{tail}"


def failing(number: int) -> str:
    """The id of failing session `number`."""
    return ident("ses", START + number * STEP - 50, number, descending=True)


def healthy(number: int) -> str:
    """The id of a session that is never in trouble."""
    return ident("ses", START + number * 7, (1 << 40) + number, descending=True)


# --- logs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Era:
    """A recording, cut into its first lines, the lines of healthy sessions and one failure with what led to it."""

    name: str
    head: bytes
    body: bytes
    """Healthy lines, with ``%(time)s`` and ``%(0)s`` for the sessions."""
    sessions: int
    failure: bytes
    """The records of one failing session, with ``%(time)s`` and ``%(0)s``."""


def eras() -> tuple[Era, ...]:
    """The classic format up to 1.15.13 and logfmt."""
    return _era("legacy", "drift-1.15.13-via-1.17.0"), _era("logfmt", "mixed-1.18.33")


def _era(name: str, sample: str) -> Era:
    lines = (SAMPLES / sample / "server.log").read_bytes().splitlines(keepends=True)
    failed = [line for line in lines if b"prompt_async failed" in line]
    lost = {id for line in failed for id in _SESSION.findall(line)}
    chosen = _SESSION.findall(failed[1])[0]
    body = []
    for line in lines[20:]:
        level = _LEVEL.match(line)
        if (
            level
            and level[1] in (b"INFO", b"DEBUG")
            and not lost & set(_SESSION.findall(line))
            and not any(word in line for word in _START_UP)
        ):
            body.append(line)
    template, sessions = _template(b"".join(body))
    failure, _ = _template(b"".join(line for line in lines if chosen in line))
    return Era(name, b"".join(lines[:20]), template, sessions, failure)


def _template(text: bytes) -> tuple[bytes, int]:
    """`text` ready for the ``%`` operator, and how many sessions it names."""
    text = _TIME.sub(b"%(time)s", text.replace(b"%", b"%%"))
    found = list(dict.fromkeys(_SESSION.findall(text)))
    for number, id in enumerate(found):
        text = text.replace(id, b"%%(%d)s" % number)
    return text, len(found)


def make_log(era: Era, path: Path, size: int) -> int:
    """Write a log of `size` bytes or a little more; gives the number of failures in it."""
    failures = max(FAILURES * size // (4 << 30), 1)
    every = size // failures
    written = copies = 0
    with path.open("wb") as file:
        written += file.write(era.head)
        for number in range(failures):
            time = datetime.fromtimestamp((START + number * STEP) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S").encode()
            while written < number * every + every // 2:
                names = {b"%d" % n: healthy(copies * era.sessions + n).encode() for n in range(era.sessions)}
                written += file.write(era.body % {b"time": time, **names})
                copies += 1
            written += file.write(era.failure % {b"time": time, b"0": failing(number).encode()})
        while written < size:
            names = {b"%d" % n: healthy(copies * era.sessions + n).encode() for n in range(era.sessions)}
            written += file.write(era.body % {b"time": time, **names})
            copies += 1
    return failures


# --- databases -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Size:
    """How much a database holds."""

    sessions: int
    failing: int
    messages: int = 20
    """Of each session: prompts and answers by turns."""


def make_database(path: Path, size: Size) -> None:
    """Write a database as 1.18.33 leaves it; the last prompt of each failing session has no answer."""
    with sqlite3.connect(SAMPLES / "mixed-1.18.33" / "opencode.db") as source:
        recorded = list(source.iterdump())
    with sqlite3.connect(path) as database:
        database.executescript(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
        )
        database.executescript("\n".join(recorded))
        database.executescript(
            "DELETE FROM part; DELETE FROM message; DELETE FROM event; DELETE FROM event_sequence; DELETE FROM todo;"
        )
        columns = [row[1] for row in database.execute("PRAGMA table_info(session)")]
        pattern = dict(zip(columns, database.execute("SELECT * FROM session LIMIT 1").fetchone(), strict=True))
        database.execute("DELETE FROM session")
        known = _indexes(database)
        numbers = iter(range(size.sessions))
        while some := list(islice(numbers, 5000)):
            _insert(database, "session", (tuple(_session(pattern, n, size).values()) for n in some))
            _insert(database, "message", (row for n in some for row in _messages(n, size)))
            _insert(database, "part", (row for n in some for row in _parts(n, size)))
        for statement in known:
            database.execute(statement)
        database.execute("ANALYZE sqlite_schema")  # leaves an empty sqlite_stat1, as a server has none
    database.close()


def _indexes(database: sqlite3.Connection) -> list[str]:
    """Take the indexes off until the rows are in; gives what makes them again."""
    found = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in found:
        database.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _insert(database: sqlite3.Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    first = next(rows)
    insert = f"INSERT INTO {table} VALUES ({','.join('?' * len(first))})"
    database.execute(insert, first)
    database.executemany(insert, rows)


def _session(pattern: dict[str, object], number: int, size: Size) -> dict[str, object]:
    id, last = _identity(number, size)
    made = last - (size.messages - 1) * 30_000
    return {**pattern, "id": id, "time_created": made - 50, "time_updated": last + 40, "title": f"Session {number}"}


def _identity(number: int, size: Size) -> tuple[str, int]:
    """Id of a session and the time of its last message, ms. Failing sessions come first in number, not in time."""
    if number < size.failing:
        return failing(number), START + number * STEP
    return healthy(number), START + (number % max(size.failing, 1)) * STEP + 400


def _messages(number: int, size: Size) -> Iterator[tuple[object, ...]]:
    id, last = _identity(number, size)
    parent = ""
    broken = number < size.failing
    for place in range(size.messages):
        time = last - (size.messages - 1 - place) * 30_000
        ident_ = ident("msg", time, number)
        if (size.messages - 1 - place) % 2 == (0 if broken else 1):
            model = "gud" if broken and place == size.messages - 1 else "good"
            data = f'{{"role":"user","time":{{"created":{time}}},"agent":"build","model":{{"providerID":"mock","modelID":"{model}"}},"summary":{{"diffs":[]}}}}'
            parent = ident_
        else:
            data = (
                f'{{"parentID":"{parent}","role":"assistant","mode":"build","agent":"build",'
                '"path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,'
                '"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},'
                f'"modelID":"good","providerID":"mock","time":{{"created":{time},"completed":{time + 2000}}},"finish":"stop"}}'
            )
        yield ident_, id, time, time + 20, data


def _parts(number: int, size: Size) -> Iterator[tuple[object, ...]]:
    for message, session, time, _, data in _messages(number, size):
        texts = ('{"type":"text","text":"a task"}',)
        if '"assistant"' in str(data):
            texts = (
                '{"snapshot":"726d23715f17e6405d4c14a1a0a3d369876e2e06","type":"step-start"}',
                f'{{"type":"text","text":"Sure, done.","time":{{"start":{time},"end":{int(str(time)) + 5}}}}}',
                '{"reason":"stop","snapshot":"726d23715f17e6405d4c14a1a0a3d369876e2e06","type":"step-finish","cost":0}',
            )
        for place, text in enumerate(texts):
            yield ident("prt", int(str(time)) + place, number), message, session, time, time, text
