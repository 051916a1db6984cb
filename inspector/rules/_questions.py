"""Questions about one prompt that several rules ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from inspector.database import later_columns
from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, PartRow, RequestShape
from inspector.prompts.answers import last_activity, running_tool
from inspector.prompts.loops import FAILED, SECOND, is_main_call, main_of
from inspector.prompts.prompt import Fault, Prompt
from inspector.prompts.world import World
from inspector.versions import older

WHEN_RUN = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_CONSTRAINT")
"""The beginnings of results that SQLite reports when a statement runs, not when it is prepared."""

SHORTEST_CALL = 5
"""So many letters tell the methods of the server's file system apart: ``readF``, ``realP``."""

ABORT_AT_ONCE = timedelta(seconds=4)
"""An abort at most this long after its prompt was stored was intended. A later abort may be a reaction to a missing
answer."""

PROVIDER_PAUSE = timedelta(seconds=5)
"""A provider that pauses for less than this has not stalled."""

ANSWER_STOOD_STILL = timedelta(seconds=4)
"""After this much provider silence, the user may have aborted because the answer was stuck."""

TOOL_STOOD_STILL = timedelta(seconds=60)
"""After this much silence inside a tool call, the user may have aborted because the call was stuck. Many calls print
nothing."""

LONG_SILENCE = timedelta(seconds=30)
"""After this much silence an abort is weak evidence: users abort prompts that do not answer."""

FIRST_LOOP_WITHIN = timedelta(seconds=10)
"""The first loop of a server run starts at most this late: it waits for the folder's instance (5.3 s on a loaded
machine, 1.18.34)."""

CANCEL_SINCE = "1.14.0"
"""From this version on, ``cancel`` in the log means an abort. Older servers write it also when a run ends by itself (1.2.27,
1.3.0)."""

STAMP_SLACK = timedelta(seconds=1)
"""The legacy era logs whole seconds, so its records may appear up to this much too early."""


def code(prompt: Prompt) -> str:
    """Return SQLite's result in the prompt's error; "" without one, and where another database than OpenCode's refused."""
    fault = prompt.fault
    return fault.code or "" if fault is not None and not of_another_database(fault) else ""


def of_another_database(fault: Fault) -> bool:
    """Whether a statement failed on another database than OpenCode's, such as a plugin's.

    From 1.17.0 on OpenCode's store wraps what SQLite reports when a statement runs (`effect/sql/SqlError`, `EffectDrizzleQueryError`; seen
    on 1.17.0, 1.17.9, 1.17.19, 1.18.3 and 1.18.33). What SQLite reports when it prepares a statement, such as a missing table, is bare.
    """
    ran = (fault.code or "").startswith(WHEN_RUN) and (fault.table, fault.column) not in later_columns()
    return fault.unwrapped and ran


def hook_may_have_thrown(prompt: Prompt, world: World) -> bool:
    """Whether a plugin's hook may have thrown an error of SQLite about a database of its own: up to 1.15 the record is the same."""
    record = prompt.record
    if record is None or record.era != "legacy" or not plugins(prompt, world):
        return False
    return prompt.message is None and looped(prompt) is None


def is_later_column(prompt: Prompt) -> bool:
    """Whether the error names a column that a newer release added and fills, such as session_message.seq since 1.16.2."""
    return prompt.fault is not None and (prompt.fault.table, prompt.fault.column) in later_columns()


def not_stored(prompt: Prompt) -> bool:
    """Whether rows were read and this prompt has no user message."""
    return prompt.rows is not None and prompt.message is None and prompt.projected is None


def failed_call(fault: Fault, name: str) -> bool:
    """Whether the server's file system failed in its method `name`. A record that was cut may have only the beginning of it."""
    call = fault.file_call or ""
    return len(call) >= SHORTEST_CALL and name.startswith(call)


def text_request(prompt: Prompt) -> RequestShape | None:
    """Return the prompt's captured request if all its parts are texts, for which the server reads nothing; None otherwise."""
    request = prompt.request
    return request if request is not None and request.parts and all(part.type == "text" for part in request.parts) else None


def looped(prompt: Prompt) -> LogRecord | None:
    return next((r for r in prompt.records or () if r.message == "loop"), None)


