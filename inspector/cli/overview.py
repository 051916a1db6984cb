"""The text of ``inspector --help``, made without importing click or any command, because it must be quick."""

from __future__ import annotations

import os
import pkgutil
from functools import cache
from importlib import import_module

COMMANDS = "inspector.commands"

ABOUT = "Why did a prompt get no answer? Reads OpenCode's logs, database and captured requests, and names the cause."

EXAMPLES = """\
Examples:
  inspector diagnose                              read OpenCode's files on this machine
  inspector diagnose server.log --db opencode.db
  inspector database --for 1.18.33                can this version run on this database?
  inspector explain schema-drift                  the manual page of a cause
"""

OPTIONS = (("--version", "Show the version and exit."), ("-h, --help", "Show this message and exit."))

CODES = "Exit codes: 0 nothing is wrong, 1 prompts are in trouble, 2 wrong usage, 3 could not check fully."


@cache
def command_modules() -> dict[str, str]:
    """Return the module of each command: every public module of `inspector.commands`; ``_`` in its name becomes ``-``."""
    found = sorted(name for _, name, is_package in pkgutil.iter_modules(import_module(COMMANDS).__path__) if not is_package)
    return {name.replace("_", "-"): name for name in found if not name.startswith("_")}


def summary(module: str) -> str:
    """Return the first line of a command's docstring from its source; empty if only bytecode is installed."""
    finder = pkgutil.get_importer(import_module(COMMANDS).__path__[0])
    spec = finder.find_spec(module) if finder else None
    get_source = getattr(spec.loader, "get_source", None) if spec else None
    source = get_source(module) if get_source else None
    return (source or "").split("\n", 1)[0].strip('"').strip()


def overview_text() -> str:
    """Return the help of the whole command, wrapped for the terminal."""
    rows = [(name, summary(module)) for name, module in command_modules().items()]
    return "\n".join(
        (
            "Usage: inspector [OPTIONS] COMMAND [ARGS]...\n",
            *_wrapped(ABOUT, ""),
            "",
            EXAMPLES,
            "Commands:",
            *_table(rows),
            "",
            "Options:",
            *_table(OPTIONS),
            "",
            *_wrapped("inspector COMMAND --help shows the options and examples of a command. " + CODES, ""),
        )
    )


def _table(rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [line for name, about in rows for line in _wrapped(f"  {name:{width}}  {about}", " " * (width + 4))]


def _wrapped(line: str, indent: str) -> list[str]:
    width = _width()
    if len(line) <= width:
        return [line]
    from textwrap import wrap

    return wrap(line, width, subsequent_indent=indent, drop_whitespace=True, replace_whitespace=False)


@cache
def _width() -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size().columns
    except (OSError, ValueError):
        columns = 100
    return min(max(columns, 40), 100)
