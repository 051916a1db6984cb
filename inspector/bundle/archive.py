"""The support bundle: one archive that can be mailed and read again like the original inputs."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from inspector.errors import UnreadableError
from inspector.files.temporary import needed_folder
from inspector.model import Problem
from inspector.model.notes import InputFact, InputNote
from inspector.model.value import Value

SCHEMA = "inspector.bundle/1"

MANIFEST = "manifest.json"

EVIDENCE = "evidence/"
"""Folder with the files that `diagnose` reads again; all other files in the archive are for people."""

LIMIT = 1 << 30
"""Maximum size of an unpacked bundle, in bytes."""

MEMBERS = 2000


_ZIP = b"PK\x03\x04"
_FIRST_ZIP_SECOND = 315_532_800
"""1980-01-01T00:00:00Z, the earliest time in a zip."""


class Unpacked(Value, frozen=True):
    """A bundle's evidence in a private folder."""

    logs: tuple[str, ...]
    database: str | None
    requests: tuple[str, ...]
    asked: Mapping[str, Any]
    """The options with which the bundle was made: ``since``, ``until``, ``sessions``, ``server_version``."""
    problems: tuple[Problem, ...]
    """The problems recorded when the bundle was made."""
    notes: tuple[InputNote, ...]
    names: Mapping[str, str]
    """By path in the private folder: the name in reports."""


class Member(Value, frozen=True):
    """One file of a bundle."""

    path: str
    what: str
    """One line that describes the file."""
    content: bytes


