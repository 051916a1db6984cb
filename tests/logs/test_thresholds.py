"""What is just below and just above each limit of the readers; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from inspector.logs import merge, sources
from inspector.logs.blocks import BLOCK, Block
from inspector.logs.embedded import is_embedded
from inspector.logs.errors import add_error, group_of
from inspector.logs.follow import _Log, _Open
from inspector.logs.found import Process, Scan
from inspector.logs.once import without_stumps
from inspector.logs.prefixes import Unwrapper, needs_unwrapping, shape
from inspector.logs.records import parse, shorten
from inspector.logs.starts import failed_starts
from inspector.logs.stories import Stories
from inspector.model import LogRecord
from tests.logs.reading import read_logs

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def record(at: timedelta = timedelta(), *, path: str = "a.log", offset: int = 0, **fields: str) -> LogRecord:
    return LogRecord(path, offset, "legacy", AT + at, "ERROR", "run", "failed", fields)


def legacy(text: str, second: int = 0) -> bytes:
    return f"INFO  2026-11-22T06:{second // 60:02}:{second % 60:02} +1ms {text}\n".encode()


def block_of(data: bytes) -> Block:
    return Block(bytearray(data), len(data), 0)


def test_of_a_group_of_errors_the_first_and_the_last_twenty_are_kept():
    groups = {}
    for number in range(41):
        add_error(groups, "one", record(offset=number))
    assert [kept.offset for kept in groups["one"]] == [*range(20), *range(21, 41)]


@pytest.mark.parametrize(("count", "others"), [(200, False), (201, True)])
def test_two_hundred_groups_of_errors_are_kept_apart(count, others):
    groups = {}
    for number in range(count):
        add_error(groups, f"group {number}", record())
    assert (f"group {count - 1}" not in groups, len(groups) - others) == (others, 200)


@pytest.mark.parametrize(("length", "alike"), [(79, False), (80, True)])
def test_the_first_eighty_characters_of_two_errors_are_compared(length, alike):
    one, other = (record(error="x" * length + end) for end in "yz")
    assert (group_of(one) == group_of(other)) is alike


def test_of_a_kind_of_records_the_first_fifty_and_the_last_two_hundred_are_kept():
    scan = Scan()
    for number in range(251):
        scan.note("kind", record(offset=number))
    assert [kept.offset for kept in scan.notable["kind"]] == [*range(50), *range(51, 251)]


@pytest.mark.parametrize(("count", "others"), [(64, False), (65, True)])
def test_sixty_four_kinds_of_records_are_kept_apart(count, others):
    scan = Scan()
    for number in range(count):
        scan.note(f"kind {number}", record())
    assert ("other" in scan.notable, len(scan.notable) - others) == (others, 64)


@pytest.mark.parametrize(("age", "began"), [(timedelta(minutes=2), AT - timedelta(minutes=2)), (timedelta(minutes=2.01), None)])
def test_a_process_writes_its_banner_within_two_minutes(age, began):
    assert merge._run("run", "a.log", Process("run", "legacy", 0, first_time=AT, banner=True, age=age)).began == began


@pytest.mark.parametrize(("back", "offsets"), [(999, []), (1000, [1])])
def test_a_clock_that_goes_back_by_a_second_was_set_back(back, offsets):
    scan = Scan(failures=[record(offset=0), record(-timedelta(milliseconds=back), offset=1)])
    assert merge._setbacks(scan)[0] == offsets


@pytest.mark.parametrize(("count", "left"), [(49, 49), (50, 51)])
def test_fifty_records_alike_are_compared(count, left):
    """One of them is cut in another file."""
    whole = [record(error="a whole error", offset=number) for number in range(count)]
    assert len(without_stumps([*whole, record(path="b.log", error="a whole")])) == left


@pytest.mark.parametrize(("between", "embedded"), [(15, True), (16, False)])
def test_sixteen_records_before_a_line_are_inspected(between, embedded):
    inside = legacy("service=bus") * between
    line = legacy("prompt_async failed")
    data = legacy("service=session id=ses_a title=a").rstrip(b"\n") + b"\n" + inside + line + b"rest created\n"
    block = block_of(data)
    start = data.index(line)
    assert is_embedded(block, start, block.record_end(start)) is embedded


@pytest.mark.parametrize(("between", "embedded"), [(15, True), (16, False)])
def test_sixteen_records_after_a_line_are_inspected(between, embedded):
    line = legacy("prompt_async failed")
    data = legacy("service=session id=ses_a title=a") + line + legacy("service=bus") * between + b"rest created\n"
    block = block_of(data)
    start = data.index(line)
    assert is_embedded(block, start, block.record_end(start)) is embedded


@pytest.mark.parametrize(("broken", "value"), [(7, '{"a": "b c=d"}'), (8, '{"a":')])
def test_eight_values_that_only_look_like_json_are_tried_in_a_record(broken, value):
    words = " ".join(f"k{number}={{broken" for number in range(broken))
    found = parse(legacy(f'service=x {words} last={{"a": "b c=d"}} created'), "a.log", 0)
    assert found is not None and found.fields["last"] == value


def test_a_file_is_known_by_its_last_256_bytes(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * 1000)
    file = _Open(str(path), None)
    path.write_bytes(b"y" * 744 + b"x" * 256)
    assert not file.replaced()
    path.write_bytes(b"y" * 745 + b"x" * 255)
    assert file.replaced()
    file.close()


@pytest.mark.parametrize(("early", "start"), [(1.0, 0), (1.01, None)])
def test_the_time_of_a_file_may_be_a_second_early(tmp_path, early, start):
    log = _Log(str(tmp_path / "a.log"), print)
    log._looked = 1_000_000.0
    assert log._unread_from(tmp_path / "a.log.1", (0, 0), (0, b""), log._looked - early) == start
    os.utime(tmp_path, (0, log._looked - early))
    assert log._folder_changed() is (start is not None)


@pytest.mark.parametrize(("count", "looked_at"), [(1000, 1000), (1001, 1000)])
def test_a_thousand_rotated_files_are_looked_at(tmp_path, count, looked_at):
    for number in range(count):
        (tmp_path / f"a.log.{number}").touch()
    log = _Log.__new__(_Log)
    log.name = str(tmp_path / "a.log")
    assert len(log._neighbours()) == looked_at


@pytest.mark.parametrize(("length", "is_known"), [(256, True), (257, False)])
def test_a_prefix_has_256_bytes(length, is_known):
    sample = (b"x" * (length - 2) + b": " + legacy("service=bus")) * 20
    assert (shape(sample) is not None) is is_known


def test_four_forms_of_a_prefix_are_learned():
    starts = (b"a: ", b"(a) ", b"<a> ", b"{a} ", b"#a# ")
    learned = shape(b"".join((start + legacy("service=bus")) * (20 - number) for number, start in enumerate(starts)))
    assert learned is not None
    assert [learned.match(start + b"x") is not None for start in starts] == [True, True, True, True, False]


@pytest.mark.parametrize(("sources_before", "is_joined"), [(255, True), (256, False)])
def test_the_records_of_256_sources_are_joined(sources_before, is_joined):
    """A record of the first source goes on after those of the others began."""

    def line(source: int, text: bytes) -> bytes:
        return b"pod%d-1 | " % source + text

    first = line(0, legacy("service=first"))
    others = b"".join(line(number, legacy("service=other")) for number in range(1, sources_before + 1))
    data = first + others + line(0, b"  continued\n")
    unwrapper = Unwrapper(data)
    found = unwrapper.feed(data) + unwrapper.flush()
    assert (legacy("service=first") + b"  continued\n" in found) is is_joined


def loops(count: int) -> bytes:
    return b"".join(legacy(f"service=session.prompt step=0 sessionID=ses_{number:02} loop", number) for number in range(count))


def test_the_first_eight_loops_and_the_last_one_of_a_block_name_their_sessions(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(loops(12) + legacy("service=bus", 20))
    (run,) = read_logs([str(path)], sessions=[]).runs
    assert run.sessions == (*(f"ses_{number:02}" for number in range(8)), "ses_11")


def logfmt(text: str, run: str, minute: int = 0) -> bytes:
    return f"timestamp=2026-11-22T06:{minute:02}:00.000Z level=INFO run={run} message={text}\n".encode()


def test_the_loops_of_256_runs_in_a_block_are_inspected_one_by_one(tmp_path):
    """Of the loops of the 44 further runs the first eight and the last one are."""
    path = tmp_path / "a.log"
    names = [f"{number:08x}" for number in range(300)]
    failures = b"".join(logfmt('"prompt_async failed" sessionID=ses_x cause=x', name) for name in names)
    path.write_bytes(failures + b"".join(logfmt("loop session.id=ses_a step=0", name) for name in names) + logfmt("x", names[0]))
    found = read_logs([str(path)], sessions=[]).runs
    assert (len(found), sum(run.sessions != () for run in found)) == (300, 256 + 9)


@pytest.mark.parametrize(("silent", "last"), [(16, 5), (17, 0)])
def test_a_run_that_was_silent_for_sixteen_blocks_is_followed_no_longer(tmp_path, silent, last):
    path = tmp_path / "a.log"
    other = logfmt("x text=" + "x" * (BLOCK - 600), "bbbbbbbb")
    with path.open("wb") as file:
        file.write(logfmt("created version=1.18.33", "aaaaaaaa"))
        file.writelines(other for _ in range(silent + 2))
        file.write(logfmt("plain", "aaaaaaaa", 5) + 2 * logfmt("plain", "bbbbbbbb") + other)
    found = next(run for run in read_logs([str(path)], sessions=[]).runs if run.key == "aaaaaaaa")
    assert found.last_time is not None and found.last_time.minute == last


@pytest.mark.parametrize(("count", "extra"), [(3, 0), (4, 1)])
def test_the_search_for_logs_ends_after_ten_thousand_files(monkeypatch, count, extra):
    assert _searched(monkeypatch, 9_997 + count, "x.log") == (10_000, extra)


@pytest.mark.parametrize(("count", "problems"), [(200_000, 0), (200_001, 1)])
def test_the_search_for_logs_ends_after_two_hundred_thousand_entries(monkeypatch, count, problems):
    assert _searched(monkeypatch, count, "x.txt") == (0, problems)


def _searched(monkeypatch, count: int, name: str) -> tuple[int, int]:
    entry = SimpleNamespace(name=name, path=name, is_dir=lambda follow_symlinks=True: False)

    @contextmanager
    def scandir(folder):
        yield iter([entry] * count)

    monkeypatch.setattr(sources.os, "scandir", scandir)
    problems = []
    return len(list(sources._logs_in("folder", problems))), len(problems)


@pytest.mark.parametrize(("out", "is_bomb"), [(1000, False), (1001, True)])
def test_a_thousand_bytes_come_out_of_a_compressed_byte(monkeypatch, out, is_bomb):
    stream = sources.Stream.__new__(sources.Stream)
    stream.problem, stream.compressed, stream._place = None, True, SimpleNamespace(name="a.gz")
    mebi = 1 << 20
    stream._raw = SimpleNamespace(count=mebi)
    stream._bytes = SimpleNamespace(count=out * mebi, readinto=lambda view: 0)
    stream.readinto(memoryview(bytearray(1)))
    assert (stream.problem is not None) is is_bomb


@pytest.mark.parametrize(("length", "kept"), [(2000, 2000), (2001, 2000)])
def test_of_the_reason_of_a_failed_start_2000_bytes_are_read(length, kept):
    data = b"Error: Unexpected error\n" + b"x" * length
    (found,) = failed_starts(block_of(data), "a.log", lambda position: ("legacy", None))
    assert len(found.fields["reason"]) == kept


@pytest.mark.parametrize(("count", "dropped"), [(50_000, 0), (50_001, 1)])
def test_fifty_thousand_sessions_are_kept(count, dropped):
    stories = Stories(4, again=True)
    for number in range(count):
        stories.add(f"ses_{number}", [number << 40 | 1])
    assert (len(stories.by_session), stories.let_go.total()) == (50_000, dropped)


def test_each_session_keeps_twelve_records_however_many_there_are(monkeypatch):
    monkeypatch.setattr("inspector.logs.stories.BUDGET", 48 * 12)
    stories = Stories(400, again=True)
    for number in range(30):
        stories.add("ses_a", [number << 40 | 1])
        stories.add("ses_b", [number << 40 | 1])
    assert stories.cap == 12


def test_of_a_long_record_192_kibibytes_of_its_beginning_and_64_of_its_end_are_kept():
    whole = b"a" * 196_608 + b"z" * 65_536
    assert shorten(whole) == shorten(b"a" * 196_608 + b"middle" + b"z" * 65_536) == whole


@pytest.mark.parametrize(("length", "kept"), [(1_048_576, 1_048_576), (1_048_577, 262_144)])
def test_a_line_of_a_collector_has_a_mebibyte(length, kept):
    unwrapper = Unwrapper(b"")
    unwrapper.feed(b"x" * length)
    assert len((unwrapper.feed(b"\n") + unwrapper.flush()).rstrip(b"\n")) == kept


@pytest.mark.parametrize(
    ("read", "out", "is_bomb"),
    [
        (1, 67_108_864, False),
        (1, 67_108_865, True),
        (1 << 40, 68_719_476_736, False),
        (1 << 40, 68_719_476_737, True),
    ],
)
def test_64_mebibytes_come_out_of_any_compressed_log_and_never_more_than_64_gibibytes(read, out, is_bomb):
    stream = sources.Stream.__new__(sources.Stream)
    stream.problem, stream.compressed, stream._place = None, True, SimpleNamespace(name="a.gz")
    stream._raw, stream._bytes = SimpleNamespace(count=read), SimpleNamespace(count=out, readinto=lambda view: 0)
    stream.readinto(memoryview(bytearray(1)))
    assert (stream.problem is not None) is is_bomb


@pytest.mark.parametrize(("beyond", "is_wrapped"), [(0, True), (1, False)])
def test_a_prefix_is_recognised_in_the_first_65536_bytes(tmp_path, beyond, is_wrapped):
    line = b"2026-11-22T06:00:00Z stdout F " + legacy("service=bus")
    shows = next(length for length in range(len(line)) if needs_unwrapping(b"x\n" + line[:length]))
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * (65_535 - shows + beyond) + b"\n" + line)
    (place,), _ = sources.find_logs([str(path)])
    assert sources.Stream(place).wrapped is is_wrapped


@pytest.mark.parametrize(("size", "cap"), [(25_165_824, 400), (25_165_825, 200)])
def test_the_kept_records_have_24_mebibytes(size, cap):
    """Each record counts 148 bytes more than it has."""
    stories = Stories(400, again=False)
    for number in range(399):
        stories.add("ses_a", [(number, bytes(62_914 - 148))])
    stories.add("ses_a", [(399, bytes(size - 399 * 62_914 - 148))])
    assert stories.cap == cap
