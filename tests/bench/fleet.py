"""How a fleet grows: time and memory of the diagnosis, the store and the report by number of servers, and what more workers bring.

    .venv/bin/python tests/bench/fleet.py --folder /dev/shm/bench-fleet --cases 100 --cases 1000 --workers 1 --workers 2 --workers 4
    .venv/bin/python tests/bench/fleet.py --store-only --cases 100 --cases 1000 --cases 10000

Servers are copies of the small recordings under `samples/` with ids of their own (`fleet_cases.py`). With ``--store-only`` each recording is
diagnosed once, and its rows are stored under as many names as there are servers.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from fleet_cases import KINDS, make
from measure import ROOT, machine
from msgspec.structs import replace

sys.path.insert(0, str(ROOT))
from inspector.cli.cases import Task, diagnose_case
from inspector.cli.options import Inputs, Output
from inspector.fleet.cases import Case, cases_in
from inspector.fleet.judged import Judged
from inspector.fleet.opening import readable, writable
from inspector.fleet.report import read_report
from inspector.fleet.sources import Found
from inspector.fleet.store import Result, Store
from inspector.renderers._options import RenderOptions


def timed_report(store: Path) -> tuple[float, int]:
    """CPU seconds for reading the report and drawing the page, and the bytes of the page."""
    begin = time.process_time()
    with readable(str(store)) as connection:
        page = import_module("inspector.fleet.drawing.html").render(read_report(connection, "1.18.33"), RenderOptions())
    return time.process_time() - begin, len(page)


def diagnosed(folder: Path, count: int, workers: int) -> str:
    """Diagnose `count` servers with so many workers, and return the row of the table."""
    servers = folder / f"servers-{count}"
    if not servers.is_dir():
        list(make(servers, count))
    store = folder / f"fleet-{count}-{workers}.db"
    store.unlink(missing_ok=True)
    words = [sys.executable, "-m", "inspector", "fleet", servers, "--store", store, "--workers", workers, "--no-progress", "-q"]
    begin = time.monotonic()
    process = os.posix_spawn(sys.executable, list(map(str, words)), {**os.environ, "PYTHONPATH": str(ROOT)})
    _, _, used = os.wait4(process, 0)
    seconds, cpu = time.monotonic() - begin, used.ru_utime + used.ru_stime
    begin = time.monotonic()
    process = os.posix_spawn(sys.executable, list(map(str, words)), {**os.environ, "PYTHONPATH": str(ROOT)})
    os.wait4(process, 0)
    again = time.monotonic() - begin
    size, report = store.stat().st_size, timed_report(store)[0]
    return (
        f"| {count:,} | {workers} | {seconds:.0f} s | {cpu:.0f} s | {cpu / count:.3f} s | {used.ru_maxrss >> 10} MiB | {again:.1f} s "
        f"| {size / count / 1000:.1f} kB | {report:.2f} s |"
    )


def recorded(folder: Path) -> list[Judged]:
    """The rows of each kind of server."""
    list(make(folder / "kinds", len(KINDS)))
    output = Output(quiet=True, no_progress=True)
    return [diagnose_case(Task(case, Inputs(), output, for_store=True)) for case in cases_in(folder / "kinds")]


def stored(folder: Path, kinds: list[Judged], count: int) -> str:
    """Store `count` servers, and return the row of the table."""
    store = folder / f"store-{count}.db"
    store.unlink(missing_ok=True)

    def results() -> Iterator[Result]:
        for number in range(count):
            name = f"server-{number:05}"
            judged = replace(kinds[number % len(kinds)], name=name)
            yield Result(Found(Case(name, (), None, ()), "/srv/servers", f"{number:064x}"), "stamp", judged)

    begin, cpu = time.monotonic(), time.process_time()
    with writable(str(store)) as engine:
        opened = Store(engine)
        number, rest = opened.begin_run("rules", "0", ["/srv/servers"]), results()
        while batch := list(itertools.islice(rest, 200)):
            opened.write(batch)
        opened.end_run(number, count, 0)
    seconds, cpu = time.monotonic() - begin, time.process_time() - cpu
    report, page = timed_report(store)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return f"| {count:,} | {seconds:.1f} s | {cpu:.1f} s | {store.stat().st_size / 1e6:.1f} MB | {report:.2f} s | {page / 1000:.0f} kB | {memory} MiB |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, action="append", help="number of servers (repeatable; 100)")
    parser.add_argument("--workers", type=int, action="append", help="number of workers (repeatable; 2)")
    parser.add_argument("--store-only", action="store_true", help="measure the store and the report alone")
    parser.add_argument("--folder", type=Path, help="where servers and stores are made and kept (a temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"Measured on {machine()}.")
        if asked.store_only:
            kinds = recorded(Path(scratch))
            print(
                "| servers | writing | CPU | store | report, CPU | page | peak memory |\n| --- | --- | --- | --- | --- | --- | --- |"
            )
            for count in asked.cases or [100]:
                print(stored(folder, kinds, count), flush=True)
            return
        print(
            "| servers | workers | all | CPU | CPU each | peak of one process | again, unchanged | store each | report, CPU |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        )
        for count in asked.cases or [100]:
            for workers in asked.workers or [2]:
                print(diagnosed(folder, count, workers), flush=True)
            shutil.rmtree(folder / f"servers-{count}")


if __name__ == "__main__":
    main()
