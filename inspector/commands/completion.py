"""Print the completion script of a shell."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish", "powershell")


def _shells(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in SHELLS if name.startswith(incomplete)]


@click.command()
@click.argument("shell", required=False, metavar="bash|zsh|fish|powershell", shell_complete=_shells)
def command(shell: str | None) -> int:
    """Print a shell's completion script for commands, options, causes and the session IDs of a database.

    \b
    Examples:
      bash        inspector completion bash > ~/.local/share/bash-completion/completions/inspector
      zsh         inspector completion zsh > "${fpath[1]}/_inspector"
      fish        inspector completion fish > ~/.config/fish/completions/inspector.fish
      PowerShell  inspector completion powershell >> $PROFILE
    """
    from click.shell_completion import get_completion_class

    from inspector.cli.group import inspector
    from inspector.cli.output import did_you_mean, put
    from inspector.errors import InspectorError, UsageError

    if shell is None:
        raise UsageError("Which shell?", f"Name one of {', '.join(SHELLS)}: inspector completion bash")
    if shell not in SHELLS:
        raise UsageError(f"No completion for this shell: {shell}.", did_you_mean(shell, SHELLS))
    kind = get_completion_class(shell)
    if kind is None:
        raise InspectorError(
            f"The installed click cannot complete in {shell}.", "pip install --upgrade click (8.5 or later) adds it."
        )
    script = kind(inspector, {}, "inspector", "_INSPECTOR_COMPLETE")
    put(script.source())
    return 0
