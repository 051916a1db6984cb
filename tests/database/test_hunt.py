"""The hunt: every way in which a session's newest rows can be in doubt, and no healthy session among them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.database import open_database, reader
from tests.database.databases import START, Writer, made, writing
from tests.database.test_sessions import INPUTS, inbox

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=START + milliseconds)


def answer(**more: object) -> Callable[[Writer], None]:
    """A second prompt whose answer differs from a good one by `more`."""

    def write(writer: Writer) -> None:
        writer.exchange("ses_x", 1)
        writer.user("ses_x", "msg_y1", 100)
        writer.assistant("ses_x", "msg_y2", 110, "msg_y1", **more)

    return write


def _repeated(writer: Writer) -> None:
    writer.user("ses_x", "msg_1", 1)
    writer.assistant("ses_x", "msg_2", 2, "msg_1")
    writer.assistant("ses_x", "msg_3", 3, "msg_1")


def _sent_again(writer: Writer) -> None:
    """The row keeps its place, its JSON gets the new time (seen in db-constraints-1.15.13)."""
    writer.user("ses_x", "msg_1", 1, time={"created": START + 50})
    writer.assistant("ses_x", "msg_2", 2, "msg_1")


def _queued_and_dropped(writer: Writer) -> None:
    writer.user("ses_x", "msg_1", 1)
    writer.user("ses_x", "msg_2", 2)
    writer.assistant("ses_x", "msg_3", 3, "msg_1")


def _wrapped(writer: Writer) -> None:
    """Ids that wrapped: the newest prompt sorts first, and time alone tells that it is the newest."""
    writer.user("ses_x", "msg_f1", 1)
    writer.assistant("ses_x", "msg_f2", 2, "msg_f1")
    writer.user("ses_x", "msg_01", 3)


def _compacted(writer: Writer) -> None:
    writer.user("ses_x", "msg_1", 1)
    writer.assistant("ses_x", "msg_2", 2, "msg_1", mode="compaction")
    writer.assistant("ses_x", "msg_3", 3, "msg_1")


DOUBTFUL: dict[str, Callable[[Writer], None]] = {
    "only a prompt": lambda writer: [writer.user("ses_x", "msg_1", 1)],
    "prompt after an exchange": lambda writer: [writer.exchange("ses_x"), writer.user("ses_x", "msg_z", 50)],
    "wrapped ids": _wrapped,
    "answer not completed": answer(time={"created": START + 110}),
    "answer without finish": answer(finish=None),
    "answer that stopped at a tool": answer(finish="tool-calls"),
    "answer cut off": answer(finish="unknown"),
    "answer with an error": answer(error={"name": "APIError", "data": {}}),
    "answer with a strange error": answer(error="x"),
    "compaction": answer(mode="compaction"),
    "summary": answer(summary=True),
    "answer without parent": answer(parentID=None),
    "answer that sorts before its prompt": lambda writer: [
        writer.user("ses_x", "msg_f", 1),
        writer.assistant("ses_x", "msg_2", 2, "msg_f"),
    ],
    "two answers to one prompt": _repeated,
    "prompt sent again with its id": _sent_again,
    "answer to an older prompt": _queued_and_dropped,
    "compaction just before": _compacted,
    "prompt stored after a later answer": lambda writer: [
        writer.exchange("ses_x", 3_600_000),
        writer.exchange("ses_x", 3_700_000),
        writer.user("ses_x", "msg_z", 50),
    ],
    "no JSON": lambda writer: [writer.exchange("ses_x"), writer.message("ses_x", "msg_z", 50, "{")],
    "JSON of another kind": lambda writer: [writer.message("ses_x", "msg_z", 50, "[]")],
    "a blob": lambda writer: [writer.message("ses_x", "msg_z", 50, b"{}")],
}


def healthy(writer: Writer) -> None:
    """One exchange, one with tool calls, an old error that was made good, an unprompted session."""
    writer.session("ses_ok")
    writer.exchange("ses_ok")
    writer.session("ses_tools")
    writer.user("ses_tools", "msg_t1", 1)
    writer.assistant("ses_tools", "msg_t2", 2, "msg_t1", finish="tool-calls")
    writer.assistant("ses_tools", "msg_t3", 3, "msg_t1")
    writer.session("ses_recovered")
    writer.user("ses_recovered", "msg_r1", 1)
    writer.assistant("ses_recovered", "msg_r2", 2, "msg_r1", error={"name": "APIError"})
    writer.user("ses_recovered", "msg_r3", 3)
    writer.assistant("ses_recovered", "msg_r4", 4, "msg_r3")
    writer.session("ses_empty")


@pytest.mark.parametrize("kind", DOUBTFUL)
@pytest.mark.parametrize("sample", ["1.2.27", "1.17.19"])
def test_doubtful_session_is_proposed_and_healthy_ones_are_not(tmp_path: Path, sample: str, kind: str) -> None:
    path = made(tmp_path, sample)
    with writing(path) as writer:
        healthy(writer)
        writer.session("ses_x")
        DOUBTFUL[kind](writer)
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_x"]
        assert list(database.hunt(sessions=["ses_ok", "ses_x", "ses_x", "ses_no"])) == ["ses_x"]
        assert list(database.hunt(sessions=[])) == []
        assert database.problems == ()


@pytest.mark.parametrize("form", INPUTS)
def test_undelivered_inputs_are_proposed_in_every_form_of_the_inbox(tmp_path: Path, form: str) -> None:
    path, _ = inbox(tmp_path, form)
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_a"]
        assert list(database.hunt(sessions=["ses_b"])) == []
        assert list(database.hunt(since=at(6))) == []
        assert list(database.hunt(until=at(4))) == []
        assert list(database.hunt(since=at(5), until=at(5))) == ["ses_a"]


@pytest.mark.parametrize(
    ("rows", "doubtful"),
    [
        ([("user", {})], True),
        ([("user", {}), ("assistant", {"time": {"completed": START}, "finish": "stop"})], False),
        ([("user", {}), ("assistant", {"time": {"completed": START}, "finish": "stop"}), ("model-switched", {})], False),
        ([("user", {}), ("assistant", {"time": {}})], True),
        ([("user", {}), ("assistant", {"time": {"completed": START}, "finish": "error", "error": {"type": "unknown"}})], True),
        ([("assistant", {"time": {"completed": START}, "finish": "stop"}), ("user", {}), ("model-switched", {})], True),
        ([("agent-switched", {}), ("model-switched", {})], False),
    ],
)
def test_conversations_of_the_v2_api(tmp_path: Path, rows: list[tuple[str, object]], doubtful: bool) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        healthy(writer)
        writer.session("ses_x")
        for seq, (type, data) in enumerate(rows):
            row = {"session_id": "ses_x", "type": type, "seq": seq, "data": json.dumps(data)}
            writer.insert("session_message", id=f"msg_{9 - seq}", time_created=START, time_updated=START, **row)
    with open_database(path) as database:
        assert list(database.hunt()) == (["ses_x"] if doubtful else [])


def test_time_bounds_are_those_of_the_sessions_life(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        for number in range(3):
            writer.session(f"ses_{number}", number * 1000, time_updated=START + number * 1000 + 500)
            writer.user(f"ses_{number}", f"msg_{number}", number * 1000 + 100)
    with open_database(path) as database:
        assert list(database.hunt(since=at(1600))) == ["ses_2"]
        assert list(database.hunt(until=at(900))) == ["ses_0"]
        assert list(database.hunt(since=at(1200), until=at(1300))) == ["ses_1"]


def test_many_sessions_are_found_page_by_page(tmp_path: Path) -> None:
    path = made(tmp_path, "1.15.13")
    with writing(path) as writer:
        for number in range(4500):
            writer.session(f"ses_{number}")
            if number % 1000 == 7:
                writer.user(f"ses_{number}", f"msg_{number}", 1)
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_7", "ses_1007", "ses_2007", "ses_3007", "ses_4007"]


@pytest.mark.parametrize("table", ["message", "session_message"])
def test_without_its_index_a_large_table_is_a_problem_not_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    indexes = {
        "message": ["message_session_time_created_id_idx"],
        "session_message": [
            "session_message_session_seq_idx",
            "session_message_session_type_seq_idx",
            "session_message_session_time_created_id_idx",
        ],
    }[table]
    path = made(tmp_path, "1.17.19", *(f"DROP INDEX {index}" for index in indexes))
    with writing(path) as writer:
        writer.session("ses_x")
        writer.user("ses_x", "msg_1", 1)
        writer.insert(
            "session_message", id="m", session_id="ses_x", type="user", seq=1, time_created=1, time_updated=1, data="{}"
        )
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_x"]
    monkeypatch.setattr(reader, "_SMALL", 0)
    with open_database(path) as database:
        assert list(database.hunt()) == ["ses_x"]  # found through the other table
        assert ["has no index" in problem.what for problem in database.problems] == [True]
        (rows,) = database.sessions(["ses_x"])
        assert (rows.messages is None) is (table == "message")
        assert (rows.projected is None) is (table == "session_message")


@pytest.mark.parametrize("table", ["session", "message", "session_message"])
def test_endless_view_in_the_place_of_a_table_is_never_queried(tmp_path: Path, table: str) -> None:
    columns = "id, session_id, type, seq, data, time_created, time_updated, version"
    view = (
        f"CREATE VIEW {table} ({columns}) AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT x, x, x, x, '{}', x, x, x FROM n"
    )
    path = made(tmp_path, "1.17.19", f"DROP TABLE {table}", view)
    with open_database(path) as database:
        assert list(database.hunt()) == []
        assert database.recent() == []
        (rows,) = database.sessions(["ses_a"])
        assert rows.counts[table] is None
        assert database.facts().tables[table].kind == "view"


def test_recent_sessions_are_those_updated_last_or_nearest_to_a_time(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        for number in range(10):
            writer.session(f"ses_{number}", number * 1000, time_updated=START + number * 1000 + 500)
    with open_database(path) as database:
        assert database.recent(3) == ["ses_9", "ses_8", "ses_7"]
        assert database.recent(since=at(8000)) == ["ses_9", "ses_8"]
        assert database.recent(2, around=[at(3200), at(6100)]) == ["ses_3", "ses_6"]
        assert database.recent(3, around=[at(3200)]) == ["ses_3", "ses_2", "ses_4"]
        assert database.recent(0) == []
