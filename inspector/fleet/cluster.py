"""Run the tasks on a Dask cluster: each case runs in its own process next to the Dask worker."""

from __future__ import annotations

import multiprocessing
import queue
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import wait
from typing import Any, TypeVar

from inspector import __version__
from inspector.errors import InspectorError, UnreadableError
from inspector.fleet.engine import Limits, Lost, Worker
from inspector.fleet.judged import rules_fingerprint
from inspector.fleet.opening import needs_extra

T = TypeVar("T")
R = TypeVar("R")

CONNECT_S = 20  # any value: a time limit on the clock
WORKERS_S = 60  # any value: a time limit on the clock
"""Seconds to wait for the first worker."""
AT_ONCE = 2000  # any value: every task is sent in the end
"""At most this many tasks are sent to the scheduler at a time."""
_idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
"""The idle processes of this worker."""


def run_on_cluster(
    function: Callable[[T], R], tasks: Sequence[T], address: str, limits: Limits
) -> Generator[tuple[int, R | Lost]]:
    """Yield (index, result) of each finished task. A task whose worker dies is sent to another worker.

    Raises InspectorError when the scheduler does not answer or has no worker, or when a worker has another version of inspector.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise needs_extra(error) from None
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"The scheduler {address} does not answer: {error}.", "Start it: dask scheduler") from None
    with client:
        _check_workers(client, address)
        name, indices = uuid.uuid4().hex, iter(range(len(tasks)))

        def submitted(count: int) -> list[Any]:
            return [
                client.submit(isolated, function, tasks[index], limits, key=f"case-{name}-{index}", pure=False)
                for index, _ in zip(indices, range(count), strict=False)
            ]

        under_way = as_completed(submitted(AT_ONCE), loop=client.loop, raise_errors=False)
        for future in under_way:
            index = int(future.key.rpartition("-")[2])
            if future.status == "finished":
                yield index, future.result()
            else:
                why = future.exception()
                yield index, Lost(f"The cluster could not finish it: {type(why).__name__}: {why}.")
            future.release()
            for more in submitted(1):
                under_way.add(more)


def isolated(function: Callable[[T], R], task: T, limits: Limits) -> R | Lost:
    """Run one task in a process next to this worker, with limits for time and memory."""
    # A nanny starts its worker as a daemon, which may have no children; these end with their parent by themselves.
    multiprocessing.process.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]
    try:
        worker = _idle.get_nowait()
    except queue.Empty:
        worker = Worker(limits)
    worker.limits = limits
    future = worker.start(function, task)
    while not future.done():
        wait((future,), max(worker.deadline - time.monotonic(), 0.05))
        worker.kill_when_overdue()
    result = worker.result(future)
    _idle.put(worker)
    return result


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError:
        raise UnreadableError(
            f"No worker has joined the scheduler {address} within {WORKERS_S} s.",
            f"Start one on each machine: dask worker {address}",
        ) from None
    here = (__version__, rules_fingerprint())
    try:
        there = client.run(_about)
    except Exception as error:  # whatever a worker answers that cannot load this module
        raise _unlike(f"The workers cannot load this inspector: {type(error).__name__}: {error}.") from None
    others = [worker for worker, about in there.items() if about != here]
    if others:
        raise _unlike(f"{len(others)} of {len(there)} workers have another version of inspector, for example {others[0]}.")


def _unlike(message: str) -> InspectorError:
    return InspectorError(message, f"Install it on every worker: pip install 'opencode-inspector[fleet]=={__version__}'")


def _about() -> tuple[str, str]:
    return __version__, rules_fingerprint()
