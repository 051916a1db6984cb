"""The figures: each part makes its material, lets the contestants take turns and gives one figure for each checkout."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import material
from measure import (
    PYTHON,
    Command,
    Cost,
    cpu,
    diagnosis,
    exponent,
    inspector,
    job,
    law,
    mib,
    ratio,
    said,
    turns,
    wall,
)
from recordings import SAMPLES

FAILED = "prompt_async failed"
WORDS = (
    FAILED,
    "ERROR ",
    "WARN ",
    "service=default version=",
    "opening database",
    "asking",
    "replied",
    "cancel",
    "creating instance",
    "disconnected",
    "booting location",
    "loading plugin",
    "event connected",
    "disposing ",
    "service=mcp key=",
    "removing share",
    "message=created id=ses_",
    "message=loop ",
    " run=",
)
"""What the scan looks for, for ripgrep."""
WORST_SESSIONS = 200
"""Failing sessions of the worst cases' database."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    what: str
    text: str
    goal: str = ""
    value: float = 0.0
    """The number that two revisions are compared by; the smaller, the better."""
    code: str = ""
    """Which checkout it is of."""
    held: bool = False
    """Steady enough to be held to a limit."""


class Ready(Exception):
    """The files of a part are made."""


@dataclass
class Bench:
    """The material, made when it is first asked for, and whom to measure."""

    folder: Path
    size: int
    sessions: int
    rounds: int
    """How often each command is measured; 0 to make the files only."""
    codes: dict[str, Path]
    cases: tuple[Path, ...]
    until: float = math.inf
    """No round begins later (`perf_counter`)."""

    @cached_property
    def kit(self) -> material.Kit:
        return material.kit(self.cases, self.folder)

    def log(self, name: str, log: material.Log) -> Path:
        path = self.folder / f"{name}-{log.bytes >> 20}-{log.failing}.log"
        if not path.exists():
            material.make_log(self.kit, unfinished := path.with_suffix(".part"), log)
            unfinished.rename(path)
        return path

    def plain(self, size: int, failing: int) -> Path:
        return self.log("plain", material.plain(size, failing))

    def database(self, failing: int, sessions: int | None = None) -> Path:
        """A database of so many failing sessions among four times as many."""
        size = material.Database(sessions or 4 * failing, failing)
        path = self.folder / f"sessions-{size.sessions}-{failing}.db"
        if not path.exists():
            material.make_database(self.kit, unfinished := path.with_suffix(".part"), size)
            unfinished.rename(path)
        return path

    def turns(self, commands: dict[str, Callable[[Path], Command]], *others: tuple[str, Command]) -> dict[str, list[Cost]]:
        """Run each command with each checkout, and `others` once a round. Raises Ready when only files are wanted."""
        if self.rounds == 0:
            raise Ready
        every = {code + name: command(place) for name, command in commands.items() for code, place in self.codes.items()}
        return turns(self.rounds, every | dict(others), self.until)


