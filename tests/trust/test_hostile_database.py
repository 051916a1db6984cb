"""A database of any content, through the whole command: a JSON report, exit code 0, 1 or 3, in bounded time."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.database.databases import START, made, writing
from tests.trust.running import Done, checked, environment, inside, inspector, untouched

SESSION = "ses_dfe01c813ffe7rAq2JUnH99Ye0"
ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database of a few sessions, in pages of 1,024 bytes."""
    path = _filled(tmp_path_factory.mktemp("whole"))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA page_size=1024", "VACUUM"):
            database.execute(statement)
    return path.read_bytes()


def _filled(folder: Path) -> Path:
    path = made(folder, "1.15.13")
    with writing(path) as writer:
        for number in range(6):
            session = writer.session(f"ses_dfe01c813ffe7rAq2JUnH99Ye{number}", number)
            writer.exchange(session)
            user = writer.user(session, f"msg_201fe3629{number}01AAAAAAAAAAAAAA", 50)
            writer.assistant(session, f"msg_201fe3630{number}01AAAAAAAAAAAAAA", 60, user, finish=None, error={"name": "APIError"})
            writer.part(session, user, f"prt_201fe3629{number}01AAAAAAAAAAAAAA", 50, {"type": "text", "text": "x"})
    return path


def read(path: Path) -> Done:
    with untouched(path.parent):
        done = inside("diagnose", "--db", path, "--format", "json")
        checked(done)
    return done


def test_cut_at_any_page_it_is_read_as_far_as_it_goes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "opencode.db"
    for end in range(0, len(content), 1024):
        path.write_bytes(content[:end])
        assert read(path).code == 3
    path.write_bytes(content)
    assert read(path).code == 1


@pytest.mark.parametrize("seed", range(4))
def test_flipped_bits_are_survived(content: bytes, tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "opencode.db", Random(seed)
    for _ in range(8):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 10, 300))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        read(path)


NOT_DATABASES = {
    "nothing": (b"", "is empty"),
    "zero bytes": (bytes(8192), "is not a SQLite database"),
    "encrypted": (Random(1).randbytes(8192), "or it is encrypted"),
    "text": (b"INFO  2026-11-22T06:42:43 +1ms service=default\n" * 20, "but text"),
    "header and zeros": (b"SQLite format 3\0" + bytes(8176), "not a database"),
    "only a header": (b"SQLite format 3\0" + bytes(40), "cut off"),
}


@pytest.mark.parametrize("kind", NOT_DATABASES)
def test_what_is_no_database_is_said_in_one_sentence(tmp_path: Path, kind: str) -> None:
    data, words = NOT_DATABASES[kind]
    path = tmp_path / "opencode.db"
    path.write_bytes(data)
    done = read(path)
    assert (done.code, done.out) == (3, "")
    assert words in done.err
    assert done.err.count("error:") == 1


def _views(database: sqlite3.Connection) -> None:
    for table in ("session", "message", "part", "__drizzle_migrations"):
        database.execute(f"ALTER TABLE {table} RENAME TO real_{table}")
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM real_{table}")


def _endless_views(database: sqlite3.Connection) -> None:
    for table in ("session", "message", "part", "__drizzle_migrations", "todo"):
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        database.execute(f"DROP TABLE {table}")
        database.execute(f"CREATE VIEW {table} AS {ENDLESS} SELECT {', '.join(f'n AS {name}' for name in names)} FROM t")


def _triggers(database: sqlite3.Connection) -> None:
    for table in ("session", "message", "part"):
        for when in ("INSERT", "UPDATE", "DELETE"):
            database.execute(f"CREATE TRIGGER {table}_{when} AFTER {when} ON {table} BEGIN DELETE FROM session; END")


def _generated(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE message ADD COLUMN bomb TEXT AS (hex(zeroblob(300000000)))")
    database.execute("ALTER TABLE session ADD COLUMN seq INTEGER AS (json_extract(title, '$.x'))")
    database.execute("ALTER TABLE session ADD COLUMN agents TEXT AS (upper(title) || hex(directory))")


def _generated_keys(database: sqlite3.Connection) -> None:
    database.execute("DROP TABLE message")
    database.execute(
        "CREATE TABLE message (raw TEXT, id TEXT AS (hex(zeroblob(34000000))), session_id TEXT AS ('ses_dfe01c813ffe7rAq2JUnH99Ye0'), "
        f"time_created INTEGER AS ({START}), time_updated INTEGER AS ({START}), data TEXT AS (raw || '{{}}'))"
    )
    database.execute("INSERT INTO message (raw) VALUES ('x')")


def _no_text(database: sqlite3.Connection) -> None:
    for table in ("session", "message", "part"):
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "project_id"]
        for name in names:
            with suppress(sqlite3.IntegrityError):  # several rows, one key
                database.execute(f"UPDATE {table} SET {name} = CAST(x'ff80fe' || rowid || x'c3' AS TEXT)")


