import itertools
import json
from pathlib import Path

import pytest

from inspector.logs.prefixes import Unwrapper, needs_unwrapping, shape, unwrap
from tests.logs.reading import read_logs

SAMPLES = Path(__file__).parents[2] / "samples" / "logs"
LEGACY = (SAMPLES / "legacy-1.15.13.log").read_bytes()
LOGFMT = (SAMPLES / "logfmt-1.18.33.log").read_bytes()


def lines(data: bytes) -> list[bytes]:
    return data.removesuffix(b"\n").split(b"\n")


def before(prefix: bytes):
    return lambda data: b"".join(prefix + line + b"\n" for line in lines(data))


def journal_json(data: bytes) -> bytes:
    entries = [
        {"MESSAGE": line.decode(), "_PID": "7"} if n % 2 else {"MESSAGE": list(line), "_PID": "7"}
        for n, line in enumerate(lines(data))
    ]
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def docker_json(data: bytes) -> bytes:
    out = b""
    for line in lines(data):
        text = line.decode() + "\n"
        parts = [text[:100], text[100:]] if len(text) > 101 else [text]
        for part in parts:
            out += json.dumps({"log": part, "stream": "stderr", "time": "2026-11-22T05:00:00.1Z"}).encode() + b"\n"
    return out


def cri(data: bytes) -> bytes:
    stamp, out = b"2026-11-22T05:00:00.123456789+09:00 stderr ", b""
    for line in lines(data):
        while len(line) > 120:
            out += stamp + b"P " + line[:120] + b"\n"
            line = line[120:]
        out += stamp + b"F " + line + b"\n"
    return out


def json_under(*keys: str, **others):
    """Each line as a JSON object: the text under the last of `keys`, which lead to it, beside `others`."""

    def wrap(data: bytes) -> bytes:
        out = b""
        for line in lines(data):
            value: object = line.decode()
            for key in reversed(keys):
                value = {**others, key: value}
            out += json.dumps(value).encode() + b"\n"
        return out

    return wrap


def levelled(data: bytes) -> bytes:
    levels = itertools.cycle((b"[info ] ", b"[error] "))
    return b"".join(
        b"2026-11-27 23:54:06,%03d worker-%d " % (n, n % 9) + next(levels) + line + b"\n" for n, line in enumerate(lines(data))
    )


WRAPPERS = {
    "syslog 5424": before(b"<30>1 2026-11-27T23:54:06.000000Z web1 opencode 4711 - - "),
    "syslog 5424 with data": before(b'<134>1 2026-11-27T23:59:37.060Z web1.acme opencode - - [meta@32473 seq="7"] '),
    "brackets": before(b"[2026-11-27 23:54:06] "),
    "levels padded to one width": levelled,
    "supervisor": before(b"opencode stderr | "),
    "file name and line": before(b"server.log:123:"),
    "loki": json_under("line", timestamp="2026-11-27T23:54:06.000000Z", labels={"app": "opencode"}),
    "json under any key": json_under("said", level="info"),
    "json in json": json_under("_source", "message", id="7"),
    "docker without newlines": json_under("log", stream="stderr"),
    "journald short": before(b"Nov 22 15:48:33 host opencode[123]: "),
    "journald short-iso": before(b"2026-11-22T15:48:33+0900 host opencode[123]: "),
    "journald short-precise": before(b"Nov 22 15:48:33.123456 host opencode[123]: "),
    "journald json": journal_json,
    "docker -t": before(b"2026-11-22T05:48:33.123456789Z "),
    "docker json-file": docker_json,
    "cri": cri,
    "kubectl --prefix": before(b"[pod/opencode-0/server] "),
    "compose": before(b"opencode-1  | "),
    "compose over docker -t": before(b"opencode-1  | 2026-11-22T05:48:33.123456789Z "),
    "utf-16-le with mark": lambda data: b"\xff\xfe" + data.decode().encode("utf-16-le"),
    "utf-16-be with mark": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
    "utf-16-le": lambda data: data.decode().encode("utf-16-le"),
    "powershell": lambda data: b"\xff\xfe" + data.replace(b"\n", b"\r\n").decode().encode("utf-16-le"),
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "utf-8 mark": lambda data: b"\xef\xbb\xbf" + data,
    "colours": lambda data: b"".join(b"\x1b[31m" + line[:5] + b"\x1b[0m" + line[5:] + b"\n" for line in lines(data)),
}


def said(logs):
    return [
        [(r.era, r.time, r.level, r.run, r.message, r.fields, r.delta_ms) for r in records]
        for records in (logs.failures, logs.notable, *[logs.sessions[id] for id in sorted(logs.sessions)])
    ]


