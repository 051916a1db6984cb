import bz2
import gzip
import io
import itertools
import lzma
import os
import random
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings, strategies as st

from inspector.logs import find_failures, parallel, sources as sources_module, stories
from inspector.logs.blocks import BLOCK, blocks
from inspector.logs.records import MAX_RECORD, next_start
from tests.logs.reading import read_logs

SAMPLES = Path(__file__).parents[2] / "samples" / "logs"
LEGACY = (SAMPLES / "legacy-1.15.13.log").read_bytes()
OLDER = (SAMPLES / "legacy-1.14.41.log").read_bytes()
LOGFMT = (SAMPLES / "logfmt-1.18.33.log").read_bytes()


def write(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def failure(number: int, session: str = "ses_one") -> bytes:
    return (
        f"timestamp=2026-11-22T07:{number // 60 % 60:02}:{number % 60:02}.066Z level=ERROR run=aaaaaaaa "
        f'message="prompt_async failed" sessionID={session} cause=C{number}\n'
    ).encode()


def step(number: int, session: str) -> bytes:
    return (
        f"timestamp=2026-11-22T07:00:00.066Z level=INFO run=aaaaaaaa message=loop session.id={session} step={number}\n".encode()
    )


def same(one, two):
    assert (one.failures, one.notable, one.runs, one.dropped, one.anchors, one.last_time) == (
        two.failures,
        two.notable,
        two.runs,
        two.dropped,
        two.anchors,
        two.last_time,
    )
    assert dict(one.sessions) == dict(two.sessions)


def test_foreign_lines_with_the_anchor_are_counted_however_many_there_are_and_a_few_cited(tmp_path):
    line = b"host-7 " + failure(1).partition(b"run=")[2]
    count = 3 * BLOCK // len(line)
    foreign = read_logs([write(tmp_path, "a.log", line * count + LOGFMT)], sessions=[])
    (problem,) = foreign.problems
    assert problem.what.startswith(f"{count:,} lines hold ")
    assert problem.what.endswith("at byte " + ", ".join(str(number * len(line)) for number in range(5)) + " …")
    alone = read_logs([write(tmp_path, "b.log", LOGFMT)], sessions=[])
    assert [record.message for record in foreign.failures] == [record.message for record in alone.failures]
    assert alone.problems == ()


def test_every_failure_is_found_with_its_session_and_its_run(tmp_path):
    logs = read_logs([write(tmp_path, "a.log", LEGACY)], sessions=[])
    expected = [line for line in LEGACY.split(b"\n") if line.endswith(b"prompt_async failed")]
    assert [record.session_id for record in logs.failures] == [
        line.split(b"session.id=")[1].split(b" ")[0].decode() for line in expected
    ]
    assert {record.run for record in logs.failures} == {"88a7c626-9e7f-4809-aa74-0be4f52f094e"}
    assert [LEGACY[record.offset :].split(b"\n")[0] for record in logs.failures] == expected
    (run,) = logs.runs
    assert (run.version, run.database_path) == ("1.15.13", "/home/operator/.local/share/opencode/opencode.db")
    assert (run.port, run.serves) == (4096, True)
    published = LEGACY.rfind(b"\n", 0, LEGACY.rfind(b"type=message.part.delta publishing")) + 1
    assert run.last_piece_source is not None and run.last_piece_source.place == f"byte {published}"
    assert run.last_time == logs.last_time == logs.inputs[0].last_time


def test_the_version_of_a_logfmt_run_comes_from_its_first_created_line(tmp_path):
    (run,) = read_logs([write(tmp_path, "a.log", LOGFMT)], sessions=[]).runs
    assert run.version == "1.18.33"
    offset = int(run.version_source.place.removeprefix("byte "))
    assert b"message=created" in LOGFMT[offset:].split(b"\n")[0]


def test_an_id_that_no_server_makes_costs_the_others_nothing(tmp_path):
    data = step(1, "ses_two") + step(2, "ses_two")
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=["ses_two", "broken", "s", ""])
    assert {id: len(records) for id, records in logs.sessions.items() if id} == {"ses_two": 2, "broken": 0, "s": 0}


