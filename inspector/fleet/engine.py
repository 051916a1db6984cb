"""Run one function on many tasks in separate worker processes. A task that hangs or crashes ends only its worker."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from inspector.files import temporary
from inspector.files.workers import submit, worker_pool
from inspector.model.value import Value

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

MEMORY_BYTES = 4 << 30
TIME_LIMIT_S = 900.0  # any value: a time limit on the clock


class Limits(Value, frozen=True):
    """The limits of one task."""

    seconds: float = TIME_LIMIT_S
    """After this time its worker is killed."""
    memory: int = MEMORY_BYTES
    """Bytes of address space of its worker, where the system can limit them (not on Windows)."""


class Lost(Value, frozen=True):
    """The result of a task whose worker ended before the task was finished."""

    reason: str


class Worker:
    """One worker process in its own `ProcessPoolExecutor`. It starts with its first task, and again after each loss."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None
        self.deadline = 0.0
        self.overdue = False

    def start(self, function: Callable[[T], R], task: T) -> Future[R]:
        """Start a task and return its future."""
        if self._pool is None:
            self._pool = self._stack.enter_context(worker_pool(1))
            self._pid = submit(self._pool, os.getpid)
        self.overdue, self.deadline = False, time.monotonic() + self.limits.seconds
        return submit(self._pool, _bounded, function, task, self.limits.memory)

    def result(self, future: Future[R]) -> R | Lost:
        """Return the result of a finished future, or `Lost` when the worker ended before the task."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except BrokenProcessPool:
            pid = self._pid.result() if self._pid and self._pid.done() and not self._pid.exception() else None
            self.close()
            if pid is not None:
                temporary.remove_left_by(pid)
            if self.overdue:
                return Lost(f"The diagnosis was not finished after {self.limits.seconds:g} s, and its worker was killed.")
            return Lost("The worker process was killed, perhaps for lack of memory.")
        except MemoryError:
            return Lost(f"The diagnosis needs more than {self.limits.memory / (1 << 30):g} GiB of memory, the limit of a worker.")

    def kill_when_overdue(self) -> None:
        """Kill the process when its task has used up its time, whatever it waits for; the future then fails."""
        if time.monotonic() >= self.deadline and not self.overdue and self._pid is not None and self._pid.done():
            self.overdue = True
            with suppress(OSError, RuntimeError):  # it ended meanwhile
                os.kill(self._pid.result(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def close(self) -> None:
        """End the process."""
        self._stack.close()
        self._pool = self._pid = None


def run(
    function: Callable[[T], R], tasks: Sequence[T], workers: int, limits: Limits, ahead: int | None = None
) -> Generator[tuple[int, R | Lost]]:
    """Yield (index, result) of each finished task; with `ahead`, a task starts at most that many places after the
    oldest unfinished task."""
    idle = [Worker(limits) for _ in range(workers)]
    busy: dict[Future[R], tuple[int, Worker]] = {}
    following = 0
    with ExitStack() as stack:
        for worker in idle:
            stack.callback(worker.close)
        while following < len(tasks) or busy:
            oldest = min((index for index, _ in busy.values()), default=following)
            while idle and following < len(tasks) and (ahead is None or following < oldest + ahead):
                worker = idle.pop()
                busy[worker.start(function, tasks[following])] = following, worker
                following += 1
            patience = max(min(worker.deadline for _, worker in busy.values()) - time.monotonic(), 0.05)
            done, _ = wait(busy, patience, FIRST_COMPLETED)
            for future in done:
                index, worker = busy.pop(future)
                result = worker.result(future)
                yield index, result
                idle.append(worker)
            for _, worker in busy.values():
                worker.kill_when_overdue()


def in_order(results: Generator[tuple[int, R | Lost]]) -> Generator[R | Lost]:
    """Yield the results of `run` in the order of the tasks."""
    early: dict[int, R | Lost] = {}
    following = 0
    for index, result in results:
        early[index] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _bounded(function: Callable[[Any], Any], task: object, memory: int) -> Any:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    return function(task)
