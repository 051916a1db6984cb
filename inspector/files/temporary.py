"""Temporary files and folders that are always removed at the end of the run: each is registered before it is created.

`tempfile` is not used, because it creates the file before it returns the name, and a signal may arrive between the two.
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
"""By path of each temporary file or folder: the process that created it. A forked process does not remove its parent's
files."""
_numbers = itertools.count(1)
_mark = os.urandom(8).hex()
"""A mark in the names of all temporary files of this run and its worker processes."""
_sharing: int | None = None


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """Yield a folder that only this user can read (0700), and remove it at the end. Raises OSError when none can be
    created."""
    folder = _make_folder(prefix)
    try:
        yield Path(folder)
    finally:
        remove(folder)


def needed_folder(prefix: str, stack: ExitStack) -> Path:
    """Return a private folder that lasts as long as `stack`. Raises UnreadableError when none can be created."""
    try:
        return stack.enter_context(private_folder(prefix))
    except OSError as error:
        raise UnreadableError(
            f"No temporary folder can be created: {error.strerror or error}.", "Set TMPDIR to a larger disk."
        ) from None


def open_draft(target: Path) -> tuple[int, Path]:
    """Open a new file in the folder of `target`, readable only by this user; return its descriptor and path.

    The caller moves it to `target` or calls `remove`. Raises OSError when it cannot be created.
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
    """Return the mark that a worker process must `adopt`, so that this process can remove the files of a killed worker."""
    global _sharing
    _sharing = os.getpid()
    return _mark


def adopt(mark: str) -> None:
    """Use the mark of the run for the temporary files of this worker process."""
    global _mark
    _mark = mark


def remove_all() -> None:
    """Remove all temporary files and folders of this process and of its killed workers."""
    process = os.getpid()
    for path, owner in list(_registered.items()):
        if owner == process:
            remove(path)
    if _sharing == process:  # not in a worker that was forked from it
        _remove_named(_mark)


def remove_left_by(worker: int) -> None:
    """Remove the temporary files of a killed worker process; `worker` is its process ID."""
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
    """Return the folders for temporary files, the preferred folder first; never the current folder, which may contain
    evidence."""
    named = [os.environ[name] for name in ("TMPDIR", "TEMP", "TMP") if os.environ.get(name)]
    if sys.platform == "win32":
        from tempfile import gettempdir

        usual = [gettempdir()]
    else:
        usual = ["/tmp", "/var/tmp", "/usr/tmp"]  # noqa: S108
    return list(dict.fromkeys(map(os.path.abspath, (*named, *usual))))
