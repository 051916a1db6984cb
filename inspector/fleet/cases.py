"""Find the evidence of many servers, and check whether it has changed since it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from inspector.files.locate import captures_in, databases_in, logs_in
from inspector.model.value import Value

_BESIDE_DATABASE = ("-wal", "-journal")
"""Endings of files with rows that SQLite has not yet written to the database file."""


class Case(Value, frozen=True):
    """One server's evidence."""

    name: str
    logs: tuple[str, ...]
    """Its log files; of a bundle or an archive, the archive itself."""
    database: str | None
    requests: tuple[str, ...]
    remote: Remote | None = None
    """The remote place of the files, which must be fetched first; the fields above are then empty."""

    def files(self) -> Iterator[Path]:
        """Yield every regular file that the diagnosis reads."""
        databases = [self.database, *(f"{self.database}{end}" for end in _BESIDE_DATABASE)] if self.database else []
        for name in (*self.logs, *databases, *self.requests):
            if (path := Path(name)).is_file():
                yield path


class Remote(Value, frozen=True):
    """The files of a case in an object store or on another machine."""

    source: str
    """The URL of the folder or file that was named as SOURCE."""
    files: tuple[str, ...]
    """Their paths in that file system."""
    folder: str | None
    """The path of the folder that the case is; None when it is one file."""
    bytes: int
    stamp: str
    """Hash of the files' names, sizes and times or checksums, from the listing."""


def cases_in(folder: Path) -> tuple[Case, ...]:
    """Return one case for each bundle, archive and subfolder of `folder` with logs or a database, sorted by name.

    A subfolder has the layout of OpenCode's data folder (``log/`` and the database), or contains a data folder at its usual place.
    """
    found = (case_of(entry) for entry in sorted(folder.iterdir()))
    return tuple(case for case in found if case)


def case_of(entry: Path) -> Case | None:
    """Return the case of a folder, a bundle or an archive; None when it contains no evidence."""
    from inspector.bundle.archive import is_bundle
    from inspector.files.archives import is_archive

    if entry.is_dir():
        roots = (entry, entry / "opencode", entry / ".local" / "share" / "opencode")
        return next((case for root in roots if (case := _server(entry.name, root))), None)
    return Case(entry.name, (str(entry),), None, ()) if is_bundle(entry) or is_archive(entry) else None


def is_one_server(folder: Path) -> bool:
    """Return whether `folder` itself is the data folder of one server: it contains a database or a folder of logs."""
    return bool(databases_in(folder) or logs_in(folder / "log"))


def stamp_of(case: Case) -> str:
    """Return a hash of the names, sizes and times of a case's files, without opening them."""
    if case.remote:
        return case.remote.stamp
    lines = []
    for path in case.files():
        found = path.stat()
        lines.append(f"{path.name}\0{found.st_size}\0{found.st_mtime_ns}\n")
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def digest_of(case: Case) -> str:
    """Return a hash of the contents of a case's files."""
    whole = hashlib.sha256()
    for path in case.files():
        with path.open("rb") as file:
            whole.update(f"{path.name}\0".encode("utf-8", "surrogateescape"))
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def size_of(case: Case) -> int:
    """Return the bytes of a case's files."""
    return case.remote.bytes if case.remote else sum(path.stat().st_size for path in case.files())


def _server(name: str, root: Path) -> Case | None:
    logs = (*logs_in(root), *logs_in(root / "log"))
    databases = databases_in(root)
    database = next((path for path in databases if path.name == "opencode.db"), next(iter(databases), None))
    if not logs and database is None:
        return None
    return Case(name, tuple(map(str, logs)), str(database) if database else None, captures_in(root))
