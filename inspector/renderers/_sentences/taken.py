"""A sentence for each note on inputs that were read, skipped or replaced."""

from __future__ import annotations

from collections.abc import Callable

from inspector.model.notes import ArchiveNote, ContainerNote, InputFact, InputNote, TakenNote
from inspector.text import listed, many

_JOURNAL_HINT = "Check the name with `systemctl status`; reading a system unit may need root or the group systemd-journal."

_TEXTS: dict[InputFact, str] = {
    InputFact.NO_LOGS: "No logs in {0}; a server started with --print-logs writes no log file.",
    InputFact.STANDARD_INPUT: "Logs: standard input, because nothing else was named.",
    InputFact.PIPE_IGNORED: "Ignoring piped input. To read it, pass - as LOG.",
    InputFact.CAPTURE: "Captures: {0}, found in the folder.",
    InputFact.NAMED_DATABASE: "Database: {0}, named by OPENCODE_DB.",
    InputFact.USUAL_DATABASE: "Database: {0}, the database of the channels latest, beta and prod.",
    InputFact.NEWEST_DATABASE: "Database: {0}, the newest of the channels here.",
    InputFact.SHARED_DATABASE: "Database: {0}, the database of all channels, because OPENCODE_DISABLE_CHANNEL_DB is set.",
    InputFact.ONLY_DATABASE: "Database: {0}, the only one in the folder; --db names another.",
    InputFact.FITTING_DATABASE: "Database: {0}, the only one of {number} in the folder with the sessions of the log; --db names another.",
    InputFact.PACKED_DATABASE: "Database: {0}, of {number} in the archive. To read another, unpack the archive and name it with --db.",
    InputFact.NO_DATABASE: "No database in {0}.",
    InputFact.MEMORY_DATABASE: "OPENCODE_DB is :memory: here: such a server has no database file.",
    InputFact.MISSING_DATABASE: "OPENCODE_DB names {0}, which does not exist.",
    InputFact.NEWER_DATABASE: "Warning: {0} was written more recently; if your server uses it, add --db {0}.",
    InputFact.FORK: "No OpenCode data found here; using the data of its fork {0}.",
    InputFact.OTHER_FORK: "Not read: {0} (logs and database of {1}, a fork of OpenCode).",
    InputFact.DESKTOP: "OpenCode Desktop {0} exported these logs. This is the version of Desktop, and usually of its server. "
    "Such an export contains no database.",
    InputFact.BUNDLE: "Read from the bundle {0}, made by inspector {1}: excerpts, not the whole inputs.",
    InputFact.COMMAND: "Running: {0}",
    InputFact.EMPTY_JOURNAL: f"The journal has no entry of the unit {{0}}. {_JOURNAL_HINT}",
}

_OF_SEVERAL: dict[InputFact, Callable[[tuple[str, ...], int], str]] = {
    InputFact.LOGS: lambda names, number: f"Logs: {names[0]} ({many(number, 'file')}).",
    InputFact.NEAR_DATABASES: lambda names, number: (
        f"{names[0]} was found near the log but not read. If this server uses it, add --db {names[0]}."
        if number == 1
        else f"{number} databases were found near the log but not read: {listed(names)}. Name the one that this server uses with --db."
    ),
    InputFact.OTHER_DATABASES: lambda names, _: f"Not read: {', '.join(names)} (written earlier).",
    InputFact.UNUSED_DATABASES: lambda names, _: f"Not read: {', '.join(names)} (not in use).",
    InputFact.UNNAMED_DATABASES: lambda names, _: f"Not read: {', '.join(names)} (OPENCODE_DB names another database).",
}

_MISTAKES = frozenset(
    (
        InputFact.NO_LOGS,
        InputFact.PIPE_IGNORED,
        InputFact.NO_DATABASE,
        InputFact.MEMORY_DATABASE,
        InputFact.MISSING_DATABASE,
        InputFact.NEWER_DATABASE,
        InputFact.NEAR_DATABASES,
        InputFact.FORK,
        InputFact.DESKTOP,
        InputFact.BUNDLE,
        InputFact.COMMAND,
        InputFact.EMPTY_JOURNAL,
    )
)
"""Facts that may be a mistake, such as a newer database that was not read, or that the reader must know."""


def is_mistake(note: TakenNote) -> bool:
    """Return whether a note on the inputs needs attention."""
    return note.fact in _MISTAKES if isinstance(note, InputNote) else isinstance(note, ContainerNote)


def taken_text(note: TakenNote) -> str:
    """Return the note as one or more sentences."""
    match note:
        case InputNote():
            of_several = _OF_SEVERAL.get(note.fact)
            return (
                of_several(note.names, note.number) if of_several else _TEXTS[note.fact].format(*note.names, number=note.number)
            )
        case ArchiveNote():
            what = (
                many(note.logs, "log or text", "logs and texts"),
                many(note.databases, "database", "databases"),
                many(note.captures, "capture", "captures"),
            )
            left = f"; {many(note.left_out, 'other file was', 'other files were')} skipped" if note.left_out else ""
            return f"Unpacked {note.name}: {listed(what)}{left}."
        case ContainerNote():
            version = f"server {note.version}" if note.version else "its image does not name the server's version"
            volume = f"on this host in {note.volume}" if note.volume else "on no volume"
            state = "running" if note.runs else "not running"
            where = f"database in {note.database}, {volume}{'' if note.read else '; not read'}"
            return f"Container {note.name} ({state}): image {note.image} ({version}); {where}."
