"""Temporary files and folders that are gone at the end, whatever ends the run: each is registered before it is made.

`tempfile` is not used: it makes the file first and returns its name afterwards, and a signal may come between the two.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from inspector.errors import UnreadableError

_registered: dict[str, int] = {}
"""Path of each temporary file or folder, and the process that made it: a forked process removes none of its parent's."""
_numbers = itertools.count(1)
_mark = os.urandom(8).hex()
"""Stands in the names of everything this run makes, its worker processes included."""
_sharing: int | None = None


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """Give a folder that only this user can look into (0700), and remove it at the end. Raises OSError where none can be made."""
    folder = _make_folder(prefix)
    try:
        yield Path(folder)
    finally:
        remove(folder)


def needed_folder(prefix: str, stack: ExitStack) -> Path:
    """Return a private folder that lasts as long as `stack`. Raises UnreadableError where none can be made."""
    try:
        return stack.enter_context(private_folder(prefix))
    except OSError as error:
        raise UnreadableError(
            f"No temporary folder can be made: {error.strerror or error}.", "Set TMPDIR to a larger disk."
        ) from None


def open_draft(target: Path) -> tuple[int, Path]:
    """Open a new file beside `target`, readable by this user only; return its descriptor and its path.

    The caller moves it to `target` or calls `remove`. Raises OSError where it cannot be made.
    """
    draft = target.with_name(f".{target.name[:100]}.{_name('')}.part")
    _registered[str(draft)] = os.getpid()
    try:
        return os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), draft
    except OSError:
        _registered.pop(str(draft), None)
        raise


def remove(path: str | Path) -> None:
    """Remove a temporary file or folder if it is still there, and forget it."""
    name = str(path)
    try:
        Path(name).unlink()
    except FileNotFoundError:
        pass
    except OSError:  # a folder
        shutil.rmtree(name, ignore_errors=True)
    _registered.pop(name, None)


def share_with_workers() -> str:
    """Return what a worker process has to `adopt`, so that this process can remove what the worker leaves when it is killed."""
    global _sharing
    _sharing = os.getpid()
    return _mark


def adopt(mark: str) -> None:
    """Name temporary files as the run does that this worker process belongs to."""
    global _mark
    _mark = mark


def remove_all() -> None:
    """Remove every temporary file and folder of this process, and those that its killed workers left."""
    process = os.getpid()
    for path, owner in list(_registered.items()):
        if owner == process:
            remove(path)
    if _sharing == process:  # not in a worker that was forked from it
        _remove_named(_mark)


def remove_left_by(worker: int) -> None:
    """Remove what a worker process that was killed has left; `worker` is its process id."""
    _remove_named(f"{_mark}-{worker}-")


def _remove_named(part: str) -> None:
    for place in _places():
        try:
            left = [entry.path for entry in os.scandir(place) if part in entry.name]
        except OSError:
            continue
        for path in left:
            remove(path)


atexit.register(remove_all)


def _make_folder(prefix: str) -> str:
    refused: OSError | None = None
    for place in _places():
        folder = str(Path(place) / _name(prefix))
        _registered[folder] = os.getpid()
        try:
            os.mkdir(folder, 0o700)  # noqa: PTH102
        except OSError as error:
            _registered.pop(folder, None)
            refused = refused or error
        else:
            return folder
    raise refused or OSError("there is no folder for temporary files")


def _name(prefix: str) -> str:
    return f"{prefix}{_mark}-{os.getpid()}-{next(_numbers)}"


def _places() -> list[str]:
    """Return the folders for temporary files, the preferred one first. The current folder is none: evidence may lie in it."""
    named = [os.environ[name] for name in ("TMPDIR", "TEMP", "TMP") if os.environ.get(name)]
    if sys.platform == "win32":
        from tempfile import gettempdir

        usual = [gettempdir()]
    else:
        usual = ["/tmp", "/var/tmp", "/usr/tmp"]  # noqa: S108
    return list(dict.fromkeys(map(os.path.abspath, (*named, *usual))))
