"""Replace archives among the inputs by their contents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.cli.options import Inputs
from inspector.errors import UnreadableError
from inspector.files import locate
from inspector.files.magic import is_packed
from inspector.model.notes import ArchiveNote, InputFact, InputNote, TakenNote

if TYPE_CHECKING:
    from inspector.files.archives import Contents


def without_archives(inputs: Inputs, stack: ExitStack) -> tuple[Inputs, tuple[Contents, ...], tuple[TakenNote, ...]]:
    """Return `inputs` with the contents of archives in their place, the contents of each archive, and notes."""
    perhaps = [name for name in inputs.logs if name != "-" and is_packed(Path(name))]
    if not perhaps:
        return inputs, (), ()
    from inspector.files import archives

    packed = [name for name in perhaps if archives.is_archive(Path(name))]
    logs = [name for name in inputs.logs if name not in packed]
    captures = list(inputs.requests)
    database = inputs.db
    found: list[Contents] = []
    notes: list[TakenNote] = []
    for name in packed:
        contents = stack.enter_context(archives.unpacked(Path(name)))
        found.append(contents)
        logs += contents.logs
        captures += contents.captures
        chosen = _main_database(contents.databases)
        if database is None:
            database = chosen
        notes += _unpacked_notes(Path(name).name, contents, database if chosen == database else None)
    if packed and not logs and database is None and not captures:
        why = "; ".join(problem.what for contents in found for problem in contents.problems)
        raise UnreadableError(
            f"{packed[0]} contains no log, no database and no captured request{f': {why}' if why else ''}.",
            "Pack the server's folder: zip -r server.zip ~/.local/share/opencode",
        )
    return replace(inputs, logs=tuple(logs), db=database, requests=tuple(captures)), tuple(found), tuple(notes)


def _main_database(databases: tuple[str, ...]) -> str | None:
    """Return the archive's database that a server most likely uses: the only one, else the one with the usual name,
    else the newest."""
    usual = [name for name in databases if Path(name).name in locate.DATABASES]
    return (
        next(iter(usual or databases), None) if len(usual or databases) == 1 else max(usual or databases, key=_size, default=None)
    )


def _size(name: str) -> int:
    return Path(name).stat().st_size


def _unpacked_notes(name: str, contents: Contents, database: str | None) -> Iterator[TakenNote]:
    yield ArchiveNote(name, len(contents.logs), len(contents.databases), len(contents.captures), contents.left_out)
    if len(contents.databases) > 1 and database is not None:
        yield InputNote(InputFact.PACKED_DATABASE, (contents.names[database],), len(contents.databases))
    from inspector.files.archives import exported_by

    version = exported_by(contents)
    if version:
        yield InputNote(InputFact.DESKTOP, (version,))
