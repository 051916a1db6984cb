"""Run with ``python -m tests.trust.patterns``: prints every regular expression the package compiles, as JSON, with where it does so."""

from __future__ import annotations

import ast
import importlib
import io
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[2]
_FUNCTIONS = frozenset(("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"))


def sites() -> Iterator[tuple[str, int, int, Any]]:
    """File, first and last line of every call of `re` in the package, and the pattern where it stands there as it is."""
    for path in sorted((ROOT / "inspector").rglob("*.py")):
        if path.name.startswith("make_") or path == ROOT / "inspector" / "patterns.py":
            continue  # made the data; compiles the patterns of the others
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _is_pattern(node.func):
                first = node.args[0]
                yield str(path), node.lineno, node.end_lineno or 0, first.value if isinstance(first, ast.Constant) else None


def _is_pattern(function: ast.expr) -> bool:
    """Whether calling `function` makes or uses a pattern."""
    if isinstance(function, ast.Name):
        return function.id == "late"
    of_re = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
    return of_re and function.attr in _FUNCTIONS


def _recorded() -> list[dict[str, Any]]:
    found: dict[tuple[str, int, Any, int], None] = {}
    real = re._compile  # type: ignore[attr-defined]

    def compile(pattern: Any, flags: int) -> Any:
        frame = sys._getframe(2)
        if frame.f_globals.get("__name__", "").startswith("inspector.") and not isinstance(pattern, re.Pattern):
            found[frame.f_code.co_filename, frame.f_lineno, pattern, int(flags)] = None
        return real(pattern, flags)

    re._compile = compile  # type: ignore[attr-defined]
    import inspector
    from inspector import patterns

    patterns.late = re.compile  # at once

    for module in pkgutil.walk_packages(inspector.__path__, "inspector."):
        if not module.name.endswith(("__main__", ".env")) and ".make_" not in module.name:  # Alembic alone can import an env.py
            importlib.import_module(module.name)
    _used()
    for file, first, last, pattern in sites():
        if pattern is not None and not any(f == file and first <= line <= last for f, line, _, _ in found):
            found[file, first, pattern, 0] = None
    return [
        {
            "file": str(Path(file).relative_to(ROOT)),
            "line": line,
            "bytes": isinstance(p, bytes),
            "flags": flags,
            "pattern": p.decode("latin-1") if isinstance(p, bytes) else p,
        }
        for file, line, p, flags in found
    ]


def _used() -> None:
    """Let the commands compile what they compile when they run."""
    from inspector.rules._forms import forms_in
    from inspector.rules._says import pages_for
    from inspector.rules._symptoms import symptoms_in

    pages_for("service=permission permission=bash asking")
    pages_for("bad gateway, requested entity was not found, payload too large, missing api key")
    forms_in("It is refused.")
    symptoms_in("It hangs.")
    from inspector import Question, diagnose
    from inspector.cli import main as cli
    from inspector.live.origins import at_origin
    from inspector.logs import follow
    from inspector.logs.eras import eras
    from inspector.logs.prefixes import needs_unwrapping
    from inspector.logs.records import next_start
    from inspector.redaction import tokens
    from inspector.redaction.state import State, named_here

    State(own=named_here("/data/alicesmith", ("asmith",), ("build7.acme.lan",))).learn(["/data/initech", "C:\\initech"])

    with TemporaryDirectory() as folder, redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()):
        sample = Path(folder) / "sample"
        sample.mkdir()
        for name in ("server.log", "opencode.db", "requests.har"):
            (sample / name).write_bytes((ROOT / "samples" / "drift-1.15.13-via-1.17.0" / name).read_bytes())
        inputs = [str(sample / "server.log"), "--db", str(sample / "opencode.db"), "--requests", str(sample / "requests.har")]
        for form in ("terminal", "json", "markdown", "html"):
            cli.run(["diagnose", *inputs, "--format", form])
        record = b"timestamp=2026-11-22T07:00:00.066Z level=INFO run=aaaaaaaa message=loop"
        needs_unwrapping(b'<30>1 2026-11-27T23:54:06Z web1 a 4 - [b@1 c="d"] ' + record + b"\n a [b ] c | " + record)
        for era in eras().values():
            assert era.head
            _ = era.named_run
        for begin, rest in list(tokens._BEGINNINGS.items())[::12]:  # they are alike, and trying all of them takes minutes
            tokens._begun(begin, rest)
        follow._is_rotated(Path("server.log"), Path("server.1.log"))
        windows = SimpleNamespace(names=lambda: {inputs[0]: "server.log"}, origin=lambda path, offset: (path, offset))
        at_origin(diagnose(Question(logs=(inputs[0],))), windows)  # type: ignore[arg-type]
        next_start()  # a log of a single block needs it only when it is followed
        cli.run(["bundle", str(Path(folder) / "b.tar.gz"), *inputs])


if __name__ == "__main__":
    json.dump(_recorded(), sys.stdout)
