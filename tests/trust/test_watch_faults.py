"""A watch goes on for days: what happens to its log, its database, its terminal and itself meanwhile is survived, and said."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.database.databases import another_process, made, state
from tests.trust.running import ALWAYS_S, BANNER, command, environment, failure, scratch_of, started

SESSIONS = tuple(f"ses_dfe01c813ffe7rAq2JUnH99Ye{letter}" for letter in "BCD")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "server.log"
    path.write_text(BANNER + failure(session="ses_before13ffe7rAq2JUnH99Yec"))
    return path


class Watching:
    """A watch in a process of its own, of which single sentences can be awaited."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.text = ""
        self._streams = [stream for stream in (process.stdout, process.stderr) if stream]

    def until(self, words: str) -> str:
        """Wait until it has printed `words`, on either stream."""
        end = time.monotonic() + ALWAYS_S
        while words not in self.text:
            assert self._read(end - time.monotonic()), f"it never printed {words!r}, but: {self.text}"
        return self.text

    def _read(self, seconds: float) -> bool:
        """Add what it prints next; False when it prints nothing for so long, or has closed its streams."""
        ready = select.select(self._streams, [], [], seconds)[0] if seconds > 0 and self._streams else []
        for stream in ready:
            data = os.read(stream.fileno(), 1 << 16)
            self.text += data.decode()
            if not data:
                self._streams.remove(stream)
        return bool(ready)

    def line_from(self, words: str) -> str:
        """The rest of the line that begins with `words`, once it has been written to its end."""
        while "\n" not in self.text.partition(words)[2]:
            self._read(ALWAYS_S)
        return self.text.partition(words)[2].partition("\n")[0]

    def end(self, number: int = signal.SIGINT) -> int:
        """Stop it and return its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(ALWAYS_S)
        self.text += "".join(os.read(stream.fileno(), 1 << 20).decode() for stream in self._streams)
        assert "Traceback" not in self.text
        return code


@contextmanager
def watching(*arguments: object, **options: object) -> Iterator[Watching]:
    with started("watch", *arguments, **options) as process:
        watch = Watching(process)
        watch.until("Watching")
        yield watch


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def look_twice(watch: Watching, log: Path, turn: str) -> None:
    """Wait until the watch has read all its logs once more, from the first to the last: each round tells one failure in `log`."""
    for number in range(2):
        session = f"ses_{turn}{number}01c813ffe7rAq2JUnH99Yec"
        append(log, failure(session=session))
        watch.until(session)


def _vanishes(log: Path) -> None:
    log.unlink()


def _emptied(log: Path) -> None:
    os.truncate(log, 0)


def _a_folder(log: Path) -> None:
    log.unlink()
    log.mkdir()


def _a_pipe(log: Path) -> None:
    log.unlink()
    os.mkfifo(log)


def _a_loop(log: Path) -> None:
    log.unlink()
    log.symlink_to(log)


def _back(log: Path) -> None:
    if log.is_dir():
        log.rmdir()
    elif log.is_symlink() or log.is_fifo():
        log.unlink()
    log.with_name("next").write_text(BANNER)
    log.with_name("next").replace(log)


ACCIDENTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "vanishes": (_vanishes, ""),
    "is emptied": (_emptied, ""),
    "becomes a folder": (_a_folder, "is not a regular file"),
    "becomes a pipe": (_a_pipe, "is not a regular file"),
    "becomes a loop": (_a_loop, "symbolic links"),
}


def test_a_log_that_comes_back_is_followed_again_and_what_was_wrong_is_said(tmp_path: Path) -> None:
    """One log for each accident, all in one watch."""
    logs = {kind: tmp_path / f"{kind}.log" for kind in ACCIDENTS}
    first, second = ({kind: f"ses_{turn}{number}01c813ffe7rAq2JUnH99Yec" for number, kind in enumerate(logs)} for turn in "ab")
    other = tmp_path / "other.log"
    for path in (*logs.values(), other):
        path.write_text(BANNER + failure(session="ses_before13ffe7rAq2JUnH99Yec"))
    with watching(*logs.values(), other) as watch:
        for kind, path in logs.items():
            append(path, failure(session=first[kind]))
        for session in first.values():
            watch.until(session)
        for kind, (accident, _) in ACCIDENTS.items():
            accident(logs[kind])
        for kind, (_, words) in ACCIDENTS.items():
            if words:
                watch.until(f"]/{logs[kind].name}: ")
                assert words in watch.line_from(f"]/{logs[kind].name}: ")
        look_twice(watch, other, "c")
        for path in logs.values():
            _back(path)
        look_twice(watch, other, "d")
        for kind, path in logs.items():
            append(path, failure(session=second[kind]))
        for session in second.values():
            watch.until(session)
        assert watch.end() == 3
        assert "14 prompts in trouble" in watch.text
        assert watch.text.count("error: ") == 3
        assert "ses_before" not in watch.text


def test_a_log_that_may_no_longer_be_read_is_said(tmp_path: Path) -> None:
    """Its file is replaced by one that is not for the user who watches, who is somebody else where this is root."""
    folder = Path("/tmp") / f"trust-watch-{os.getpid()}"
    folder.mkdir(mode=0o755)
    log = folder / "server.log"
    log.write_text(BANNER)
    code = (
        "import os, sys\nfrom inspector.commands import watch\nfrom inspector.cli import inputs, output, options, main as cli\nfrom inspector import logs\n"
        "from inspector.bundle import archive\nfrom inspector.diagnosis import diagnose\n"
        "import inspector.cli.watching, inspector.live.watch, inspector.logs.follow, inspector.logs.reader, inspector.files.temporary\n"
        "import inspector.redaction.redact, inspector.renderers.jsonl, click\n"
        "from inspector.catalogue import modules\nmodules('inspector.rules'); modules('inspector.logs.eras')\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\ncli.main(sys.argv[1:])"
    )
    try:
        with subprocess.Popen(
            [command()[0], "-c", code, "watch", str(log)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        ) as process:
            watch = Watching(process)
            watch.until("Watching")
            (folder / "next").write_text(BANNER + failure(session=SESSIONS[0]))
            (folder / "next").chmod(0)
            (folder / "next").replace(log)
            watch.until("Permission denied")
            assert watch.end() == 3
            assert "some input could not be read" in watch.text
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_without_a_trace(log: Path, tmp_path: Path, number: signal.Signals) -> None:
    scratch = scratch_of(tmp_path)
    with watching("-", log, stdin=subprocess.PIPE, env={"TMPDIR": str(scratch)}) as watch:
        assert list(scratch.iterdir())  # standard input is kept there
        assert watch.end(number) == 128 + number
    assert list(scratch.iterdir()) == []


def test_ctrl_c_tells_what_failed_last(log: Path) -> None:
    with watching(log, "--format", "jsonl") as watch:
        append(log, failure(session=SESSIONS[0]))
        assert watch.end() == 1
        assert SESSIONS[0] in watch.text


def test_a_reader_that_goes_away_ends_it_at_the_next_finding(log: Path) -> None:
    with watching(log) as watch:
        assert watch.process.stdout
        watch.process.stdout.close()
        watch._streams = [stream for stream in (watch.process.stderr,) if stream]
        append(log, failure(session=SESSIONS[0]))
        assert watch.process.wait(ALWAYS_S) == 141


def test_a_terminal_that_goes_away_ends_it(log: Path) -> None:
    leader, follower = os.openpty()

    def own() -> None:
        os.setsid()
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        command("watch", log), stdin=follower, stdout=follower, stderr=follower, env=environment(), preexec_fn=own
    )
    os.close(follower)
    said = b""
    while b"Watching" not in said:
        said += os.read(leader, 4096)
    os.close(leader)  # the kernel sends SIGHUP
    assert process.wait(ALWAYS_S) == 129


def test_standard_input_that_breaks_off_in_a_record_ends_it(log: Path) -> None:
    with watching("-", stdin=subprocess.PIPE) as watch:
        assert watch.process.stdin
        watch.process.stdin.write((BANNER + failure(session=SESSIONS[0]) + "ERROR 2026-11-22T06:42:4").encode())
        watch.process.stdin.close()
        assert watch.process.wait(ALWAYS_S) == 1
        watch.until(SESSIONS[0])


LOCKED = "database.execute('PRAGMA locking_mode=EXCLUSIVE'); database.execute('PRAGMA journal_mode=DELETE'); database.execute('BEGIN EXCLUSIVE')"


def test_whatever_becomes_of_the_database_the_failure_is_told(tmp_path: Path) -> None:
    """Four watches at once, each with another accident."""
    with ExitStack() as stack:
        watches = {}
        for how in ("locked", "replaced", "damaged", "gone"):
            folder = tmp_path / how
            folder.mkdir()
            (folder / "server.log").write_text(BANNER)
            path = made(folder, "1.15.13")
            words = (folder / "server.log", "--db", path, "--format", "jsonl")
            watches[how] = stack.enter_context(watching(*words)), folder, path
        made(tmp_path, "1.14.41", name="other.db").replace(watches["replaced"][2])
        damaged = watches["damaged"][2]
        damaged.write_bytes(damaged.read_bytes()[:100] + os.urandom(5000))
        watches["gone"][2].unlink()
        stack.enter_context(another_process(watches["locked"][2], LOCKED))
        before = {how: _without_log(folder) for how, (_, folder, _) in watches.items()}
        for _, folder, _ in watches.values():
            append(folder / "server.log", failure(session=SESSIONS[0]))
        for how, (watch, folder, _) in watches.items():
            watch.until(SESSIONS[0] if how != "gone" else "no such file")
            assert _without_log(folder) == before[how]
            assert watch.end() == (3 if how in ("damaged", "gone") else 1), watch.text
            reports = [json.loads(line) for line in watch.text.splitlines() if line.startswith("{")]
            assert {report["schema"] for report in reports} <= {"inspector.report/1"}
            damaged_is_told = "opencode.db" in watch.text.split('"problems"')[-1]
            assert damaged_is_told >= (how == "damaged"), watch.text


def _without_log(folder: Path) -> dict[str, tuple[str, int]]:
    return {name: mark for name, mark in state(folder).items() if name != "server.log"}
