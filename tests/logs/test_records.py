"""One record of a log as a value."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.logs.records import named_sessions
from inspector.model import LogRecord
from tests.rules.cases import SES, at


def test_a_record_that_gets_its_run_keeps_all_else() -> None:
    values = {"path": "server.log", "offset": 7, "era": "legacy", "time": at(0), "level": "INFO", "run": None, "message": "loop"}
    more = {"fields": {"step": "0"}, "order": 1, "delta_ms": 4, "quoted": True}
    record = LogRecord(**values, **more)  # type: ignore[arg-type]
    assert set(record.__struct_fields__) == {*values, *more}
    assert record.in_run("aaaaaaaa", 9) == replace(record, run="aaaaaaaa", order=9)


def test_a_record_of_a_small_call_is_a_side_call() -> None:
    record = LogRecord("server.log", 0, "legacy", at(0), "INFO", None, "stream", {"small": "true"})
    assert record.is_side_call
    assert not replace(record, fields={"small": "false"}).is_side_call
    assert not replace(record, fields={}).is_side_call


@pytest.mark.parametrize(
    ("key", "value", "named"), [("session", SES, SES), ("id", SES, SES), ("session", "a", None), ("sessionID", "a", "a")]
)
def test_a_record_names_its_session_by_one_of_four_keys(key: str, value: str, named: str | None) -> None:
    assert LogRecord("a.log", 0, "legacy", None, "ERROR", None, "process", {key: value}).session_id == named


def test_a_record_is_of_the_session_that_an_old_key_names() -> None:
    assert named_sessions(LogRecord("a.log", 0, "legacy", None, "ERROR", None, "process", {"session": SES})) == {SES}
