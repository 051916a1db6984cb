"""Find OpenCode's logs and databases on this machine, and check the paths that a user named.

The fork Kilo uses the folder ``kilo`` next to OpenCode's folder (seen on 7.7.9); other forks, such as codemie, use
OpenCode's folder.

Rules of OpenCode 1.2.27 to 1.18.33: the data folder is ``$XDG_DATA_HOME/opencode``, else ``~/.local/share/opencode``, on Linux,
macOS and Windows (there under ``%USERPROFILE%``); ``OPENCODE_DB`` (1.3.2 and later) names a database, relative to it, or
``:memory:``; channels other than latest, beta and prod use ``opencode-<channel>.db`` unless ``OPENCODE_DISABLE_CHANNEL_DB``
is set.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from inspector.errors import UnreadableError, UsageError
from inspector.files.regular import kind_of
from inspector.model.notes import InputFact, InputNote
from inspector.model.value import Value

DATABASES = ("opencode.db", "kilo.db")
"""Names of the databases of OpenCode and of forks with their own folder."""
FORKS = ("kilo",)
"""Folders, and beginnings of database names, of forks with their own folder."""


class Located(Value, frozen=True):
    """The files chosen on this machine, and notes on other files."""

    logs: tuple[str, ...]
    """The log folder, or () when it contains no logs."""
    database: str | None
    """The database; None when there is none, or when servers keep it in memory."""
    notes: tuple[InputNote, ...]
    """Notes on the chosen files with the reason, on other files, and on newer databases in the folder."""


def data_folder(environment: Mapping[str, str], home: Path, program: str = "opencode") -> Path:
    """Return the data folder of OpenCode or of a fork, whether or not it exists."""
    root = environment.get("XDG_DATA_HOME")
    return (Path(root) if root else home / ".local" / "share") / program


def locate(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Located:
    """Return this user's logs and database of OpenCode; if there are none, those of a fork.

    Raises UsageError when neither exists.
    """
    home = home or Path.home()
    folder = data_folder(environment, home)
    number, database, notes = _kept(folder, environment)
    for fork in FORKS:
        other = data_folder(environment, home, fork)
        found_there = _kept(other, {})
        if not found_there[0] and found_there[1] is None:
            continue
        if not number and database is None:
            folder, (number, database, notes) = other, found_there
            notes = (InputNote(InputFact.FORK, (fork.capitalize(),)), *notes)
        else:
            notes = (*notes, InputNote(InputFact.OTHER_FORK, (str(other), fork.capitalize())))
    logs = folder / "log"
    if not number and database is None:
        where = f"{folder} has neither logs nor a database" if folder.is_dir() else f"{folder} does not exist"
        raise UsageError(f"No OpenCode data found: {where}.", _instead())
    found = InputNote(InputFact.LOGS if number else InputFact.NO_LOGS, (str(logs),), number)
    return Located((str(logs),) if number else (), database, (found, *notes))


def _kept(folder: Path, environment: Mapping[str, str]) -> tuple[int, str | None, tuple[InputNote, ...]]:
    """Return the number of logs, the database and the notes of a data folder."""
    return len(logs_in(folder / "log")), *_database(folder, environment)


def _instead() -> str:
    """Return a hint for a machine without OpenCode's data: how to read the evidence in the current folder, if there is
    any."""
    here = Path()
    if logs_in(here) or databases_in(here):
        return "This folder contains a log or a database. To read it, pass . as LOG, for example: inspector diagnose ."
    return (
        "Name the inputs: a log, a folder or an archive, or --db opencode.db; `inspector help COMMAND` has examples. "
        "A server of another user, or with another XDG_DATA_HOME, keeps its files in another folder."
    )


def logs_in(folder: Path) -> tuple[Path, ...]:
    """Return the log files directly in `folder`, by name; () when it cannot be listed."""
    try:
        return tuple(sorted(entry for entry in folder.iterdir() if ".log" in entry.name.lower() and entry.is_file()))
    except OSError:
        return ()


def databases_in(folder: Path) -> tuple[Path, ...]:
    """Return the databases of OpenCode and its forks directly in `folder`, newest first; () when the folder cannot be
    listed."""
    try:
        found = [e for e in folder.iterdir() if e.name.startswith(("opencode", *FORKS)) and e.suffix == ".db" and e.is_file()]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda path: (-freshness(path), path.name)))


def captures_in(folder: Path) -> tuple[str, ...]:
    """Return the captures in `folder`, recognised by their names."""
    return tuple(sorted(str(path) for path in folder.glob("*.har") if path.is_file()))


def freshness(database: Path) -> float:
    """Return when the database or its write-ahead log was last written, in Unix seconds; 0.0 when the time cannot be read."""
    times = []
    for path in (database, database.with_name(database.name + "-wal")):
        try:
            times.append(path.stat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)


def checked(paths: Iterable[str], what: str) -> tuple[str, ...]:
    """Return `paths` when they exist; ``-`` means standard input.

    Raises UsageError for a path that does not exist, with a similar name as a hint, and UnreadableError when none of the paths may be
    read. A single unreadable file among others is reported as a problem by its reader.
    """
    found = tuple(paths)
    denied: list[UnreadableError] = []
    for name in found:
        try:
            if name != "-":
                _check(Path(name), what)
        except UnreadableError as error:
            denied.append(error)
    if denied and len(denied) == len(found):
        raise denied[0]
    return found


def checked_database(name: str) -> str:
    """Return `name` when it is a file that can be opened; raises as `checked` does, and UsageError for a folder."""
    path = Path(name)
    _check(path, "database")
    if path.is_dir():
        inside = databases_in(path) or databases_in(path / "opencode")
        raise UsageError(
            f"{name} is a folder, not a database.", f"Did you mean {inside[0]}?" if inside else "Name the file, e.g. opencode.db."
        )
    if path.name.endswith(("-wal", "-shm")):
        raise UsageError(
            f"{name} is one file of a database, not the database.",
            f"Use --db {path.with_name(path.name[:-4])}: its other files are read with it.",
        )
    return name


def _check(path: Path, what: str) -> None:
    try:
        found = path.exists()
        allowed = os.access(path, os.R_OK)
    except PermissionError:  # inside a folder that this user may not enter
        raise _denied(path, what) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"Not a {what}: {path}: {getattr(error, 'strerror', None) or error}.") from None
    if not found:
        raise UsageError(f"No such {what}: {path}.", _nearest(path))
    if not allowed:
        raise _denied(path, what)
    if kind_of(path) in ("a device", "a socket") and not _is_harmless_device(path):
        raise UsageError(
            f"{path} is {kind_of(path)}, and reading it might never end.", f"Pipe it into the command, with - as the {what}."
        )


def _denied(path: Path, what: str) -> UnreadableError:
    """Return the error for a path that this user may not read: its owner, and how to read it."""
    for place in (path, *path.absolute().parents):
        try:
            mode, owner = place.stat().st_mode & 0o777, place.owner()
        except (OSError, KeyError, NotImplementedError):  # inside a closed folder, an owner without a name, Windows
            continue
        name, user = shlex.quote(str(path)), shlex.quote(owner)
        piped = f", or: sudo cat {name} | inspector diagnose -" if what == "log" and place == path and path.is_file() else ""
        return UnreadableError(
            f"Cannot read {path}: {'it' if place == path else place} belongs to {owner} (mode {mode:o}).",
            f"Try: sudo -u {user} inspector diagnose {name}{piped}",
        )
    return UnreadableError(f"Cannot read {path}.", "Run inspector as the user the server runs as.")


def _is_harmless_device(path: Path) -> bool:
    """Return whether `path` is the null device, or a name of standard input (``/dev/stdin``)."""
    try:
        return path.samefile(os.devnull) or os.path.samestat(path.stat(), os.fstat(0))
    except OSError:
        return False


def _nearest(path: Path) -> str:
    from difflib import get_close_matches

    folder = path.parent
    if not folder.is_dir():
        return f"The folder {folder} does not exist either."
    try:
        names = [entry.name for entry in list(folder.iterdir())[:10_000]]
    except OSError:
        return ""
    near = get_close_matches(path.name, names, 1, 0.75)
    return (
        f"Did you mean {folder / near[0]}?"
        if near
        else f"{'This folder' if folder == Path() else folder} has no file of that name."
    )


def _database(folder: Path, environment: Mapping[str, str]) -> tuple[str | None, tuple[InputNote, ...]]:
    found = databases_in(folder)
    named = environment.get("OPENCODE_DB")
    if named == ":memory:":
        return None, (InputNote(InputFact.MEMORY_DATABASE), *_left(found, InputFact.UNUSED_DATABASES))
    if named:
        path = folder / named  # an absolute name replaces the folder
        if not path.is_file():
            missing = InputNote(InputFact.MISSING_DATABASE, (str(path),))
            return None, (missing, *_left(found, InputFact.UNNAMED_DATABASES))
        chosen = InputFact.NAMED_DATABASE
    elif not found:
        return None, (InputNote(InputFact.NO_DATABASE, (str(folder),)),)
    else:
        path = next((f for f in found if f.name in DATABASES), found[0])
        chosen = InputFact.USUAL_DATABASE if path.name in DATABASES else InputFact.NEWEST_DATABASE
        if environment.get("OPENCODE_DISABLE_CHANNEL_DB") in ("1", "true"):
            chosen = InputFact.SHARED_DATABASE
    left = [f for f in found if f != path]
    fresher = [f for f in left if freshness(f) > freshness(path)]
    older = [f for f in left if f not in fresher]
    warnings = (InputNote(InputFact.NEWER_DATABASE, (str(f),)) for f in fresher)
    return str(path), (InputNote(chosen, (str(path),)), *warnings, *_left(older, InputFact.OTHER_DATABASES))


def _left(paths: Iterable[Path], why: InputFact) -> tuple[InputNote, ...]:
    names = tuple(map(str, paths))
    return (InputNote(why, names),) if names else ()
