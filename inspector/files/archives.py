"""Archives as people send them: zip, tar, and tar packed with gzip, xz, bzip2 or zstd. All archives are unpacked here,
safely.

Only regular files are unpacked, into a private folder and under names that this module makes: no absolute path, no ``..``, no link,
no device. The number of files, their size and the compression ratio are limited.
"""

from __future__ import annotations

import bz2
import json
import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from msgspec import Struct, field

from inspector.files.compressed import gzipped, zstandard
from inspector.files.magic import COMPRESSED, ENDINGS, SQLITE, TAR, ZIP
from inspector.files.temporary import needed_folder
from inspector.model import Problem
from inspector.model.value import Value

MAX_MEMBERS = 20_000
"""At most this many entries of one archive are checked."""
MAX_FILES = 4_000
"""At most this many files of one archive are unpacked."""
MAX_BYTES = 8 << 30
"""At most this many bytes of one archive are unpacked: 8 GiB."""
MAX_RATIO = 1_000
"""Maximum ratio of unpacked to packed size, from `RATIO_FROM` bytes on; logs and databases have 5 to 50."""
RATIO_FROM = 1 << 26
MAX_HEADER = 1 << 20
"""Maximum size of a tar header in bytes; a longer header is an attack on the memory."""
PIECE = 1 << 18  # any value: the pieces are joined again
MANIFEST_BYTES = 1 << 18
MOST_NAMED = 5
_WANTED = tuple(
    """
    .log .db .db-wal .db-shm .db-journal .har .json .jsonl .ndjson .txt .md .out .err .stderr .stdout
    """.split()
)


class Contents(Value, frozen=True):
    """The unpacked contents of an archive, valid until its context ends."""

    folder: Path
    databases: tuple[str, ...]
    captures: tuple[str, ...]
    logs: tuple[str, ...]
    """Other files that can be read as text."""
    names: dict[str, str]
    """By path in the private folder: the name for reports, which is the file's name, with its folders if two names are
    equal."""
    problems: tuple[Problem, ...]
    """Problems with entries that were refused or could not be read."""
    left_out: int
    """Number of files that cannot be evidence (programs, pictures, crash dumps …) and were not unpacked."""


class _Draft(Struct):
    path: Path
    root: Path
    problems: list[Problem] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    bytes: int = 0

    def problem(self, what: str) -> None:
        self.problems.append(Problem(self.path.name, what))

    @property
    def most(self) -> int:
        """The number of bytes that may still be unpacked."""
        return min(MAX_BYTES, max(RATIO_FROM, MAX_RATIO * self.path.stat().st_size)) - self.bytes


class _TooMuch(Exception):
    """The archive exceeds a limit."""


class _Bounded:
    """A stream of decompressed bytes that raises an error beyond `most` bytes."""

    def __init__(self, stream: Any, most: int) -> None:
        self._read = stream.read1 if hasattr(stream, "read1") else stream.read
        self._left = most

    def read(self, size: int, /) -> bytes:
        pieces = []
        while size > 0 and (piece := self._piece(size)):
            pieces.append(piece)
            size -= len(piece)
            self._left -= len(piece)
            if self._left < 0:
                raise _TooMuch
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        """Return up to `size` bytes. Raises ReadError for the errors of all decompressors."""
        try:
            piece: bytes = self._read(size)
        except (OSError, EOFError):
            raise
        except Exception as error:
            raise tarfile.ReadError(str(error)) from error
        return piece


class _Member(tarfile.TarInfo):
    """An entry of a tar with limited headers, because `tarfile` reads a whole header into memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Member:
        member = super().frombuf(buf, encoding, errors)
        extension = member.type in (
            tarfile.XHDTYPE,
            tarfile.XGLTYPE,
            tarfile.SOLARIS_XHDTYPE,
            tarfile.GNUTYPE_LONGNAME,
            tarfile.GNUTYPE_LONGLINK,
        )
        if extension and member.size > MAX_HEADER:
            raise _TooMuch
        return member


def is_archive(path: Path) -> bool:
    """Return whether `path` is a zip or a tar, packed or not, by its first bytes; False when it cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb", buffering=0) as file:
            start = file.read(512)
            if start.startswith(ZIP):
                return True
            if start[TAR] == b"ustar":
                return True
            if not start.startswith(COMPRESSED):
                return False
            file.seek(0)
            return _Bounded(_decompressed(start, file), RATIO_FROM).read(512)[TAR] == b"ustar"
    except Exception:  # each decompressor has its own error types; the log reader will report the error
        return False


