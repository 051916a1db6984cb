"""Alarming records in bytes as they come: found whole, once, behind collectors' prefixes too."""

import pytest

from inspector.logs import alarms as module
from inspector.logs.alarms import Alarms

OTHER = b"INFO  2026-11-22T06:43:01 +1ms service=default nothing at all\n"
FAILED = (
    b"ERROR 2026-11-22T06:43:02 +1ms service=default session.id=ses_dfe01c813ffe7rAq2JUnH99YeB cause={} prompt_async failed\n"
)


@pytest.fixture
def said():
    return []


@pytest.fixture
def alarms(said):
    return Alarms("server.log", lambda *words: said.append(words))


def sessions(records):
    return [record.session_id for record in records]


def test_a_record_is_heard_when_the_next_one_begins(alarms):
    assert list(alarms.feed(OTHER + FAILED)) == []
    assert alarms.holds_alarm
    assert sessions(alarms.feed(OTHER)) == ["ses_dfe01c813ffe7rAq2JUnH99YeB"]
    assert not alarms.holds_alarm


def test_the_last_record_is_heard_after_a_short_silence(alarms, monkeypatch):
    list(alarms.feed(FAILED))
    assert list(alarms.flush()) == []
    monkeypatch.setattr(module, "COMPLETE_S", 0.0)
    assert sessions(alarms.flush()) == ["ses_dfe01c813ffe7rAq2JUnH99YeB"]
    assert list(alarms.flush()) == []


def test_a_record_over_several_pieces_and_lines_is_one(alarms):
    first, second = FAILED.replace(b" cause={}", b" cause={\n  one}").split(b"  one", 1)
    assert list(alarms.feed(OTHER + first)) == []
    assert sessions([*alarms.feed(b"  one" + second), *alarms.feed(OTHER)]) == ["ses_dfe01c813ffe7rAq2JUnH99YeB"]


def test_a_new_file_completes_the_record_before(alarms):
    list(alarms.feed(FAILED))
    assert sessions(alarms.feed(OTHER, begins=True)) == ["ses_dfe01c813ffe7rAq2JUnH99YeB"]


def test_prefixed_lines_are_unwrapped(alarms):
    stamped = b"".join(b"2026-11-22T06:43:02.000000000Z " + line for line in (OTHER, FAILED, OTHER))
    assert sessions([*alarms.feed(stamped), *alarms.flush(final=True)]) == ["ses_dfe01c813ffe7rAq2JUnH99YeB"]


def test_the_time_of_the_newest_record_is_known(alarms):
    list(alarms.feed(OTHER + FAILED))
    assert f"{alarms.newest:%H:%M:%S}" == "06:43:02"


def test_ordinary_records_raise_no_alarm_and_a_strange_line_is_reported(alarms, said):
    assert list(alarms.feed(OTHER * 3)) == list(alarms.flush(final=True)) == []
    assert said == []
    assert list(alarms.feed(b"?? " + FAILED)) == list(alarms.flush(final=True)) == []
    assert [words[0] for words in said] == ["server.log"]


def line_of(run: str) -> bytes:
    return f"timestamp=2026-11-28T19:52:23.246Z level=INFO run={run} message=init\n".encode()


def test_each_new_server_process_is_counted_once(alarms):
    """From 1.17 on each record names its run; two servers can write to one log in turn. What runs already has not begun now."""
    for run in ("e37e1b84", "e37e1b84", "73549ccc", "e37e1b84"):
        list(alarms.feed(line_of(run)))
    assert alarms.starts == 1


def test_each_banner_is_a_new_server_process(alarms):
    banner = b"INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main opencode\n"
    list(alarms.feed(banner + OTHER))
    list(alarms.feed(OTHER))
    list(alarms.feed(OTHER + banner))
    assert alarms.starts == 2
