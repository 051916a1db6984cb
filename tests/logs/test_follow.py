"""Following logs: whole lines, and nothing lost over either way of rotation."""

import os
import shutil

import pytest

from inspector.logs import follow
from inspector.logs.follow import Follower


class Reading:
    """A follower, looked at step by step."""

    def __init__(self, *paths, more=tuple):
        self.troubles = []
        self.follower = Follower([str(path) for path in paths], lambda path, why: self.troubles.append((path, why)), more)
        self.text = b""
        self.pieces = []

    def look(self, final=False):
        found = list(self.follower.read(final))
        self.pieces += found
        self.text += b"".join(piece.data for piece in found)
        return b"".join(piece.data for piece in found)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "server.log"
    path.write_bytes(b"old 1\nold 2\n")
    return path


def append(path, data):
    with path.open("ab") as file:
        file.write(data)


def copytruncate(log, copy):
    shutil.copyfile(log, copy)
    os.truncate(log, 0)


def test_only_what_is_written_from_now_on_is_read_in_whole_lines(log):
    reading = Reading(log)
    append(log, b"new 1\nnew")
    assert reading.look() == b"new 1\n"
    append(log, b" 2\n")
    assert reading.look() == b"new 2\n"
    assert [(piece.name, piece.offset, piece.begins) for piece in reading.pieces] == [
        (str(log), 12, False),
        (str(log), 18, False),
    ]


def test_an_unfinished_line_is_read_at_the_end(log):
    reading = Reading(log)
    append(log, b"cut")
    assert (reading.look(), reading.look(final=True)) == (b"", b"cut")


def test_the_past_begins_at_a_line(log):
    reading = Reading(log)
    assert [(piece.offset, piece.data) for piece in reading.follower.past(8)] == [(6, b"old 2\n")]
    assert [piece.data for piece in reading.follower.past(100)] == [b"old 1\nold 2\n"]


@pytest.mark.parametrize("looks", [1, 2, 5])
def test_a_hundred_renames_lose_nothing(log, looks):
    """`looks` is the number of rotations between two looks."""
    reading = Reading(log)
    written = b""
    for number in range(100):
        line = b"line %d\n" % number
        append(log, line)
        written += line
        for old in range(8, 0, -1):
            if (rotated := log.with_name(f"server.log.{old}")).exists():
                rotated.rename(log.with_name(f"server.log.{old + 1}"))
        log.rename(log.with_name("server.log.1"))
        log.touch()
        if number % looks == looks - 1:
            reading.look()
    reading.look()
    assert reading.text == written


@pytest.mark.parametrize("looks", [1, 2, 5])
def test_a_hundred_copytruncates_lose_nothing(log, looks):
    reading = Reading(log)
    written = b""
    for number in range(100):
        line = b"line %d\n" % number
        append(log, line)
        written += line
        for old in range(8, 0, -1):
            if (rotated := log.with_name(f"server.log.{old}")).exists():
                rotated.rename(log.with_name(f"server.log.{old + 1}"))
        copytruncate(log, log.with_name("server.log.1"))
        if number % looks == looks - 1:
            reading.look()
    reading.look()
    assert reading.text == written


def test_a_log_that_is_truncated_while_it_is_looked_at_loses_nothing(log, monkeypatch):
    """Its copy is complete by then: it is read in place of the log."""
    reading = Reading(log)
    os.truncate(log, 0)
    append(log, b"one\n")
    shutil.copyfile(log, log.with_name("server.log.1"))
    read = follow._Open.pieces

    def truncate_first(file, name, final):
        os.truncate(log, 0)
        return read(file, name, final)

    monkeypatch.setattr(follow._Open, "pieces", truncate_first)
    assert reading.look() == b"one\n"
    monkeypatch.undo()
    append(log, b"two\n")
    assert reading.look() == b"two\n"


def test_a_copy_that_was_empty_at_the_last_look_is_not_read_twice(log):
    """A look can come between the creation of the copy and its first byte."""
    reading = Reading(log)
    os.truncate(log, 0)
    append(log, b"one\n")
    log.with_name("server.log.1").touch()
    assert reading.look() == b"one\n"
    copytruncate(log, log.with_name("server.log.1"))
    append(log, b"two\n")
    assert reading.look() == b"two\n"


def test_a_truncated_log_that_has_grown_again_is_recognised(log):
    reading = Reading(log)
    append(log, b"before\n")
    copytruncate(log, log.with_name("server.log-20261128"))
    append(log, b"after, and longer than everything that stood there before\n")
    assert reading.look() == b"before\nafter, and longer than everything that stood there before\n"
    assert [(piece.path, piece.offset, piece.begins) for piece in reading.pieces] == [
        (str(log.with_name("server.log-20261128")), 12, False),
        (str(log), 0, True),
    ]


def test_a_server_that_goes_on_writing_to_the_renamed_file_is_read_there(log):
    with log.open("ab", buffering=0) as server:
        reading = Reading(log)
        log.rename(log.with_name("server.log.1"))
        log.touch()
        assert reading.look() == b""
        server.write(b"still here\n")
        append(log, b"the new server\n")
        assert sorted(reading.look().splitlines()) == [b"still here", b"the new server"]


def test_an_earlier_copy_of_the_log_is_not_read_at_a_rotation(log):
    copy = log.with_name("server.log.bak")
    reading = Reading(log)
    copy.write_bytes(b"old 1\nold 2\n")
    os.utime(copy, (1, 1))
    log.rename(log.with_name("server.log.1"))
    log.write_bytes(b"new\n")
    assert reading.look() == b"new\n"


def test_a_log_that_does_not_exist_yet_is_read_from_its_start(tmp_path):
    reading = Reading(tmp_path / "later.log")
    assert reading.look() == b""
    (tmp_path / "later.log").write_bytes(b"first\n")
    assert reading.look() == b"first\n"
    assert reading.troubles == []


def test_a_pipe_is_refused_and_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.log")
    reading = Reading(tmp_path / "pipe.log")
    reading.look()
    assert reading.troubles[0][1] == "is not a regular file; watch a pipe with: inspector watch - < PIPE"


def test_new_files_are_followed_but_rotated_ones_are_not_read_twice(log):
    folder = log.parent
    reading = Reading(log, more=lambda: [str(path) for path in sorted(folder.iterdir())])
    append(log, b"one\n")
    reading.look()
    log.rename(folder / "server.log.1")
    log.write_bytes(b"two\n")
    (folder / "2026-11-28T090000.log").write_bytes(b"another server\n")
    assert reading.look() == b"two\nanother server\n"
    assert reading.look() == b""