def test_the_context_holds_every_record_of_the_failing_sessions_and_of_those_asked_for(tmp_path):
    data = b"".join([step(1, "ses_one"), step(1, "ses_two"), step(1, "ses_three"), failure(1, "ses_one"), step(2, "ses_two")])
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=["ses_two", "ses_never"])
    assert {id: [record.message for record in records] for id, records in logs.sessions.items()} == {
        "ses_one": ["loop", "prompt_async failed"],
        "ses_two": ["loop", "loop"],
        "ses_never": [],
    }
    assert not logs.complete_context
    everything = read_logs([write(tmp_path, "a.log", data)], sessions=None)
    assert set(everything.sessions) == {"ses_one", "ses_two", "ses_three"}
    assert everything.complete_context


def test_a_record_that_only_quotes_a_session_is_not_its_context(tmp_path):
    quote = step(1, "ses_two").replace(b"step=1", b'text="see session.id=ses_one"')
    logs = read_logs([write(tmp_path, "a.log", failure(1, "ses_one") + quote)], sessions=[])
    assert [record.message for record in logs.sessions["ses_one"]] == ["prompt_async failed"]


def test_a_longer_id_with_the_same_beginning_is_another_session(tmp_path):
    logs = read_logs([write(tmp_path, "a.log", failure(1, "ses_one") + step(1, "ses_one2"))], sessions=[])
    assert len(logs.sessions["ses_one"]) == 1


def test_a_capped_session_keeps_both_ends_and_counts_what_it_lost(tmp_path):
    data = b"".join(step(number, "ses_one") for number in range(100))
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=["ses_one"], cap=20)
    assert [int(record.fields["step"]) for record in logs.sessions["ses_one"]] == [*range(5), *range(85, 100)]
    assert logs.dropped == {"ses_one": 80}


def test_too_much_context_makes_every_session_keep_less(tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "BUDGET", 48 * 400)
    data = b"".join(step(number, f"ses_{session:02}") for number in range(100) for session in range(20))
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=[f"ses_{session:02}" for session in range(20)])
    kept = {id: len(records) for id, records in logs.sessions.items()}
    assert len(kept) == 20
    assert max(kept.values()) <= 20
    assert all(kept[id] + logs.dropped[id] == 100 for id in kept)


def test_sessions_that_do_not_fit_are_dropped_and_the_problem_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "MAX_SESSIONS", 10)
    data = b"".join(step(1, f"ses_{session:02}") for session in range(30))
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=None)
    assert set(logs.sessions) == {f"ses_{session}" for session in range(20, 30)}
    assert "20 records" in logs.problems[0].what


def test_a_log_that_is_cut_before_its_sessions_are_looked_up_is_noted(tmp_path):
    path = write(tmp_path, "a.log", step(0, "ses_one") + failure(1))
    logs = read_logs([path], sessions=[])
    (tmp_path / "a.log").write_bytes(b"")
    assert logs.sessions["ses_one"] == ()
    assert logs.sessions.lost == {logs.inputs[0].path}


def legacy(second: int, text: str = "service=bus type=session.updated publishing") -> bytes:
    return f"INFO  2026-11-22T06:00:{second:02} +1ms {text}\n".encode()


def test_a_legacy_run_lasts_to_its_last_line_whatever_follows_it(tmp_path):
    banner = "service=default version=1.15.{} args=[] process_role=main run_id=run{} opencode"
    data = legacy(1, banner.format(1, 1)) + legacy(20) + step(1, "ses_one") + failure(1)  # an anchor right before the banner
    data += legacy(30, banner.format(2, 2)) + legacy(40) + b"INFO of another program\n" + step(2, "ses_one")
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=[])
    assert {run.key: run.last_time.second for run in logs.runs if run.era == "legacy"} == {"run1": 20, "run2": 40}


