"""Show the help of inspector or of one command."""

from __future__ import annotations

import click

from inspector.cli.complete import command_names


@click.command(add_help_option=True)
@click.argument("name", required=False, metavar="[COMMAND]", shell_complete=command_names)
@click.pass_context
def command(ctx: click.Context, name: str | None) -> int:
    """Show the help of inspector or of one command.

    \b
    Examples:
      inspector help
      inspector help diagnose
    """
    from inspector.cli.group import inspector
    from inspector.cli.output import did_you_mean, put
    from inspector.cli.overview import command_modules, overview_text
    from inspector.errors import UsageError

    if name is None:
        put(f"{overview_text()}\n")
        return 0
    asked = inspector.get_command(ctx, name)
    if asked is None:
        raise UsageError(f"Not a command: {name}.", did_you_mean(name, command_modules()))
    parent = ctx.parent
    with click.Context(asked, info_name=name, parent=parent, **asked.context_settings) as inner:
        put(f"{asked.get_help(inner)}\n")
    return 0
