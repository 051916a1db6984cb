"""Questions about one prompt that several rules ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, PartRow
from inspector.prompts.answers import last_activity, running_tool
from inspector.prompts.loops import FAILED, SECOND, is_main_call, main_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

ABORT_AT_ONCE = timedelta(seconds=4)
"""An abort within this time after its prompt was stored is a wish; a later one is the consequence of a silence."""

PROVIDER_PAUSE = timedelta(seconds=5)
"""A provider may pause for less than this without having stalled."""

LONGEST_ANSWER = timedelta(minutes=2)
"""Few answers are sent for longer. While one is sent, nothing of it is written: 25 s on 1.15.13 and 1.18.33."""

ANSWER_STOOD_STILL = timedelta(seconds=4)
"""An answer that had stood still for so long when it was aborted may have been aborted for that."""

TOOL_STOOD_STILL = timedelta(seconds=60)
"""The same for a tool call: many run for a while without a word."""

LONG_SILENCE = timedelta(seconds=30)
"""After so long a silence an abort says little: people abort what does not answer."""

FIRST_LOOP_WITHIN = timedelta(seconds=10)
"""The first loop of a server run waits until the folder's instance has started, 5.3 s on a loaded machine (1.18.34)."""

STAMP_SLACK = timedelta(seconds=1)
"""The classic era stamps whole seconds, so its records may seem this much too early."""


def code(prompt: Prompt) -> str:
    return (prompt.fault.code or "") if prompt.fault else ""


def not_stored(prompt: Prompt) -> bool:
    """True when rows were read and this prompt has no user message."""
    return prompt.rows is not None and prompt.message is None and prompt.projected is None


def looped(prompt: Prompt) -> LogRecord | None:
    return next((r for r in prompt.records or () if r.message == "loop"), None)


def no_loop(prompt: Prompt, world: World) -> bool:
    """Whether the log shows that no loop was started: the run that took the prompt writes loops, names this session, went on for
    two seconds after the prompt, and none of the session's records was left out."""
    run, logs, time = prompt.run, world.logs, prompt.time
    if run is None or logs is None or time is None or prompt.records is None or looped(prompt) is not None:
        return False
    if cancelled_at_once(prompt) is not None:
        return False  # it was aborted before one began
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
        return False  # one that began in the same second may have been running
    if any(r.message == "loop" and r.time == run.first_loop and before <= r.time <= time + FIRST_LOOP_WITHIN for r in mine):
        return False  # the run's first loop, which began late, takes all prompts along that the session had by then
    then = [r.message for r in main if r.time and r.time < before]
    return not then or then[-1] in ("exiting loop", FAILED)  # a loop that was running then takes it along


def _broken(steps: Sequence[LogRecord]) -> bool:
    """Whether a session's loops lack a step before one that is there: then its log has lost lines."""
    last: int | None = None
    for record in steps:
        number = record.fields.get("step", "0")
        step = int(number) if number.isdecimal() and len(number) < 9 else 0
        if record.message == "loop" and step and last != step - 1:
            return True
        last = step if record.message == "loop" else last
    return False


class Pieces(Enum):
    """What the log shows of the pieces of an answer when the server's run ended."""

    SENT = "sent"
    SHARED = "sent, and of which answer cannot be told"
    NONE = "none"
    UNKNOWN = "unknown"


def cancelled_at_once(prompt: Prompt) -> LogRecord | None:
    """The ``cancel`` record of the prompt's session within 4 s after the prompt was stored, when no provider was called for it.

    A later one is the consequence of what kept the prompt, not the cause of its silence.
    """
    if prompt.time is None or any(is_main_call(r) for r in prompt.records or ()):
        return None
    since = prompt.time.replace(microsecond=0)  # the classic era has whole seconds
    return next(
        (
            r
            for r in prompt.records or ()
            if r.message == "cancel" and r.time is not None and since <= r.time <= prompt.time + ABORT_AT_ONCE
        ),
        None,
    )


def hidden(prompt: Prompt) -> bool:
    """A failure whose record tells neither error nor session (``prompt_async failed [object Object]``, 1.14.42 to 1.14.48)."""
    return prompt.outcome is Outcome.FAILED and prompt.fault is None


def shown(prompt: Prompt, world: World) -> bool:
    """Whether the log holds all that the prompt's run wrote of it: loops are written, and the prompt's own is among them."""
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
    """The prompt's last ``loop`` or ``process`` record, when nothing of its main run follows and the provider was never called."""
    main = [
        r
        for r in prompt.records or ()
        if r.message in ("loop", "process", "stream", "stream error", "exiting loop") and not r.is_side_call
    ]
    called = any(r.message == "stream" for r in main)
    return main[-1] if main and not called and main[-1].message in ("loop", "process") else None


def session_gone(prompt: Prompt) -> bool:
    """True when the database was read and has no row for this session."""
    return prompt.rows is not None and prompt.rows.session is None


def plugins(prompt: Prompt, world: World) -> tuple[LogRecord, ...]:
    """``loading plugin`` records of plugins that are not built in, written by the prompt's own server run where that is known."""
    found = world.notable("loading plugin")
    return tuple(
        r
        for r in found
        if "file://" in r.fields.get("path", "") or not r.fields.get("path", "").startswith(("opencode", "@opencode"))
        if prompt.run is None or r.run == prompt.run.key
    )


def unanswered(prompt: Prompt) -> bool:
    """A stored prompt without any answer row, not queued behind another that is still open."""
    return prompt.outcome is Outcome.SILENT and prompt.message is not None and not prompt.answers


def newest_part(prompt: Prompt) -> PartRow | None:
    """The part of the newest answer that was begun last."""
    begun = [(p.started or p.time_created, p.id, p) for p in prompt.answer_parts if p.started or p.time_created]
    return max(begun, key=lambda found: found[:2])[2] if begun else None


def stood_still(prompt: Prompt) -> timedelta | None:
    """How long an aborted answer had stood still, where that is long enough to be the reason for the abort; None otherwise.

    Nobody can tell patience from need: 4 s without a word from the provider, 60 s in a tool call leave both possible.
    """
    answer, part = prompt.answer, newest_part(prompt)
    if answer is None or answer.error_name != "MessageAbortedError" or answer.completed is None:
        return None
    moved = [answer.time_created, *((part.time_created, part.started) if part else ())]
    last = max((t for t in moved if t is not None and t <= answer.completed), default=None)
    limit = TOOL_STOOD_STILL if part is not None and part.type == "tool" else ANSWER_STOOD_STILL
    return answer.completed - last if last is not None and answer.completed - last >= limit else None


def quiet_for(prompt: Prompt, world: World) -> timedelta | None:
    """Time between the prompt's last sign of life and the end of the evidence of its own run; None when unknown."""
    last = last_activity(prompt)
    over = prompt.run is not None and any(
        r.first_time and prompt.run.last_time and r.key != prompt.run.key and r.first_time >= prompt.run.last_time
        for r in (world.logs.runs if world.logs else ())
    )
    end = prompt.run.last_time if prompt.run and prompt.run.last_time and (over or not world.live) else world.now or world.end
    until = world.coverage.get(prompt.run.key) if prompt.run is not None else None
    if end is not None and until is not None and prompt.rows is not None:
        end = min(end, until)  # rows say nothing of what came after they were copied
    return end - last if last and end else None


def pieces(prompt: Prompt, world: World) -> Pieces:
    """Whether a piece of this answer was still sent when its run ended, as far as a log of the classic era shows it.

    Pieces name no session: they are this answer's where no other answer of the run can have been meant.
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
