"""Changes one named threshold at a time and runs the tests nearest to it; prints the changes that no test notices.

Run by hand before a release, in a clean checkout: ``python -m tests.mutation [MODULE or PACKAGE…]`` (default: every package). Each
threshold is lowered and raised by a tenth, a whole number by at least one. A survivor needs a test just below and just above its value.
A number that decides nothing (a waiting time, a size of pieces that are joined again, a layout) has a comment ``# any value: REASON`` and is
skipped. Exit status 1 when one survives.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ANY_VALUE = "# any value: "
PACKAGE = ROOT / "inspector"
NEAREST = {"prompts": ("tests/prompts", "tests/rules"), "model": ("tests/rules", "tests/renderers")}
"""The tests that are nearest to a package, where they are not in the folder of its name."""


def thresholds(file: Path) -> Iterator[tuple[str, ast.Constant]]:
    """Yield the name of each module-level number, or of the number in a ``timedelta(…)``, with its place in the source."""
    source = file.read_text("utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or ANY_VALUE in lines[node.lineno - 1]:
            continue
        target, value = node.targets[0], node.value
        pairs = (
            zip(target.elts, value.elts, strict=True)
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            else ((target, value),)
        )
        for name, number in pairs:
            if isinstance(number, ast.Call) and ast.unparse(number.func) == "timedelta" and number.keywords:
                number = number.keywords[0].value
            if (
                isinstance(name, ast.Name)
                and name.id.isupper()
                and isinstance(number, ast.Constant)
                and type(number.value) in (int, float)
            ):
                yield name.id, number


def neighbours(value: float) -> tuple[float, float]:
    """Return a number just below `value` and one just above it."""
    if isinstance(value, int):
        step = max(value // 10, 1)
        return value - step, value + step
    return value * 0.9, value * 1.1


def tests_of(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield what to run, the module's own tests first, because they are the quickest."""
    package = file.relative_to(PACKAGE).parts[0]
    for name in (f"test_{file.stem.lstrip('_')}.py", "test_thresholds.py"):
        if (own := ROOT / "tests" / package / name).exists():
            yield (str(own),)
    yield NEAREST.get(package, (f"tests/{package}",))


def survives(file: Path, number: ast.Constant, new: float) -> bool:
    """Put `new` for one number in `file`, run the nearest tests, and put the file back; True when every test still passes."""
    source = file.read_text("utf-8")
    lines = source.splitlines(keepends=True)
    row = lines[number.lineno - 1].encode()
    lines[number.lineno - 1] = (row[: number.col_offset] + str(new).encode() + row[number.end_col_offset :]).decode()
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
        for name, number in thresholds(file):
            for new in neighbours(number.value):  # type: ignore[arg-type]
                tried += 1
                if survives(file, number, new):
                    survivors += 1
                    print(f"survived: {file.relative_to(ROOT)} {name}: {number.value} → {new:g}", flush=True)
    print(f"{tried} changes, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
