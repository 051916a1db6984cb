"""A disk that cannot be read on (EIO) or is full (ENOSPC) in the middle: the rest is told, nothing looks whole, nothing is left behind."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
import zstandard

from tests.database.databases import crashed, made, writing
from tests.trust.running import (
    ALWAYS_S,
    BANNER,
    FAILING,
    Done,
    checked,
    failure,
    inside,
    inspector,
    scratch_of,
    started,
    until_opened,
    untouched,
)

FILLER = "".join(f"INFO  2026-11-22T06:42:{44 + n % 9} +1ms service=bus type=filler n={n} publishing\n" for n in range(40_000))
LATER = "ses_later0813ffe7rAq2JUnH99Yec"
PROMPTS = 200


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``disk.c`` as a library: real system calls of a real run that fail where they are told to."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("impossible here: no /proc")
    if shutil.which("gcc") is None:
        pytest.skip("needs gcc")
    library = tmp_path_factory.mktemp("shim") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    built = subprocess.run(["gcc", "-shared", "-fPIC", "-O1", str(source), "-o", str(library), "-ldl"], capture_output=True)
    if built.returncode:
        pytest.skip(f"gcc cannot build it: {built.stderr[-200:]!r}")
    return library


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A log (a failure in front, one behind 3 MB), a crashed database of stranded prompts, and a capture."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "server.log").write_text(BANNER + failure() + FILLER + failure(session=LATER))
    database = made(folder, "1.15.13")
    with writing(database) as writer:
        for number in range(PROMPTS):
            session = writer.session(f"ses_{number:05}", number)
            user = writer.user(session, f"msg_{number:05}", number)
            error = {"name": "APIError", "data": {"message": "refused"}}
            writer.assistant(session, f"msz_{number:05}", number + 1, user, finish=None, error=error)
    crashed(database, "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute(\"UPDATE session SET title = 'newer'\")")
    call = {"method": "POST", "path": f"/session/{FAILING}/prompt_async", "body": {"parts": [{"type": "text"}]}, "status": 204}
    (folder / "requests.jsonl").write_text(json.dumps(call) + "\n" + (json.dumps(call | {"path": "/x"}) + "\n") * 20_000)
    return folder


def failing(shim: Path, scratch: Path, *arguments: object, read: str = "", write: str = "") -> Done:
    env = (
        {"LD_PRELOAD": str(shim), "TMPDIR": str(scratch)}
        | ({"BAD_READ": read} if read else {})
        | ({"BAD_WRITE": write} if write else {})
    )
    done = inspector(*arguments, env=env)
    assert list(scratch.iterdir()) == []
    return done


def told(report: dict[str, object]) -> set[str]:
    return {entry["session_id"] for entry in report.get("failures", ())}  # type: ignore[attr-defined]


# --- EIO -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("offset", "found"), [(0, set()), (5000, {FAILING}), (2_500_000, {FAILING})])
def test_a_log_that_cannot_be_read_on_is_told_up_to_there(
    shim: Path, data: Path, tmp_path: Path, offset: int, found: set[str]
) -> None:
    with untouched(data):
        done = failing(
            shim, scratch_of(tmp_path), "diagnose", data / "server.log", "--format", "json", read=f"server.log:{offset}"
        )
    assert done.code == 3
    report = checked(done)
    assert told(report) == found
    assert any(p["where"].endswith("server.log") and "Input/output error" in p["what"] for p in report["problems"])


def test_one_bad_log_hides_neither_the_other_nor_the_rows(shim: Path, data: Path, tmp_path: Path) -> None:
    (data / "other.log").write_text(BANNER + failure(session=LATER))
    words = ("diagnose", data / "server.log", data / "other.log", "--db", data / "opencode.db", "--format", "json")
    report = checked(failing(shim, scratch_of(tmp_path), *words, read="server.log:0"))
    assert told(report) == {LATER}
    assert len(report["silent"]) == PROMPTS


@pytest.mark.parametrize("kind", ["header", "schema", "rows", "log of writes"])
def test_a_database_that_cannot_be_read_on_leaves_the_findings_of_the_log(
    shim: Path, data: Path, tmp_path: Path, kind: str
) -> None:
    place = {
        "header": "opencode.db:0",
        "schema": "opencode.db:4096",
        "rows": "opencode.db:290000",
        "log of writes": "opencode.db-wal:8000",
    }[kind]
    if kind == "rows":
        for ending in ("-wal", "-shm"):
            (data / f"opencode.db{ending}").unlink()
    words = ("--db", data / "opencode.db", "--format", "json")
    with untouched(data):
        done = failing(shim, scratch_of(tmp_path), "diagnose", data / "server.log", *words, read=place)
        alone = failing(shim, scratch_of(tmp_path), "diagnose", *words, read=place)
    assert done.code == alone.code == 3
    report = checked(done)
    assert told(report) == {FAILING, LATER}
    assert any("opencode.db" in problem["where"] for problem in report["problems"])
    if kind == "rows":
        assert alone.report["problems"]
    else:
        assert (alone.out, alone.err.count("error:")) == ("", 1)


def test_a_live_database_whose_disk_fails_is_a_problem(shim: Path, data: Path, tmp_path: Path) -> None:
    from tests.database.databases import another_process

    with another_process(
        data / "opencode.db", "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute('DELETE FROM todo')"
    ):
        words = ("diagnose", data / "server.log", "--db", data / "opencode.db", "--format", "json")
        done = failing(shim, scratch_of(tmp_path), *words, read="opencode.db-wal:4000")
    assert done.code == 3
    assert told(checked(done)) == {FAILING, LATER}


@pytest.mark.parametrize(("offset", "calls"), [(0, 0), (1_500_000, 1)])
def test_a_capture_that_cannot_be_read_on_is_told_up_to_there(
    shim: Path, data: Path, tmp_path: Path, offset: int, calls: int
) -> None:
    words = ("diagnose", data / "server.log", "--requests", data / "requests.jsonl", "--format", "json")
    report = checked(failing(shim, scratch_of(tmp_path), *words, read=f"requests.jsonl:{offset}"))
    assert told(report) == {FAILING, LATER}
    assert sum(entry["count"] for entry in report["inputs"]["requests"]) == calls
    assert any("Input/output error" in p["what"] for p in report["problems"] if p["where"].endswith("requests.jsonl"))


def test_a_bundle_that_cannot_be_read_is_one_sentence(shim: Path, data: Path, tmp_path: Path) -> None:
    inside("bundle", tmp_path / "b.tar.gz", data / "server.log")
    assert (tmp_path / "b.tar.gz").exists()
    done = failing(shim, scratch_of(tmp_path), "diagnose", tmp_path / "b.tar.gz", read="b.tar.gz:3000")
    assert (done.code, done.out) == (3, "")
    assert "could not be unpacked: Input/output error" in done.err


def test_a_bundle_of_inputs_that_cannot_be_read_on_says_so_inside(shim: Path, data: Path, tmp_path: Path) -> None:
    done = failing(shim, scratch_of(tmp_path), "bundle", tmp_path / "b.tar.gz", data / "server.log", read="server.log:5000")
    assert done.code == 3
    assert any(
        "Input/output error" in p["what"]
        for p in inside("diagnose", tmp_path / "b.tar.gz", "--format", "json").report["problems"]
    )


def test_a_log_no_byte_of_which_can_be_read_is_a_problem(data: Path) -> None:
    """The same without any library in between: the first page of a process's memory cannot be read, which is EIO."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("impossible here: no /proc")
    done = inspector("diagnose", "/proc/self/mem", data / "server.log", "--format", "json")
    assert done.code == 3
    assert told(checked(done)) == {FAILING, LATER}
    assert any("Input/output error" in problem["what"] for problem in done.report["problems"])


