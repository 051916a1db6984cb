"""Temporary files and folders are private, and gone whatever ends the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.files import temporary

ENDING = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_private_folder_can_be_read_by_nobody_else_and_goes_with_its_block(place: Path) -> None:
    with temporary.private_folder("inspector-") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent == place
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_bytes(b"x")
    assert list(place.iterdir()) == []


def test_a_place_that_cannot_be_written_is_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(place / "missing"))
    monkeypatch.setenv("TEMP", str(place))
    with temporary.private_folder("inspector-") as folder:
        assert folder.parent == place


def test_a_draft_is_private_and_is_removed_once_only(tmp_path: Path) -> None:
    handle, draft = temporary.open_draft(tmp_path / "report.html")
    os.close(handle)
    assert draft.stat().st_mode & 0o777 == 0o600
    draft.replace(tmp_path / "report.html")
    temporary.remove(draft)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_forked_process_removes_nothing_of_its_parent(place: Path) -> None:
    with temporary.private_folder("inspector-") as folder:
        child = os.fork()
        if not child:
            temporary.remove_all()
            os._exit(0)
        os.waitpid(child, 0)
        assert folder.is_dir()


CODE = """
import sys, time
from inspector.files import signals, temporary
signals.end_on_signals()
with temporary.private_folder("inspector-") as folder:
    (folder / "copy").write_bytes(b"x")
    handle, draft = temporary.open_draft(folder.parent / "report")
    print("ready", flush=True)
    {then}
"""
LOST = "import weakref\n    class Thing: pass\n    weakref.finalize(Thing(), lambda: print('collected', flush=True) or time.sleep(60))"
"""A finalizer, in which an exception of a handler would be discarded."""


@pytest.mark.parametrize("then", ["time.sleep(60)", LOST], ids=["asleep", "in a finalizer"])
@pytest.mark.parametrize("number", ENDING)
def test_all_of_it_is_gone_after_a_signal(place: Path, number: signal.Signals, then: str) -> None:
    with _started(CODE.format(then=then)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if then == LOST:
            process.stdout.readline()
        assert len(list(place.iterdir())) == 2
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert errors == b"Stopped. The output so far is not a complete report.\n"
    assert list(place.iterdir()) == []


def test_a_signal_that_was_ignored_at_the_start_stays_ignored(place: Path) -> None:
    then = "import os; os.kill(os.getpid(), 1); print('alive', flush=True)"
    with _started("import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)" + CODE.format(then=then)) as process:
        out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, b"ready\nalive\n")


def test_a_signal_waits_for_the_end_of_a_block_that_holds_it_back(place: Path) -> None:
    then = "import os\n    with signals.held_back():\n        os.kill(os.getpid(), 15); print('held', flush=True)\n    print('not reached')"
    with _started(CODE.format(then=then)) as process:
        out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (128 + 15, b"ready\nheld\n")
    assert list(place.iterdir()) == []


def _started(code: str) -> subprocess.Popen[bytes]:
    def with_signals() -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, preexec_fn=with_signals)