@contextmanager
def unpacked(path: Path) -> Iterator[Contents]:
    """Unpack an archive into a private folder, which is removed at the end. Raises UnreadableError when the disk is full."""
    with ExitStack() as stack:
        root = needed_folder("inspector-archive-", stack)
        draft = _Draft(path, root)
        try:
            if _begins(str(path), ZIP[0]) or _begins(str(path), ZIP[1]):
                _unzip(draft)
            else:
                _untar(draft)
        except _TooMuch:
            draft.problem(f"looks like a decompression bomb: stopped after {draft.bytes} bytes; the files before that were read")
        except (
            tarfile.TarError,
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or "it was cut short"
            draft.problem(f"could not be unpacked to the end: {reason}; {len(draft.files)} files were read")
        yield _contents(draft)


def exported_by(contents: Contents) -> str | None:
    """Return the version of OpenCode Desktop that exported this archive; None for other archives."""
    for file in sorted(contents.folder.glob("manifest.json")) + sorted(contents.folder.glob("*/manifest.json")):
        try:
            said = json.loads(file.read_text("utf-8")) if file.stat().st_size < MANIFEST_BYTES else None
        except (OSError, ValueError, RecursionError):
            continue
        version = (
            next((said[key] for key in ("version", "appVersion") if isinstance(said.get(key), str)), None)
            if isinstance(said, dict)
            else None
        )
        if version:
            return str(version)[:40]
    return None


def _contents(draft: _Draft) -> Contents:
    if draft.refused:
        named = ", ".join(draft.refused[:MOST_NAMED]) + (
            f" and {len(draft.refused) - MOST_NAMED} more" if len(draft.refused) > MOST_NAMED else ""
        )
        draft.problem(f"entries that are not regular files were refused: {named}")
    databases, captures, logs = [], [], []
    for file in sorted(draft.files):
        lower = file.lower()
        if _begins(file, SQLITE):
            databases.append(file)
        elif lower.endswith((".db-wal", ".db-shm", ".db-journal")):
            continue
        elif lower.endswith(".har"):
            captures.append(file)
        elif not lower.endswith((".json", ".db")):
            logs.append(file)
    bases = Counter(Path(file).name for file in draft.files)
    names = {file: Path(file).name if bases[Path(file).name] == 1 else inside for file, inside in draft.files.items()}
    names[str(draft.root)] = draft.path.name
    return Contents(draft.root, tuple(databases), tuple(captures), tuple(logs), names, tuple(draft.problems), draft.left_out)


def _begins(file: str, magic: bytes) -> bool:
    with Path(file).open("rb") as opened:
        return opened.read(len(magic)) == magic


def _unzip(draft: _Draft) -> None:
    with zipfile.ZipFile(draft.path) as archive:
        for number, entry in enumerate(archive.infolist()):
            if number >= MAX_MEMBERS:
                draft.problem(f"has more than {MAX_MEMBERS:,} entries: the others were not read")
                return
            kind = entry.external_attr >> 28  # the Unix file type, if the archive was made on Unix
            if entry.is_dir():
                continue
            if kind not in (0, 8):
                draft.refused.append(entry.filename[:100])
            elif entry.flag_bits & 1:
                draft.problem(f"{entry.filename[:100]} is encrypted and was not read")
            elif (target := _target(draft, entry.filename)) is not None:
                try:
                    with archive.open(entry) as source:
                        _copy(draft, source, target, entry.filename)
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                    draft.problem(f"{entry.filename[:100]} is damaged: {str(error)[:200] or 'it was cut short'}")


def _untar(draft: _Draft) -> None:
    with draft.path.open("rb") as raw:
        start = raw.read(8)
        raw.seek(0)
        stream = _Bounded(_decompressed(start, raw), draft.most + MAX_MEMBERS * 1024)
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", tarinfo=_Member, ignore_zeros=True) as archive:
            for number, entry in enumerate(archive):
                if number >= MAX_MEMBERS:
                    draft.problem(f"has more than {MAX_MEMBERS:,} entries: the others were not read")
                    return
                if entry.isdir():
                    continue
                if not entry.isreg() or entry.issparse():
                    draft.refused.append(entry.name[:100])
                elif (target := _target(draft, entry.name)) is not None and (source := archive.extractfile(entry)) is not None:
                    _copy(draft, source, target, entry.name)


def _decompressed(start: bytes, raw: Any) -> Any:
    if start.startswith(b"\x1f\x8b"):
        return gzipped(raw)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard(raw)
    if start.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(raw)
    if start.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    return raw


def _target(draft: _Draft, name: str) -> Path | None:
    """Return the target path of an archive's file; None when it is not wanted. The name is rebuilt, so that it cannot
    lead elsewhere."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".", "..")]
    clean = ["".join(c if c.isprintable() and c not in ':*?"<>|' else "_" for c in part)[:100] for part in parts[-6:]]
    if not clean:
        draft.refused.append(name[:100])
        return None
    if ".." in PurePosixPath(name.replace("\\", "/")).parts or name.startswith(("/", "\\")):
        draft.problem(f"{name[:100]} points outside the archive; it was read as {'/'.join(clean)}")
    if not _is_wanted(clean[-1].lower()) or len(draft.files) >= MAX_FILES:
        draft.left_out += 1
        return None
    target = draft.root.joinpath(*clean)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        target = draft.root / f"{len(draft.files)}-{clean[-1]}"
    while target.exists():
        target = target.with_name(f"{len(draft.files)}-{target.name}"[:200])
    return target


def _is_wanted(name: str) -> bool:
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name.endswith(_WANTED) or ".log" in name or "." not in name


def _copy(draft: _Draft, source: IO[bytes], target: Path, name: str) -> None:
    with target.open("xb") as out:
        draft.files[str(target)] = name[:200]
        while piece := source.read(PIECE):
            draft.bytes += len(piece)
            if draft.most < 0:
                raise _TooMuch
            out.write(piece)