@pytest.mark.parametrize("name", WRAPPERS)
@pytest.mark.parametrize("data", [LEGACY, LOGFMT], ids=["legacy", "logfmt"])
def test_a_wrapped_log_has_the_records_of_the_plain_one(tmp_path, name, data):
    (tmp_path / "plain.log").write_bytes(data)
    (tmp_path / "wrapped.log").write_bytes(WRAPPERS[name](data))
    plain = read_logs([str(tmp_path / "plain.log")], sessions=[])
    wrapped = read_logs([str(tmp_path / "wrapped.log")], sessions=[])
    assert plain.failures
    assert said(wrapped) == said(plain)
    assert wrapped.inputs[0].bytes == len(WRAPPERS[name](data))
    assert not wrapped.problems


@pytest.mark.parametrize("name", WRAPPERS)
def test_offsets_point_at_the_line_in_the_input(tmp_path, name):
    data = WRAPPERS[name](LOGFMT)
    (tmp_path / "wrapped.log").write_bytes(data)
    (tmp_path / "plain.log").write_bytes(LOGFMT)
    width = 2 if "utf-16" in name or name == "powershell" else 1
    for record, plain in zip(
        read_logs([str(tmp_path / "wrapped.log")], sessions=[]).failures,
        read_logs([str(tmp_path / "plain.log")], sessions=[]).failures,
        strict=True,
    ):
        # Wrappers put no newline before a line; those that cut lines in parts add some, so count only where they do not.
        assert record.offset % width == 0
        newlines = data[: record.offset].count(b"\n")
        if name in {"cri", "docker json-file"}:
            assert data[record.offset - 1 : record.offset] == b"\n"
        else:
            assert newlines == LOGFMT[: plain.offset].count(b"\n")


def test_parts_that_docker_and_journald_cut_are_joined():
    long = b"ERROR 2026-11-22T06:48:49 +4ms service=server error=" + b"x" * 120_000 + b" prompt_async failed"
    for prefix, size in ((b"2026-11-22T05:48:33.1Z ", 16 * 1024), (b"Nov 22 15:48:33 host opencode[1]: ", 48 * 1024)):
        parts = [long[at : at + size] for at in range(0, len(long), size)]
        unwrapper = Unwrapper(b"")
        assert unwrapper.feed(b"".join(prefix + part + b"\n" for part in parts)) + unwrapper.flush() == long + b"\n"


def test_stamps_that_docker_prints_inside_a_long_line_are_removed():
    long = b"a" * 40_000
    stamp = b"2026-11-22T05:48:33.123456789Z "
    parts = [long[at : at + 16384] for at in range(0, len(long), 16384)]
    assert unwrap(stamp + stamp.join(parts)).text == long


def test_containers_that_alternate_do_not_cut_each_others_records(tmp_path):
    alternate = b"".join(b"a-1  | " + line + b"\nb-1  | GET / 200\n" for line in lines(LEGACY))
    (tmp_path / "plain.log").write_bytes(LEGACY)
    (tmp_path / "mixed.log").write_bytes(alternate)
    assert said(read_logs([str(tmp_path / "mixed.log")], sessions=[])) == said(
        read_logs([str(tmp_path / "plain.log")], sessions=[])
    )


DECOY = b"INFO  2026-11-22T06:48:53 +0ms service=session.prompt session.id=ses_decoy step=1 loop"
FAILED = b"ERROR 2026-11-22T06:48:49 +4ms service=default session.id=ses_one error=He said:\n  > %s\n%s prompt_async failed" % (
    DECOY,
    DECOY[6:],
)


@pytest.mark.parametrize("prefix", [b"", b"[2026-11-27 23:54:06] ", b"web1 | "], ids=["none", "brackets", "compose"])
def test_a_record_that_is_quoted_within_a_record_is_not_cut_out_of_it(tmp_path, prefix):
    (tmp_path / "a.log").write_bytes(b"".join(prefix + line + b"\n" for line in lines(FAILED) * 50))
    logs = read_logs([str(tmp_path / "a.log")], sessions=None)
    assert len(logs.failures) == 50
    assert DECOY.decode() in logs.failures[0].fields["error"]
    assert {record.message for records in logs.sessions.values() for record in records} == {"prompt_async failed"}


@pytest.mark.parametrize(
    "sample",
    [
        LEGACY.split(b"\n")[0] + b"\n" + b"quoted: " + DECOY,  # records stand at the start of their lines
        b"quoted: " + DECOY + b"\nsome text of another program" * 2,  # most lines are something else
        b"Nov 22 15:48:33 host opencode[123]: " + DECOY,  # known
        b"x" * 5000 + DECOY,
    ],
)
def test_no_prefix_is_learned_from_a_quotation(sample):
    assert shape(sample) is None


def test_plain_logs_are_not_unwrapped():
    assert not needs_unwrapping(LEGACY)
    assert not needs_unwrapping(LOGFMT)
    assert not needs_unwrapping(b"")
    assert not needs_unwrapping(b"just\nsome text\n" * 10)


@pytest.mark.parametrize(
    "text", [b'{"log":', b'{"log": 5}', b"[]", b'{"MESSAGE": [1, "x", 999]}', b"\x1b[", b"{" * 5000, b"\0" * 100]
)
def test_odd_lines_come_through(text):
    assert isinstance(unwrap(text).text, bytes)
