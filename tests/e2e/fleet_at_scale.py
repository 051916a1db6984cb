"""A fleet in an object store, over two Dask workers with no common folder, one of which is killed half way, into a real PostgreSQL.

    .venv/bin/python tests/e2e/fleet_at_scale.py --cases 1000 --folder /dev/shm/fleet

The totals of the report are compared with those of `inspector diagnose` run on each server by itself. With ``--folder`` the servers and
the totals are kept, and made only once; without ``--only`` both halves run.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from fleet_services import PATIENCE_S, ROOT, postgres, s3, scheduler, stop, worker

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bench")]
from fleet_cases import make  # noqa: E402 - a neighbour without a package

OUTCOMES = ("answered", "failed", "silent", "rejected", "recovered", "expected", "uncertain")


@dataclass(frozen=True, slots=True)
class Fleet:
    """What one run over the cluster left."""

    report: dict[str, Any]
    rows: int
    killed_at: int
    """Servers that were in the store when the worker was killed."""
    seconds: float
    size: int
    """Bytes of the store."""


def servers(folder: Path, count: int) -> list[Path]:
    """Return the synthetic servers in `folder`, made where they are missing."""
    there = sorted((folder / "servers").glob("server-*"))
    return there if len(there) == count else list(make(folder / "servers", count))


def totals_one_by_one(folder: Path, count: int) -> dict[str, dict[str, int]]:
    """Return the sums of what `inspector diagnose` says of each server by itself."""
    kept = folder / f"totals-{count}.json"
    if kept.is_file():
        found: dict[str, dict[str, int]] = json.loads(kept.read_text())
        return found
    from inspector.cli import main as cli

    prompts, causes, states = Counter[str](), Counter[str](), Counter[str]()
    for server in servers(folder, count):
        with redirect_stdout(StringIO()) as output:
            cli.run(["diagnose", str(server), "--format", "json", "--no-progress"])
        report = json.loads(output.getvalue())
        prompts.update({outcome: report["verdict"]["prompts"][outcome] for outcome in OUTCOMES})
        causes.update({cause["cause"]: cause["attention"] for cause in report["causes"]})
        states[report["verdict"]["status"]] += 1
    totals = {"prompts": dict(prompts), "causes": {k: n for k, n in causes.items() if n}, "states": dict(states)}
    kept.write_text(json.dumps(totals))
    return totals


def run_fleet(folder: Path, count: int, scratch: Path, *, holds_a_case: bool = False) -> Fleet:
    """Upload the servers, diagnose them on the cluster, kill one worker half way, and return the report from PostgreSQL.

    With `holds_a_case` the worker is stopped at its first case and killed once the other one has results, so that a short run cannot end
    before the kill.
    """
    import s3fs
    from distributed import Client
    from sqlalchemy import create_engine, text

    made = servers(folder, count)
    with postgres() as url, s3(scratch) as variables, scheduler(scratch) as address:
        os.environ.update(variables)
        store = s3fs.S3FileSystem()
        store.mkdir("fleet")
        store.put(str(made[0].parent), "fleet/servers", recursive=True)
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))

        def stored() -> int:
            with engine.connect() as connection:
                if not connection.execute(text("SELECT to_regclass('cases')")).scalar():
                    return 0
                return int(connection.execute(text("SELECT count(*) FROM cases")).scalar_one())

        command = [sys.executable, "-m", "inspector"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with worker(scratch, "one", address, variables) as doomed, worker(scratch, "two", address, variables):
            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=PATIENCE_S)
            processes = len(processes_of(doomed))
            begin = time.monotonic()
            with subprocess.Popen(
                [*command, "fleet", "s3://fleet/servers", "--store", url, "--scheduler", address, "--no-progress"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=scratch, text=True,
            ) as run:  # fmt: skip
                if holds_a_case:
                    while run.poll() is None and len(processes_of(doomed)) <= processes:
                        time.sleep(0.01)
                    os.killpg(doomed.pid, signal.SIGSTOP)
                while run.poll() is None and stored() < (1 if holds_a_case else count // 2):
                    time.sleep(0.1)
                killed_at = stored()
                stop(doomed, signal.SIGKILL)
                said = run.communicate()
            seconds = time.monotonic() - begin
        assert run.returncode in (0, 1, 3), said
        done = subprocess.run(
            [*command, "fleet", "report", "--store", url, "--format", "json"],
            capture_output=True,
            env=environment,
            cwd=scratch,
            check=False,
        )
        assert done.stdout, done.stderr.decode()
        with engine.connect() as connection:
            size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        rows = stored()
        engine.dispose()
        return Fleet(json.loads(done.stdout), rows, killed_at, seconds, size)


def processes_of(worker: subprocess.Popen[bytes]) -> list[Any]:
    """Return the processes that a Dask worker has started: one more once it has a case."""
    import psutil

    return list(psutil.Process(worker.pid).children(recursive=True))


def compare(fleet: Fleet, totals: dict[str, dict[str, int]], count: int) -> None:
    """Hold the report to the totals of `diagnose`."""
    assert fleet.rows == count
    assert fleet.killed_at < count, "the worker was killed after the last server"
    found = {
        "prompts": fleet.report["prompts"],
        "causes": {c["cause"]: c["attention"] for c in fleet.report["causes"] if c["attention"] and c["cause"] != "not decided"},
        "states": {state: number for state, number in fleet.report["states"].items() if number},
    }
    assert found == totals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where the servers and the totals are kept (a temporary folder)")
    parser.add_argument("--only", choices=["totals", "fleet"], help="only this half; the other one is taken from --folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inspector-fleet-") as scratch:
        folder = asked.folder or Path(scratch) / "kept"
        folder.mkdir(parents=True, exist_ok=True)
        begin = time.monotonic()
        totals = totals_one_by_one(folder, asked.cases)
        print(f"diagnose, one by one: {asked.cases} servers in {time.monotonic() - begin:.0f} s", flush=True)
        if asked.only == "totals":
            return
        fleet = run_fleet(folder, asked.cases, Path(scratch))
        compare(fleet, totals, asked.cases)
        print(
            f"two Dask workers, one killed after {fleet.killed_at} servers: {fleet.rows} servers in PostgreSQL after {fleet.seconds:.0f} s, "
            f"{fleet.size / 1e6:.0f} MB; the totals are those of diagnose: {json.dumps(totals)}"
        )


if __name__ == "__main__":
    main()
