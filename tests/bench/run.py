"""Measures what inspector costs, in figures that tell the code from the machine, and prints them as a table.

    .venv/bin/python tests/bench/run.py --folder /dev/shm/bench --size 1GiB --rounds 5

CPU seconds come from ``wait4``, so the children count; contestants take turns; each figure is a median. ``compare.py REV`` measures
another revision in the same turns.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

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
    asked = options(__doc__).parse_args()
    with bench(asked, {"": ROOT}) as made:
        print("| what | measured | at most |\n| --- | --- | --- |")
        for name, part in parts.PARTS.items():
            if not asked.only or name in asked.only:
                for figure in part(made):
                    print(f"| {figure.what} | {figure.text} | {figure.goal} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
