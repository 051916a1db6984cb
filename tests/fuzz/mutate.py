"""What is done to good inputs: bytes, words and cells changed at random, all of it decided by one `Random`."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

LARGEST = 400_000
WORDS = (
    b"",
    b"\0",
    b"\n",
    b"\r",
    b"\r\n",
    b'"',
    b"\\",
    b'\\\\\\"',
    b"{",
    b"}",
    b"[",
    b"]",
    b"=",
    b":",
    b" ",
    b"\t",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x1b[31m",
    b"\x1b]52;c;aGk=\x07",
    b"\xc2\x9b",
    b"\xe2\x80\xae",
    b"null",
    b"true",
    b"NaN",
    b"1e999",
    b"-1",
    b"0",
    b"9" * 40,
    b"\\ud800",
    b"\\u0000",
    b"2026-13-45T99:99:99",
    b"0001-01-01T00:00:00.000Z",
    b"9999-12-31T23:59:59.999Z",
    b"prompt_async failed",
    b"cause=",
    b"session.id=",
    b"session.id=ses_",
    b"ses_",
    b"msg_",
    b"run=",
    b"level=ERROR",
    b"message=",
    b'cause={"_id":"Cause","failures":[',
    b"Cause([Die(",
    b"step=0 loop",
    b"exiting loop",
    b"created",
    b"opencode",
    b'{"type":"text","text":"',
    b"[" * 3000,
    b'{"a":' * 3000,
    b"\\" * 500,
    b'"' * 500,
    b"x" * 70_000,
    b"https://a:b@",
    b"prt_",
    b"version=",
    b"99.99.99",
    b"schema rejection",
    b"Failed to drain Session",
)
VALUES: tuple[Any, ...] = (
    None,
    0,
    -1,
    1,
    2**63 - 1,
    -(2**63),
    1e308,
    float("inf"),
    1.5,
    "",
    "x",
    b"",
    b"\xff\xfe\0",
    "\x1b[31m",
    "\u202e",
    "null",
    "[]",
    "{}",
    '"x"',
    "[" * 5000,
    '{"role":"user"}',
    '{"role":["assistant"],"time":{"created":"x"}}',
    '{"role":"assistant","error":{"name":7,"data":[]},"time":[]}',
    "{" * 100,
    '{"type":"tool","state":{"status":7,"time":{"start":-1}}}',
    '{"type":"tool","state":[],"tool":{}}',
    "9" * 400,
    "2026-11-22",
    "ses_x",
    "x" * 100_000,
    '{"providerID":{},"modelID":[1]}',
    '{"time":{"created":1e300}}',
    '{"time":{"created":99999999999999999999999}}',
    253_402_300_800_000,
    -62_135_596_800_001,
)
_NUMBER = re.compile(rb"\d+")


def changed(data: bytes, chance: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """`data` after one to some twenty random changes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 20))):
        data = chance.choice(_CHANGES)(data, chance, others)[:LARGEST]
    return data


def _place(data: bytes, chance: Random) -> int:
    return chance.randrange(len(data) + 1)


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    start = _place(data, chance)
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 300, 4096)))