def _rotated_during_reading(tmp_path):
    """Read a log that is rotated when it has been read once, before its sessions are gathered."""
    path, data = tmp_path / "a.log", step(0, "ses_one") + failure(1)
    path.write_bytes(data)

    def rotate(_record):
        path.rename(tmp_path / "a.log.1")
        path.write_bytes(b"x" * len(data))

    return read_logs([str(path)], sessions=[], on_failure=rotate)


def test_a_log_that_is_rotated_while_it_is_read_is_read_to_its_end(tmp_path):
    logs = _rotated_during_reading(tmp_path)
    assert [record.message for record in logs.sessions["ses_one"]] == ["loop", "prompt_async failed"]
    assert [problem.what.split(":")[0] for problem in logs.problems] == ["was replaced while it was read"]


def test_of_a_rotated_log_that_could_not_be_held_the_new_file_is_not_taken_for_the_old_one(tmp_path, monkeypatch):
    monkeypatch.setattr(sources_module, "MAX_HELD", 0)
    logs = _rotated_during_reading(tmp_path)
    assert logs.sessions["ses_one"] == ()
    assert [problem.what for problem in logs.problems] == [
        "cannot be read: another file has taken its place",
        "was replaced while it was read: the new file was not read",
    ]


def test_a_record_that_was_written_over_before_it_is_looked_up_is_lost(tmp_path):
    path = write(tmp_path, "a.log", data := step(0, "ses_one") + failure(1))
    logs = read_logs([path], sessions=[])
    (tmp_path / "a.log").write_bytes(b"x" * len(data))
    assert logs.sessions["ses_one"] == ()
    assert logs.sessions.lost == {logs.inputs[0].path}


def test_a_failing_session_keeps_its_context_however_many_come_after_it(tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "MAX_SESSIONS", 10)
    after = b"".join(step(1, f"ses_{session:02}") for session in range(30))
    data = step(0, "ses_one") + step(1, "ses_one") + failure(1) + after
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=None)
    assert [record.message for record in logs.sessions["ses_one"]] == ["loop", "loop", "prompt_async failed"]
    assert "ses_one" not in logs.dropped
    assert "20 records" in logs.problems[0].what


def test_one_record_in_two_files_counts_once_and_two_equal_lines_in_one_file_twice(tmp_path):
    twice = failure(1) + failure(1) + failure(2)
    logs = read_logs([write(tmp_path, "stderr.log", twice), write(tmp_path, "opencode.log", twice + failure(3))], sessions=[])
    assert [record.fields["cause"] for record in logs.failures] == ["C1", "C1", "C2", "C3"]
    assert [record.fields["cause"] for record in logs.sessions["ses_one"]] == ["C1", "C1", "C2", "C3"]
    assert logs.inputs[0].duplicate_of == logs.inputs[1].path
    assert logs.inputs[1].duplicate_of is None


def test_a_repeated_record_is_taken_from_the_whole_log_so_that_it_keeps_its_place_in_the_second(tmp_path):
    """A log that repeats the end of another may sort before it, and legacy times have no milliseconds."""
    part = failure(1)
    whole = step(0, "ses_one") + step(1, "ses_one").replace(b"07:00:00", b"07:00:01") + part
    logs = read_logs([write(tmp_path, "1-part.log", part), write(tmp_path, "2-whole.log", whole)], sessions=[])
    (record,) = logs.failures
    assert record.path.endswith("2-whole.log")
    assert record.order == max(one.order for one in logs.sessions["ses_one"])


def test_the_same_file_given_twice_or_through_its_folder_is_read_once(tmp_path):
    path = write(tmp_path, "a.log", failure(1) + failure(1))
    os.link(path, tmp_path / "b.log")
    assert len(read_logs([path, path, str(tmp_path)], sessions=[]).failures) == 2


