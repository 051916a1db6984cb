"""Whatever a record or a row says: reading it raises nothing, places are true, nothing of it is dangerous, no secret comes through."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from inspector.logs.records import parse, starts
from inspector.redaction.redact import redact_text
from inspector.redaction.state import State
from inspector.text import markdown, visible
from tests.database.databases import made, writing
from tests.logs.reading import read_logs
from tests.trust.running import BANNER, FAILING, checked, inside
from tests.trust.test_hostile_text import controls
from tests.trust.test_secrets import PLANT, SECRETS

FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
KEY = st.one_of(
    st.sampled_from(("session.id", "cause", "error", "title", "agent", "modelID", "path", "run", "a")), TEXT.filter(bool)
)
PIECE = st.one_of(
    TEXT,
    st.sampled_from(
        ("=", '"', '\\"', "\\", "\n", "\r", " ", "{", "}", "[", "prompt_async failed", "INFO  2026-11-22T06:42:44 +1ms ")
    ),
    st.sampled_from(
        ("\x1b[31m", "\x9b", "\u202e", "\u2028", "\x00", "timestamp=2026-11-22T06:42:44.000Z level=INFO run=aaaaaaaa ", "ses_x")
    ),
)
VALUE = st.lists(PIECE, max_size=5).map("".join)


@st.composite
def legacy(draw: st.DrawFn) -> str:
    """A record of OpenCode to 1.15, with any keys and values: text, JSON, quoted or not."""
    level, second, delta = (
        draw(st.sampled_from(("INFO ", "WARN ", "ERROR", "DEBUG"))),
        draw(st.integers(0, 59)),
        draw(st.integers(-5, 10**7)),
    )
    pairs = draw(st.lists(st.tuples(KEY, VALUE), max_size=5))
    fields = "".join(f"{key}={draw(st.sampled_from((str, json.dumps)))(value)} " for key, value in pairs)
    return f"{level} 2026-11-22T06:42:{second:02} +{delta}ms {fields}{draw(st.one_of(st.just('prompt_async failed'), VALUE))}\n"


@st.composite
def logfmt(draw: st.DrawFn) -> str:
    """A record of OpenCode from 1.17 on."""
    level = draw(st.sampled_from(("INFO", "WARN", "ERROR", "DEBUG")))
    pairs = draw(st.lists(st.tuples(KEY, VALUE), max_size=5))
    fields = "".join(f" {key}={json.dumps(value) if draw(st.booleans()) else value}" for key, value in pairs)
    message = draw(st.one_of(st.just('"prompt_async failed"'), VALUE.map(json.dumps), VALUE))
    return f"timestamp=2026-11-22T06:42:{draw(st.integers(0, 59)):02}.{draw(st.integers(0, 999)):03}Z level={level} run=aaaaaaaa message={message}{fields}\n"


LOG = st.lists(st.one_of(legacy(), logfmt(), VALUE.map(lambda text: text + "\n")), max_size=8).map(
    lambda records: BANNER + "".join(records)
)
FRAGMENT = st.one_of(st.binary(max_size=200), legacy().map(str.encode), logfmt().map(str.encode))


@MANY
@given(FRAGMENT, st.integers(0, 300), st.binary(max_size=20))
def test_parsing_any_bytes_raises_nothing(raw: bytes, place: int, more: bytes) -> None:
    found = {data: parse(data, "x", 7) for data in (raw, raw[:place] + more + raw[place:], raw[:place])}
    assert [data for data, record in found.items() if record and not starts().match(data)] == []


@MANY
@given(st.one_of(legacy(), logfmt()))
def test_a_record_is_read_at_its_place(text: str) -> None:
    record = parse(text.encode(), "x", 7)
    assert record is not None
    assert (record.path, record.offset) == ("x", 7)


@FEW
@given(LOG)
def test_places_in_a_log_point_at_the_bytes_of_the_record(text: str) -> None:
    data = text.encode()
    with tempfile.NamedTemporaryFile(suffix=".log") as file:
        file.write(data)
        file.flush()
        logs = read_logs([file.name], sessions=None)
        records = [*logs.failures, *logs.notable, *(record for session in logs.sessions for record in logs.sessions[session])]
        for record in records:
            assert (b"\n" + data)[record.offset : record.offset + 1] == b"\n"
            again = parse(data[record.offset :].split(b"\n")[0] + b"\n", record.path, record.offset)
            assert again is not None
            assert (again.time, again.era, again.level) == (record.time, record.era, record.level)
    assert logs.inputs[0].bytes == len(data)


@FEW
@given(LOG, st.sampled_from(("terminal", "markdown", "html", "jsonl")), st.booleans())
def test_no_output_about_any_log_holds_a_control_character(text: str, form: str, plain: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.log"
        path.write_bytes(text.encode())
        done = inside("diagnose", path, "--format", form, "-v", *(["--no-redact"] if plain else []))
    assert done.code in (0, 1, 3)
    assert controls(done.out + done.err) == set()


@MANY
@given(VALUE, VALUE)
@example('"', "\\")
@example("{", "}")
@example("C:\\", "/")
def test_a_secret_is_hidden_whatever_stands_around_it(before: str, behind: str) -> None:
    """Whole words of the secrets, set off by blanks as they are where people and servers write them."""
    shown = redact_text(f"{before} {PLANT} {behind}", State())
    for secret in SECRETS:
        assert secret not in shown
    assert redact_text(shown, State()) == shown


@MANY
@given(VALUE)
def test_text_made_safe_is_safe(text: str) -> None:
    assert controls(visible(text)) == set()
    assert len(visible(text, 10)) <= 10
    shown = markdown(text)
    for sign in ("<", "](", "![", "://"):
        assert sign not in shown.replace("\\[", "").replace("\\]", "")


CELL = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    TEXT,
    st.binary(max_size=40),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), TEXT),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.one_of(st.sampled_from(("role", "error", "time", "type", "parentID", "finish")), TEXT), inner, max_size=3
            ),
        ),
        max_leaves=8,
    ).map(json.dumps),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = made(tmp_path_factory.mktemp("rows"), "1.15.13")
    with writing(path) as writer:
        for number in range(4):
            session = writer.session(f"ses_dfe01c813ffe7rAq2JUnH99Ye{number}", number)
            user = writer.user(session, f"msg_201fe3629{number}01AAAAAAAAAAAAAA", 50)
            writer.assistant(session, f"msg_201fe3630{number}01AAAAAAAAAAAAAA", 60, user, finish=None, error={"name": "APIError"})
            writer.part(session, user, f"prt_201fe3629{number}01AAAAAAAAAAAAAA", 50, {"type": "text", "text": "x"})
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return path.read_bytes()


COLUMNS = (
    ("session", ("id", "title", "directory", "version", "time_created", "time_updated", "model", "agent", "parent_id")),
    ("message", ("id", "session_id", "time_created", "time_updated", "data")),
    ("part", ("id", "message_id", "session_id", "data")),
)
CHANGE = st.one_of(*(st.tuples(st.just(table), st.sampled_from(columns), st.integers(1, 8), CELL) for table, columns in COLUMNS))


@FEW
@given(st.lists(CHANGE, min_size=1, max_size=6), st.sampled_from(("json", "terminal", "markdown", "html")))
def test_rows_of_any_type_and_content_are_read(database: bytes, changes: list[tuple[str, str, int, Any]], form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "opencode.db"
        path.write_bytes(database)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            for table, column, row, value in changes:
                with suppress(sqlite3.Error, UnicodeEncodeError, OverflowError):
                    connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, row))
        whole = path.read_bytes()
        done = inside("diagnose", "--db", path, "--format", form, "-v")
        assert path.read_bytes() == whole
        assert sorted(file.name for file in path.parent.iterdir()) == ["opencode.db"]
    if form == "json":
        checked(done)
    assert done.code in (0, 1, 3)
    assert controls(done.out + done.err) == set()


@FEW
@given(VALUE)
def test_an_error_message_of_any_text_is_one_finding(text: str) -> None:
    """What a failure quotes neither ends its record nor begins another."""
    cause = json.dumps(
        {"_id": "Cause", "failures": [{"_tag": "Die", "defect": {"data": {"message": text}, "name": "UnknownError"}}]}
    )
    record = f"ERROR 2026-11-22T06:42:47 +1ms service=default session.id={FAILING} cause={cause} prompt_async failed\n"
    with tempfile.NamedTemporaryFile(suffix=".log") as file:
        file.write((BANNER + record).encode())
        file.flush()
        logs = read_logs([file.name], sessions=None)
    assert [failure.session_id for failure in logs.failures] == [FAILING]