def laws(bench: Bench) -> Iterator[Figure]:
    """CPU = a + b·GiB + c·failing sessions, from four runs; memory by session; and what the machine itself takes."""
    sizes, counts = (bench.size // 4, bench.size), (bench.sessions // 10, bench.sessions)
    points = [(size, count) for size in sizes for count in counts]
    pairs = {(size, count): (bench.plain(size, count), bench.database(count)) for size, count in points}
    commands = {str(point): lambda code, pair=pair: diagnosis(code, *pair) for point, pair in pairs.items()}
    largest = str(pairs[sizes[1], counts[0]][0])
    rg = tuple(word for each in WORDS for word in ("-e", each))
    others = [("read", job(next(iter(bench.codes.values())), "read", largest))]
    if shutil.which("rg"):
        others.append(("rg", Command(("rg", "-c", "-F", *rg, largest))))
    costs = bench.turns(commands, *others)
    gib = bench.size / (1 << 30)
    reading = said(costs["read"], "cpu") / gib
    beside = f"reading alone {reading:.2f} s"
    if "rg" in costs:
        beside += f", `rg -c -F` of the same words {cpu(costs['rg']) / gib:.2f} s"
    for code in bench.codes:
        total = sum(cpu(costs[code + str(point)]) for point in points)
        yield Figure("CPU of the four runs", f"{total:.2f} s", "", total, code, held=True)
        a, b, c = law([(size / (1 << 30), count, cpu(costs[code + str((size, count))])) for size, count in points])
        yield Figure("a: start", f"{a:.2f} s", "0.16 s", a, code)
        yield Figure("b: each GiB of log", f"{b:.2f} s; {beside}", "0.7 s", b, code)
        yield Figure(f"c: each failing session, {counts[0]} to {counts[1]}", f"{c * 1000:.2f} ms", "0.25 ms", c, code)
        few, many = (mib(costs[code + str((sizes[1], count))]) for count in counts)
        each = (many - few) * 1024 / (counts[1] - counts[0])
        yield Figure(f"memory of each failing session ({many:.0f} MiB with {counts[1]})", f"{each:.1f} KiB", "6 KiB", each, code)


def whole(bench: Bench) -> Iterator[Figure]:
    """The whole command on the large log and database, on all processors and on one, beside grep."""
    log, database = bench.plain(bench.size, bench.sessions), bench.database(bench.sessions)
    commands = {
        "all": lambda code: diagnosis(code, log, database),
        "one": lambda code: diagnosis(code, log, database, alone=True),
    }
    costs = bench.turns(commands, ("grep", Command(("grep", "-cF", FAILED, str(log)))))
    what = f"whole `diagnose`, {bench.size >> 20} MiB, {bench.sessions} failing"
    for code in bench.codes:
        all_, one = (ratio(costs, code + name, "grep", "wall") for name in ("all", "one"))
        yield Figure(
            f"{what}, all processors",
            f"{all_:.1f} × `grep -cF` ({wall(costs[code + 'all']):.1f} s)",
            "5 ×",
            wall(costs[code + "all"]),
            code,
        )
        yield Figure(
            f"{what}, one", f"{one:.1f} × `grep -cF` ({wall(costs[code + 'one']):.1f} s)", "8 ×", wall(costs[code + "one"]), code
        )
        faster = ratio(costs, code + "one", code + "all", "wall")
        yield Figure("all processors against one", f"{faster:.1f} × faster", "1.7 ×", 1 / faster, code)
        yield Figure(f"{what}: CPU", f"{cpu(costs[code + 'all']):.2f} s", "", cpu(costs[code + "all"]), code)


def small(bench: Bench) -> Iterator[Figure]:
    """The ordinary case: a bundled recording with its database."""
    folder = bench.folder / "small"
    if not folder.exists():
        shutil.copytree(SAMPLES / "drift-1.15.13-via-1.17.0", folder)
    log, database = folder / "server.log", folder / "opencode.db"
    commands = {
        "both": lambda code: diagnosis(code, log, database),
        "log": lambda code: diagnosis(code, log, None),
        "help": lambda code: inspector(code, "--help"),
    }
    quick = Bench(bench.folder, bench.size, bench.sessions, 4 * bench.rounds, bench.codes, bench.cases, bench.until)
    costs = quick.turns(commands, ("pass", Command((PYTHON, "-c", "pass"))))
    names = {"both": "small case with its database", "log": "small case, log alone", "help": "`--help`"}
    for code in bench.codes:
        for name, what in names.items():
            by_cpu, by_time = (ratio(costs, code + name, "pass", kind) for kind in ("cpu", "wall"))
            seconds = wall(costs[code + name])
            text = f"CPU {by_cpu:.1f} ×, time {by_time:.1f} × `python -c pass` ({cpu(costs[code + name]) * 1000:.0f}, {seconds * 1000:.0f} ms)"
            yield Figure(
                what, text, {"both": "15 ×, 160 ms", "help": "4 ×"}.get(name, ""), cpu(costs[code + name]), code, name == "both"
            )


def rows(bench: Bench) -> Iterator[Figure]:
    """Rows beside their own statements through raw sqlite3."""
    for count in (bench.sessions, 5 * bench.sessions):
        database = bench.database(count)
        costs = bench.turns({"rows": lambda code, database=database: job(code, "rows", database)})
        for code in bench.codes:
            taken, raw = (said(costs[code + "rows"], name) for name in ("cpu", "raw"))
            text = f"{taken / raw:.1f} × raw sqlite3 ({taken:.2f} s, {mib(costs[code + 'rows']):.0f} MiB)"
            yield Figure(f"rows of {count} failing sessions", text, "2 ×", taken, code)


def worst(bench: Bench) -> Iterator[Figure]:
    """Logs that are hard to read, beside the plain one of the same size; start, rows and judging taken off both."""
    size, count = max(bench.size // 16, 16 << 20), WORST_SESSIONS
    database = bench.database(count)
    logs = {"tiny": bench.plain(1 << 16, 1), "plain": bench.plain(size, count)}
    logs |= {name: bench.log(name.replace(" ", "-"), log(size, count)) for name, log in material.WORST.items()}
    commands = {name: lambda code, log=log: diagnosis(code, log, database) for name, log in logs.items()}
    many, one = bench.plain(size, bench.sessions), bench.log("one-session", material.one_session(size, bench.sessions))
    each = bench.database(bench.sessions)
    commands |= {"many": lambda code: diagnosis(code, many, each), "one": lambda code: diagnosis(code, one, database)}
    costs = bench.turns(commands)
    for code in bench.codes:
        start, usual = cpu(costs[code + "tiny"]), cpu(costs[code + "plain"])
        for name in material.WORST:
            seconds = cpu(costs[code + name])
            times = (seconds - start) / max(usual - start, 1e-3)
            text = f"{times:.1f} × the plain log ({seconds - start:.2f} s for {size >> 20} MiB)"
            yield Figure(name, text, "3 ×", seconds, code)
        seconds, other = cpu(costs[code + "one"]) - start, cpu(costs[code + "many"]) - start
        what = f"one session that fails {bench.sessions} times"
        yield Figure(what, f"{seconds / other:.1f} × as many failing sessions ({seconds:.2f} s)", "3 ×", seconds, code)


def judging(bench: Bench) -> Iterator[Figure]:
    """The stages by themselves, in one process."""
    count = 5 * bench.sessions
    log, database = bench.plain(bench.size // 4, count), bench.database(count)
    costs = bench.turns({"stages": lambda code: job(code, "stages", log, database)})
    for code in bench.codes:
        found = costs[code + "stages"]
        names = ("hunt", "logs", "rows", "join", "judge", "redact", "draw")
        text = ", ".join(f"{name} {said(found, name):.2f}" for name in names)
        both = said(found, "join") + said(found, "judge")
        what = f"join and judge of {count} failing sessions, {said(found, 'count'):.0f} prompts"
        yield Figure(what, f"{both:.2f} s ({text}; {mib(found):.0f} MiB)", "4 s for 50,000", both, code)


def packed(bench: Bench) -> Iterator[Figure]:
    """Compressed logs beside the decompressor alone."""
    import zstandard
    from isal import igzip

    size = bench.size // 4
    log, database = bench.plain(size, WORST_SESSIONS), bench.database(WORST_SESSIONS)
    tiny = bench.plain(1 << 16, 1)
    for ending, opener in ((".gz", igzip.open), (".zst", zstandard.open)):
        path = log.with_name(log.name + ending)
        if not path.exists():
            with log.open("rb") as source, opener(path, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        commands = {
            "packed": lambda code, path=path: diagnosis(code, path, database),
            "tiny": lambda code: diagnosis(code, tiny, database),
            "unpack": lambda code, path=path: job(code, "unpack", path),
        }
        costs = bench.turns(commands)
        for code in bench.codes:
            spent = wall(costs[code + "packed"]) - wall(costs[code + "tiny"])
            times = spent / said(costs[code + "unpack"], "cpu")
            text = f"{times:.1f} × the decompressor alone ({spent / size * (1 << 30):.2f} s/GiB, wall)"
            yield Figure(f"a log as {ending}", text, "1.2 ×", cpu(costs[code + "packed"]), code)


def failures(bench: Bench) -> Iterator[Figure]:
    """Every failure of a log and nothing else, beside those who only search."""
    log = bench.plain(bench.size, bench.sessions)
    words = ("-c", FAILED, str(log))
    others = [(name, Command((name, *words))) for name in ("rg", "grep") if shutil.which(name)]
    costs = bench.turns({"inspector": lambda code: job(code, "failures", log)}, *others)
    for code in bench.codes:
        taken = said(costs[code + "inspector"], "cpu")
        beside = ", ".join(f"{taken / cpu(costs[name]):.1f} × `{name} -c`" for name, _ in others)
        yield Figure(
            "every failure found, nothing else",
            f"{beside} ({taken / bench.size * (1 << 30):.2f} s/GiB)",
            "1.5 × `rg -c`",
            taken,
            code,
        )


def growth(bench: Bench) -> Iterator[Figure]:
    """Exponents of CPU over bytes, failing sessions and sessions of the database."""
    tiny = bench.plain(1 << 16, 1)
    sizes = [bench.size // 16 << step for step in range(0, 5, 2)]
    counts = [max(bench.sessions // 10, 1) * step for step in (1, 3, 10)]
    steps: dict[str, Sequence[tuple[int, Path, Path]]] = {
        "bytes": [(size, bench.plain(size, WORST_SESSIONS), bench.database(WORST_SESSIONS)) for size in sizes],
        "failing sessions": [(count, tiny, bench.database(count)) for count in counts],
        "healthy sessions": [(4 * count, tiny, bench.database(100, 4 * count)) for count in counts],
    }
    for what, points in steps.items():
        commands = {str(size): lambda code, log=log, base=base: diagnosis(code, log, base) for size, log, base in points}
        least = bench.database(WORST_SESSIONS if what == "bytes" else 10)
        costs = bench.turns(commands | {"start": lambda code, least=least: diagnosis(code, tiny, least)})
        for code in bench.codes:
            base = cpu(costs[code + "start"])
            slope = exponent([(size, max(cpu(costs[code + str(size)]) - base, 1e-3)) for size, _, _ in points])
            low, high = (mib(costs[code + str(points[place][0])]) for place in (0, -1))
            text = f"exponent {slope:.2f}; memory {low:.0f} to {high:.0f} MiB"
            yield Figure(f"growth with {what}, {points[0][0]:,} to {points[-1][0]:,}", text, "1.05", slope, code)


PARTS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "law": laws, "whole": whole, "small": small, "rows": rows, "worst": worst, "judging": judging, "packed": packed,
    "failures": failures, "growth": growth,
}  # fmt: skip
