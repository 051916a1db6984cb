"""The group of all commands. A command's module is imported only when it is called."""

from __future__ import annotations

import importlib

import click

from inspector import __version__
from inspector.cli import complete  # noqa: F401 - registers its completion for bash before a command is known
from inspector.cli.overview import COMMANDS, command_modules, overview_text


def _help(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from inspector.cli.output import put

        put(f"{ctx.get_help()}\n")
        ctx.exit()


HELP = click.Option(
    ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help="Show this message and exit."
)
"""Replaces click's option, which prints a traceback when standard output is full or closed, and ignores the locale."""


class Commands(click.Group):
    """Finds its commands in the modules of `inspector.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(command_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = command_modules().get(cmd_name)
        if module is None:
            return None
        found: click.Command = importlib.import_module(f"{COMMANDS}.{module}").command
        if found.add_help_option:
            found.add_help_option = False
            found.params.append(HELP)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command. For an unknown name, fail with a hint: a similar command, or how to read it if it is a file."""
        name = args[0]
        if name not in command_modules() and not name.startswith("-"):
            from pathlib import Path

            from inspector.cli.output import did_you_mean

            advice = f"To read it: inspector diagnose {name}" if Path(name).exists() else did_you_mean(name, command_modules())
            raise click.UsageError(f"Not a command: {name}. {advice}", ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        return overview_text()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="inspector %(version)s")
def inspector() -> None:
    """Only the commands do something."""
