"""Facts travel as values: no module reads back a sentence that inspector wrote, and the engine writes none but those listed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "inspector"

READERS = {"data", "database", "files", "logs", "pasted", "redaction", "requests"}
"""Packages that read texts which others wrote."""

TEXTS = {"effect", "maker", "note", "reason", "sentence", "summary", "text", "title", "what", "why"}
"""Fields of the model that hold sentences."""

FOREIGN = {"fault", "piece"}
"""Values whose text a server, a provider or a person wrote."""

PARSING = {"endswith", "find", "index", "partition", "removeprefix", "removesuffix", "rpartition", "split", "startswith"}

ENGINE = ("model", "prompts", "diagnosis")

WRITTEN_HERE = {
    "diagnosis/entries.py": "a clue that no rule has: only the record itself knows its session",
    "diagnosis/groups.py": "a step of the remedy, as the rules write them",
    "diagnosis/verdict.py": "the clue for a page that a pasted error text names",
    "diagnosis/verify.py": "a usage error",
    "diagnosis/waiting.py": "clues, as the rules write them",
}
"""Modules of the engine that write whole sentences, with the reason."""

RIDDLES = re.compile(
    r"\b(?:for ever|anew|classic (?:era|log|server)|somebody|mend(?:ed|s)?|without a word|speaks? (?:for|against)|so many \w+ (?:are|is)"
    r"|made by another scheme|lies? (?:in the inbox|beside|near|there)|takes? \w+ for answered)\b",
    re.IGNORECASE,
)
"""Phrases that readers had to read twice, with plain words for each: forever, again, legacy, someone, fix, silently, supports."""

_SENTENCE = re.compile(r"[A-Z](?:[^\s\\]+ ){3,}[^\\]*[.?]\Z")


def _modules(packages: Iterator[str] | tuple[str, ...]) -> list[Path]:
    return [file for package in packages for file in sorted((PACKAGE / package).rglob("*.py"))]


def _parsed_texts(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Yield each field that a string method takes apart, or in which a literal is looked for."""
    for node in ast.walk(tree):
        found: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PARSING:
            found = node.func.value
        elif (
            isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn) and isinstance(node.left, ast.Constant)
        ):
            found = node.comparators[0]
        if isinstance(found, ast.Attribute) and found.attr in TEXTS:
            yield found


def _is_foreign(field: ast.Attribute) -> bool:
    owner = field.value
    return (owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else "") in FOREIGN


def test_no_module_takes_apart_a_sentence_that_inspector_wrote() -> None:
    packages = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - READERS
    found = [
        f"{file.relative_to(PACKAGE)}:{field.lineno}: {ast.unparse(field)}"
        for file in _modules(tuple(sorted(packages)))
        for field in _parsed_texts(ast.parse(file.read_text("utf-8")))
        if not _is_foreign(field)
    ]
    assert found == []


def _strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module without its docstrings; a blank stands for what an f-string puts in."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            joined |= {id(value) for value in node.values}
            yield "".join(str(value.value) if isinstance(value, ast.Constant) else "…" for value in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation | joined:
            yield node.value


@pytest.mark.parametrize("package", ENGINE)
def test_the_engine_writes_no_sentence_but_those_listed(package: str) -> None:
    writing = {
        str(file.relative_to(PACKAGE))
        for file in _modules((package,))
        if any(_SENTENCE.match(text) for text in _strings(ast.parse(file.read_text("utf-8"))))
    }
    assert writing == {name for name in WRITTEN_HERE if name.startswith(package)}


@pytest.mark.parametrize(
    ("source", "parsed"),
    [
        ("report.notes[0].text.startswith('Database')", 1),
        ("'few prompts' in separation.text", 1),
        ("'SQLITE_FULL' in prompt.fault.text", 0),
        ("separation.attribute.startswith('x')", 0),
    ],
)
def test_the_check_finds_a_parsed_sentence_and_leaves_a_servers_text(source: str, parsed: int) -> None:
    assert sum(not _is_foreign(field) for field in _parsed_texts(ast.parse(source))) == parsed


def test_the_check_knows_a_sentence_from_a_phrase() -> None:
    assert list(filter(_SENTENCE.match, _strings(ast.parse('f"The log ends at {time}, too early." + "not checked"'))))
    assert not list(filter(_SENTENCE.match, _strings(ast.parse('"""A module docstring with a full stop."""\nx = "log alone"'))))


def test_no_sentence_uses_a_phrase_that_has_to_be_read_twice() -> None:
    files = [*_modules((".",)), *sorted(PACKAGE.rglob("*.md"))]
    found = [
        f"{file.relative_to(PACKAGE)}:{number}: {phrase[0]}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (phrase := RIDDLES.search(line))
    ]
    assert found == []
