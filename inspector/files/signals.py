"""Ends the process when a signal asks for it, with nothing left behind.

The handler does all of it itself and leaves with ``os._exit``: an exception that a handler raises is discarded by C code that calls
Python (weak references, finalizers, file objects, class creation), and the run would go on. For the same reason nothing is imported
in the handler, and what it calls may be a module whose import was interrupted.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""The signals that end a run."""
CHILDREN_S = 0.5
"""Seconds for which worker processes may finish after they were asked to end."""
_STOPPED = "Stopped; nothing that was shown so far is a whole report.\n"

_held = 0
_pending = 0


def end_on_signals() -> None:
    """Let the signals of `ENDING` end this process with 128 + their number; those that were ignored at the start stay ignored."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP on purpose, a shell SIGINT of a background job
            signal.signal(number, end)


def end(number: int, frame: object) -> None:
    """Handle a signal: remove temporary files, end the worker processes, leave with 128 + `number`."""
    global _pending
    if _held:
        _pending = number
        return
    leave(128 + number, _STOPPED)


def leave(code: int, message: str = "") -> None:
    """End this process at once with `code`, without unwinding; temporary files and worker processes go first."""
    try:
        children = _ask_children_to_end()
        _await(children)
        _remove_temporary_files()
        _say(message)
    finally:
        os._exit(code)


@contextmanager
def held_back() -> Iterator[None]:
    """Let no signal end the process inside the block; one that comes ends it afterwards.

    A worker process that is started meanwhile is not interrupted before it can handle signals itself: SIGINT, which a terminal sends
    to all processes at once, stays blocked in it until `end_with_parent` is called there.
    """
    global _held
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    _held += 1
    try:
        yield
    finally:
        _held -= 1
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if _pending and not _held:
            end(_pending, None)


def end_with_parent() -> None:
    """Make this worker process end on signals, and as soon as its parent is gone. To be called once, at its start."""
    import threading
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    global _held
    _held = 0  # a forked process is started inside `held_back`
    for number in ENDING:
        signal.signal(number, _end_worker)
    if _pending:
        _end_worker(_pending, None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    parent = parent_process()
    if parent is not None:

        def follow() -> None:
            wait([parent.sentinel])
            leave(1)

        threading.Thread(target=follow, daemon=True).start()


def _end_worker(number: int, frame: object) -> None:
    leave(128 + number)


def _ask_children_to_end() -> list[Any]:
    module = sys.modules.get("multiprocessing.process")
    children: list[Any] = []
    for child in list(getattr(module, "_children", ())):  # active_children() would wait for those that ended
        try:
            child.terminate()
            children.append(child)
        except (OSError, AttributeError, ValueError, AssertionError):  # it ended, or is another process's
            continue
    return children


def _await(children: list[Any]) -> None:
    """Wait for `CHILDREN_S` at most, and kill those that run on; what they leave is removed afterwards."""
    until = time.monotonic() + CHILDREN_S
    for child in children:
        while child.exitcode is None and time.monotonic() < until:
            time.sleep(0.005)
        if child.exitcode is None:
            child.kill()


def _remove_temporary_files() -> None:
    remove = getattr(sys.modules.get("inspector.files.temporary"), "remove_all", None)
    if remove is not None:
        remove()


def _say(message: str) -> None:
    """Write to standard error without waiting for its reader; a progress line is wiped and the cursor shown first."""
    try:
        if message and select.select([], [2], [], 0)[1]:
            os.write(2, (("\r\x1b[K\x1b[?25h" if os.isatty(2) else "") + message).encode())
    except (OSError, ValueError):
        pass