def test_records_of_several_files_follow_time_and_those_of_one_file_their_order(tmp_path):
    one = failure(1) + failure(5) + failure(3) + failure(9)  # its clock went back
    two = failure(2).replace(b"aaaaaaaa", b"bbbbbbbb") + failure(7).replace(b"aaaaaaaa", b"bbbbbbbb")
    logs = read_logs([write(tmp_path, "1.log", one), write(tmp_path, "2.log", two)], sessions=[])
    assert [record.fields["cause"] for record in logs.failures] == ["C1", "C2", "C5", "C3", "C7", "C9"]
    assert [record.order for record in logs.failures] == sorted(record.order for record in logs.failures)


@pytest.mark.parametrize("whole", [True, False])
def test_since_and_until_leave_other_records_out(tmp_path, whole):
    data = b"".join(failure(number) for number in range(10))
    start = datetime(2026, 11, 22, 7, 0, 0, 66000, tzinfo=UTC)
    logs = read_logs(
        [write(tmp_path, "a.log", data)],
        sessions=None if whole else [],
        since=start + timedelta(seconds=3),
        until=start + timedelta(seconds=5),
    )
    expected = ["C3", "C4", "C5"]
    assert [record.fields["cause"] for record in logs.failures] == expected
    assert [record.fields["cause"] for record in logs.sessions["ses_one"]] == expected


def test_notable_records_are_bounded_for_each_kind_and_counted(tmp_path):
    lines = [
        failure(n).replace(b'"prompt_async failed" sessionID=ses_one', b'"schema rejection"').replace(b"ERROR", b"WARN")
        for n in range(900)
    ]
    logs = read_logs([write(tmp_path, "a.log", b"".join(lines))], sessions=[])
    assert [record.fields["cause"] for record in logs.notable] == [f"C{n}" for n in [*range(50), *range(700, 900)]]
    assert logs.anchors["schema rejection"] == 900


def test_what_matters_without_being_a_failure_is_notable(tmp_path):
    logs = read_logs(
        [write(tmp_path, "a.log", LEGACY), write(tmp_path, "b.log", LOGFMT), write(tmp_path, "c.log", OLDER)], sessions=[]
    )
    found = {record.message for record in logs.notable}
    assert {
        "opencode",
        "opening database",
        "loading plugin",
        "creating instance",
        "invalid user part before save",
        "request",
    } <= found
    assert "prompt_async failed" not in found
    assert all(record.fields["path"].endswith("/prompt_async") for record in logs.notable if record.message == "request")


