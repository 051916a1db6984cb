"""``--journal`` and ``--docker``: copy a unit's journal or a container's log into files while they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import field
from msgspec.structs import replace

from inspector.cli import timespan
from inspector.cli.options import Inputs, Output
from inspector.model.notes import ContainerNote, InputFact, InputNote, TakenNote
from inspector.model.value import Value

if TYPE_CHECKING:
    from inspector.live.sources import Container

PAST = "-30min"
"""A watch reads this much of the past, for the records of prompts that are running when it starts."""


class Taken(Value, frozen=True):
    """Inputs with files in place of the unit or the container."""

    inputs: Inputs
    names: Mapping[str, str] = field(default_factory=dict)
    """From each file to its name in reports."""
    notes: tuple[TakenNote, ...] = ()
    """Notes on the commands that were run and on what they found."""


def collected(inputs: Inputs, output: Output, stack: ExitStack) -> Taken:
    """Return `inputs` with the current log of the unit or the container, and a copy of the container's database."""
    if inputs.journal is None and inputs.docker is None:
        return Taken(inputs)
    from inspector.files.temporary import needed_folder
    from inspector.live import sources

    since = timespan.moment(inputs.since, datetime.now(UTC), output.zone) if inputs.since else None
    folder = needed_folder("inspector-source-", stack)
    notes, names, logs = list[TakenNote](), dict[str, str](), list(inputs.logs)
    database, version, runs = inputs.db, inputs.server_version, False

    def ran(command: str) -> None:
        notes.append(InputNote(InputFact.COMMAND, (command,)))

    if inputs.journal is not None:
        path = sources.collect(sources.Journal(inputs.journal), folder, f"{since:%Y-%m-%d %H:%M:%S} UTC" if since else None, ran)
        if not path.stat().st_size:
            notes.append(InputNote(InputFact.EMPTY_JOURNAL, (inputs.journal,)))
        logs.append(str(path))
        names[str(path)] = f"journal of {inputs.journal}"
    if inputs.docker is not None:
        container = sources.docker_inspected(inputs.docker, ran)
        path = sources.collect(sources.DockerLog(inputs.docker), folder, since.isoformat() if since else None, ran)
        logs.append(str(path))
        names[str(path)] = f"log of container {inputs.docker}"
        version = version or container.version
        if database is None:
            copy = sources.docker_database(container, folder, ran)
            database = str(copy) if copy else None
            runs = container.runs
            if copy:
                names[str(copy)] = f"{inputs.docker}:{container.database / 'opencode.db'}"
        notes.append(_described(container, database is not None))
    changed = replace(inputs, logs=tuple(logs), db=database, server_version=version, journal=None, docker=None, runs=runs)
    return Taken(changed, names, tuple(notes))


def followed(inputs: Inputs, folder: Path, stack: ExitStack, say: Callable[[str], None]) -> Taken:
    """Return `inputs` with files to which the log of the unit or the container is appended until `stack` is closed."""
    if inputs.journal is None and inputs.docker is None:
        return Taken(inputs)
    from inspector.live import sources
    from inspector.renderers._sentences.taken import taken_text

    def ran(command: str) -> None:
        say(taken_text(InputNote(InputFact.COMMAND, (command,))))

    names, logs, database, version = dict[str, str](), list(inputs.logs), inputs.db, inputs.server_version
    if inputs.journal is not None:
        journal = sources.Journal(inputs.journal)
        path = sources.collect(journal, folder, PAST, ran)
        stack.enter_context(sources.followed(journal, path, ran))
        logs.append(str(path))
        names[str(path)] = f"journal of {inputs.journal}"
    if inputs.docker is not None:
        container = sources.docker_inspected(inputs.docker, ran)
        log = sources.DockerLog(inputs.docker)
        path = sources.collect(log, folder, "30m", ran)
        stack.enter_context(sources.followed(log, path, ran))
        logs.append(str(path))
        names[str(path)] = f"log of container {inputs.docker}"
        version = version or container.version
        if database is None and container.volume:
            there = Path(container.volume, "opencode.db")
            database = str(there) if there.is_file() else None
        say(taken_text(_described(container, database is not None)))
        if database is None:
            say(
                "The container's database cannot be read in place, so the watch does not report prompts without a record: add --db PATH."
            )
    return Taken(replace(inputs, logs=tuple(logs), db=database, server_version=version, journal=None, docker=None), names)


def _described(container: Container, read: bool) -> ContainerNote:
    database = str(container.database)
    return ContainerNote(container.name, container.image, container.version, container.runs, database, container.volume, read)
