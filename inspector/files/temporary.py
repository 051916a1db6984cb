"""Private folders for what is needed for the moment, gone at the end whatever ends the run but a kill."""

from __future__ import annotations

import atexit
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from inspector.errors import UnreadableError


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """Give a folder that only this user can look into (0700), and remove it at the end. Raises OSError where none can be made."""
    with _undisturbed():
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        remove = partial(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(remove)  # should a signal come before the block below is entered, or while it is left
    try:
        yield folder
    finally:
        remove()
        atexit.unregister(remove)


def needed_folder(prefix: str, stack: ExitStack) -> Path:
    """Return a private folder that lasts as long as `stack`. Raises UnreadableError where none can be made."""
    try:
        return stack.enter_context(private_folder(prefix))
    except OSError as error:
        raise UnreadableError(
            f"No temporary folder can be made: {error.strerror or error}.", "Set TMPDIR to a larger disk."
        ) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put signals off for the moment, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