def _big(database: sqlite3.Connection) -> None:
    big = "x" * (66 << 20)
    database.execute("UPDATE message SET data = ? WHERE rowid = 2", (big,))
    database.execute("UPDATE session SET title = ? WHERE rowid = 1", (big,))
    database.execute("UPDATE part SET data = ? WHERE rowid = 1", (json.dumps({"type": "text", "text": "y" * (20 << 20)}),))


def _nested(database: sqlite3.Connection) -> None:
    for number, (opening, ending) in enumerate((("[", "]"), ('{"a":', "}"), ('{"role":', "}"))):
        text = opening * 100_000 + "1" + ending * 100_000
        database.execute("UPDATE message SET data = ? WHERE rowid = ?", (text, number + 1))
        database.execute("UPDATE part SET data = ? WHERE rowid = ?", (text, number + 1))
        database.execute("UPDATE session SET model = ? WHERE rowid = ?", (text, number + 1))


def _no_json(database: sqlite3.Connection) -> None:
    values = ("", "{", "nul", "'", '{"role":"user"', "\x00", "NaN", "[1,]", '{"a":1}{"b":2}')
    for number, text in enumerate(values):
        database.execute("UPDATE message SET data = ? WHERE rowid = ?", (text, number + 1))
        database.execute("UPDATE part SET data = ? WHERE rowid = ?", (text, number + 1))


def _odd_names(database: sqlite3.Connection) -> None:
    for name in ("\x1b[31m", "a\nb", '"', "x" * 5000, "\u202e", "input"):
        quoted = name.replace('"', '""')
        database.execute(f'CREATE TABLE "{quoted}" ("{quoted}" "{quoted}" DEFAULT (\'\x1b\'))')


HOSTILE: dict[str, tuple[Callable[[sqlite3.Connection], None], str, str]] = {
    "views": (_views, "", "session is a view"),
    "endless views": (_endless_views, "", "session is a view"),
    "triggers": (_triggers, "012345", ""),
    "generated columns": (_generated, "012345", ""),
    "generated keys": (_generated_keys, "", "message: string or blob too big"),
    "invalid UTF-8": (_no_text, "", "session: 6 rows could not be read"),
    "values of 66 MiB": (_big, "12345", "message: string or blob too big .*Ye0"),
    "odd names": (_odd_names, "012345", ""),
    "nested JSON": (_nested, "12345", "message: 3 rows could not be read"),
    "no JSON": (_no_json, "2345", "message: 9 rows could not be read"),
}
"""How each spoils the database, the last letters of the sessions whose cause is still named, and what is said of the others."""


def told(report: dict[str, Any]) -> dict[str, str | None]:
    """The causes by the last letter of their sessions."""
    return {entry["session_id"][-1]: entry["cause"] for kind in ("failures", "silent", "rejected") for entry in report[kind]}


def said(report: dict[str, Any]) -> str:
    return "\n".join(f"{problem['where']}: {problem['what']}" for problem in report["problems"])


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_content_costs_only_what_it_spoils(tmp_path: Path, kind: str) -> None:
    spoil, whole, words = HOSTILE[kind]
    path = _filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        spoil(database)
    for arguments in (["diagnose"], ["database"], ["session", SESSION]):
        with untouched(tmp_path):
            done = inside(*arguments, "--db", path, "--format", "json")
        assert done.code == (3 if words else 1), arguments
        assert "\x1b" not in done.out
        if arguments == ["diagnose"]:
            assert {letter: cause for letter, cause in told(done.report).items() if cause} == dict.fromkeys(
                whole, "provider-error"
            )
            assert re.search(words, said(done.report))


DEEP = "[" * 2100 + "]" * 2100
"""Deeper than any SQLite reads JSON; some versions of it, and of Python, read no more than half of that."""
ROLE = "json_extract(data, '$.role')"
UNREADABLE = {
    "no JSON": ("UPDATE message SET data = 'x'", "message", 12),
    "JSON that says nothing": ("UPDATE message SET data = '{}'", "message", 12),
    "bytes that are no text": ("UPDATE message SET data = CAST(x'ff80fe' || rowid AS TEXT)", "message", 12),
    "blobs": ("UPDATE message SET data = CAST(data AS BLOB)", "message", 12),
    "prompts that are no JSON": (f"UPDATE message SET data = '{{' WHERE {ROLE} = 'user'", "message", 6),
    "answers nested 2,100 deep": (
        f"UPDATE message SET data = replace(data, '\"role\"', '\"deep\":{DEEP},\"role\"') WHERE {ROLE} = 'assistant'",
        "message",
        6,
    ),
    "rows behind a failed answer": (
        "INSERT INTO message SELECT 'msz' || id, session_id, time_created + 9, time_updated + 9, '{' FROM message WHERE data LIKE '%APIError%'",
        "message",
        3,
    ),
    "sessions whose ids are no text": ("UPDATE session SET id = CAST(x'7365735fff' || id AS TEXT)", "session", 3),
}


