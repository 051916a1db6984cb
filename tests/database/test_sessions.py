"""Rows of sessions: every form of every table, bounded, and never a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from inspector.database import open_database
from inspector.model import SessionRows
from tests.database.databases import START, Writer, made, writing


def read(path: Path, *ids: str, **options: Any) -> list[SessionRows]:
    with open_database(path) as database:
        rows = list(database.sessions(ids, **options))
        assert database.problems == ()
        return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path, "1.17.19")


def test_a_whole_session(path: Path) -> None:
    model = '{"id":"good","providerID":"mock","variant":"high"}'
    with writing(path) as writer:
        writer.session("ses_a", 0, agent="build", model=model, parent_id="ses_p", time_archived=START + 1)
        writer.user("ses_a", "msg_1", 1, tools={"bash": False})
        error = {
            "name": "APIError",
            "data": {"message": "slow down", "statusCode": 429, "isRetryable": True, "responseBody": "secret"},
        }
        writer.assistant("ses_a", "msg_2", 2, "msg_1", error=error, finish=None, time={"created": START + 2})
        writer.assistant("ses_a", "msg_3", 3, "msg_1", mode="compaction", summary=True, variant="low")
        writer.part("ses_a", "msg_1", "prt_1", 1, {"type": "text", "text": "a secret prompt", "synthetic": True})
        state = {"status": "running", "input": {}, "time": {"start": START + 3}, "metadata": {"output": "half"}}
        writer.part("ses_a", "msg_2", "prt_2", 3, {"type": "tool", "tool": "bash", "state": state})
        writer.part("ses_a", "msg_2", "prt_3", 4, {"type": "compaction", "auto": True, "overflow": False})
        writer.part("ses_a", "msg_2", "prt_4", 5, {"type": "step-finish", "reason": "stop"})
        writer.part(
            "ses_a", "msg_2", "prt_5", 6, {"type": "tool", "tool": "read", "state": {"status": "error", "error": "no file"}}
        )
        writer.insert("event_sequence", aggregate_id="ses_a", seq=0)
        writer.insert("event", id="evt_1", aggregate_id="ses_a", seq=0, type="session.created.1", data="{}")
    (rows,) = read(path, "ses_a")
    assert rows.session is not None
    assert (rows.session.agent, rows.session.provider_id, rows.session.model_id, rows.session.variant) == (
        "build",
        "mock",
        "good",
        "high",
    )
    assert (rows.session.parent_id, rows.session.version, rows.session.time_archived is None) == ("ses_p", "1.15.13", False)
    assert dict(rows.counts) == {"session": 1, "message": 3, "part": 5, "session_input": 0, "session_message": 0, "event": 1}
    assert rows.messages is not None
    user, failed, summary = rows.messages
    assert (user.role, user.provider_id, user.model_id, user.tools, user.parent_id, user.readable) == (
        "user",
        "mock",
        "good",
        ("bash",),
        None,
        True,
    )
    assert (failed.completed, failed.finish, failed.parent_id) == (None, None, "msg_1")
    assert (failed.error_name, failed.error_message, failed.error_status, failed.error_retryable) == (
        "APIError",
        "slow down",
        429,
        True,
    )
    assert (summary.mode, summary.summary, summary.variant, summary.finish) == ("compaction", True, "low", "stop")
    assert rows.parts is not None
    text, tool, compaction, step, broken = rows.parts
    assert (text.chars, text.synthetic) == (15, True)
    assert (tool.tool, tool.status, tool.started is None, tool.ended, tool.has_metadata, tool.has_output) == (
        "bash",
        "running",
        False,
        None,
        True,
        True,
    )
    assert (compaction.auto, compaction.overflow, step.reason, broken.error) == (True, False, "stop", "no file")
    assert "secret" not in repr(rows)


def test_unknown_sessions_have_no_rows_and_order_is_kept(path: Path) -> None:
    with writing(path) as writer:
        writer.session("ses_a")
    rows = read(path, "ses_x", "ses_a", "ses_x", "ses_y")
    assert [(one.session_id, one.session is not None, one.counts["session"]) for one in rows] == [
        ("ses_x", False, 0),
        ("ses_a", True, 1),
        ("ses_y", False, 0),
    ]
    assert (rows[0].messages, rows[0].parts, rows[0].inputs, rows[0].projected) == ((), (), (), ())
    assert set(rows[0].counts.values()) == {0}


def test_tables_that_do_not_exist_are_none(tmp_path: Path) -> None:
    path = made(tmp_path, "1.2.27")
    with writing(path) as writer:
        writer.session("ses_a")
        writer.exchange("ses_a")
    (rows,) = read(path, "ses_a")
    assert (rows.inputs, rows.projected) == (None, None)
    assert dict(rows.counts) == {
        "session": 1,
        "message": 2,
        "part": 0,
        "session_input": None,
        "session_message": None,
        "event": None,
    }
    assert rows.session is not None
    assert (rows.session.agent, rows.session.model_id) == (None, None)


@pytest.mark.parametrize("keep", [1, 3, 19, 20, 21])
def test_newest_messages_are_kept_and_all_are_counted(path: Path, keep: int) -> None:
    with writing(path) as writer:
        for session in ("ses_a", "ses_b"):
            writer.session(session)
            for number in range(20):
                writer.user(session, f"msg_{session}_{99 - number}", number)  # ids sort against time
    for rows in read(path, "ses_a", "ses_b", messages=keep):
        assert rows.messages is not None
        assert [row.id for row in rows.messages] == [f"msg_{rows.session_id}_{99 - number}" for number in range(20)][-keep:]
        assert (rows.counts["message"], rows.capped) == (20, keep < 20)


def test_messages_of_a_deleted_session_are_found_and_bounded(path: Path) -> None:
    with writing(path) as writer:
        for number in range(5):
            writer.user("ses_gone", f"msg_{number}", number)
    (rows,) = read(path, "ses_gone", messages=2)
    assert rows.session is None
    assert [row.id for row in rows.messages or ()] == ["msg_3", "msg_4"]


def test_parts_of_a_long_session_are_those_of_its_newest_messages(path: Path) -> None:
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(100):
            writer.user("ses_a", f"msg_{number:03}", number)
            writer.part("ses_a", f"msg_{number:03}", f"prt_{number:03}", number, {"type": "text", "text": "x"})
    (rows,) = read(path, "ses_a")
    assert [row.id for row in rows.parts or ()] == [f"prt_{number:03}" for number in range(40, 100)]
    assert rows.parts_since == (rows.messages or ())[40].time_created
    assert rows.counts["part"] == 100
    (bare,) = read(path, "ses_a", parts=False)
    assert (bare.parts, bare.counts["part"]) == (None, 100)


def test_parts_of_a_session_with_very_many_are_those_of_its_newest_messages_by_time(path: Path) -> None:
    """Ids from before the wrap of 2026-08-14 sort after those from behind it."""
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(10):
            writer.assistant("ses_a", f"msg_f{number}", number, "msg_f")
            for part in range(250):
                writer.part("ses_a", f"msg_f{number}", f"prt_{number}_{part:03}", number, {"type": "text", "text": "x"})
        writer.assistant("ses_a", "msg_0", 100, "msg_f")
        writer.part("ses_a", "msg_0", "prt_newest", 100, {"type": "tool", "tool": "bash", "state": {"status": "running"}})
    (rows,) = read(path, "ses_a")
    kept = {row.message_id for row in rows.parts or ()}
    assert "msg_0" in kept
    assert "msg_f0" not in kept
    assert rows.parts_since == (rows.messages or ())[3].time_created


def test_parts_that_tell_of_a_prompt_are_read_where_not_every_part_is_asked_for(path: Path) -> None:
    with writing(path) as writer:
        for session, finish in (("ses_well", "stop"), ("ses_open", "error")):
            writer.session(session)
            writer.user(session, f"msg_{session}1", 1)
            writer.assistant(session, f"msg_{session}2", 2, f"msg_{session}1", finish="tool-calls")
            writer.assistant(session, f"msg_{session}3", 3, f"msg_{session}1", finish=finish)
            for number in (1, 2, 3):
                writer.part(session, f"msg_{session}{number}", f"prt_{session}{number}", number, {"type": "text", "text": "x"})
    well, unfinished = read(path, "ses_well", "ses_open", every_part=())
    assert ([row.id for row in well.parts or ()], well.every_part, well.counts["part"]) == (
        ["prt_ses_well1"],
        False,
        3,
    )
    assert [row.id for row in unfinished.parts or ()] == ["prt_ses_open1", "prt_ses_open2", "prt_ses_open3"]
    (asked,) = read(path, "ses_well", every_part={"ses_well"})
    assert (len(asked.parts or ()), asked.every_part) == (3, True)


def test_of_a_complete_answer_only_the_parts_that_show_something_are_read_if_it_has_any(path: Path) -> None:
    kinds = ("step-start", "text", "step-finish")
    told = {
        "ses_well": ("stop", kinds),
        "ses_tool": ("stop", (*kinds, "tool")),
        "ses_bare": ("stop", kinds[::2]),
        "ses_open": ("error", kinds),
    }
    with writing(path) as writer:
        for session, (finish, types) in told.items():
            writer.session(session)
            writer.user(session, f"msg_{session}1", 1)
            writer.assistant(session, f"msg_{session}2", 2, f"msg_{session}1", finish=finish)
            for number, kind in enumerate(types):
                writer.part(session, f"msg_{session}2", f"prt_{session}{number}", number, {"type": kind, "text": "x"})
    found = {rows.session_id: rows for rows in read(path, *told, every_part=())}
    parts = {id: [part.type for part in rows.parts or ()] for id, rows in found.items()}
    assert parts == {"ses_well": [], "ses_tool": ["tool"], "ses_bare": ["step-start", "step-finish"], "ses_open": list(kinds)}
    texts = {id: rows.texts for id, rows in found.items() if rows.texts}
    assert texts == {"ses_well": ("msg_ses_well2",), "ses_tool": ("msg_ses_tool2",)}


def test_part_under_the_message_of_another_session_is_its_own_sessions(path: Path) -> None:
    """What a messageID that exists elsewhere leaves behind: 1/0/1."""
    with writing(path) as writer:
        writer.session("ses_a")
        writer.session("ses_b")
        writer.user("ses_a", "msg_1", 1)
        writer.part("ses_b", "msg_1", "prt_1", 1, {"type": "text", "text": "x"})
    (rows,) = read(path, "ses_b")
    assert ([row.message_id for row in rows.parts or ()], rows.counts["message"], rows.counts["part"]) == (["msg_1"], 0, 1)


INPUTS = {
    "session_input": "",
    "autoinc": (
        "CREATE TABLE session_input (seq integer PRIMARY KEY AUTOINCREMENT, id text NOT NULL UNIQUE, session_id text NOT NULL, "
        "prompt text NOT NULL, delivery text NOT NULL, promoted_seq integer, time_created integer NOT NULL)"
    ),
    "typed": (
        "CREATE TABLE session_input (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, data text NOT NULL, "
        "delivery text, admitted_seq integer NOT NULL, promoted_seq integer, time_created integer NOT NULL)"
    ),
    "session_pending": (
        "CREATE TABLE session_pending (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, data text NOT NULL, "
        "delivery text, admitted_seq integer NOT NULL, time_created integer NOT NULL)"
    ),
    "session_inbox": (
        "CREATE TABLE session_inbox (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, payload text NOT NULL, "
        "delivery text NOT NULL, enqueued_seq integer NOT NULL, time_created integer NOT NULL)"
    ),
}


def inbox(folder: Path, form: str) -> tuple[Path, str]:
    """A database with this form of the inbox, an undelivered prompt in it for ses_a, and a delivered one where it keeps those."""
    create = INPUTS[form]
    table = form if form.startswith("session_") else "session_input"
    statements = ("DROP TABLE IF EXISTS session_input", create) if create else ()
    path = made(folder, "1.17.19", *statements)
    number = {"autoinc": "seq", "session_inbox": "enqueued_seq"}.get(form, "admitted_seq")
    body = {"session_inbox": "payload", "typed": "data", "session_pending": "data"}.get(form, "prompt")
    kind = {} if body == "prompt" else {"type": "user"}
    with writing(path) as writer:
        writer.session("ses_a")
        writer.session("ses_b")
        common = {"delivery": "queue", "time_created": START + 5, body: '{"text":"secret"}', **kind}
        writer.insert(table, id="msg_1", session_id="ses_a", **{number: 7}, **common)
        if form in ("session_input", "autoinc", "typed"):
            writer.insert(table, id="msg_2", session_id="ses_b", promoted_seq=9, **{number: 8}, **common)
    return path, table


@pytest.mark.parametrize("form", INPUTS)
def test_every_form_of_the_inbox_is_read(tmp_path: Path, form: str) -> None:
    path, table = inbox(tmp_path, form)
    (rows,) = read(path, "ses_a")
    assert rows.inputs is not None
    (waiting,) = rows.inputs
    assert (waiting.id, waiting.table, waiting.kind, waiting.delivery, waiting.admitted_seq, waiting.promoted_seq) == (
        "msg_1",
        table,
        "prompt",
        "queue",
        7,
        None,
    )
    assert rows.counts[table] == 1
    if table == "session_input":
        (other,) = read(path, "ses_b")
        assert [row.promoted_seq for row in other.inputs or ()] == [9]


def test_conversation_of_the_v2_api_is_in_its_own_order(path: Path) -> None:
    with writing(path) as writer:
        writer.session("ses_a")
        done = {
            "time": {"created": START + 2, "completed": START + 3},
            "finish": "error",
            "error": {"type": "unknown", "message": "HTTP 400"},
        }
        common = {"session_id": "ses_a", "time_created": START, "time_updated": START}
        writer.insert("session_message", id="msg_2", type="assistant", seq=3, data=json.dumps(done), **common)
        writer.insert("session_message", id="msg_9", type="user", seq=2, data='{"text":"secret"}', **common)
    (rows,) = read(path, "ses_a")
    assert [(row.id, row.type, row.seq, row.finish, row.error_name, row.error_message) for row in rows.projected or ()] == [
        ("msg_9", "user", 2, None, None, None),
        ("msg_2", "assistant", 3, "error", "unknown", "HTTP 400"),
    ]
    assert "secret" not in repr(rows)


def test_switches_of_1_15_have_no_order(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_a")
        row = {"session_id": "ses_a", "time_created": START, "time_updated": START, "data": "{}"}
        writer.insert("session_message", id="evt_1", type="agent-switched", **row)
    (rows,) = read(path, "ses_a")
    assert [(row.type, row.seq) for row in rows.projected or ()] == [("agent-switched", None)]
    assert rows.counts["event"] == 0


def test_session_that_both_generations_have_is_the_fresher_one(tmp_path: Path) -> None:
    v2 = "CREATE TABLE session_v2 (id text PRIMARY KEY, version text, time_created integer, time_updated integer, idle_outcome text)"
    path = made(tmp_path, "1.17.19", v2)
    with writing(path) as writer:
        for id, updated in (("ses_a", 100), ("ses_b", -100)):
            writer.session(id)
            row = {"id": id, "version": "2.0.8", "time_created": START, "time_updated": START + updated}
            writer.insert("session_v2", idle_outcome="interrupted", **row)
    a, b = read(path, "ses_a", "ses_b")
    assert a.session is not None
    assert b.session is not None
    assert (a.session.table, dict(a.session.extra)) == ("session_v2", {"idle_outcome": "interrupted"})
    assert b.session.table == "session"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "{",
        "null",
        "7",
        '"text"',
        "[]",
        "{}",
        b"\xff\xfe",
        b'{"role":"\xff"}',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"role":7,"time":"x","error":[],"tools":7,"parentID":{},"finish":false,"model":3}',
        '{"role":"user"}\x00',
        '{"time":{"created":1e400}}',
        '{"time":{"created":-5,"completed":99999999999999999999}}',
    ],
)
def test_no_json_is_too_strange_and_what_says_nothing_is_told(path: Path, data: str | bytes) -> None:
    with writing(path) as writer:
        writer.session("ses_a", model=data)
        writer.message("ses_a", "msg_1", 1, data)
        writer.part("ses_a", "msg_1", "prt_1", 1, data)
        writer.insert(
            "session_message", id="msg_1", session_id="ses_a", type="user", seq=1, time_created=1, time_updated=1, data=data
        )
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_a"]
        (rows,) = database.sessions(["ses_a"])
        told = {problem.where.rpartition(" ")[2] for problem in database.problems}
    assert rows.session is not None
    (message,) = rows.messages or ()
    assert message.id == "msg_1"
    assert message.role in ("", "user", "�")
    assert rows.counts["part"] == 1
    assert ("message" in told) == (message.role == "") == (not message.readable)


ANY = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=20), st.binary(max_size=20))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(ANY, min_size=9, max_size=9))
def test_any_type_in_any_column_is_read(tmp_path_factory: pytest.TempPathFactory, values: list[object]) -> None:
    loose = "".join(
        f"DROP TABLE {table}; CREATE TABLE {table} ({', '.join(columns)});"
        for table, columns in {
            "session": ("id", "version", "directory", "agent", "model", "time_created", "time_updated", "parent_id"),
            "message": ("id", "session_id", "time_created", "time_updated", "data"),
            "part": ("id", "message_id", "session_id", "time_created", "data"),
            "session_input": ("id", "session_id", "delivery", "admitted_seq", "promoted_seq", "time_created"),
        }.items()
    )
    path = made(tmp_path_factory.mktemp("loose"), "1.15.13-then-1.18.33", *loose.removesuffix(";").split(";"))
    a, b, c, d, e, f, g, h, i = values
    with writing(path) as writer:
        writer.insert(
            "session", id="ses_a", version=a, directory=b, agent=c, model=d, time_created=e, time_updated=f, parent_id=g
        )
        writer.insert("session", id=h, version=i)
        writer.insert("message", id=a, session_id="ses_a", time_created=b, data=c)
        writer.insert("part", id=d, message_id=e, session_id="ses_a", time_created=f, data=g)
        writer.insert("session_input", id=h, session_id="ses_a", delivery=i, admitted_seq=a, promoted_seq=b, time_created=c)
    with open_database(path) as database:
        (rows,) = database.sessions(["ses_a"])
        assert rows.counts["message"] == 1
        list(database.hunt())
        database.recent()
        database.facts()


def test_value_that_is_too_large_costs_its_own_session_only(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")

    def fill(writer: Writer, session: str, text: str) -> None:
        writer.session(session)
        writer.user(session, f"msg_{session}", 1, note=text)

    with writing(path) as writer:
        for number in range(6):
            fill(writer, f"ses_{number}", "x" * (65 << 20) if number == 3 else "")
    with open_database(path) as database:
        rows = list(database.sessions([f"ses_{number}" for number in range(6)]))
        assert [len(one.messages or ()) for one in rows] == [1, 1, 1, 0, 1, 1]
        assert [problem.what for problem in database.problems] == ["string or blob too big (ses_3)"]
