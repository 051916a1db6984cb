"""Cases in an object store or on another machine, through fsspec: listed here, fetched by the process that diagnoses them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec.structs import replace

from inspector.errors import InspectorError, UnreadableError, UsageError
from inspector.files.locate import FORKS
from inspector.files.temporary import needed_folder
from inspector.fleet.cases import Case, Remote, case_of
from inspector.fleet.opening import INSTALL, needs_extra
from inspector.text import visible

_PACKED = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst")
_ROOTS = ("", "opencode/", ".local/share/opencode/")
"""Where in a server's folder its logs and its database may be."""
_SIGNS = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "mtime", "updated", "created")
"""Fields of a listing that change when a file changes, the best first."""


def remote_cases(url: str) -> tuple[tuple[Case, ...], bool]:
    """Return the cases at a URL, and whether the URL itself is the only one. Raises InspectorError."""
    try:
        system, root = _system(url)
        listing: Mapping[str, Mapping[str, Any]] = system.find(root, detail=True)
    except Exception as error:
        raise _told(error, "listed") from None
    files = {path: found for path, found in listing.items() if found.get("type", "file") == "file"}
    root = root.rstrip("/")
    name = PurePosixPath(root).name
    if set(files) == {root}:
        return (_case(url, name, files, None),), True
    inside = {path.removeprefix(f"{root}/"): path for path in files}
    if any(_is_database(path) or (path.startswith("log/") and _is_wanted(path)) for path in inside):
        own = {path: files[path] for relative, path in inside.items() if _is_wanted(relative)}
        return (_case(url, name, own, root),), True
    folders: dict[str, dict[str, Mapping[str, Any]]] = {}
    cases = []
    for relative, path in inside.items():
        top, slash, rest = relative.partition("/")
        if slash and _is_wanted(rest):
            folders.setdefault(top, {})[path] = files[path]
        elif not slash and relative.lower().endswith(_PACKED):
            cases.append(_case(url, relative, {path: files[path]}, None))
    cases += [_case(url, top, own, f"{root}/{top}") for top, own in folders.items()]
    if not cases:
        raise UsageError(
            f"No logs, database, bundle or archive was found at {PurePosixPath(root).name or root}.",
            "Name a folder with one subfolder, bundle or archive for each server.",
        )
    return tuple(sorted(cases, key=lambda case: case.name)), False


def fetched(case: Case, stack: ExitStack) -> Case:
    """Copy the files of a case into a private folder, which lasts as long as `stack`, and return the case there."""
    remote = case.remote
    if remote is None:
        return case
    folder = needed_folder("inspector-fleet-", stack)
    try:
        system, _ = _system(remote.source)
        for path in remote.files:
            inside = path.removeprefix(f"{remote.folder}/") if remote.folder else PurePosixPath(path).name
            parts = ["_" if part in ("..", "") else visible(part).replace("\\", "_") for part in inside.split("/")]
            target = folder.joinpath("server", *parts) if remote.folder else folder / parts[-1]
            target.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(path, str(target))
    except Exception as error:
        raise _told(error, "fetched") from None
    here = case_of(folder / "server" if remote.folder else _only(folder))
    if here is None:
        raise UnreadableError("The source contains no logs and no database, and is not a bundle or an archive.")
    return replace(here, name=case.name)


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise needs_extra(error) from None
    system, root = url_to_fs(url)
    return system, str(root)


def _told(error: Exception, what: str) -> InspectorError:
    """Return an error of fsspec, or of a library that it uses, as a sentence."""
    if isinstance(error, InspectorError):
        return error
    if isinstance(error, ImportError):
        hint = f"For S3: {INSTALL}. For gs://: pip install gcsfs. For sftp:// and ssh://: pip install paramiko."
        return InspectorError(f"This needs a further library: {visible(str(error), 200).rstrip('.')}.", hint)
    reason = visible(str(error), 200) or type(error).__name__
    return UnreadableError(
        f"The source could not be {what}: {type(error).__name__}: {reason}.",
        "Credentials and addresses are set as the library expects them, for S3 AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL.",
    )


def _case(url: str, name: str, files: Mapping[str, Mapping[str, Any]], folder: str | None) -> Case:
    lines = []
    for path, found in sorted(files.items()):
        sign = next((found[key] for key in _SIGNS if found.get(key) is not None), "")
        lines.append(f"{path}\0{found.get('size')}\0{sign}\n")
    stamp = hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
    size = sum(int(found.get("size") or 0) for found in files.values())
    return Case(name, (), None, (), Remote(url, tuple(sorted(files)), folder, size, stamp))


def _is_wanted(path: str) -> bool:
    """Return whether a file of a server's folder is a log, a part of a database or a capture, where those are kept."""
    for root in _ROOTS:
        rest = path.removeprefix(root)
        if path.startswith(root) and (_is_database(rest) or ("/" not in rest and rest.endswith(".har"))):
            return True
        if path.startswith(root) and "/" not in rest.removeprefix("log/") and ".log" in rest.lower():
            return True
    return False


def _is_database(path: str) -> bool:
    return path.startswith(("opencode", *FORKS)) and "/" not in path and path.endswith((".db", ".db-wal", ".db-journal"))


def _only(folder: Path) -> Path:
    return next(folder.iterdir())
