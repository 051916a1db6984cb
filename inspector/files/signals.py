"""End the process on a signal, without leaving files or processes behind.

The handler does everything itself and ends with ``os._exit``, because C code that calls Python (weak references, finalizers, file
objects, class creation) discards an exception from a handler, and the run would continue. The handler imports nothing, and takes into
account that the import of a module that it calls may have been interrupted.
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
CHILDREN_S = 0.5  # any value: a time limit on the clock
"""Seconds that worker processes have to end before they are killed."""
_STOPPED = "Stopped. The output so far is not a complete report.\n"

_held = 0
_pending = 0


def end_on_signals() -> None:
    """Let the signals of `ENDING` end this process with exit code 128 + number; signals ignored at the start stay ignored."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP on purpose, a shell SIGINT of a background job
            signal.signal(number, end)


def end(number: int, frame: object) -> None:
    """Handle a signal: remove temporary files, end the worker processes, exit with 128 + `number`."""
    global _pending
    if _held:
        _pending = number
        return
    leave(128 + number, _STOPPED)


def leave(code: int, message: str = "") -> None:
    """End this process at once with `code`, without unwinding, after removing temporary files and ending worker processes."""
    try:
        children = _ask_children_to_end()
        _await(children)
        _remove_temporary_files()
        _say(message)
    finally:
        os._exit(code)


@contextmanager
def held_back() -> Iterator[None]:
    """Delay signals until the end of the block.

    A worker process started in the block is not interrupted before it can handle signals itself: SIGINT, which a terminal sends to all
    processes, stays blocked in it until it calls `end_with_parent`.
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
    """Make this worker process end on signals and when its parent ends. Call it once, at the worker's start."""
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
    for child in list(getattr(module, "_children", ())):  # active_children() would wait for ended children
        try:
            child.terminate()
            children.append(child)
        except (OSError, AttributeError, ValueError, AssertionError):  # it ended, or is another process's
            continue
    return children


def _await(children: list[Any]) -> None:
    """Wait at most `CHILDREN_S` and kill the children that still run; their temporary files are removed afterwards."""
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
    """Write to standard error without waiting for its reader, after removing the progress line and showing the cursor."""
    try:
        if message and select.select([], [2], [], 0)[1]:
            os.write(2, (("\r\x1b[K\x1b[?25h" if os.isatty(2) else "") + message).encode())
    except (OSError, ValueError):
        pass
