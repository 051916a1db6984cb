"""The program ``inspector``, also ``python -m inspector``. An error before the command line is loaded becomes one
sentence."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run the command line. If it cannot be loaded, end with exit code 3."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # without a traceback until the command line handles it
    try:
        from inspector.cli.main import main

        main()
    except Exception as error:  # too few descriptors, no memory, a folder of the package that cannot be read
        if os.environ.get("INSPECTOR_DEBUG"):
            raise
        why = f"{type(error).__name__}: {error}"[:300]
        _say(f"error: inspector cannot start: {why}.\nhint: INSPECTOR_DEBUG=1 shows the traceback.\n")
        sys.exit(3)


def _say(text: str) -> None:
    try:  # noqa: SIM105 - contextlib may be what could not be loaded
        os.write(2, text.encode("utf-8", "replace"))
    except OSError:  # standard error is closed
        pass


if __name__ == "__main__":
    main()