def _flipped(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 4, 30)) if data else 0):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _random(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _filled(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.choice((b"\0", b"\xff", b" ", b"\n", b"9")) * (end - start) + data[end:]


def _word(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.choice(WORDS) + data[chance.choice((start, end)) :]


def _doubled(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _moved(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    rest = data[:start] + data[end:]
    place = _place(rest, chance)
    return rest[:place] + data[start:end] + rest[place:]


def _without(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _cut(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    place = _place(data, chance)
    return chance.choice((data[:place], data[:place], data[place:]))


def _numbered(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    found = _NUMBER.search(data, _place(data, chance))
    if found is None:
        return data
    return data[: found.start()] + chance.choice((b"-1", b"0", b"9" * 30, b"1.5", b"1e400", b"null")) + data[found.end() :]


def _lines(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    lines = data.split(b"\n")
    for _ in range(chance.choice((1, 5, 50))):
        one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _spliced(data: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    if not others:
        return data
    other = chance.choice(others)
    start, end = _span(other, chance)
    place = _place(data, chance)
    return data[:place] + other[start:end] + data[place:]


_CHANGES: tuple[Callable[[bytes, Random, tuple[bytes, ...]], bytes], ...] = (
    _flipped,
    _random,
    _filled,
    _word,
    _word,
    _doubled,
    _moved,
    _without,
    _cut,
    _numbered,
    _numbered,
    _lines,
    _spliced,
)


def frames(wal: bytes, chance: Random) -> bytes:
    """A write-ahead log with frames lost, doubled, exchanged or cut, or with a salt, checksum or page number of its headers wrong."""
    page = int.from_bytes(wal[8:12], "big")
    if len(wal) < 32 or not 512 <= page <= 65536:
        return changed(wal, chance)
    size = 24 + page
    kept = [wal[at : at + size] for at in range(32, len(wal), size)]
    head = bytearray(wal[:32])
    for _ in range(chance.choice((1, 1, 2, 5))):
        way, one = chance.randrange(8), chance.randrange(len(kept)) if kept else 0
        if way == 0 or not kept:
            head[chance.randrange(32)] ^= 1 << chance.randrange(8)
        elif way == 1:
            del kept[one:]
        elif way == 2:
            del kept[one]
        elif way == 3:
            kept.insert(chance.randrange(len(kept)), kept[one])
        elif way == 4:
            other = chance.randrange(len(kept))
            kept[one], kept[other] = kept[other], kept[one]
        elif way == 5:
            kept[one] = kept[one][: chance.randrange(size)]
        else:
            frame = bytearray(kept[one])
            for _ in range(chance.choice((1, 8))):
                frame[chance.randrange(min(24 if way == 6 else size, len(frame)) or 1)] ^= 1 << chance.randrange(8)
            kept[one] = bytes(frame)
    return bytes(head) + b"".join(kept)


def cells(path: Path, chance: Random) -> None:
    """Put values of any type into random cells of the database at `path`, and now and then change its schema."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.text_factory = bytes
        database.execute("PRAGMA ignore_check_constraints=ON")
        tables = [
            name.decode()
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%'")
        ]
        for _ in range(chance.choice((1, 3, 10))):
            table = chance.choice(tables)
            columns = [row[1].decode() for row in database.execute(f'PRAGMA table_xinfo("{table}")')] or ["id"]
            column = chance.choice(columns)
            if chance.random() < 0.12:
                statement = chance.choice(
                    (
                        f'DROP TABLE "{table}"',
                        f'ALTER TABLE "{table}" DROP COLUMN "{column}"',
                        f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "x"',
                        f'ALTER TABLE "{table}" RENAME TO "x{chance.randrange(99)}"',
                        f'CREATE VIEW IF NOT EXISTS "v" AS SELECT * FROM "{table}"',
                        f'CREATE TRIGGER IF NOT EXISTS "t" AFTER INSERT ON "{table}" BEGIN SELECT 1; END',
                        f'ALTER TABLE "{table}" ADD COLUMN "seq" DEFAULT ({chance.choice(("7", "NULL", "x"))})',
                        f'DELETE FROM "{table}"',
                    )
                )
                with suppress(sqlite3.Error):
                    database.execute(statement)
                continue
            with suppress(sqlite3.Error, IndexError):
                rows = database.execute(f'SELECT rowid, "{column}" FROM "{table}" ORDER BY rowid LIMIT 50').fetchall()
                rowid, old = chance.choice(rows)
                database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (_value(old, chance), rowid))


def _value(old: object, chance: Random) -> Any:
    if not isinstance(old, bytes) or chance.random() < 0.4:
        return chance.choice(VALUES)
    if chance.random() < 0.5:
        with suppress(ValueError, RecursionError):
            return json.dumps(_other_json(json.loads(old), chance))
    return changed(old, chance).decode("utf-8", "replace")


def _other_json(value: Any, chance: Random) -> Any:
    """One value somewhere in a JSON document replaced."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(sorted(value))
        return {**value, key: _other_json(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        place = chance.randrange(len(value))
        return [*value[:place], _other_json(value[place], chance), *value[place + 1 :]]
    return chance.choice(
        (
            None,
            0,
            -1,
            1e308,
            "",
            "x",
            [],
            {},
            [[]],
            {"x": 1},
            True,
            "stop",
            "assistant",
            "user",
            10**30,
            "\u0000",
            "\ud800",
            "y" * 5000,
        )
    )
