"""Changes one named threshold at a time and runs the tests nearest to it; prints the changes that no test notices.

Run by hand before a release, in a clean checkout: ``python -m tests.mutation [MODULE or PACKAGE…]`` (default: every package). Each
threshold is lowered and raised by a tenth, a whole number by at least one. A survivor needs a test just below and just above its value.
A number that decides nothing (a waiting time, a size of pieces that are joined again, a layout) has a comment ``# any value: REASON`` and is
skipped. Exit status 1 when one survives.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
ANY_VALUE = "# any value: "
PACKAGE = ROOT / "inspector"
Number = int | float | timedelta
NUMBERS = (int, float, timedelta)
NEAREST = {"prompts": ("tests/prompts", "tests/rules"), "model": ("tests/rules", "tests/renderers")}
"""The tests that are nearest to a package, where they are not in the folder of its name."""


def thresholds(file: Path) -> Iterator[tuple[str, ast.expr, Number]]:
    """Yield the name, the expression and the value of each module-level number or duration, also of those in a tuple."""
    source = file.read_text("utf-8")
    lines = source.splitlines()
    module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or ANY_VALUE in lines[node.lineno - 1]:
            continue
        names = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
        values = node.value.elts if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple) else [node.value]
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and name.id.isupper():
                for expression, number in numbers(value, getattr(module, name.id)):
                    yield name.id, expression, number


def numbers(written: ast.expr, value: object) -> Iterator[tuple[ast.expr, Number]]:
    """Yield the expression and the value of a number or duration (`5`, `64 << 20`, `2 * SECOND`, `timedelta(…)`), or of each in a tuple.

    Flags (`O_RDONLY | O_NONBLOCK`) are no numbers."""
    if isinstance(written, ast.Tuple) and isinstance(value, tuple):
        for element, each in zip(written.elts, value, strict=False):
            yield from numbers(element, each)
    elif type(value) in NUMBERS:
        called = ast.unparse(written.func) if isinstance(written, ast.Call) else "timedelta"
        is_flags = isinstance(written, ast.BinOp) and isinstance(written.op, ast.BitOr)
        if called == "timedelta" and not is_flags:
            yield written, value  # type: ignore[misc]


def neighbours(value: Number) -> tuple[str, str]:
    """Return what makes of a number the one just below it, and the one just above it, when it is written behind the number."""
    if isinstance(value, int):
        step = max(abs(value) // 10, 1)
        return f" - {step}", f" + {step}"
    return " * 0.9", " * 1.1"


def tests_of(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield what to run, the module's own tests first, because they are the quickest."""
    package = file.relative_to(PACKAGE).parts[0]
    for name in (f"test_{file.stem.lstrip('_')}.py", "test_thresholds.py"):
        if (own := ROOT / "tests" / package / name).exists():
            yield (str(own),)
    yield NEAREST.get(package, (f"tests/{package}",))


def survives(file: Path, number: ast.expr, change: str) -> bool:
    """Write `change` behind one number in `file`, run the nearest tests, and put the file back; True when every test still passes."""
    source = file.read_text("utf-8")
    lines = source.splitlines(keepends=True)
    row = lines[number.lineno - 1].encode()
    start, end = number.col_offset, number.end_col_offset
    lines[number.lineno - 1] = (row[:start] + b"((" + row[start:end] + b")" + change.encode() + b")" + row[end:]).decode()
    try:
        file.write_text("".join(lines), "utf-8")
        words = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider"]
        return all(subprocess.run([*words, *tests], cwd=ROOT, capture_output=True).returncode == 0 for tests in tests_of(file))
    finally:
        file.write_text(source, "utf-8")


def main(arguments: list[str]) -> int:
    chosen = [Path(name).resolve() for name in arguments] or sorted(PACKAGE.glob("*/"))
    files = [file for path in chosen for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    tried, survivors = 0, 0
    for file in files:
        for name, written, number in thresholds(file):
            for change in neighbours(number):
                tried += 1
                if survives(file, written, change):
                    survivors += 1
                    print(f"survived: {file.relative_to(ROOT)} {name}: {ast.unparse(written)} → {change.strip()}", flush=True)
    print(f"{tried} changes, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