def no_loop(prompt: Prompt, world: World) -> bool:
    """Whether the log shows that no loop started for the prompt.

    This needs a server run that logs loops, names this session and continues for two seconds after the prompt, and a log of which
    no record of the session was dropped.
    """
    run, logs, time = prompt.run, world.logs, prompt.time
    if run is None or logs is None or time is None or prompt.records is None or looped(prompt) is not None:
        return False
    if cancelled_at_once(prompt) is not None:
        return False  # the prompt was aborted before a loop began
    if run.first_loop is None or run.first_time is None or run.last_time is None or prompt.session_id in logs.dropped:
        return False
    before = time.replace(microsecond=0) if era_named(run.era).whole_seconds else time
    if run.first_time > before or run.last_time < time + 2 * SECOND:
        return False
    mine = [r for r in logs.sessions.get(prompt.session_id or "", ()) if r.run == run.key]
    main = main_of(mine)
    if not mine or _broken(main):
        return False
    if era_named(run.era).whole_seconds and any(r.time == before and r.message != "exiting loop" for r in main):
        return False  # a loop that began in the same second may have been running
    if any(r.message == "loop" and r.time == run.first_loop and before <= r.time <= time + FIRST_LOOP_WITHIN for r in mine):
        return False  # the run's first loop began late and answers all prompts that the session had by then
    then = [r.message for r in main if r.time and r.time < before]
    return not then or then[-1] in ("exiting loop", FAILED)  # a loop that was running then answers this prompt too


def _broken(steps: Sequence[LogRecord]) -> bool:
    """Whether a step number is missing before a later one in a session's loops: then the log has lost lines."""
    last: int | None = None
    for record in steps:
        number = record.fields.get("step", "0")
        step = int(number) if number.isdecimal() and len(number) < 9 else 0
        if record.message == "loop" and step and last != step - 1:
            return True
        last = step if record.message == "loop" else last
    return False


class Pieces(Enum):
    """What the log shows about the pieces of an answer at the end of the server run."""

    SENT = "sent"
    SHARED = "sent, but the log does not show for which answer"
    NONE = "none"
    UNKNOWN = "unknown"


def cancelled_at_once(prompt: Prompt) -> LogRecord | None:
    """Return the ``cancel`` record within `ABORT_AT_ONCE` after the prompt was stored, if no provider was called for
    it; else None.

    A later abort is a reaction to the delay, not its cause.
    """
    if prompt.time is None or any(is_main_call(r) for r in prompt.records or ()):
        return None
    since = prompt.time.replace(microsecond=0)  # the legacy era logs whole seconds
    return next(
        (
            r
            for r in prompt.records or ()
            if r.message == "cancel" and r.time is not None and since <= r.time <= prompt.time + ABORT_AT_ONCE
        ),
        None,
    )


def aborted_by_server(prompt: Prompt, world: World) -> bool:
    """Whether the answer was aborted and the whole log of the prompt shows that no client did it: it has no ``cancel``.

    Every abort by a client wrote one (52 of 52 recordings, 1.14.41 to 1.18.33).
    """
    answer = prompt.answer
    if answer is None or answer.error_name != "MessageAbortedError" or prompt.call is not None:
        return False
    if older(prompt.version, CANCEL_SINCE) is not False or not shown(prompt, world):
        return False
    return not any(r.message in ("cancel", "cancelled") for r in prompt.records or ())


def aborted_in_log(prompt: Prompt) -> LogRecord | None:
    """Return the ``process`` record with error “Aborted” that ended a prompt of which only the log was read; None without one."""
    main = main_of(prompt.records or ()) if prompt.rows is None and prompt.outcome is Outcome.SILENT else []
    last = main[-1] if main else None
    ended = last is not None and (last.message, last.level, last.fields.get("error")) == ("process", "ERROR", "Aborted")
    return last if ended else None


def hidden(prompt: Prompt) -> bool:
    """Whether the failure's record names neither error nor session (``prompt_async failed [object Object]``, 1.14.42 to
    1.14.48)."""
    return prompt.outcome is Outcome.FAILED and prompt.fault is None


def shown(prompt: Prompt, world: World) -> bool:
    """Whether the log is complete for this prompt: its server run logs loops, and the prompt's own loop is among them."""
    run, logs = prompt.run, world.logs
    return (
        run is not None
        and logs is not None
        and run.first_loop is not None
        and looped(prompt) is not None
        and run.key in world.index.unfiltered_runs
        and prompt.session_id not in logs.dropped
        and not _broken(main_of(prompt.records or ()))
    )


def uncalled(prompt: Prompt) -> LogRecord | None:
    """Return the prompt's last ``loop`` or ``process`` record if its main work logged nothing after it and called no
    provider; else None."""
    main = [
        r
        for r in prompt.records or ()
        if r.message in ("loop", "process", "stream", "stream error", "exiting loop") and not r.is_side_call
    ]
    called = any(r.message == "stream" for r in main)
    return main[-1] if main and not called and main[-1].message in ("loop", "process") else None


