"""The program ``inspector``: find the command, run it, turn an error into a sentence and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from inspector import __version__
from inspector.files.signals import end_on_signals


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with the exit code of `run`."""
    end_on_signals()
    gc.set_threshold(
        400_000, 50, 1000
    )  # rows and records have no reference cycles; searching for cycles took a third of a large diagnosis
    code = _at_once(sys.argv[1:] if arguments is None else list(arguments))
    if code is None:
        code = run(arguments)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        from inspector.cli.output import abandon

        abandon(sys.stdout)
    gc.freeze()  # skips the interpreter's last search for cycles, which took an eighth of a small diagnosis
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 to 3 (see ``inspector --help``), 130 after Ctrl-C. Never print a traceback.

    With ``INSPECTOR_DEBUG=1`` an unexpected error is raised, with its traceback.
    """
    import click

    from inspector.cli.group import inspector
    from inspector.errors import InspectorError

    try:
        code = inspector.main(arguments, prog_name="inspector", standalone_mode=False)
    except click.ClickException as error:
        if isinstance(error, click.UsageError) and error.ctx is not None:
            say(" ".join(error.ctx.get_usage().split()))
        say(f"error: {error.format_message()}")
        if isinstance(error, click.UsageError):
            path = error.ctx.command_path if error.ctx else "inspector"
            say(f"hint: Run `{path} --help` for usage.")
        return 2 if isinstance(error, (click.UsageError, click.FileError)) else 3
    except InspectorError as error:
        say(f"error: {error.message}")
        if error.hint:
            say(f"hint: {error.hint}")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. The output so far is not a complete report.")
        return 130
    except PermissionError as error:
        say(f"error: {error.filename or 'a file'}: {error.strerror}.")
        say("hint: Run inspector as the user that owns it.")
        return 3
    except Exception as error:
        if os.environ.get("INSPECTOR_DEBUG"):
            raise
        say(f"error: inspector itself failed: {type(error).__name__}: {str(error)[:300]}.")
        say("hint: Please report this with the command that caused it and the traceback, which INSPECTOR_DEBUG=1 shows.")
        return 3
    return code if isinstance(code, int) else 0


def _at_once(arguments: list[str]) -> int | None:
    """Answer ``--version`` and ``--help`` without importing click, in half the time; None for other `arguments`."""
    if "_INSPECTOR_COMPLETE" in os.environ:
        return None
    if arguments in (["--version"], ["version"]):
        text = f"inspector {__version__}"
    elif arguments in ([], ["--help"], ["-h"]):
        from inspector.cli.overview import overview_text

        text = overview_text()
    else:
        return None
    try:
        print(text, flush=True)
    except BrokenPipeError:
        return 141
    except (OSError, ValueError) as error:
        say(f"error: Could not write to standard output: {getattr(error, 'strerror', None) or error}.")
        return 3
    return 0 if arguments else 2


def say(text: str) -> None:
    """Write one line to standard error."""
    from inspector.progress import say

    say(text)
