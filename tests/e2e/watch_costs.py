"""What `inspector watch` costs and how fast it is: figures for a quiet machine, in a few minutes.

    python tests/e2e/watch_costs.py [--seconds 60]

Beside a log that gets 20 and then 2,000 lines a second, a failure is appended every few seconds, and the time until it is reported
is measured. Beside a writer of 1,000 rows a second, the writer's own times are measured with and without the watch. At rest, the
processor time of the watch is measured, with and without a database that a server holds open.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.database.databases import made  # noqa: E402

ROWS_A_SECOND = 1000
SESSIONS = 400
FAILURE_EVERY_S = 3.0


class Watched:
    """A watch of one log, and of a database if there is one, with the time at which it reported each session."""

    def __init__(self, log: Path, database: Path | None) -> None:
        command = [sys.executable, "-m", "inspector", "watch", str(log), "--format", "jsonl", "--no-redact", "--silence", "1h"]
        command += ["--db", str(database)] if database else []
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=REPOSITORY, text=True, **pipes)
        assert self.process.stderr is not None
        while "Watching" not in self.process.stderr.readline():
            pass
        self.reported: dict[str, float] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        time.sleep(3)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.reported.update((entry["session_id"], time.time()) for entry in json.loads(line)["failures"])

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")")[1].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def costs(self) -> Iterator[list[float]]:
        """Give a list to which the share of a core that the watch took is added at the end."""
        found = list[float]()
        began, cpu = time.monotonic(), self.cpu_s()
        yield found
        found.append((self.cpu_s() - cpu) / (time.monotonic() - began))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextmanager
def watched(log: Path, database: Path | None = None) -> Iterator[Watched]:
    watch = Watched(log, database)
    try:
        yield watch
    finally:
        watch.stop()


def measure_delays(log: Path, lines_a_second: int, seconds: float) -> str:
    """Append lines and now and then a failure; return how long the failures took to be reported."""
    sent: dict[str, float] = {}
    with watched(log) as watch, watch.costs() as share, log.open("a") as file:
        end, due = time.monotonic() + seconds, time.monotonic()
        while (now := time.monotonic()) < end:
            stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
            file.write(f"INFO  {stamp} +1ms service=bus type=session.status publishing\n" * (lines_a_second // 20))
            if now >= due:
                due = now + FAILURE_EVERY_S
                session = f"ses_dfe01c813ffe7rAq2JUnH9{lines_a_second:04}{len(sent):04}"
                words = '"message":"Agent not found: \\"ghost\\". Available agents: build, plan"'
                defect = f'{{"data":{{{words}}},"name":"UnknownError"}}'
                cause = f'{{"_id":"Cause","failures":[{{"_tag":"Die","defect":{defect}}}]}}'
                file.write(f"ERROR {stamp} +1ms service=default session.id={session} cause={cause} prompt_async failed\n")
                sent[session] = time.time()
            file.flush()
            time.sleep(0.05)
        time.sleep(5)
    taken = [watch.reported[session] - when for session, when in sent.items() if session in watch.reported]
    lost = len(sent) - len(taken)
    return f"{len(sent)} failures, {lost} lost, median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s, {share[0]:.1%} of a core"


class Writer:
    """Stores `ROWS_A_SECOND` rows a second, as a busy server would. Its own time limit is zero: any lock would show as SQLITE_BUSY."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._number = 0
        values = [(f"ses_{number}", int(time.time() * 1000)) for number in range(SESSIONS)]
        database.executemany(
            "INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated)"
            " VALUES (?1, 'p', 's', '/x', 't', '1.15.13', ?2, ?2)",
            values,
        )

    def write(self, seconds: float) -> str:
        taken, busy = list[float](), 0
        due = time.monotonic()
        end = due + seconds
        while time.monotonic() < end:
            self._number += 1
            now, number = int(time.time() * 1000), self._number
            data = {"role": "user" if number % 2 else "assistant", "time": {"created": now, "completed": now}, "finish": "stop"}
            values = (
                f"msg_{number:09}",
                f"ses_{number // 2 % SESSIONS}",
                now,
                json.dumps(data | {"parentID": f"msg_{number - 1:09}"}),
            )
            begun = time.perf_counter()
            try:
                self._database.execute(
                    "INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES (?1, ?2, ?3, ?3, ?4)", values
                )
            except sqlite3.OperationalError:
                busy += 1
            taken.append(time.perf_counter() - begun)
            due += 1 / ROWS_A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
        quantiles = statistics.quantiles(taken, n=1000)
        p50, p99, p999 = (1000 * quantiles[at] for at in (499, 989, 998))
        return f"{len(taken) / seconds:,.0f} rows/s, {busy} SQLITE_BUSY, p50 {p50:.2f} ms, p99 {p99:.2f} ms, p99.9 {p999:.2f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description="What a watch costs, and how fast it reports.")
    parser.add_argument("--seconds", type=float, default=60, help="length of each measurement")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="watch-costs-") as folder:
        print(f"load {os.getloadavg()}, {os.cpu_count()} processors")
        for rate in (20, 2000):
            log = Path(folder, f"server-{rate}.log")
            log.touch()
            print(f"{rate} lines/s: {measure_delays(log, rate, seconds)}", flush=True)
        log, path = Path(folder, "server.log"), made(Path(folder), "1.15.13")
        log.touch()
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as database:
            database.execute("PRAGMA synchronous = NORMAL")
            writer = Writer(database)
            for number in (1, 2):
                print(f"writer alone ({number}): {writer.write(seconds)}", flush=True)
                with watched(log, path) as watch:
                    with watch.costs() as share:
                        print(f"writer beside the watch ({number}): {writer.write(seconds)}", flush=True)
                    print(f"the watch beside the writer ({number}): {share[0]:.1%} of a core")
                    time.sleep(10)
                    with watch.costs() as share:
                        time.sleep(seconds)
                    print(f"the watch at rest, with a database ({number}): {share[0]:.2%} of a core", flush=True)


if __name__ == "__main__":
    main()
