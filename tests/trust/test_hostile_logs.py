"""A log of any content, from anywhere, through the whole command: what can be told is told, in bounded time and memory."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
import zstandard

from tests.trust.running import BANNER, FAILING, ROOT, checked, failure, inside, started

GOOD = BANNER + failure()


def found(path: Path | str, **options: object) -> set[str]:
    report = checked(inside("diagnose", path, "--format", "json"))
    return {entry["session_id"] for entry in report["failures"]}


NOISE = {
    "invalid UTF-8": b"\xff\xfe\x80\xc3\x28 \xed\xa0\x80\n",
    "NUL": b"\0" * 3000 + b"\n\0\0\0",
    "CR": b"INFO  2026-11-22T06:42:44 +1ms one\rtwo\r\rthree\r\n",
    "no newline": b"x" * 100_000,
    "one line of 8 MiB": b"y" * (8 << 20) + b"\n",
    "escapes": b"\x1b[31mred\x1b]0;t\x07\n",
    "quotes": b'INFO  2026-11-22T06:42:44 +1ms a="' + b"\\" * 9999 + b"\n",
    "brackets": b"ERROR 2026-11-22T06:42:44 +1ms cause=" + b'{"a":[' * 50_000 + b" prompt_async failed\n",
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_before_between_and_behind_hides_no_failure(tmp_path: Path, kind: str) -> None:
    noise = NOISE[kind] if NOISE[kind].endswith(b"\n") else NOISE[kind] + b"\n"
    second = failure(session="ses_second13ffe7rAq2JUnH99Yec").encode()
    path = tmp_path / "server.log"
    path.write_bytes(noise + BANNER.encode() + noise + failure().encode() + noise + second + noise[:-1])
    assert {FAILING, "ses_second13ffe7rAq2JUnH99Yec"} <= found(path)


@pytest.mark.parametrize(
    "line",
    [
        f'INFO  2026-11-22T06:42:44 +1ms service=session text="{failure().strip()}" created\n',
        "INFO  2026-11-22T06:42:44 +1ms service=x session.id=ses_decoy title=prompt_async failed cause=none created\n",
        '{"type":"text","text":"ERROR 2026-11-22T06:42:47 +1ms session.id=ses_decoy prompt_async failed"}\n',
        "INFO  2026-11-22T06:42:44 +1ms service=x prompt_async failed, said the user, session.id=ses_decoy done\n",
        'timestamp=2026-11-22T06:42:44.000Z level=INFO run=aaaaaaaa message=created title="message=\\"prompt_async failed\\" session.id=ses_decoy"\n',
    ],
)
def test_a_prompt_that_quotes_a_failure_is_none(tmp_path: Path, line: str) -> None:
    path = tmp_path / "server.log"
    path.write_text(BANNER + line)
    assert found(path) == set()


def test_two_writers_in_one_file_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    ids = [f"ses_dfe0{n:08x}7rAq2JUnH99Yec" for n in range(40)]
    other = (ROOT / "samples" / "logs" / "logfmt-1.18.33.log").read_text().splitlines(keepends=True)
    path.write_text(BANNER + "".join(failure(session=id) + other[n] for n, id in enumerate(ids)))
    assert set(ids) <= found(path)


@pytest.mark.parametrize("sample", ["legacy-1.15.13.log", "logfmt-1.18.33.log"])
def test_a_log_cut_anywhere_is_read_up_to_the_cut(tmp_path: Path, sample: str) -> None:
    content = (ROOT / "samples" / "logs" / sample).read_bytes() + failure().encode()
    path = tmp_path / "server.log"
    end = len(content)
    for cut in [*range(1, end, 1999), *range(end - 300, end, 37), end - 1, end]:
        path.write_bytes(content[:cut])
        assert (FAILING in found(path)) == (cut >= end - 1)  # without its line break it is whole
        path.write_bytes(content[cut:])
        found(path)


BOMBS = {
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


@pytest.mark.parametrize("ending", BOMBS)
def test_a_compressed_bomb_is_stopped_and_what_came_before_is_told(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"server.log{ending}"
    bomb = BOMBS[ending](bytes(1 << 26))
    path.write_bytes(BOMBS[ending](GOOD.encode()) + bomb * (64 if ending == ".gz" else 8))
    done = inside("diagnose", path, "--format", "json")
    report = checked(done)
    assert {entry["session_id"] for entry in report["failures"]} == {FAILING}
    assert done.code == 3
    assert any("bomb" in problem["what"] for problem in report["problems"])


@pytest.mark.parametrize("ending", BOMBS)
def test_an_archive_is_bounded_in_bytes_however_modestly_it_was_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr("inspector.logs.sources.MAX_OUTPUT", 1 << 18)
    lines = "".join(f"INFO  2026-11-22T06:42:48 +1ms n={n} x\n" for n in range(60_000))
    path = tmp_path / f"server.log{ending}"
    path.write_bytes(BOMBS[ending]((GOOD + lines + failure(session="ses_later0813ffe7rAq2JUnH99Yec")).encode()))
    done = inside("diagnose", path, "--format", "json")
    report = checked(done)
    assert {entry["session_id"] for entry in report["failures"]} == {FAILING}
    assert done.code == 3
    assert any("bomb: stopped after" in problem["what"] for problem in report["problems"])
    assert report["inputs"]["logs"][0]["bytes"] < len(lines) // 2


def test_a_truncated_archive_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "server.log.gz"
    packed = gzip.compress((GOOD + "".join(f"INFO  2026-11-22T06:42:48 +1ms n={n} x\n" for n in range(50_000))).encode())
    path.write_bytes(packed[: len(packed) // 2])
    done = inside("diagnose", path, "--format", "json")
    assert done.code == 3
    assert [entry["session_id"] for entry in checked(done)["failures"]] == [FAILING]


def test_standard_input_that_goes_on_and_on_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """A producer writes 42 MB and stops; memory does not grow with what it wrote."""
    filler = b"INFO  2026-11-22T06:42:44 +1ms service=bus type=filler publishing\n" * 8_000
    with started("diagnose", "-", "--format", "json", stdin=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(GOOD.encode())
        most = 0
        for _ in range(80):
            process.stdin.write(filler)
            most = max(most, _resident(process.pid))
        process.stdin.close()
        process.stdin = None
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert FAILING.encode() in out
    assert 0 < most < 160 << 20


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def test_a_pipe_with_a_name_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "server.log"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(GOOD,))
    writer.start()
    assert found(pipe) == {FAILING}
    writer.join(5)


def test_a_folder_of_thousands_of_files_is_read_or_said_to_be_too_large(tmp_path: Path) -> None:
    for number in range(1500):
        (tmp_path / f"{number:05}.log").write_text(BANNER if number else GOOD)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert found(tmp_path) == {FAILING}


def test_more_files_than_are_read_are_counted_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.logs.sources.MAX_FILES", 20)
    for number in range(50):
        (tmp_path / f"{number:05}.log").write_text(BANNER)
    done = inside("diagnose", tmp_path, "--format", "json")
    assert done.code == 3
    assert "too many files" in checked(done)["problems"][0]["what"]


@pytest.mark.parametrize("grown", [False, True], ids=["smaller", "larger"])
def test_a_log_rotated_before_its_turn_is_read_and_said_to_be_another(tmp_path: Path, grown: bool) -> None:
    """A pipe in front of it holds the reading up: it has been found by then, and is renamed and made anew before it is read."""
    pipe, path = tmp_path / "first.log", tmp_path / "server.log"
    os.mkfifo(pipe)
    path.write_text(GOOD)
    with started("diagnose", pipe, path, "--format", "json") as process:
        writer = os.open(pipe, os.O_WRONLY)
        path.rename(tmp_path / "server.log.1")
        path.write_text(BANNER * (20 if grown else 1))
        os.close(writer)
        out, errors = process.communicate(timeout=60)
    report = json.loads(out)
    assert process.returncode == 3, errors
    assert [entry["session_id"] for entry in report["failures"]] == [FAILING]
    assert any("was replaced while it was read" in problem["what"] for problem in report["problems"])


@pytest.mark.parametrize("again", ["", BANNER * 40], ids=["empty", "as large"])
def test_a_log_rotated_while_it_is_read_is_told_and_said_to_be_another(tmp_path: Path, again: str) -> None:
    """A pipe behind it holds the run up: it was read once by then, and its sessions are looked up in it later, under its name."""
    pipe, path = tmp_path / "later.log", tmp_path / "server.log"
    os.mkfifo(pipe)
    step = f"INFO  2026-11-22T06:42:45 +1ms service=session.prompt session.id={FAILING} step=0 loop\n"
    path.write_text(BANNER + step + failure())
    with started("diagnose", path, pipe, "--format", "json") as process:
        writer = os.open(pipe, os.O_WRONLY)
        path.rename(tmp_path / "server.log.1")
        path.write_text(again)
        os.close(writer)
        out, errors = process.communicate(timeout=60)
    report = json.loads(out)
    assert [entry["session_id"] for entry in report["failures"]] == [FAILING]
    assert process.returncode == 3, errors
    assert any(problem["where"].endswith("server.log") for problem in report["problems"])


def test_a_log_that_shrinks_and_grows_while_it_is_read_ends(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    filler = "INFO  2026-11-22T06:42:44 +1ms service=bus type=filler publishing\n" * 100_000
    path.write_text(GOOD + filler)
    with started("diagnose", path, "--format", "json") as process:
        while process.poll() is None:
            with path.open("r+b") as file:
                file.truncate(len(GOOD) + 1000)
            with path.open("a") as file:
                file.write(filler[:1_000_000])
            time.sleep(0.01)
        _out, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 1, 3), errors
    assert b"Traceback" not in errors
