"""Pools of worker processes that always end with the run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from inspector.files import temporary
from inspector.files.signals import end_with_parent, held_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ProcessPoolExecutor


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def worker_pool(count: int, method: str = "spawn") -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of at most `count` worker processes, started by `method` of `multiprocessing`. Use `submit` to start
    tasks.

    Its workers end on signals and when this process is killed. Temporary files of a killed worker are removed at the end.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if method != "fork":
        _start_resource_tracker()
    mark = temporary.share_with_workers()
    with ProcessPoolExecutor(count, get_context(method), initializer=_begin, initargs=(mark,)) as pool:
        yield pool


def submit(pool: ProcessPoolExecutor, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """Submit a task to the pool. This may start a worker; no signal interrupts the start."""
    with held_back():
        return pool.submit(function, *arguments)


def map_in_order(pool: ProcessPoolExecutor, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Yield the results of `function` for `items`, in their order; all tasks are submitted at once."""
    with held_back():
        results = pool.map(function, items)
    yield from results


def _begin(mark: str) -> None:
    temporary.adopt(mark)
    end_with_parent()


def _start_resource_tracker() -> None:
    """Start the helper process of `multiprocessing` so that it does not warn of locks that are left when a signal ends
    the run.

    It removes them all the same.
    """
    from multiprocessing import resource_tracker

    before = sys.warnoptions[:]
    sys.warnoptions.append("ignore::UserWarning")
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions[:] = before
