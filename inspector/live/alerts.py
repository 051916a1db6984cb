"""Alerts: a command that is run once for each new cause, with the report on its standard input."""

from __future__ import annotations

import os
import queue
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from inspector.errors import UsageError

EVERY_S = 10.0
"""Seconds between two runs of the command; earlier alerts wait."""
LIMIT_S = 60.0  # any value: a time limit on the clock
"""Seconds after which a command that still runs is ended."""
MOST_WAITING = 100
_END = ""


class Command:
    """Runs the command once for each new cause, one run after the other, in its own thread. No shell is involved."""

    def __init__(self, line: str, trouble: Callable[[str, str], None], every: float = EVERY_S, limit: float = LIMIT_S) -> None:
        """Raises UsageError when `line` names no command that can be run."""
        try:
            self._arguments = shlex.split(line)
        except ValueError as error:
            raise UsageError(f"--exec: the command cannot be split into words: {error}.", "Quote it as in a shell.") from None
        if not self._arguments or shutil.which(self._arguments[0]) is None:
            name = self._arguments[0] if self._arguments else line
            raise UsageError(
                f"--exec: no command “{name}” was found.",
                "Give its path. It is run without a shell: for a pipeline, name a script.",
            )
        self._trouble = trouble
        self._every, self._limit = every, limit
        self._causes: set[str] = set()
        self._queue: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="exec", daemon=True)
        self._thread.start()

    def send(self, causes: frozenset[str], text: str) -> None:
        """Run the command with `text` on its standard input, if any of `causes` is new. Returns at once."""
        if causes <= self._causes:
            return
        self._causes |= causes
        try:
            self._queue.put_nowait(text)
        except queue.Full:
            self._trouble("--exec", f"more than {MOST_WAITING} alerts are waiting; one was dropped")

    def close(self) -> None:
        """Run the waiting alerts without pauses, and end."""
        self._every = 0.0
        self._queue.put(_END)
        self._thread.join()

    def _run(self) -> None:
        last = time.monotonic() - self._every  # the clock may have begun a moment ago, with the machine
        while (text := self._queue.get()) != _END:
            while (left := last + self._every - time.monotonic()) > 0:
                time.sleep(min(left, 0.2))
            last = time.monotonic()
            self._call(text)

    def _call(self, text: str) -> None:
        try:
            process = subprocess.Popen(
                self._arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            self._trouble("--exec", f"the command could not be started: {error.strerror or error}")
            return
        try:
            process.communicate(text.encode(), timeout=self._limit)
        except subprocess.TimeoutExpired:
            _end(process)
            self._trouble("--exec", f"the command was ended after {self._limit:g} s")
            return
        if process.returncode:
            self._trouble("--exec", f"the command ended with exit code {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command with everything it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()
