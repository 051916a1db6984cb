"""Find the cases of a SOURCE: local folders, bundles, archives, and URLs that fsspec can list."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path
from urllib.parse import urlsplit

from inspector.errors import UsageError
from inspector.files import locate
from inspector.fleet.cases import Case, case_of, cases_in, is_one_server
from inspector.model.value import Value


class Found(Value, frozen=True):
    """A case and where it is."""

    case: Case
    source: str
    """The SOURCE in which it was found."""
    key: str
    """Hash of its own place: the same for one server, whether it was named alone or is in a folder of many."""


def cases_of(source: str) -> tuple[Found, ...]:
    """Return the cases of one SOURCE. Raises InspectorError when it cannot be listed or has none."""
    if source.startswith("file://"):
        source = source.removeprefix("file://")
    if "://" in source:
        from inspector.fleet.remote import remote_cases

        cases, alone = remote_cases(source)
    else:
        cases, alone = _local_cases(source)
    return tuple(Found(case, source, _hash(_place(source) if alone else f"{_place(source)}/{case.name}")) for case in cases)


def source_key(source: str) -> str:
    """Return the hash that identifies a SOURCE in the store, so that the store contains no local paths."""
    return _hash(_place(source))


def source_name(source: str) -> str:
    """Return the last part of a SOURCE's name, without the folders of this machine."""
    if "://" in source:
        parts = urlsplit(source)
        return parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or parts.scheme
    return Path(source).resolve().name


def _local_cases(source: str) -> tuple[tuple[Case, ...], bool]:
    """Return the cases of a path, and whether the path itself is the only one."""
    (checked,) = locate.checked((source,), "folder, bundle or archive")
    path = Path(checked)
    cases = () if not path.is_dir() or is_one_server(path) else cases_in(path)
    if cases:
        return cases, False
    alone = case_of(path.resolve())
    if alone is None:
        raise UsageError(
            f"{source} contains no logs, no database, no bundle and no archive.",
            "Name a folder with one subfolder, bundle or archive for each server.",
        )
    return (alone,), True


def _place(source: str) -> str:
    return source.rstrip("/") if "://" in source else f"{platform.node()}:{Path(source).resolve()}"


def _hash(place: str) -> str:
    return hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()
