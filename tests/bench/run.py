"""Measures inspector against grep, ripgrep and lnav in one run and prints the README's table.

    .venv/bin/python tests/bench/run.py --size 4GiB

Contestants take turns; a row shows the median of the ratios of its rounds. Times of inspector's parts are without start-up and
imports, those of whole commands with them. Everything is read once before, so the page cache is warm where memory suffices.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import material

HERE = Path(__file__).parent
PYTHON = sys.executable
INSPECTOR = [str(Path(PYTHON).with_name("inspector"))]
FAILED = "prompt_async failed"
SMALL = 256 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One process: how long it took, how much memory it had at most, what it said."""

    seconds: float
    mib: float
    said: str


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end; a job's own seconds count where it tells them. Raises RuntimeError for an exit code above 3."""
    with tempfile.TemporaryFile() as out:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=out, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        size = out.tell()
        out.seek(0)
        said = out.read(2000).decode(errors="replace") if size < 1 << 20 else f"{size} bytes"
    if not 0 <= process.returncode <= 3:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    if said.startswith("{") and '"count"' in said:
        seconds = json.loads(said)["seconds"] if "seconds" in said else seconds
    return Run(seconds, usage.ru_maxrss / 1024, said.strip())


def turns(rounds: int, **commands: Sequence[str]) -> dict[str, list[Run]]:
    """Run all `commands` by turns, once for warming up and `rounds` times for the result."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            result = run(command)
            if number:
                found[name].append(result)
    return found


def ratio(runs: dict[str, list[Run]], one: str, other: str) -> float:
    return median(a.seconds / b.seconds for a, b in zip(runs[one], runs[other], strict=True))


def seconds(runs: Sequence[Run]) -> str:
    middle = median(r.seconds for r in runs)
    return f"{middle * 1000:.0f} ms" if middle < 1 else f"{middle:.1f} s"


def memory(runs: Sequence[Run]) -> str:
    return f"{max(r.mib for r in runs):.0f} MiB"


def job(name: str, *arguments: object) -> list[str]:
    return [PYTHON, str(HERE / "jobs.py"), name, *map(str, arguments)]


@dataclass(slots=True)
class Bench:
    """The files, and the rows of the table so far."""

    folder: Path
    size: int
    rounds: int
    scale: float
    """Part of the databases' full size."""
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def row(self, what: str, measured: str, goal: str = "") -> None:
        self.rows.append((what, measured, goal))
        print(f"| {what} | {measured} | {goal} |", flush=True)

    def log(self, era: material.Era, size: int) -> Path:
        path = self.folder / f"{era.name}-{size >> 20}.log"
        if not path.exists():
            material.make_log(era, path, size)
        return path

    def database(self, name: str, sessions: int, failing: int) -> Path:
        size = material.Size(int(sessions * self.scale), int(failing * self.scale))
        path = self.folder / f"{name}-{size.sessions}.db"  # one of a quick run is another
        if not path.exists():
            material.make_database(path, size)
        return path


def failures(bench: Bench) -> None:
    """Every failure of a log, against those who only search."""
    for era in material.eras():
        log = str(bench.log(era, bench.size))
        commands = {"inspector": job("failures", log), "grep": ["grep", "-cF", FAILED, log]}
        if shutil.which("rg"):
            commands["rg"] = ["rg", "-c", FAILED, log]
        runs = turns(bench.rounds, **commands)
        against = [
            f"{ratio(runs, 'inspector', name):.2f} × {label}"
            for name, label in (("rg", "`rg -c`"), ("grep", "`grep -cF`"))
            if name in runs
        ]
        what = f"every failure found, {era.name}, {bench.size >> 20} MiB"
        bench.row(
            what,
            f"{', '.join(against)}; {seconds(runs['inspector'])}, {memory(runs['inspector'])}",
            "1.5 × `rg -c`, faster than `grep -F`",
        )
    if shutil.which("lnav"):
        log = str(bench.log(era, SMALL))
        runs = turns(1, inspector=job("failures", log), lnav=["lnav", "-n", "-c", f":filter-in {FAILED}", log])
        bench.row(
            f"the same, {era.name}, 256 MiB, against lnav", f"lnav takes {1 / ratio(runs, 'inspector', 'lnav'):.0f} × as long"
        )


