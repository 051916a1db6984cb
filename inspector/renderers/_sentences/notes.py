"""A sentence for each kind of note."""

from __future__ import annotations

from datetime import tzinfo
from typing import assert_never

from inspector.model.notes import (
    AnsweredLate,
    AnswerHidden,
    ArchiveNote,
    BeingAnswered,
    ClientClockOff,
    ClientClocks,
    ContainerNote,
    EraContradiction,
    HistoryReset,
    InputNote,
    LogEndsEarly,
    NewestAnswered,
    NextWrap,
    Note,
    OldestSession,
    PartsMissing,
    QuotedFailures,
    RowsEndEarly,
    RowsNotUsed,
    ServersAtOnce,
    SeveralVersions,
    SlowOpening,
    VersionContradiction,
)
from inspector.model.story import OFF_MS
from inspector.renderers._sentences.taken import is_mistake, taken_text
from inspector.renderers._sentences.times import stamp
from inspector.text import many


def is_calm(note: Note) -> bool:
    """Return whether a note needs no attention, because it states what was read or a normal fact."""
    match note:
        case InputNote() | ArchiveNote() | ContainerNote():
            return not is_mistake(note)
        case OldestSession():
            return note.created >= note.wrap
        case ClientClocks():
            return note.timed > 0 and not note.off
        case NextWrap() | SeveralVersions():
            return True
        case _:
            return False


def note_text(note: Note, zone: tzinfo | None = None) -> str:
    """Return the note as one or more sentences, with times in `zone`."""
    match note:
        case InputNote() | ArchiveNote() | ContainerNote():
            return taken_text(note)
        case AnsweredLate():
            return (
                f"A prompt of {note.session_id} was answered only after OpenCode had stopped waiting for MCP server “{note.server}”, "
                f"{note.seconds} s later ({note.source}). See `inspector explain {note.cause}`."
            )
        case EraContradiction() | VersionContradiction() | SeveralVersions() | ServersAtOnce():
            return _of_servers(note)
        case LogEndsEarly() | RowsNotUsed() | RowsEndEarly():
            return _of_reach(note, zone)
        case PartsMissing() | BeingAnswered() | QuotedFailures() | NewestAnswered() | AnswerHidden():
            return _of_prompts(note)
        case SlowOpening():
            size = f" (the given file has {note.database_bytes / 1e9:.1f} GB)" if note.database_bytes else ""
            return (
                f"{note.milliseconds // 1000} s passed before the server opened its database{size}, "
                f"and no request was answered until then ({note.source}): another process had locked the file, or the file is very large."
            )
        case HistoryReset():
            return (
                f"Session {note.session_id} is older than migration {note.migration} ({stamp(note.applied, zone)}), which empties "
                f"event, session_input and session_message by design; its {note.messages} rows in message are unchanged. "
                "See `inspector explain reset-migrations`."
            )
        case ClientClockOff() | ClientClocks() | OldestSession() | NextWrap():
            return _of_clocks(note, zone)
        case _:
            assert_never(note)


def _of_servers(note: EraContradiction | VersionContradiction | SeveralVersions | ServersAtOnce) -> str:
    match note:
        case EraContradiction(claimed=True):
            return (
                f"The text claims OpenCode {note.version}, but it quotes records of the {note.era} era ({_writers(note)}): "
                "another server wrote these records."
            )
        case EraContradiction():
            return (
                f"--server-version says {note.version}, but {note.path} has records of the {note.era} era ({_writers(note)}): "
                "another server wrote these records."
            )
        case VersionContradiction():
            return f"--server-version says {note.asked}, but the log shows server {note.logged}; the log's version is used."
        case SeveralVersions():
            return f"Servers of {len(note.versions)} versions wrote these logs: {', '.join(note.versions)}."
        case ServersAtOnce():
            (one, two), versions = note.runs, [version or "version unknown" for version in note.versions]
            more = f"; so did {many(note.more, 'other pair', 'other pairs')}" if note.more else ""
            return (
                f"Two server processes wrote at the same time (runs {one}, {versions[0]}, and {two}, {versions[1]}{more}): "
                "only the one that received a prompt can run or abort it."
            )


