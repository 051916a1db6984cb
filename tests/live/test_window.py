"""The private copies of logs: bounded, with the records that name the version, and with the places of the originals."""

from pathlib import Path

import pytest

from inspector.live.window import Windows, _naming_lines
from inspector.logs.follow import Piece

BANNER = b"INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] opencode\n"


def filler(number):
    return b"INFO  2026-11-22T06:43:01 +1ms service=default line %06d\n" % number


def test_a_place_in_the_copy_is_a_place_in_the_log_it_came_from(tmp_path):
    windows = Windows(tmp_path)
    windows.add(Piece("server.log", "server.log", 100, b"a\nb\n"))
    windows.add(Piece("server.log", "server.log.1", 40, b"rest\n"))
    windows.add(Piece("server.log", "server.log", 0, b"new\nnewer\n"))
    (copy,) = windows.files()
    assert windows.names() == {copy: "server.log"}
    assert [windows.origin(copy, at) for at in (0, 2, 4, 9, 13)] == [
        ("server.log", 100),
        ("server.log", 102),
        ("server.log.1", 40),
        ("server.log", 0),
        ("server.log", 4),
    ]


def test_a_copy_is_shortened_and_keeps_the_banner_and_every_place(tmp_path):
    windows = Windows(tmp_path, kept=10_000)
    offset = 0
    for number, line in enumerate([BANNER, *map(filler, range(2000))]):
        windows.add(Piece("server.log", "server.log", offset, line))
        offset += len(line)
        (copy,) = windows.files()
        size = (tmp_path / copy).stat().st_size
        assert size <= 20_000 + len(BANNER) + 100, number
    text = (tmp_path / copy).read_bytes()
    assert text.startswith(BANNER)
    assert windows.origin(copy, 0) == ("server.log", 0)
    at = text.index(b"line 001999")
    assert windows.origin(copy, at) == ("server.log", offset - len(filler(1999)) + filler(1999).index(b"line"))


def test_no_copy_is_shortened_while_it_is_read_or_needed(tmp_path):
    windows = Windows(tmp_path, kept=100)
    windows.needed = lambda: True
    windows.add(Piece("server.log", "server.log", 0, filler(0) * 20))
    assert windows.crowded()
    windows.needed = lambda: False
    with windows.reading:
        windows.add(Piece("server.log", "server.log", len(filler(0)) * 20, filler(1)))
    (copy,) = windows.files()
    assert (tmp_path / copy).stat().st_size == len(filler(0)) * 21
    windows.add(Piece("server.log", "server.log", len(filler(0)) * 21, filler(2)))
    assert (tmp_path / copy).stat().st_size <= 100 + len(filler(0))


def test_a_copy_begins_with_the_newest_records_that_name_the_version(tmp_path):
    log = tmp_path / "server.log"
    older = BANNER.replace(b"1.15.13", b"1.15.12")
    log.write_bytes(older + filler(1) + BANNER + filler(2) * 40_000 + b"the end\n")
    windows = Windows(tmp_path / "copies")
    (tmp_path / "copies").mkdir()
    windows.start("server.log", str(log), log.stat().st_size - 100)
    (copy,) = windows.files()
    assert Path(copy).read_bytes() == BANNER
    assert windows.origin(copy, 5) == (str(log), len(older + filler(1)) + 5)


@pytest.mark.parametrize("between", [0, 1_048_576, 5_000_000])
def test_the_version_is_found_before_a_long_record(tmp_path, between):
    path = tmp_path / "server.log"
    long = b"ERROR 2026-11-22T06:43:01 +1ms service=llm error=" + b"x" * between + b"\n"
    path.write_bytes(BANNER + filler(1) + long)
    assert _naming_lines(str(path), path.stat().st_size) == [(0, BANNER)]
