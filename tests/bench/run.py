"""Measures what inspector costs, in figures that tell the code from the machine, and prints them as a table.

    .venv/bin/python tests/bench/run.py --folder /dev/shm/bench --size 1GiB --rounds 5
    .venv/bin/python tests/bench/run.py --folder /dev/shm/bench --rounds 3 --minutes 12

The files are made when they are missing, and kept in the folder; with ``--prepare``, nothing else is done. With ``--minutes``, each part does as many
rounds as fit into its share of the time, and at least one.

CPU seconds come from ``wait4``, so the children count; contestants take turns; each figure is a median. ``compare.py REV`` measures
another revision in the same turns.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import parts
from measure import ROOT, machine


def size(text: str) -> int:
    """Bytes of ``256MiB`` or ``4GiB``."""
    number = text.lower().removesuffix("ib").removesuffix("b")
    unit = {"k": 10, "m": 20, "g": 30}.get(number[-1:])
    return int(float(number[:-1] if unit else number) * (1 << unit if unit else 1))


def options(description: str | None) -> argparse.ArgumentParser:
    """What run.py and compare.py have in common."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=size, default=1 << 30, help="size of the large log (1GiB)")
    parser.add_argument("--sessions", type=int, default=10_000, help="failing sessions of the large database (10000)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contestant (5)")
    parser.add_argument("--only", choices=parts.PARTS, action="append", help="only this part (repeatable)")
    parser.add_argument("--folder", type=Path, help="where the files are made and kept, best on tmpfs (a temporary folder)")
    parser.add_argument("--cases", type=Path, action="append", default=[], help="a folder of further recordings (repeatable)")
    return parser


@contextmanager
def bench(asked: argparse.Namespace, codes: dict[str, Path]) -> Iterator[parts.Bench]:
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = parts.Bench(folder, asked.size, asked.sessions, asked.rounds, codes, tuple(asked.cases))
        print(f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}; medians of {asked.rounds}, warm cache.")
        print(f"Failing sessions are copies of {len(made.kit.failing)} recorded ones with {len(made.kit.causes)} causes.\n")
        yield made


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no round that would end later (no limit)")
    parser.add_argument("--prepare", action="store_true", help="only make the files")
    asked = parser.parse_args()
    if asked.prepare:
        asked.rounds = 0
    with bench(asked, {"": ROOT}) as made:
        end = perf_counter() + 60 * asked.minutes
        wanted = [name for name in parts.PARTS if not asked.only or name in asked.only]
        print("| what | measured | at most |\n| --- | --- | --- |")
        for number, name in enumerate(wanted):
            made.until = perf_counter() + (end - perf_counter()) / (len(wanted) - number)
            with suppress(parts.Ready):
                for figure in parts.PARTS[name](made):
                    print(f"| {figure.what} | {figure.text} | {figure.goal} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