# --- archives that end early ---------------------------------------------------------------------

PACKED = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".xz": lzma.compress,
    ".bz2": lambda data: bz2.compress(data, 1),
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("size", [4_000, 30_000])
def test_what_is_left_of_a_cut_archive_is_told_and_the_cut_is_said(tmp_path: Path, ending: str, size: int) -> None:
    """Two frames, so that at least the first can be had: two are what rotation by appending makes."""
    lines = "".join(f"INFO  2026-11-22T06:42:48 +1ms n={n * 7919 % 100_003} x\n" for n in range(size))
    first, second = PACKED[ending]((BANNER + failure()).encode()), PACKED[ending]((lines + failure(session=LATER)).encode())
    path = tmp_path / f"server.log{ending}"
    path.write_bytes(first + second)
    whole = checked(inside("diagnose", path, "--format", "json"))
    assert (told(whole), whole["problems"]) == ({FAILING, LATER}, [])
    for cut in (len(second) - 1, len(second) // 2, 5):
        path.write_bytes(first + second[:cut])
        done = inside("diagnose", path, "--format", "json")
        assert done.code == 3, cut
        assert told(done.report) <= {FAILING, LATER}
        assert FAILING in told(done.report), cut
        assert "ends in the middle" in done.report["problems"][0]["what"]


@pytest.mark.parametrize("ending", PACKED)
def test_neither_is_a_cut_capture_taken_for_a_whole_one(tmp_path: Path, ending: str) -> None:
    call = {"method": "POST", "path": f"/session/{FAILING}/prompt_async", "body": {"parts": []}, "status": 204}
    packed = PACKED[ending]((json.dumps(call) + "\n").encode()) + PACKED[ending](
        "".join(f'{{"n":{n * 7919 % 99_991}}}\n' for n in range(9000)).encode()
    )
    path = tmp_path / f"requests.jsonl{ending}"
    path.write_bytes(packed[:-20])
    done = inside("requests", path, "--server-version", "1.15.13", "--format", "json")
    assert done.code == 3
    assert "damaged or cut off" in json.dumps(done.report)
    assert FAILING in done.out


# --- ENOSPC --------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [0, 10_000, 300_000])
def test_room_that_runs_out_in_the_middle_of_a_copy_costs_the_newest_rows_only(
    shim: Path, data: Path, tmp_path: Path, amount: int
) -> None:
    with untouched(data):
        done = failing(
            shim, scratch_of(tmp_path), "diagnose", "--db", data / "opencode.db", "--format", "json", write=f"inspector-:{amount}"
        )
    assert done.code == 3
    assert done.report["inputs"]["database"]["opened"] == "immutable"
    assert len(done.report["silent"]) == PROMPTS
    assert "not enough room" in done.report["problems"][0]["what"]


@pytest.mark.parametrize("form", ["terminal", "json", "jsonl", "markdown", "html"])
@pytest.mark.parametrize("amount", [0, 300])
def test_a_report_that_does_not_fit_is_not_there_at_all(shim: Path, data: Path, tmp_path: Path, form: str, amount: int) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    words = ("diagnose", data / "server.log", "--format", form, "--output", folder / "report")
    done = failing(shim, scratch_of(tmp_path), *words, write=f"/out/:{amount}")
    assert (done.code, done.out) == (3, "")
    assert "No space left" in done.err
    assert list(folder.iterdir()) == []


def test_the_same_with_a_limit_of_the_system(data: Path, tmp_path: Path) -> None:
    """EFBIG instead of ENOSPC: needs neither gcc nor root."""
    folder = tmp_path / "out"
    folder.mkdir()
    done = inspector(
        "diagnose",
        data / "server.log",
        "--db",
        data / "opencode.db",
        "--format",
        "html",
        "--output",
        folder / "report.html",
        env={"TMPDIR": str(scratch_of(tmp_path))},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)),
    )
    assert (done.code, done.out) == (3, "")
    assert "File too large" in done.err
    assert list(folder.iterdir()) == []