def _writers(note: EraContradiction) -> str:
    if note.oldest and note.newest:
        return f"{note.oldest} to {note.newest}"
    return f"{note.oldest} and later" if note.oldest else f"up to {note.newest}" if note.newest else "versions unknown"


def _of_reach(note: LogEndsEarly | RowsNotUsed | RowsEndEarly, zone: tzinfo | None) -> str:
    match note:
        case LogEndsEarly():
            return f"The log ends at {stamp(note.end, zone)}, before the database's newest row: it does not show later failures."
        case RowsNotUsed():
            return (
                f"The database has none of the sessions that server run {note.run} names: it belongs to another server, or is an "
                "older copy. Its rows and schema were not used for that run."
            )
        case RowsEndEarly():
            return (
                f"The database was copied at about {stamp(note.until, zone)}, before server run {note.run} wrote its last loop: "
                "later prompts are judged only by the log."
            )


def _of_prompts(note: PartsMissing | BeingAnswered | QuotedFailures | NewestAnswered | AnswerHidden) -> str:
    match note:
        case PartsMissing():
            prompts = many(note.count, "answered prompt has", "answered prompts have")
            texts = "its text" if note.count == 1 else "their texts"
            return (
                f"{prompts} no part row ({', '.join(note.sessions)}): either {texts} never reached the model "
                "(a plugin, or a part ID that already exists), or the rows were deleted later."
            )
        case BeingAnswered():
            return f"{many(note.count, 'prompt is', 'prompts are')} being answered right now and not listed."
        case QuotedFailures():
            lines = many(note.count, "line looks like a failed prompt but is", "lines look like failed prompts but are")
            return (
                f"{lines} part of a value in another record, such as a title or a path: a client wrote that text, "
                f"so it is not counted ({note.first})."
            )
        case NewestAnswered():
            answer = f" ({note.answer_id})" if note.answer_id else ""
            return (
                f"The newest prompt of {note.session_id} was answered{answer}. If a client never saw it, the problem is in the client: "
                "its event stream was closed or bound to another directory, or it sorts messages by ID."
            )
        case AnswerHidden():
            place = f" ({note.source})" if note.source else ""
            return f"{note.title}, session {note.session_id}: {note.text}{place} See `inspector explain {note.cause}`."


def _of_clocks(note: ClientClockOff | ClientClocks | OldestSession | NextWrap, zone: tzinfo | None) -> str:
    match note:
        case ClientClockOff():
            return f"The client's clock is {note.milliseconds:+.0f} ms from the server's (estimated from matched requests)."
        case ClientClocks():
            return _of_client_clocks(note)
        case OldestSession() if note.created < note.wrap:
            return (
                f"The oldest session is from {note.created:%Y-%m-%d}, before the last wrap of IDs ({stamp(note.wrap, zone)}): "
                "servers up to 1.18.14 wrongly treat new prompts in such sessions as already answered. See `inspector explain id-wrap`."
            )
        case OldestSession():
            return f"No session is from before the last wrap of IDs ({stamp(note.wrap, zone)})."
        case NextWrap():
            return f"The next wrap of IDs is at {stamp(note.time, zone)}."


def _of_client_clocks(note: ClientClocks) -> str:
    counted = f"Clients made {note.ids:,} of the IDs of {many(note.messages, 'user message', 'user messages')}"
    if note.median_ms is None or note.lowest is None or note.highest is None:
        return f"{counted}; none of these IDs contains a time."
    missing = note.ids - note.timed
    untimed = f"; {missing:,} of these {'contains' if missing == 1 else 'contain'} no time" if missing > 0 else ""
    (low, lowest), (high, highest) = note.lowest, note.highest
    return (
        f"{counted}{untimed}. Their clock error (time in the ID minus server time, transfer included) is "
        f"{_signed(note.median_ms)} in the median of {note.timed:,}, from {_signed(low)} ({lowest}) to "
        f"{_signed(high)} ({highest}); {many(note.off, 'is', 'are') if note.off else 'none is'} off by a second or more."
        f"{' See `inspector explain client-clock`.' if note.off else ''}"
    )


def _signed(milliseconds: float) -> str:
    return f"{milliseconds:+.0f} ms" if abs(milliseconds) < OFF_MS else f"{milliseconds / 1000:+.1f} s"