def whole(bench: Bench) -> None:
    """The whole command on the whole evidence."""
    era = material.eras()[1]
    log = bench.log(era, bench.size)
    database = bench.database("whole", 40_000, 10_000)
    command = [*INSPECTOR, "diagnose", str(log), "--db", str(database), "--format", "json", "--no-progress"]
    commands = {"inspector": command, "grep": ["grep", "-cF", FAILED, str(log)]}
    if shutil.which("taskset"):
        commands["alone"] = ["taskset", "-c", "0", *command]
    runs = turns(min(bench.rounds, 3), **commands)
    report = runs["inspector"][0].said
    what = f"whole `diagnose --format json`, {era.name}, {bench.size >> 20} MiB, {run(['grep', '-cF', FAILED, str(log)]).said} failures, database"
    measured = f"{ratio(runs, 'inspector', 'grep'):.1f} × `grep -cF` ({seconds(runs['inspector'])})"
    if "alone" in runs:
        measured += f"; on one core {ratio(runs, 'alone', 'grep'):.1f} × ({seconds(runs['alone'])})"
    bench.row(what, measured, "3 × on two free cores, 5 × on one")
    bench.row("its peak memory, SQLAlchemy loaded", f"{memory(runs['inspector'])}, report of {report}", "100 MiB and the report")


def lines(bench: Bench) -> None:
    """Every line of many failing sessions."""
    count = int(50_000 * bench.scale)
    for era in material.eras():
        log = str(bench.log(era, bench.size))
        ids = bench.folder / "ids.txt"
        ids.write_text("".join(f"{material.failing(number)}\n" for number in range(count)))
        commands = {"inspector": job("lines", log, count)}
        if shutil.which("rg"):
            commands["rg"] = ["rg", "-cFf", str(ids), log]
        runs = turns(min(bench.rounds, 3), **commands)
        faster = f"{1 / ratio(runs, 'inspector', 'rg'):.1f} × as fast as `rg -Ff`; " if "rg" in runs else ""
        what = f"every line of {count} failing sessions, {era.name}, {bench.size >> 20} MiB"
        bench.row(what, f"{faster}{seconds(runs['inspector'])}, {memory(runs['inspector'])}", "3 ×")


def growth(bench: Bench) -> None:
    """From 256 MiB to the size asked for."""
    for era in material.eras():
        small, large = bench.log(era, SMALL), bench.log(era, bench.size)
        factor = large.stat().st_size / small.stat().st_size
        for name, label, more in (
            ("failures", "every failure", ()),
            ("lines", "lines of 1,000 sessions", (1000,)),
            ("everything", "all sessions, no database", ()),
        ):
            runs = turns(min(bench.rounds, 2), small=job(name, small, *more), large=job(name, large, *more))
            time = ratio(runs, "large", "small") / factor
            rss = " to ".join(memory(runs[size]) for size in ("small", "large"))
            speed = large.stat().st_size / (1 << 30) / median(r.seconds for r in runs["large"])
            bench.row(
                f"growth from 256 MiB by {factor:.0f}: {label}, {era.name}",
                f"time by {time * factor:.1f}; memory {rss}; {speed:.2f} GiB/s",
                "linear, flat; 64 MiB",
            )