def pack(members: tuple[Member, ...], about: Mapping[str, Any], seconds: int, zipped: bool = False) -> bytes:
    """Return the archive: a gzipped tar, or with `zipped` a zip, with the manifest first, the same bytes for the same
    members.

    `about` is added to the manifest; `seconds` (Unix) is the modification time of every file.
    """
    manifest = {
        "schema": SCHEMA,
        **about,
        "files": [
            {"path": m.path, "what": m.what, "bytes": len(m.content), "sha256": hashlib.sha256(m.content).hexdigest()}
            for m in members
        ],
    }
    first = Member(MANIFEST, "", (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode())
    plain = io.BytesIO()
    if zipped:
        year, month, day, hour, minute, second = time.gmtime(max(seconds, _FIRST_ZIP_SECOND))[:6]
        with zipfile.ZipFile(plain, "w") as archive_of_zip:
            for member in (first, *members):
                about_file = zipfile.ZipInfo(member.path, (year, month, day, hour, minute, second))
                about_file.create_system, about_file.external_attr = 3, 0o100600 << 16
                about_file.compress_type = zipfile.ZIP_DEFLATED
                archive_of_zip.writestr(about_file, member.content, compresslevel=9)
        return plain.getvalue()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member in (first, *members):
            entry = tarfile.TarInfo(member.path)
            entry.size, entry.mtime, entry.mode = len(member.content), seconds, 0o600
            archive.addfile(entry, io.BytesIO(member.content))
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(plain.getvalue()) + packer.flush()


def is_bundle(path: Path) -> bool:
    """Return whether `path` is an archive that begins with a bundle's manifest; False when it cannot be read."""
    if not path.is_file():
        return False
    try:
        with path.open("rb", buffering=0) as file:  # unbuffered: only the start is read, even if the file is damaged after it
            magic = file.read(4)
            if magic == _ZIP:
                file.seek(0)
                return file.read(256)[30 : 30 + len(MANIFEST)] == MANIFEST.encode()
            if magic[:2] != b"\x1f\x8b":
                return False
            file.seek(0)
            start = zlib.decompressobj(31).decompress(file.read(65536), 1024)
    except (OSError, zlib.error):
        return False
    return start.startswith(MANIFEST.encode() + b"\0") and start[257:262] == b"ustar"


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """Yield the evidence of a bundle, unpacked into a private folder until the context ends.

    Nothing is written outside that folder. Raises UnreadableError when the archive is damaged, too large, or does not match its
    manifest.
    """
    with ExitStack() as stack:
        root = needed_folder("inspector-bundle-", stack)
        manifest = _extract(path, root)
        evidence = {kind: _evidence(manifest, kind, root) for kind in ("logs", "database", "requests")}
        asked = manifest.get("asked")
        said = manifest.get("problems")
        problems = [p for p in said if isinstance(p, dict)] if isinstance(said, list) else []
        yield Unpacked(
            logs=tuple(evidence["logs"]),
            database=next(iter(evidence["database"]), None),
            requests=tuple(evidence["requests"]),
            asked=_asked(asked) if isinstance(asked, dict) else {},
            problems=tuple(Problem(str(p.get("where")), str(p.get("what"))) for p in problems),
            notes=(InputNote(InputFact.BUNDLE, (path.name, str(manifest.get("inspector")))),),
            names={**{local: name for found in evidence.values() for local, name in found.items()}, str(root): path.name},
        )


def _asked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options in the manifest that have the right type."""
    words = {key: said[key] for key in ("since", "until", "server_version") if isinstance(said.get(key), str)}
    sessions = said.get("sessions")
    return {**words, "sessions": [s for s in sessions if isinstance(s, str)] if isinstance(sessions, list) else []}


def _extract(path: Path, root: Path) -> dict[str, Any]:
    """Write the evidence below `root` and return the manifest."""
    manifest: dict[str, Any] | None = None
    expected: dict[str, str] = {}
    total = 0
    try:
        for number, (name, size, read) in enumerate(_entries(path)):
            total += size
            if number > MEMBERS or total > LIMIT:
                raise UnreadableError(f"{path} is too large for a bundle.", f"A bundle unpacks to at most {LIMIT >> 20} MiB.")
            if read is None:
                raise UnreadableError(f"{path} is not a bundle: {name!r} is not a file.")
            if manifest is None:
                manifest, expected = _manifest(read(), path)
            elif name.startswith(EVIDENCE):
                _write(root, name, read(), expected, path)
    except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
        reason = error if isinstance(error, OSError) else error.__context__  # tarfile reports this error as a damaged archive
        if isinstance(reason, OSError) and reason.errno:
            hint = "Set TMPDIR to a larger disk." if reason.errno == errno.ENOSPC else ""
            raise UnreadableError(f"{path} could not be unpacked: {reason.strerror}.", hint) from None
        raise UnreadableError(
            f"{path} is damaged: {error}.", "Ask for it again; the transfer may have been incomplete."
        ) from None
    if manifest is None:
        raise UnreadableError(f"{path} is not a bundle: it has no {MANIFEST}.")
    missing = [name for name in expected if name.startswith(EVIDENCE) and not (root / name).is_file()]
    if missing:
        raise UnreadableError(f"{path} is incomplete: {missing[0]} is missing.", "Ask for it again.")
    return manifest


def _entries(path: Path) -> Iterator[tuple[str, int, Callable[[], bytes] | None]]:
    """Yield name, size and content of each entry in order; the content is None if the entry is not a regular file."""
    with path.open("rb") as file:
        zipped = file.read(4) == _ZIP
    if zipped:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                plain = not entry.is_dir() and entry.external_attr >> 28 in (0, 8)
                yield entry.filename, entry.file_size, partial(_read_whole, archive, entry) if plain else None
        return
    with tarfile.open(path, "r:gz") as packed:
        for member in packed:
            content = packed.extractfile(member) if member.isreg() else None
            yield member.name, member.size, content.read if content else None


def _read_whole(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the content of an entry, at most as many bytes as its header says."""
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def _manifest(content: bytes, path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        manifest = json.loads(content)
        expected = {str(entry["path"]): str(entry["sha256"]) for entry in manifest["files"]}
        schema = manifest["schema"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnreadableError(f"{path} is not a bundle: its {MANIFEST} cannot be read.") from None
    if schema != SCHEMA:
        raise UnreadableError(f"{path} was made by another version of inspector ({schema}).", "Read it with that version.")
    return manifest, expected


def _write(root: Path, name: str, content: bytes, expected: Mapping[str, str], path: Path) -> None:
    if expected.get(name) != hashlib.sha256(content).hexdigest():
        raise UnreadableError(f"{path} was changed: {name} does not match the manifest.", "Ask for it again.")
    parts = PurePosixPath(name).parts
    if ".." in parts or any("\\" in part or ":" in part for part in parts):
        raise UnreadableError(f"{path} is not a bundle: {name!r} is outside it.")
    target = root.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _evidence(manifest: Mapping[str, Any], kind: str, root: Path) -> dict[str, str]:
    """Return local path → name in reports of one kind of evidence, in the order of the manifest."""
    names = manifest.get("evidence")
    found = names.get(kind) if isinstance(names, dict) else None
    pairs = found.items() if isinstance(found, dict) else ()
    return {
        str(root / inside): str(named)
        for inside, named in pairs
        if (root / str(inside)).is_file() and str(inside).startswith(EVIDENCE)
    }