def test_a_bundle_that_does_not_fit_is_not_there_at_all(shim: Path, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = failing(shim, scratch_of(tmp_path), "bundle", folder / "b.tar.gz", data / "server.log", write="/out/:500")
    assert done.code == 3
    assert "written, " not in done.out
    assert list(folder.iterdir()) == []


def test_a_bundle_that_cannot_be_unpacked_is_not_called_damaged(shim: Path, data: Path, tmp_path: Path) -> None:
    inside("bundle", tmp_path / "b.tar.gz", data / "server.log")
    done = failing(shim, scratch_of(tmp_path), "diagnose", tmp_path / "b.tar.gz", write="inspector-bundle-:300")
    assert (done.code, done.out) == (3, "")
    assert "could not be unpacked: No space left" in done.err


def test_a_watch_that_cannot_keep_standard_input_says_so(shim: Path, tmp_path: Path) -> None:
    scratch = scratch_of(tmp_path)
    env = {"LD_PRELOAD": str(shim), "TMPDIR": str(scratch), "BAD_WRITE": "inspector-watch-:2000"}
    with started("watch", "-", stdin=subprocess.PIPE, env=env) as process:
        assert process.stdin
        process.stdin.write(FILLER.encode()[:20_000])
        process.stdin.flush()
        _, errors = process.communicate(timeout=ALWAYS_S)
    assert process.returncode == 3
    assert b"No space left" in errors
    assert b"No failure was logged" not in errors
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_a_bundle_is_unpacked_leaves_nothing(data: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Writing the report to a pipe that nobody reads holds the run up, should the signal come late."""
    scratch, pipe = scratch_of(tmp_path), tmp_path / "report.html"
    os.mkfifo(pipe)
    inside("bundle", tmp_path / "b.tar.gz", data / "server.log")
    with started("diagnose", tmp_path / "b.tar.gz", "--output", pipe, env={"TMPDIR": str(scratch)}) as process:
        while process.poll() is None and not any(scratch.iterdir()):
            time.sleep(0.002)
        process.send_signal(number)
        out, errors = process.communicate(timeout=ALWAYS_S)
    assert process.returncode in (128 + number, -number)
    assert (out, list(scratch.iterdir())) == (b"", [])
    assert b"Traceback" not in errors


def test_a_log_that_is_cut_while_it_is_read_is_said_to_be(tmp_path: Path) -> None:
    """A pipe in front of it holds the reading up: its size is known by then, and it is cut before it is read."""
    pipe, path = tmp_path / "first.log", tmp_path / "server.log"
    os.mkfifo(pipe)
    path.write_text(BANNER + failure() + FILLER + failure(session=LATER))
    with started("diagnose", pipe, path, "--format", "json") as process:
        writer = os.open(pipe, os.O_WRONLY)
        until_opened(process, path)
        os.truncate(path, 100_000)
        os.close(writer)
        out, errors = process.communicate(timeout=ALWAYS_S)
    assert process.returncode == 3, errors
    report = json.loads(out)
    assert told(report) == {FAILING}
    assert any("was cut while it was read: 100000 of" in problem["what"] for problem in report["problems"])
