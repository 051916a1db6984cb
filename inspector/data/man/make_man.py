"""Write inspector.1 from the commands' help: ``python inspector/data/man/make_man.py``. A test checks that the page is
current."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click

from inspector.cli.group import inspector as group
from inspector.cli.overview import ABOUT, CODES, EXAMPLES

PAGE = Path(__file__).with_name("inspector.1")


def page() -> str:
    """Return the manual page, in man(7) macros."""
    context = click.Context(group, info_name="inspector", **group.context_settings)
    lines = [
        '.TH INSPECTOR 1 "" "opencode-inspector" "User Commands"',
        ".SH NAME",
        "inspector \\- why did an OpenCode prompt get no answer",
        ".SH SYNOPSIS",
        ".B inspector",
        "[\\-\\-version] [\\-h] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        _escaped(ABOUT),
        *_literal(EXAMPLES),
        ".SH COMMANDS",
    ]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            lines += _command(name, command, context)
            for word, further in getattr(command, "further", {}).items():
                lines += _command(f"{name} {word}", further, context)
    lines += [".SH EXIT STATUS", _escaped(CODES), "With \\-\\-exit\\-zero the code is 0 instead of 1."]
    lines += [".SH ENVIRONMENT"]
    for variable, meaning in _ENVIRONMENT:
        lines += [".TP", f".B {_escaped(variable)}", _escaped(meaning)]
    return "\n".join(lines) + "\n"


_ENVIRONMENT = (
    ("XDG_DATA_HOME, OPENCODE_DB, OPENCODE_DISABLE_CHANNEL_DB", "Where OpenCode keeps its data; read as OpenCode reads them."),
    ("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE", "Switch colours off or on (0: off); --color overrides them."),
    ("COLUMNS", "Width of the output, in columns."),
    ("INSPECTOR_DEBUG", "If set, an unexpected error shows its traceback."),
)


def _command(name: str, command: click.Command, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f'.SS "{name} {_escaped(usage)}"']
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            lines += _literal(paragraph[1:].lstrip("\n"))
        else:
            lines += [".PP", _escaped(" ".join(paragraph.split()))]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            lines += [".TP", f".B {_escaped(record[0])}", _escaped(" ".join(record[1].split()))]
    return lines


def _literal(text: str) -> list[str]:
    return [".PP", ".nf", *(_escaped(line) for line in text.rstrip("\n").split("\n")), ".fi"]


def _escaped(text: str) -> str:
    """Return `text` with the characters escaped that roff treats as markup."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return re.sub(r"^([.'])", r"\\&\1", plain)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