@pytest.mark.parametrize("every", [False, True], ids=["some", "all"])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_rows_that_cannot_be_read_are_counted_and_no_cause_is_named_where_they_may_hold_the_answer(
    tmp_path: Path, kind: str, every: bool
) -> None:
    change, table, count = UNREADABLE[kind]
    path = _filled(tmp_path)
    key = "id" if table == "session" else "session_id"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(
            f"{change} {'AND' if 'WHERE' in change else 'WHERE'} {key} < ?", (SESSION[:-1] + ("9" if every else "3"),)
        )
        assert database.execute("SELECT changes()").fetchone() == (count * (1 + every),)
    done = read(path)
    assert done.code == 3
    whole = dict.fromkeys("" if every else "345", "provider-error")
    unsure = dict.fromkeys("012345" if kind == "rows behind a failed answer" else "")
    assert told(done.report) == unsure | whole
    assert f"opencode.db: {table}: {count * (1 + every)} rows could not be read" in said(done.report)
    assert inside("session", SESSION, "--db", path, "--format", "json").code == 3


WRONG = (
    None,
    0,
    -1,
    2**63 - 1,
    -(2**63),
    1e308,
    float("inf"),
    "",
    "x",
    b"\xff",
    "[]",
    "{}",
    "9" * 400,
    "\x1b[31m",
    253_402_300_800_000,
)


def test_values_of_any_type_in_any_column_are_survived(tmp_path: Path) -> None:
    path = _filled(tmp_path)
    whole = path.read_bytes()
    tables = ("session", "message", "part", "__drizzle_migrations")
    with closing(sqlite3.connect(path)) as database:
        columns = [(table, row[1]) for table in tables for row in database.execute(f"PRAGMA table_info({table})")]
    for number, (table, column) in enumerate(columns):
        path.write_bytes(whole)
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            with suppress(sqlite3.Error):
                database.execute("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('h', 1)")
            for row in range(1, 8):
                with suppress(sqlite3.Error):  # NOT NULL, or one key twice
                    database.execute(
                        f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (WRONG[(row * 7 + number) % len(WRONG)], row)
                    )
        read(path)


@pytest.mark.parametrize("depth", [500, 1200, 1900])
def test_an_error_nested_too_deep_for_some_is_read_or_told_to_be_unread(tmp_path: Path, depth: int) -> None:
    """Which of both it is, the versions of SQLite and Python decide; the prompt it answers is never taken for unanswered."""
    path = _filled(tmp_path)
    error = {"name": "APIError", "data": {"message": "DEEP"}}
    deep = json.dumps(error).replace('"DEEP"', "[" * depth + "]" * depth)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE message SET data = replace(data, ?, ?)", (json.dumps({"name": "APIError"}), deep))
    done = read(path)
    outcome = (done.code, set(told(done.report).values()))
    assert outcome in ((1, {"provider-error"}), (3, {None}), (3, set()))


def test_memory_stays_bounded_whatever_a_value_weighs(tmp_path: Path) -> None:
    """200 MiB of values under a limit that would not hold them twice."""
    import resource

    path = _filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE message SET data = json_object('role', 'user', 'x', hex(zeroblob(10000000)))")
    assert os.path.getsize(path) > 200 << 20  # noqa: PTH202
    limit = 400 << 20
    done = inspector(
        "diagnose", "--db", path, "--format", "json", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    )
    checked(done)
    assert done.report["inputs"]["database"]


def test_a_version_that_is_no_number_does_not_stop_the_check_of_requests(tmp_path: Path) -> None:
    path = _filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE session SET version = 'local'")
    call = {"method": "POST", "path": "/session/ses_x/prompt_async", "body": {"parts": []}, "status": 204}
    (tmp_path / "requests.jsonl").write_text(json.dumps(call) + "\n")
    checked(inside("diagnose", "--db", path, "--requests", tmp_path / "requests.jsonl", "--format", "json"))


@pytest.mark.parametrize(("heap", "expected"), [(20_000, "out of memory"), (150_000, "could not be read")])
def test_sqlite_may_run_out_of_memory_at_any_step(content: bytes, tmp_path: Path, heap: int, expected: str) -> None:
    """Found by the mutation fuzz (seed 20261130, input 29979): SQLite reports a damaged schema as a lack of memory."""
    path = tmp_path / "opencode.db"
    path.write_bytes(content)
    program = (
        "import sqlite3, sys\n"
        f"sqlite3.connect(':memory:').execute('PRAGMA hard_heap_limit={heap}').fetchall()\n"
        "from inspector.cli import main as cli\n"
        f"sys.exit(cli.run(['diagnose', '--db', {str(path)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, env=environment(), check=False)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 3, said
    assert expected in said
    assert "inspector itself failed" not in said