def silent_provider(prompt: Prompt, world: World) -> str | None:
    """Return the provider of an open answer without a part, if it never answered here and others did; else None.

    The server may still be loading the provider's package.
    """
    provider = prompt.answer.provider_id if prompt.answer is not None and not prompt.answer_parts else None
    tried = sum(is_main_call(r) for r in prompt.records or ())
    if not provider or tried > 1 or not world.answered_providers or provider in world.answered_providers:
        return None
    return provider


def has_answered(provider: str, prompt: Prompt, world: World) -> bool:
    """Whether `provider` had answered a prompt before this one, so that its package was there."""
    first = world.index.provider_times.get(provider)
    return first is not None and prompt.time is not None and first < prompt.time


def session_gone(prompt: Prompt) -> bool:
    """Whether the database was read and has no row for this session."""
    return prompt.rows is not None and prompt.rows.session is None


def plugins(prompt: Prompt, world: World) -> tuple[LogRecord, ...]:
    """Return the ``loading plugin`` records of plugins that are not built in, only of the prompt's own server run where
    that is known."""
    found = world.notable("loading plugin")
    return tuple(
        r
        for r in found
        if "file://" in r.fields.get("path", "") or not r.fields.get("path", "").startswith(("opencode", "@opencode"))
        if prompt.run is None or r.run == prompt.run.key
    )


def plugin_files(prompts: Sequence[Prompt], world: World) -> list[str]:
    """Return the file names of the outside plugins that the servers of `prompts` loaded, sorted."""
    return sorted({r.fields["path"].rsplit("/", 1)[-1] for p in prompts for r in plugins(p, world) if r.fields.get("path")})


def unanswered(prompt: Prompt) -> bool:
    """Whether the prompt is stored without any answer row and is not queued behind an open answer."""
    return prompt.outcome is Outcome.SILENT and prompt.message is not None and not prompt.answers


def newest_part(prompt: Prompt) -> PartRow | None:
    """Return the part of the newest answer that began last; None without parts."""
    begun = [(p.started or p.time_created, p.id, p) for p in prompt.answer_parts if p.started or p.time_created]
    return max(begun, key=lambda found: found[:2])[2] if begun else None


def stood_still(prompt: Prompt) -> timedelta | None:
    """Return how long an aborted answer had been silent, if that is long enough to be the reason for the abort; None
    otherwise.

    After 4 s of provider silence (60 s inside a tool call) the user may have aborted because the answer was stuck.
    """
    answer, part = prompt.answer, newest_part(prompt)
    if answer is None or answer.error_name != "MessageAbortedError" or answer.completed is None:
        return None
    moved = [answer.time_created, *((part.time_created, part.started) if part else ())]
    last = max((t for t in moved if t is not None and t <= answer.completed), default=None)
    limit = TOOL_STOOD_STILL if part is not None and part.type == "tool" else ANSWER_STOOD_STILL
    return answer.completed - last if last is not None and answer.completed - last >= limit else None


def quiet_for(prompt: Prompt, world: World) -> timedelta | None:
    """Return the time from the prompt's last activity to the end of the evidence of its own server run; None when unknown."""
    last = last_activity(prompt)
    over = prompt.run is not None and any(
        r.first_time and prompt.run.last_time and r.key != prompt.run.key and r.first_time >= prompt.run.last_time
        for r in (world.logs.runs if world.logs else ())
    )
    end = prompt.run.last_time if prompt.run and prompt.run.last_time and (over or not world.live) else world.now or world.end
    until = world.coverage.get(prompt.run.key) if prompt.run is not None else None
    if end is not None and until is not None and prompt.rows is not None:
        end = min(end, until)  # rows do not show what happened after they were copied
    return end - last if last and end else None


def pieces(prompt: Prompt, world: World) -> Pieces:
    """Return whether pieces of this answer were still sent when its server run ended, as a log of the legacy era shows it.

    Pieces name no session. They belong to this answer when the run had no other open answer.
    """
    run, last = prompt.run, last_activity(prompt)
    if run is None or run.last_piece is None or run.last_time is None or last is None:
        return Pieces.UNKNOWN
    if running_tool(prompt) or uncalled(prompt) or any(r.message == "stream error" for r in prompt.records or ()):
        return Pieces.UNKNOWN
    piece, last = run.last_piece, last.replace(microsecond=0)
    if run.last_time - max(piece, last) >= PROVIDER_PAUSE:
        return Pieces.NONE
    if piece < last or run.last_time - piece >= PROVIDER_PAUSE:
        return Pieces.UNKNOWN
    return Pieces.SENT if world.index.streaming_at_end(run) <= 1 else Pieces.SHARED
