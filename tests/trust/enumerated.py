"""Run with ``python -m tests.trust.enumerated SIGNAL FOLDER... -- ARGUMENTS``: delivers a signal at every function entry of a run.

The command runs once in this process. At each function entry that was not met before (told apart by caller and callee) the process
forks, and the child gets the signal there: it must end with 128 + the number, print no traceback, and leave nothing in FOLDER (the
folder of temporary files, the folder of the output, where a whole report may be) that was not there at the start. The child works on copies of these folders, made
of hard links, so that the run itself goes on as if nothing happened. Prints the number of entries and the failures as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import IO, Any

LIMIT_S = 60
AT_ONCE = 6
"""So many children run at once."""
LOST_CHILD, HUNG = 97, -1000
"""Exit codes of a child that did not end its workers, and of one that was killed because it did not end."""


def main() -> None:
    """Run the command of the arguments and print what was found."""
    cut = sys.argv.index("--")
    number = int(signal.Signals[sys.argv[1]])
    run = Enumeration(number, [Path(name) for name in sys.argv[2:cut]])
    output = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.argv[:] = ["inspector", *sys.argv[cut + 1 :]]
    from inspector.__main__ import main

    sys.setprofile(run.called)
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.setprofile(None)
    run.collect(0)
    os.write(output, json.dumps({"code": code, "entries": run.entries, "failures": run.failures}).encode())


@dataclass
class Trial:
    """A forked child that got the signal."""

    pair: tuple[CodeType, CodeType]
    process: int
    copies: dict[Path, Path]
    errors: IO[bytes]
    until: float

    def status(self) -> int | None:
        """Return the exit code of the child; None while it runs. One that runs too long is killed."""
        ended, status = os.waitpid(self.process, os.WNOHANG)
        if not ended and time.monotonic() > self.until:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            return HUNG
        return os.waitstatus_to_exitcode(status) if ended else None


class Enumeration:
    """The entries met so far, and what went wrong at them."""

    def __init__(self, number: int, folders: list[Path]) -> None:
        self.number, self.folders = number, folders
        self.first = {folder: {path.relative_to(folder) for path in folder.rglob("*")} for folder in folders}
        self.seen: set[tuple[CodeType, CodeType]] = set()
        self.trials: list[Trial] = []
        self.entries = 0
        self.failures: list[str] = []

    def called(self, frame: FrameType, event: str, argument: Any) -> None:
        """Try an entry that is new; the profile function of the run."""
        if event != "call" or frame.f_back is None:
            return
        pair = (frame.f_back.f_code, frame.f_code)
        if pair in self.seen or signal.getsignal(self.number) in (signal.SIG_DFL, signal.default_int_handler):
            return
        # while a worker is started the signal is only noted, and handled afterwards; a copy would start another worker for the same work
        if getattr(sys.modules.get("inspector.files.signals"), "_held", 0):
            return
        self.seen.add(pair)
        self.entries += 1
        self.collect(AT_ONCE - 1)
        copies = {folder: _linked(folder) for folder in self.folders}
        errors = tempfile.TemporaryFile()  # noqa: SIM115
        workers = {int(name) for name in _children_of(os.getpid()) if _is_worker(name)}
        child = os.fork()
        if child:
            self.trials.append(Trial(pair, child, copies, errors, time.monotonic() + LIMIT_S))
            return
        sys.setprofile(None)
        os.dup2(errors.fileno(), 2)
        _adopt(copies, workers)
        signal.raise_signal(self.number)

    def collect(self, most: int) -> None:
        """Wait until at most so many children run, and note what the others did wrong."""
        while True:
            ended = [(trial, status) for trial in self.trials if (status := trial.status()) is not None]
            for trial, status in ended:
                self.trials.remove(trial)
                if problem := self.problem(trial, status):
                    names = " > ".join(f"{Path(code.co_filename).name}:{code.co_qualname}" for code in trial.pair)
                    self.failures.append(f"{names}: {problem}")
            if len(self.trials) <= most:
                return
            time.sleep(0.001)

    def problem(self, trial: Trial, status: int) -> str:
        """Return what the child did wrong, and remove its copies."""
        left = [
            str(path)
            for folder, copy in trial.copies.items()
            for path in copy.rglob("*")
            if path.relative_to(copy) not in self.first[folder] and (folder == self.folders[0] or path.suffix == ".part")
        ]
        for copy in trial.copies.values():
            shutil.rmtree(copy)
        trial.errors.seek(0)
        said = trial.errors.read().decode("utf-8", "replace")
        trial.errors.close()
        if status == HUNG:
            return "did not end"
        if status == LOST_CHILD:
            return "did not end its workers"
        if status != 128 + self.number:
            return f"ended with {status}: {said[-300:]}"
        return (
            f"left {left}" if left else (f"printed {said[-500:]}" if "Traceback" in said or "Exception ignored" in said else "")
        )


def _adopt(copies: dict[Path, Path], workers: set[int]) -> None:
    """Make the forked process believe that the temporary files are its own, and its workers too, which it only records as ended."""
    temporary = sys.modules.get("inspector.files.temporary")
    if hasattr(temporary, "_registered"):
        paths = list(temporary._registered)
        temporary._registered.clear()
        temporary._registered.update({_moved(path, copies): os.getpid() for path in paths})
    os.environ["TMPDIR"] = _moved(os.environ["TMPDIR"], copies)
    # a copy has no other threads to wait for, and may start none: it would take work out of the pipes that it shares with the run
    threading._start_new_thread = lambda *arguments: 0  # type: ignore[attr-defined]
    threading.Condition.wait = lambda self, timeout=None: True  # type: ignore[method-assign,assignment]
    asked: set[int] = set()
    leave = os._exit
    os.kill = lambda pid, number: asked.add(pid)  # type: ignore[assignment]
    os.waitpid = lambda pid, options: (pid if pid in asked else 0, 0)  # type: ignore[assignment]
    os._exit = lambda code: leave(code if workers <= asked else LOST_CHILD)  # type: ignore[assignment]


def _children_of(process: int) -> list[str]:
    return [name for task in Path(f"/proc/{process}/task").iterdir() for name in (task / "children").read_text().split()]


def _is_worker(process: str) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _linked(folder: Path) -> Path:
    """Copy a folder by hard links, which costs no time."""
    copy = Path(tempfile.mkdtemp(prefix="links-", dir=folder.parent))
    shutil.copytree(folder, copy, copy_function=_link, dirs_exist_ok=True)
    return copy


def _link(source: str, target: str) -> None:
    if Path(source).is_file():
        os.link(source, target)


def _moved(path: str, copies: dict[Path, Path]) -> str:
    return next(
        (path.replace(str(folder), str(copy), 1) for folder, copy in copies.items() if path.startswith(str(folder))), path
    )


if __name__ == "__main__":
    main()
