from datetime import UTC, datetime

import pytest

from inspector.logs.eras import eras, legacy, logfmt
from inspector.logs.records import parse

from ..growth import LIMIT, TIMES, growth

ALL = [(era, sample) for era in eras().values() for sample in era.samples]


@pytest.mark.parametrize(("era", "sample"), ALL)
def test_every_sample_is_accepted_by_its_own_era_alone(era, sample):
    assert [other.name for other in eras().values() if other.head.match(sample.encode())] == [era.name]
    assert parse(sample.encode(), "x", 7).era == era.name


@pytest.mark.parametrize(("era", "sample"), ALL)
def test_a_record_that_is_written_again_is_read_as_the_same(era, sample):
    record = parse(sample.encode(), "x", 7)
    assert parse(era.write(record).encode(), "x", 7) == record


@pytest.mark.parametrize(
    ("line", "message", "fields"),
    [
        (
            'service=default session.id=ses_1 cause={"a":"x prompt_async failed","b":{"c":[1]}} prompt_async failed',
            "prompt_async failed",
            {"service": "default", "session.id": "ses_1", "cause": '{"a":"x prompt_async failed","b":{"c":[1]}}'},
        ),
        (
            'service=server sessionID=ses_1 error=hook refused: quota "daily" a=b used up\nsecond line prompt_async failed',
            "prompt_async failed",
            {"service": "server", "sessionID": "ses_1", "error": 'hook refused: quota "daily" a=b used up\nsecond line'},
        ),
        (
            'service=server kind=Payload reason=Expected a string\n  at ["parts"][0]["id"] schema rejection',
            "schema rejection",
            {"service": "server", "kind": "Payload", "reason": 'Expected a string\n  at ["parts"][0]["id"]'},
        ),
        (
            "service=session.prompt session.id=ses_1 exiting loop",
            "exiting loop",
            {"service": "session.prompt", "session.id": "ses_1"},
        ),
        (
            "service=default directory=/home/my user/a project creating instance",
            "creating instance",
            {"service": "default", "directory": "/home/my user/a project"},
        ),
        (
            "service=snapshot hash=11175\n cwd=/proj git=/data/snapshot tracking",
            "tracking",
            {"service": "snapshot", "hash": "11175", "cwd": "/proj", "git": "/data/snapshot"},
        ),
        (
            "service=tool.registry status=completed duration=0 todowrite",
            "todowrite",
            {"service": "tool.registry", "status": "completed", "duration": "0"},
        ),
        (
            'service=session id=ses_1 path= title=New session - now cost=0 time={"created":1} created',
            "created",
            {"service": "session", "id": "ses_1", "path": "", "title": "New session - now", "cost": "0", "time": '{"created":1}'},
        ),
        (
            "service=session.processor error=bad request stack=Error: bad\n    at x (native:7:39) process",
            "process",
            {"service": "session.processor", "error": "bad request", "stack": "Error: bad\n    at x (native:7:39)"},
        ),
        (
            "service=default version=1.15.13 run_id=88a7 opencode\nPerforming one time database migration, may take long...",
            "opencode",
            {"service": "default", "version": "1.15.13", "run_id": "88a7"},
        ),
    ],
)
def test_legacy_values_are_cut_where_the_server_ended_them(line, message, fields):
    record = legacy.ERA.parse(f"ERROR 2026-11-22T06:48:49 +4ms {line}\n".encode(), "x", 0)
    assert (record.message, record.fields) == (message, fields)
    assert (record.time, record.level, record.delta_ms) == (datetime(2026, 11, 22, 6, 48, 49, tzinfo=UTC), "ERROR", 4)


@pytest.mark.parametrize(
    "line",
    [
        'service=session.prompt part={"type":"text","text":"why prompt_async failed"} invalid user part before save',
        "service=session.summary title=prompt_async failed title",
        "service=server method=POST path=/session/ses_1/prompt_async request\nforeign text: prompt_async failed",
        "service=bus type=message.updated publishing\nprompt_async failed",
    ],
)
def test_a_line_that_only_quotes_the_failure_is_not_one(line):
    assert legacy.ERA.parse(f"ERROR 2026-11-22T06:48:49 +4ms {line}\n".encode(), "x", 0).message != "prompt_async failed"


def test_logfmt_values_are_decoded_and_foreign_lines_left_out():
    raw = (
        b'timestamp=2026-11-22T06:18:51.066Z level=ERROR run=9e261d3f message="prompt_async failed" sessionID=ses_1 '
        rb'cause="Cause([Die(Error: \"a=b\"\n at x)])" empty=""' + b"\nforeign key=value\n"
    )
    record = logfmt.ERA.parse(raw, "x", 0)
    assert record.fields == {"sessionID": "ses_1", "cause": 'Cause([Die(Error: "a=b"\n at x)])', "empty": ""}
    assert (record.run, record.message, record.session_id) == ("9e261d3f", "prompt_async failed", "ses_1")
    assert record.time == datetime(2026, 11, 22, 6, 18, 51, 66000, tzinfo=UTC)


def test_a_record_cut_anywhere_is_still_read_as_far_as_it_goes():
    for era, sample in ALL:
        raw = sample.encode()
        whole = parse(raw, "x", 0)
        level = raw.index(whole.level.encode()) + len(whole.level)
        for end in range(max(era.head.match(raw).end(), level), len(raw)):
            record = parse(raw[:end], "x", 0)
            assert (record.time, record.level) == (whole.time, whole.level)
            assert set(record.fields) <= set(whole.fields)


@pytest.mark.parametrize(
    "hostile",
    [
        b"a=",
        b" ",
        b'a="',
        b" a={",
        b' a=["',
        b"[",
        b"x\n",
        b" path=a x=1",
        b' a="\\',
        b"a",
        b" error=a stack=b",
    ],
)
def test_hostile_records_are_parsed_in_linear_time(hostile):
    for head in (
        b"INFO  2026-11-22T06:48:49 +4ms service=server error=",
        b"INFO  2026-11-22T06:48:49 +4ms ",
        b"timestamp=2026-11-22T06:18:51.066Z level=INFO run=9e261d3f message=",
    ):
        made = {size: head + hostile * (size // len(hostile)) for size in (30_000, 30_000 * TIMES)}
        assert parse(made[30_000], "x", 0) is not None
        assert growth(lambda size, made=made: parse(made[size], "x", 0), 30_000) < LIMIT
