"""Runs commands by turns and says what they cost: CPU seconds of the process and its children, wall seconds and peak memory."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYTHON = sys.executable
_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")
"""Of the environment: with the first, each start of an editable install compiles every module again."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, with which checkout of inspector, on one processor or on all."""

    words: tuple[str, ...]
    code: Path | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """One process and the children it waited for."""

    cpu: float
    wall: float
    mib: float
    said: str


def inspector(code: Path, *arguments: object, alone: bool = False) -> Command:
    """The whole command, of the checkout at `code`."""
    return Command((PYTHON, "-m", "inspector", *map(str, arguments)), code, alone)


def diagnosis(code: Path, log: Path | None, database: Path | None, *, alone: bool = False) -> Command:
    inputs = [*([log] if log else []), *(["--db", database] if database else [])]
    return inspector(code, "diagnose", *inputs, "--format", "json", "--no-progress", alone=alone)


def job(code: Path, name: str, *arguments: object) -> Command:
    """A piece of the work inside one process (jobs.py), of the checkout at `code`."""
    return Command((PYTHON, str(HERE / "jobs.py"), name, *map(str, arguments)), code)


def run(command: Command) -> Cost:
    """Run a command to its end. Raises RuntimeError for an exit code above 3."""
    environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    if command.code:
        environment["PYTHONPATH"] = str(command.code)
    words = (["taskset", "-c", "0"] if command.alone else []) + list(command.words)
    with tempfile.TemporaryFile() as out:  # grep stops at its first hit where it writes to /dev/null
        start = perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL, env=environment, cwd=command.code)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read(4000).decode(errors="replace").strip()
    if not 0 <= process.returncode <= 3:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, said)


def turns(rounds: int, commands: Mapping[str, Command], until: float = math.inf) -> dict[str, list[Cost]]:
    """Run all `commands` by turns, once for warming up and `rounds` times for the result.

    No round begins after `until` (`perf_counter`); where none could begin, the warming up is the result.
    """
    found: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        if number and perf_counter() > until:
            break
        costs = {name: run(command) for name, command in commands.items()}
        for name, cost in costs.items():
            found[name] = [*(found[name] if number > 1 else ()), cost]
    return found


def cpu(costs: Sequence[Cost]) -> float:
    return median(cost.cpu for cost in costs)


def wall(costs: Sequence[Cost]) -> float:
    return median(cost.wall for cost in costs)


def mib(costs: Sequence[Cost]) -> float:
    return median(cost.mib for cost in costs)


def ratio(costs: Mapping[str, Sequence[Cost]], one: str, other: str, what: str = "cpu") -> float:
    """Median over the rounds of what `one` costs beside `other`."""
    return median(getattr(a, what) / max(getattr(b, what), 1e-6) for a, b in zip(costs[one], costs[other], strict=True))


def said(costs: Sequence[Cost], name: str) -> float:
    """Median of a number that a job printed."""
    return median(json.loads(cost.said)[name] for cost in costs)


def law(points: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """The a, b and c of ``cpu = a + b·GiB + c·sessions`` that fit the points (GiB, sessions, cpu) best."""
    table = [[0.0] * 4 for _ in range(3)]
    for gib, sessions, seconds in points:
        terms = (1.0, gib, sessions)
        for i in range(3):
            for j in range(3):
                table[i][j] += terms[i] * terms[j]
            table[i][3] += terms[i] * seconds
    for i in range(3):  # Gauss and Jordan
        best = max(range(i, 3), key=lambda row: abs(table[row][i]))
        table[i], table[best] = table[best], table[i]
        table[i] = [value / table[i][i] for value in table[i]]
        for row in range(3):
            if row != i:
                table[row] = [value - table[row][i] * lead for value, lead in zip(table[row], table[i], strict=True)]
    return table[0][3], table[1][3], table[2][3]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of cost over size on logarithmic scales: 1 is linear growth."""
    logs = [(math.log(size), math.log(cost)) for size, cost in points]
    x, y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)


def machine() -> str:
    """Processor with the instruction sets that decide searching, cores, memory, system, Python, load."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")]
    sets = " ".join(name for name in ("avx2", "avx512bw", "neon", "sve") if f" {name} " in info.replace("\n", " "))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return (
        f"{names[0] if names else platform.processor() or platform.machine()} ({sets}), {cores} cores, {memory} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