def databases(bench: Bench) -> None:
    """Many failing sessions in a large database."""
    database = bench.database("large", 200_000, 50_000)
    count = int(50_000 * bench.scale)
    messages = int(4_000_000 * bench.scale)
    runs = turns(
        min(bench.rounds, 3),
        needed=job("rows", database, count, "needed"),
        all=job("rows", database, count, "all"),
        hunt=job("hunt", database),
    )
    read = {name: json.loads(found[0].said)["count"] for name, found in runs.items()}
    bench.row(
        f"rows of {count} failing sessions, {messages} messages in the database",
        f"{seconds(runs['needed'])} for the {read['needed']} messages that a diagnosis needs, {memory(runs['needed'])}; "
        f"{seconds(runs['all'])} for all {read['all']} and their {2 * read['all']} parts",
        "3 s",
    )
    bench.row(
        f"hunt for silent sessions among {int(200_000 * bench.scale)}",
        f"{seconds(runs['hunt'])}, {read['hunt']} found, {memory(runs['hunt'])}",
        "3 s",
    )
    log = bench.log(material.eras()[1], SMALL)
    told = [run(job("stages", log, database))]
    said = json.loads(told[0].said)
    bench.row(
        f"{said['count']} prompts of {count} failing sessions",
        f"matched in {said['join']:.1f} s, judged in {said['judge']:.1f} s, {memory(told)}",
        "6 s",
    )


def profile(bench: Bench) -> None:
    """Where the time of the whole diagnosis goes; profile_run.py has the functions."""
    log, database = bench.log(material.eras()[1], bench.size), bench.database("whole", 40_000, 10_000)
    said = json.loads(run(job("stages", log, database)).said)
    count = said.pop("count")
    bench.row(f"where the time of {count} prompts goes", ", ".join(f"{name} {took:.1f} s" for name, took in said.items()))


def starts(bench: Bench) -> None:
    """Start-up against Python's own."""
    database = bench.database("whole", 40_000, 10_000)
    shell = {"_INSPECTOR_COMPLETE": "bash_complete", "COMP_WORDS": f"inspector session --db {database} ses_", "COMP_CWORD": "4"}
    commands: dict[str, Callable[[], Run]] = {
        "pass": lambda: run([PYTHON, "-c", "pass"]),
        "--help": lambda: run([*INSPECTOR, "--help"]),
        "--version": lambda: run([*INSPECTOR, "--version"]),
        "completion of ids": lambda: run(INSPECTOR, shell),
    }
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(4 * bench.rounds + 1):
        for name, command in commands.items():
            result = command()
            if number:
                found[name].append(result)
    for name, goal in (("--help", "4 ×"), ("--version", "4 ×"), ("completion of ids", "6 ×")):
        bench.row(f"`{name}`", f"{ratio(found, name, 'pass'):.1f} × `python -c pass` ({seconds(found[name])})", goal)


def size(text: str) -> int:
    """Bytes of ``256MiB`` or ``4GiB``."""
    number = text.lower().removesuffix("ib").removesuffix("b")
    unit = {"k": 10, "m": 20, "g": 30}.get(number[-1:])
    return int(float(number[:-1] if unit else number) * (1 << unit if unit else 1))


PARTS: dict[str, Callable[[Bench], None]] = {
    part.__name__: part for part in (failures, whole, profile, lines, databases, starts, growth)
}


def machine() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    processor = names[0] if names else platform.processor() or platform.machine()
    return (
        f"{processor}, {cores} cores, {memory} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=size, default=1 << 30, help="size of the large logs (1GiB)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contestant (5)")
    parser.add_argument("--quick", action="store_true", help="256 MiB, databases of a tenth, one round")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (repeatable)")
    parser.add_argument("--folder", type=Path, help="where the files are made and kept (a temporary folder, removed at the end)")
    asked = parser.parse_args()
    wanted = SMALL if asked.quick else asked.size
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        scale = 0.1 if asked.quick else 1.0
        needed = 2 * wanted + 2 * SMALL + int((8 << 30) * scale)
        if not asked.folder and shutil.disk_usage(folder).free < needed:
            sys.exit(f"{folder} has less than {needed >> 30} GiB free; name another place with --folder")
        bench = Bench(folder, wanted, 1 if asked.quick else asked.rounds, scale)
        load = os.getloadavg()[0]
        print(f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}; load before {load:.1f}; medians, warm cache.\n")
        print("| what | measured | goal |\n| --- | --- | --- |")
        for name, part in PARTS.items():
            if not asked.only or name in asked.only:
                part(bench)


if __name__ == "__main__":
    main()