@pytest.mark.parametrize("suffix", ["gz", "xz", "bz2", "zst"])
def test_compressed_logs_with_several_members_are_read_whole(tmp_path, suffix):
    compress = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress, "zst": zstandard.ZstdCompressor().compress}[suffix]
    half = LOGFMT.index(b"\n", len(LOGFMT) // 2) - 40  # in the middle of a record
    path = write(tmp_path, f"a.log.{suffix}", compress(LOGFMT[:half]) + compress(LOGFMT[half:]))
    plain = read_logs([write(tmp_path, "plain.log", LOGFMT)], sessions=[])
    packed = read_logs([path], sessions=[])
    assert [(r.offset, r.fields) for r in packed.failures] == [(r.offset, r.fields) for r in plain.failures]
    assert {id: len(records) for id, records in packed.sessions.items()} == {
        id: len(records) for id, records in plain.sessions.items()
    }
    assert packed.inputs[0].bytes == len(LOGFMT)
    assert not packed.problems


@pytest.mark.parametrize("suffix", ["gz", "xz", "bz2", "zst"])
def test_a_compressed_log_that_is_cut_or_damaged_is_read_as_far_as_it_goes(tmp_path, suffix):
    compress = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress, "zst": zstandard.ZstdCompressor().compress}[suffix]
    packed = compress(LOGFMT)
    damaged = bytearray(packed)
    damaged[len(packed) // 2 :] = random.Random(1).randbytes(len(packed) - len(packed) // 2)
    for data in (packed[: len(packed) // 2], packed[:7], bytes(damaged)):
        logs = read_logs([write(tmp_path, f"a.log.{suffix}", data)], sessions=[])
        assert [log.bytes < len(LOGFMT) for log in logs.inputs] == [True]
        assert len(logs.problems) == 1
    followed = read_logs([write(tmp_path, f"a.log.{suffix}", packed + b"garbage")], sessions=[])
    assert [log.bytes for log in followed.inputs] == [len(LOGFMT)]


def test_a_decompression_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(sources_module, "RATIO_FROM", 1 << 20)
    path = write(tmp_path, "a.log.xz", lzma.compress(bytes(8 << 20)))
    logs = read_logs([path], sessions=[])
    assert "bomb" in logs.problems[0].what
    assert logs.inputs[0].bytes < 4 << 20


def test_standard_input_is_read_once_with_its_context():
    code = (
        "from inspector.logs import LogReader; l = LogReader(['-']).read([]); "
        "print(len(l.failures), all(len(l.sessions[r.session_id]) > 1 for r in l.failures), len(l.problems))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=LEGACY, capture_output=True, check=True)
    count = sum(line.endswith(b"prompt_async failed") for line in LEGACY.split(b"\n"))
    assert done.stdout.decode().split() == [str(count), "True", "0"]


def test_a_named_pipe_is_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    thread = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(LOGFMT))
    thread.start()
    logs = read_logs([str(tmp_path / "pipe")], sessions=[])
    thread.join()
    same_file = read_logs([write(tmp_path, "a.log", LOGFMT)], sessions=[])
    assert [record.fields for record in logs.failures] == [record.fields for record in same_file.failures]
    assert {id: len(r) for id, r in logs.sessions.items()} == {id: len(r) for id, r in same_file.sessions.items()}


def test_folders_are_searched_without_loops_and_other_files_left_alone(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    write(tmp_path / "deep" / "er", "opencode.log", failure(1))
    write(tmp_path, "server.log.1.gz", gzip.compress(failure(2)))
    write(tmp_path, "requests.jsonl", failure(3))
    write(tmp_path, "opencode.db", failure(4))
    logs = read_logs([str(tmp_path)], sessions=[])
    assert sorted(item.path for item in logs.inputs) == ["deep/er/opencode.log", "server.log.1.gz"]
    assert len(logs.failures) == 2


def test_inputs_that_cannot_be_read_are_problems_and_the_others_are_read(tmp_path):
    (tmp_path / "empty").mkdir()
    good = write(tmp_path, "a.log", failure(1))
    logs = read_logs([str(tmp_path / "missing.log"), str(tmp_path / "empty"), good, "\0"], sessions=[])
    assert len(logs.failures) == 1
    assert [problem.where for problem in logs.problems] == [str(tmp_path / "missing.log"), str(tmp_path / "empty"), "\0"]


def test_an_empty_log_has_nothing_and_no_problem(tmp_path):
    logs = read_logs([write(tmp_path, "a.log", b"")], sessions=None)
    assert (logs.failures, logs.notable, logs.runs, logs.problems, logs.last_time) == ((), (), (), (), None)
    assert logs.inputs[0].eras == ()


@pytest.mark.parametrize("segment", [1 << 20, 1 << 30])
def test_a_gigantic_record_keeps_both_its_ends(tmp_path, monkeypatch, segment):
    monkeypatch.setattr(parallel, "SEGMENT", segment)
    head = b"ERROR 2026-11-22T06:48:49 +4ms service=server sessionID=ses_one error="
    data = head + b"x" * (3 * BLOCK) + b"\n" + b"y" * BLOCK + b" prompt_async failed\n" + LEGACY
    logs = read_logs([write(tmp_path, "a.log", data)], sessions=[])
    record = logs.failures[0]
    assert (record.offset, record.session_id, record.message) == (0, "ses_one", "prompt_async failed")
    assert len(record.fields["error"]) <= MAX_RECORD
    assert str(len(data) - len(LEGACY)) in logs.problems[0].what
    assert logs.sessions["ses_one"][0].fields == record.fields
    assert logs.failures[1].offset == data.index(LEGACY) + LEGACY.index(b"ERROR")


def test_a_file_that_shrinks_or_vanishes_afterwards_does_no_harm(tmp_path):
    path = write(tmp_path, "a.log", LEGACY)
    logs = read_logs([path], sessions=[])
    Path(path).write_bytes(b"")
    assert all(logs.sessions[id] == () for id in logs.sessions)


def test_a_rotated_file_is_still_read(tmp_path):
    path = write(tmp_path, "a.log", failure(1))
    logs = read_logs([path], sessions=[])
    Path(path).rename(tmp_path / "a.log.1")
    write(tmp_path, "a.log", b"something else")
    assert logs.sessions["ses_one"][0].fields["cause"] == "C1"


@pytest.mark.parametrize("sessions", [None, [], ["ses_dfdfc32cdffeC1fjR5fDEZFrb2"]])
def test_many_processes_and_small_segments_give_the_same_result(tmp_path, monkeypatch, sessions):
    data = LEGACY + LOGFMT + OLDER + LEGACY.replace(b"ses_dfdf", b"ses_dfde")
    paths = [write(tmp_path, "a.log", data), write(tmp_path, "b.log", LOGFMT), write(tmp_path, "c.log", OLDER)]
    monkeypatch.setattr(parallel, "SEGMENT", 7_001)
    one = read_logs(paths, sessions=sessions, jobs=1)
    same(one, read_logs(paths, sessions=sessions, jobs=2))
    monkeypatch.setattr(parallel, "SEGMENT", 1 << 30)
    whole = read_logs(paths, sessions=sessions, jobs=1)
    assert (one.failures, one.dropped, dict(one.sessions)) == (whole.failures, whole.dropped, dict(whole.sessions))
    assert {(run.key, run.version, run.first_time) for run in one.runs} == {
        (run.key, run.version, run.first_time) for run in whole.runs
    }


def test_the_fastest_scan_finds_the_same_failures(tmp_path):
    path = write(tmp_path, "a.log", LEGACY + LOGFMT)
    logs = read_logs([path], sessions=[])
    assert [(r.offset, r.fields) for r in find_failures(path)] == [(r.offset, r.fields) for r in logs.failures]


@pytest.mark.slow
@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_progress_on_a_compressed_log_counts_the_bytes_on_disk(pack, tmp_path):
    noise = random.Random(1)
    data = b"".join(step(0, f"ses_{noise.getrandbits(400):0100x}") for _ in range(30_000))
    path = write(tmp_path, "a.log.gz", pack(data))
    calls = []
    read_logs([path], sessions=[], progress=lambda done, total: calls.append((done, total)))
    size = Path(path).stat().st_size
    assert size < len(data) / 2
    assert {total for _, total in calls} == {size}
    done = [done for done, _ in calls]
    assert done == sorted(done) and done[-1] == size
    assert len([part for part in done if size / 10 < part < size * 9 / 10]) >= 2


def test_a_failure_is_reported_during_the_scan_and_once_for_two_logs_with_it(tmp_path):
    data = failure(1) + step(2, "ses_x") * (4 * BLOCK // len(step(2, "ses_x")))
    paths = [write(tmp_path, name, data) for name in ("a.log", "b.log")]
    told = []
    read_logs(
        paths,
        sessions=[],
        progress=lambda done, total: told.append(done),
        on_failure=lambda record: told.append(record.path),
    )
    assert told.index(paths[0]) < 3
    assert [entry for entry in told if isinstance(entry, str)] == paths[:1]


def test_progress_ends_at_its_total(tmp_path):
    calls = []
    read_logs([write(tmp_path, "a.log", LEGACY)], sessions=[], progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (2 * len(LEGACY), 2 * len(LEGACY))


def test_failures_are_reported_as_they_are_found_each_once(tmp_path):
    seen = []
    paths = [write(tmp_path, "a.log", failure(1) + failure(2)), write(tmp_path, "b.log", failure(1) + failure(3))]
    logs = read_logs(paths, sessions=[], on_failure=seen.append)
    assert [record.fields["cause"] for record in seen] == ["C1", "C2", "C3"]
    assert len(logs.failures) == 3


@given(st.binary(max_size=4000), st.integers(1, 700), st.integers(0, 4000), st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_blocks_hold_every_record_once_whatever_the_reads_and_ranges(junk, size, one, two):
    data = junk[:200] + b"\n" + LEGACY[:6000] + junk + b"\n" + LOGFMT[:3000]
    bounds = sorted({0, one, two, len(data)})

    def read_from(position):
        source = io.BytesIO(data)
        source.seek(position)

        def read(view):
            return source.readinto(view[:size])

        return read

    found = []
    for start, end in itertools.pairwise(bounds):
        last = None if end == len(data) else end
        for block in blocks(read_from(max(start - 1, 0)), max(start - 1, 0), skip=start > 0, end=last):
            whole = bytes(block.data[: block.size])
            edges = [0, *(match.end() for match in next_start().finditer(whole)), len(whole)]
            found += [(block.offset(a), whole[a:b]) for a, b in itertools.pairwise(edges) if a < b]
    edges = [0, *(match.end() for match in next_start().finditer(data)), len(data)]
    assert found == [(a, data[a:b]) for a, b in itertools.pairwise(edges) if a < b]


@given(st.lists(st.tuples(st.integers(0, len(LEGACY) - 1), st.binary(max_size=30)), max_size=12), st.integers(0, len(LEGACY)))
@settings(max_examples=60, deadline=None)
def test_damaged_logs_are_read_without_an_error(tmp_path_factory, changes, cut):
    data = bytearray(LEGACY)
    for position, patch in changes:
        data[position : position + len(patch)] = patch
    path = write(tmp_path_factory.mktemp("damaged"), "a.log", bytes(data[:cut]))
    logs = read_logs([path], sessions=None)
    assert logs.inputs[0].bytes == min(cut, len(data))
    assert all(isinstance(record.message, str) for records in logs.sessions.values() for record in records)


@pytest.mark.parametrize(
    ("args", "serves"),
    [
        ('["run","hello"]', False),
        ('["stats"]', False),
        ('["serve","--port","4096"]', True),
        ("[]", True),
        ('["/srv/run"]', True),
        ("", True),
    ],
)
def test_the_banner_shows_a_command_that_ends_by_itself(tmp_path, args, serves):
    banner = (
        f"INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args={args} process_role=main run_id=a1 opencode\n"
    )
    (run,) = read_logs([write(tmp_path, "a.log", banner.encode())], sessions=[]).runs
    assert run.serves is serves


@pytest.mark.parametrize("repeated", [True, False])
def test_of_two_files_a_sessions_records_keep_their_order_where_the_clock_went_back(tmp_path, repeated):
    """No failure and no notable record shows the step; the second file may repeat the first one, or be another server's."""
    one = step(0, "ses_one").replace(b"07:00:00", b"08:00:00") + step(1, "ses_one").replace(b"07:00:00", b"07:00:02")
    two = one if repeated else step(2, "ses_two").replace(b"07:00:00", b"07:30:00")
    logs = read_logs([write(tmp_path, "1.log", one), write(tmp_path, "2.log", two + b"x\n")], sessions=None)
    records = logs.sessions["ses_one"]
    assert [record.fields["step"] for record in records] == ["0", "1"]
    assert records[0].order < records[1].order


@pytest.mark.parametrize(("back", "steps"), [(1000, ["0", "1"]), (999, ["1", "0"])])
def test_less_than_a_second_back_is_no_step_of_the_clock(tmp_path, back, steps):
    first = b"2026-11-22T07:00:05.000Z"
    second = f"2026-11-22T07:00:0{(5000 - back) / 1000:.3f}Z".encode()
    one = b"".join(
        b"timestamp=%s level=INFO run=aaaaaaaa message=loop session.id=ses_one step=%d\n" % (time, number)
        for number, time in enumerate((first, second))
    )
    logs = read_logs([write(tmp_path, "1.log", one), write(tmp_path, "2.log", b"x\n")], sessions=None)
    assert [record.fields["step"] for record in logs.sessions["ses_one"]] == steps
