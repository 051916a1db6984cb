"""Packages import only packages that stand later in one ordered list, so there is no circle."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "inspector"
LAYERS = (
    ("__main__", "__init__"),
    ("commands",),
    ("cli",),
    ("fleet", "live"),
    ("bundle",),
    ("diagnosis",),
    ("rules",),
    ("prompts", "renderers"),
    ("pasted",),
    ("requests",),
    ("database", "logs"),
    ("files", "redaction"),
    ("model",),
    ("progress",),
    ("catalogue", "errors", "text", "versions"),
    ("patterns",),
)
"""Highest first. Packages of one layer do not import each other."""

READERS = {"database", "logs", "pasted", "requests"}
MAY_READ = {"gather.py", "join.py"}
"""The modules of `inspector.prompts` that may import a reader; the pure functions of `inspector.database.ids` are free to all."""

MAX_LINES = 400
MAX_LOOSE = 6


def _rank(package: str) -> int:
    return next(rank for rank, layer in enumerate(LAYERS) if package in layer)


def _imports(file: Path) -> set[str]:
    """The modules of inspector that `file` imports anywhere, without the leading ``inspector.``."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "inspector":
            found |= {
                alias.name for alias in node.names if (PACKAGE / alias.name).exists() or (PACKAGE / f"{alias.name}.py").exists()
            }
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("inspector."):
            found.add(node.module.removeprefix("inspector."))
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("inspector.") for alias in node.names if alias.name.startswith("inspector.")}
    return found - {"database.ids", "logs.eras"}  # values that no reading is needed for


FILES = sorted(file for file in PACKAGE.rglob("*.py") if file.relative_to(PACKAGE).parts[0] != "data")
"""`data/` holds no module of the product, only the makers of its files."""


def _package(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("package", sorted({_package(file) for file in FILES} - {"__main__", "__init__"}))
def test_a_package_imports_only_lower_layers(package: str) -> None:
    for file in FILES:
        if _package(file) != package:
            continue
        imported = {name.split(".")[0] for name in _imported_elsewhere(file, package)}
        wrong = {name for name in imported if _rank(name) <= _rank(package)}
        assert not wrong, f"{file.relative_to(PACKAGE)} imports {sorted(wrong)}"


def _imported_elsewhere(file: Path, package: str) -> set[str]:
    return {name for name in _imports(file) if name.split(".")[0] != package}


def test_only_two_modules_of_prompts_import_readers() -> None:
    modules = (PACKAGE / "prompts").glob("*.py")
    assert {file.name for file in modules if {name.split(".")[0] for name in _imports(file)} & READERS} == MAY_READ


CATALOGUES = {"database/schemas", "fleet/drawing", "logs/eras", "renderers", "rules"}
"""Packages in which a leading underscore marks a module that is not a member of the catalogue."""

FOREIGN_PRIVATES = {"os._exit", "multiprocessing.process.current_process()._config"}
"""Of the standard library, which offers no other way."""


def _private_uses(tree: ast.AST) -> Iterator[str]:
    """Yield each private name that a module takes from another one, and each private member of an object that is not its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inspector."):
            yield from (alias.name for alias in node.names if _is_private(alias.name) and not _is_module(node.module, alias.name))
        elif isinstance(node, ast.Attribute) and _is_private(node.attr):
            owner = node.value
            if not (isinstance(owner, ast.Name) and owner.id in ("self", "cls")):
                yield ast.unparse(node)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _is_module(package: str | None, name: str) -> bool:
    folder = PACKAGE.parent / (package or "").replace(".", "/")
    return (folder / name).is_dir() or (folder / f"{name}.py").is_file()


def test_no_module_uses_a_private_name_of_another() -> None:
    found = {
        str(file.relative_to(PACKAGE)): sorted(uses)
        for file in sorted(PACKAGE.rglob("*.py"))
        if (uses := set(_private_uses(ast.parse(file.read_text("utf-8")))) - FOREIGN_PRIVATES)
    }
    assert found == {}


def test_only_a_catalogue_has_private_modules() -> None:
    private = {
        file.relative_to(PACKAGE) for file in PACKAGE.rglob("_*") if _is_private(file.name) and "__pycache__" not in str(file)
    }
    assert {file.parent.as_posix() for file in private} == CATALOGUES


def test_the_check_finds_a_private_name() -> None:
    source = "from inspector.redaction.redact import _hidden\nfrom inspector.rules import _clues\nself._own\nother._own"
    assert list(_private_uses(ast.parse(source))) == ["_hidden", "other._own"]


def test_files_are_short_and_few_modules_are_loose() -> None:
    long = {str(file.relative_to(PACKAGE)): n for file in FILES if (n := len(file.read_text("utf-8").splitlines())) > MAX_LINES}
    assert not long, long
    loose = {file.name for file in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert len(loose) <= MAX_LOOSE, sorted(loose)


def test_the_engine_imports_no_heavy_library_before_it_is_needed() -> None:
    heavy = ("sqlalchemy", "rich", "jinja2", "jsonschema", "ijson")
    code = f"import sys, inspector.cli.main, inspector.diagnosis.diagnose, inspector.logs; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
