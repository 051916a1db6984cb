"""Rooms know only what stands to their left: which package may import which."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "inspector"
FORBIDDEN = {
    "rules": {"database", "logs", "requests", "renderers", "commands", "diagnose", "story", "report"},
    "renderers": {"rules", "database", "logs", "requests", "commands", "diagnose", "evidence", "verdict", "contrast"},
    "logs": {"database", "requests", "rules", "renderers", "commands", "diagnose", "evidence", "verdict"},
    "database": {"logs", "requests", "rules", "renderers", "commands", "diagnose", "evidence", "verdict"},
    "requests": {"logs", "rules", "renderers", "commands", "diagnose", "evidence", "verdict"},
    "model.py": {"*"},
    "faults.py": {"database", "logs", "requests", "rules", "renderers", "commands", "evidence"},
    "evidence.py": {"logs", "requests", "rules", "renderers", "commands", "diagnose", "verdict"},
    "attributes.py": {"logs", "database", "requests", "rules", "renderers", "commands", "diagnose", "verdict", "contrast"},
    "fingerprint.py": {"logs", "database", "requests", "rules", "renderers", "commands", "diagnose", "verdict", "contrast"},
    "contrast.py": {"logs", "database", "requests", "rules", "renderers", "commands", "diagnose"},
}
"""Ids are pure functions, so `database.ids` may be imported from anywhere."""


def _imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("inspector."):
            found.add(node.module.removeprefix("inspector."))
        elif isinstance(node, ast.Import):
            found |= {a.name.removeprefix("inspector.") for a in node.names if a.name.startswith("inspector.")}
    return found - {"database.ids"}


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_a_room_imports_nothing_to_its_right(room: str) -> None:
    files = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))
    assert files
    for file in files:
        names = {name.split(".")[0] for name in _imported(file)}
        wrong = names if "*" in FORBIDDEN[room] else names & FORBIDDEN[room]
        assert not wrong, f"{file.relative_to(PACKAGE)} imports {sorted(wrong)}"


def test_the_engine_imports_no_heavy_library_before_it_is_needed() -> None:
    heavy = ("sqlalchemy", "rich", "jinja2", "jsonschema", "ijson")
    code = f"import sys, inspector.cli, inspector.diagnose, inspector.logs; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
