"""The catalogue of causes: one module is enough, and no rule needs another."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspector import rules as package
from inspector.catalogue import modules
from inspector.cli.group import inspector
from inspector.rules import disk_full, rules

PACKAGE = Path(__file__).parents[2] / "inspector"
DUMMY = '''"""The log says that the moon is full.

What happens
The prompt fails at full moon.

Why
The moon is full.

How to tell it from similar causes
- disk-full: the disk is full, not the moon.

Remedy
- Wait. Not tried.

Versions
None.

Sources
tests/rules/test_catalogue.py.
"""

from inspector.model import Step, StepKind
from inspector.rules import Rule
from inspector.rules._clues import conclusive, logged


def check(prompt, world):
    if prompt.fault is not None and "moon is full" in prompt.fault.text:
        yield conclusive("The record says that the moon is full.", logged(prompt))


RULE = Rule(
    title="The moon is full",
    check=check,
    summary=lambda prompts, world: "The moon is full.",
    remedy=lambda prompts, world: (Step(StepKind.NOTE, "Wait."),),
)
'''
LOG = (
    'INFO  2026-11-20T10:00:00 +1ms service=default version=1.15.13 args=["serve"] opencode\n'
    "ERROR 2026-11-20T10:00:02 +1ms service=default session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz cause=the moon is full prompt_async failed\n"
)


@pytest.fixture
def moon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module with one more cause, beside the others while the test runs."""
    folder = tmp_path / "causes"
    folder.mkdir()
    (folder / "full_moon.py").write_text(DUMMY, encoding="utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    modules.cache_clear()
    rules.cache_clear()
    yield
    monkeypatch.undo()
    sys.modules.pop("inspector.rules.full_moon")
    modules.cache_clear()
    rules.cache_clear()


@pytest.mark.usefixtures("moon")
def test_a_new_module_is_a_new_cause_on_the_command_line(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(LOG, encoding="utf-8")
    done = CliRunner().invoke(inspector, ["diagnose", str(log), "--format", "json"])
    failure = json.loads(done.stdout)["failures"][0]
    assert failure["cause"] == "full-moon"
    page = CliRunner().invoke(inspector, ["explain", "full-moon"])
    assert "The prompt fails at full moon." in page.output


def test_no_rule_imports_a_rule() -> None:
    for file in sorted((PACKAGE / "rules").glob("*.py")):
        found = {
            node.module
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert not {name for name in found if name.startswith("inspector.rules.") and not name.startswith("inspector.rules._")}, (
            file.name
        )


def test_nothing_outside_the_rules_names_a_cause() -> None:
    causes = {cause for cause in rules() if "-" in cause}  # `aborted` and `unauthorized` are also words of OpenCode's own
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.relative_to(PACKAGE).parts[0] in ("rules", "data"):
            continue
        texts = {
            node.value
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not texts & causes, f"{file.relative_to(PACKAGE)} names {sorted(texts & causes)}"


def test_the_page_of_a_rule_is_the_docstring_of_its_module() -> None:
    assert rules()["disk-full"].page.startswith(str(disk_full.__doc__).splitlines()[0])
