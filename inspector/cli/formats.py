"""The output formats, from the modules of `inspector.renderers`: each declares its name, its file endings, and what it
can draw.

The modules' sources are read instead of imported: a command's help lists the formats, and importing the drawing libraries would take
longer than printing the help.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from inspector.model.value import Value

RENDERERS = "inspector.renderers"

DRAWN_BY = MappingProxyType(
    {"diagnose": "render", "session": "render_session", "database": "render_audit", "verify": "render_verification"}
)
"""The function of a renderer that draws the report of each command."""

OTHERS = MappingProxyType(
    {
        "diagnose --each": ("terminal", "jsonl"),
        "watch": ("terminal", "jsonl"),
        "requests": ("terminal", "json", "jsonl", "markdown"),
        "explain": ("terminal", "json", "markdown"),
    }
)
"""The formats of commands whose output is not a single report."""

PACKAGES = MappingProxyType({"fleet report": "inspector.fleet.drawing"})
"""The packages of commands whose formats are their own modules."""

_NAME = re.compile(r'^NAME = "([^"]+)"$', re.MULTILINE)
_SUFFIXES = re.compile(r"^SUFFIXES = \(([^)]*)\)$", re.MULTILINE)
_FUNCTION = re.compile(r"^def (render\w*)\(", re.MULTILINE)


class Format(Value, frozen=True):
    """One output format."""

    name: str
    """The value of ``--format``."""
    suffixes: tuple[str, ...]
    """File endings that mean this format, in lower case, with the dot."""
    functions: frozenset[str]
    """The names of the module's drawing functions."""


@cache
def formats() -> Mapping[str, Format]:
    """Return every format by name, ``terminal`` first."""
    found = {}
    path = import_module(RENDERERS).__path__
    for finder, module, _ in pkgutil.iter_modules(path):
        if module.startswith("_"):
            continue
        spec = finder.find_spec(module, None)
        get_source = getattr(spec.loader, "get_source", None) if spec else None
        source = get_source(module) if get_source else None
        one = _parsed(source) if source else _imported(module)
        found[one.name] = one
    return dict(sorted(found.items(), key=lambda item: (item[0] != "terminal", item[0])))


def _parsed(source: str) -> Format:
    name, suffixes = _NAME.search(source), _SUFFIXES.search(source)
    endings = re.findall(r'"([^"]+)"', suffixes.group(1)) if suffixes else []
    return Format(name.group(1) if name else "", tuple(endings), frozenset(_FUNCTION.findall(source)))


def _imported(module: str) -> Format:
    """Return the format of a module that is installed without its source."""
    there = import_module(f"{RENDERERS}.{module}")
    return Format(there.NAME, there.SUFFIXES, frozenset(name for name in vars(there) if name.startswith("render")))


def formats_of(command: str) -> tuple[str, ...]:
    """Return the values that ``--format`` of `command` accepts; ``diagnose --each`` accepts the formats of many reports."""
    if command in OTHERS:
        return OTHERS[command]
    if command in PACKAGES:
        names = (
            name for _, name, _ in pkgutil.iter_modules(import_module(PACKAGES[command]).__path__) if not name.startswith("_")
        )
        return tuple(sorted(names, key=lambda name: (name != "terminal", name)))
    return tuple(name for name, one in formats().items() if DRAWN_BY[command] in one.functions)


def format_of_suffix(suffix: str) -> str | None:
    """Return the format of a file ending (lower case, with the dot); None for an unknown ending."""
    return next((name for name, one in formats().items() if suffix in one.suffixes), None)
