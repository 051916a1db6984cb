"""``inspector fleet SOURCE…``: diagnose every case into the store that is new, changed, or was diagnosed with other rules."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from inspector import __version__
from inspector.cli.cases import Task, diagnose_case, lost_case
from inspector.cli.options import Inputs, Output
from inspector.cli.output import put, show_progress
from inspector.errors import InspectorError
from inspector.files.workers import processors
from inspector.fleet.cases import stamp_of
from inspector.fleet.engine import Limits, Lost, run as run_tasks
from inspector.fleet.judged import count_states, rules_fingerprint
from inspector.fleet.sources import Found, cases_of, source_key
from inspector.model.value import Value
from inspector.progress import say
from inspector.text import many

if TYPE_CHECKING:
    from inspector.fleet.judged import Judged
    from inspector.fleet.store import Known, Store
    from inspector.progress import Progress

WRITE_EVERY_S = 1.0  # any value: a waiting time
"""Results are written together at least this often; an interruption loses at most this much work."""
WRITE_AT = 200  # any value: every result is written in the end


class Engine(Value, frozen=True):
    """Where and with which limits the cases are diagnosed."""

    scheduler: str | None
    """Address of a Dask scheduler; None for this machine."""
    workers: int | None
    """Number of processes on this machine; None for one per processor."""
    limits: Limits


class _Planned(Value, frozen=True):
    found: Found
    stamp: str
    task: Task


def run(sources: Sequence[str], url: str, engine: Engine, output: Output) -> int:
    """Bring the store up to date with all sources and return the worst exit code of their cases."""
    from inspector.fleet.opening import writable
    from inspector.fleet.store import Store

    listed, unlisted = _listed(sources)
    found = {one.key: one for cases in listed.values() for one in cases}
    fingerprint = rules_fingerprint()
    with writable(url) as connected:
        store = Store(connected)
        number = store.begin_run(fingerprint, __version__, list(listed))
        planned = _planned(found, store.known(list(found)), fingerprint)
        with show_progress(output) as progress:
            progress.stage("servers", len(planned), "servers")
            read = _judge(planned, engine, store, progress)
        store.mark_present({source_key(source): [one.key for one in cases] for source, cases in listed.items()})
        store.end_run(number, read, len(found) - read)
        known = store.known(list(found))
    if not output.quiet:
        put(_summary(known, read, url))
    codes = {one.exit_code for one in known.values()} | ({3} if unlisted else set())
    return max(codes - {1} if output.exit_zero else codes, default=0)


def _listed(sources: Sequence[str]) -> tuple[dict[str, tuple[Found, ...]], int]:
    """Return the cases of each source that can be listed, and the number of other sources. Raises the first error if
    none can be listed."""
    listed: dict[str, tuple[Found, ...]] = {}
    errors: list[InspectorError] = []
    for source in dict.fromkeys(sources):
        try:
            listed[source] = cases_of(source)
        except InspectorError as error:
            errors.append(error)
    if not listed:
        raise errors[0]
    for one in errors:
        say(f"error: {one.message}")
    return listed, len(errors)


def _planned(found: dict[str, Found], known: dict[str, Known], fingerprint: str) -> list[_Planned]:
    """Return the cases to read: new cases, cases whose files may have changed, and cases diagnosed with other rules."""
    output = Output(quiet=True, no_progress=True)
    planned = []
    for key, one in found.items():
        stamp, before = stamp_of(one.case), known.get(key)
        if before is None or not before.is_current(stamp, fingerprint):
            comparable = before is not None and before.is_current(before.stamp, fingerprint)
            digest = before.digest if before and comparable else None
            planned.append(_Planned(one, stamp, Task(one.case, Inputs(), output, for_store=True, known=digest)))
    return planned


def _judge(planned: Sequence[_Planned], engine: Engine, store: Store, progress: Progress) -> int:
    """Diagnose the planned cases, write them to the store, and return the number of diagnosed cases."""
    from inspector.fleet.store import Result

    read, waiting, written = 0, list[Result](), time.monotonic()
    with closing(_results([one.task for one in planned], engine)) as results:
        for index, judged in results:
            one = planned[index]
            read += not judged.unchanged
            waiting.append(Result(one.found, one.stamp, judged))
            if len(waiting) >= WRITE_AT or time.monotonic() - written >= WRITE_EVERY_S:
                store.write(waiting)
                waiting, written = [], time.monotonic()
            progress.advance(1)
    store.write(waiting)
    return read


def _results(tasks: Sequence[Task], engine: Engine) -> Generator[tuple[int, Judged]]:
    if not tasks:
        return
    if engine.scheduler:
        from inspector.fleet.cluster import run_on_cluster

        results = run_on_cluster(diagnose_case, tasks, engine.scheduler, engine.limits)
    else:
        results = run_tasks(diagnose_case, tasks, min(engine.workers or processors(), len(tasks)), engine.limits)
    with closing(results):
        for index, result in results:
            yield index, lost_case(tasks[index], result) if isinstance(result, Lost) else result


def _summary(known: dict[str, Known], read: int, url: str) -> str:
    from sqlalchemy import make_url

    shown = make_url(url).render_as_string(hide_password=True) if "://" in url else url
    return (
        f"{many(len(known), 'server', 'servers')}: {count_states(one.status for one in known.values())}.\n"
        f"{read:,} read now, {len(known) - read:,} unchanged since they were read.\n"
        f"The report: inspector fleet report --store {shown}\n"
    )
