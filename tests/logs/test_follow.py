import os
import subprocess
import sys
import time
from pathlib import Path

from inspector.logs.follow import follow

SAMPLES = Path(__file__).parents[2] / "samples" / "logs"
LEGACY = (SAMPLES / "legacy-1.15.13.log").read_bytes()


def line(number: int) -> bytes:
    return f"timestamp=2026-11-22T07:00:00.066Z level=INFO run=aaaaaaaa message=loop session.id=ses_one step={number}\n".encode()


def steps(paths, actions, seconds=20.0):
    """Follow `paths`; after each batch of records (or of silence) do the next action; what was seen, by action."""
    began, seen, todo = time.monotonic(), [], list(actions)
    polls = 0

    def stop():
        nonlocal polls
        polls += 1
        if todo and polls % 3 == 1:
            todo.pop(0)()
            return False
        return (not todo and polls % 3 == 0) or time.monotonic() - began > seconds

    for record in follow([str(path) for path in paths], poll=0.01, stop=stop):
        seen.append(record)
    return seen


def append(path: Path, data: bytes):
    def act():
        with path.open("ab") as file:
            file.write(data)

    return act


def numbers(records):
    return [int(record.fields["step"]) for record in records]


def test_only_what_is_appended_is_shown_with_its_offset(tmp_path):
    log = tmp_path / "a.log"
    log.write_bytes(line(0))
    seen = steps([log], [append(log, line(1) + line(2)), append(log, line(3))])
    assert numbers(seen) == [1, 2, 3]
    assert [record.offset for record in seen] == [len(line(0)) * n for n in (1, 2, 3)]
    assert [record.order for record in seen] == [0, 1, 2]


def test_a_record_is_held_back_until_it_is_whole(tmp_path):
    log = tmp_path / "a.log"
    log.touch()
    half = line(1)[:40]
    seen = steps([log], [append(log, half), append(log, line(1)[40:] + line(2))])
    assert numbers(seen) == [1, 2]


def test_a_file_that_appears_is_rotated_or_truncated_is_read_from_its_start(tmp_path):
    log = tmp_path / "a.log"

    def rotate():
        log.rename(tmp_path / "a.log.1")
        log.write_bytes(line(3))

    def truncate():
        os.truncate(log, 0)

    seen = steps([log], [append(log, line(1)), append(log, line(2)), rotate, truncate, append(log, line(4)[:-1] + b"\n")])
    assert numbers(seen) == [1, 2, 3, 4]


def test_several_files_are_followed_at_once(tmp_path):
    one, two = tmp_path / "1.log", tmp_path / "2.log"
    one.touch()
    two.touch()
    seen = steps([one, two], [append(one, line(1)), append(two, line(2)), append(one, line(3))])
    assert sorted(numbers(seen)) == [1, 2, 3]
    assert {record.path for record in seen} == {str(one), str(two)}


def test_the_last_record_is_shown_after_a_second_of_silence(tmp_path):
    log = tmp_path / "a.log"
    log.touch()
    began = time.monotonic()
    wrote = []

    def stop():
        if not wrote:
            wrote.append(True)
            append(log, line(1))()
        return time.monotonic() - began > 8

    records = follow([str(log)], poll=0.02, stop=stop)
    first = next(records)
    assert numbers([first]) == [1]
    assert 0.9 < time.monotonic() - began < 5


def test_records_over_several_lines_and_the_run_of_the_banner_survive(tmp_path):
    log = tmp_path / "a.log"
    log.touch()
    seen = steps([log], [append(log, LEGACY[at : at + 997]) for at in range(0, len(LEGACY), 997)])
    assert len({record.offset for record in seen}) == len(seen)
    assert {record.run for record in seen} == {"88a7c626-9e7f-4809-aa74-0be4f52f094e"}
    assert any(record.message == "invalid user part before save" and "\n" in record.fields["cause"] for record in seen)


def test_prefixed_lines_are_unwrapped(tmp_path):
    log = tmp_path / "a.log"
    log.touch()
    seen = steps([log], [append(log, b"opencode-1  | " + line(n)) for n in range(3)])
    assert numbers(seen) == [0, 1, 2]


def test_standard_input_is_followed_to_its_end():
    code = (
        "from inspector.logs.follow import follow\nfor r in follow(['-'], poll=0.01, stop=lambda: False): print(r.fields['step'])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=line(1) + line(2), capture_output=True, check=True, timeout=30)
    assert done.stdout.split() == [b"1", b"2"]
