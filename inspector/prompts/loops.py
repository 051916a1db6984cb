"""The records of the server's loop on one session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, SessionRows, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.prompt import Prompt

FAILED = "prompt_async failed"

DRAIN = "Failed to drain Session"

MAIN = ("loop", "exiting loop", "process", "stream", "stream error", FAILED)
"""Records of a prompt's own run of the loop."""

SECOND = timedelta(seconds=1)

DELETED = frozenset(("removing share", "ignored late part update", "ignored late message update"))
"""What a server logs of a session that is being deleted, and of one that is gone (1.15.3 to 1.18.33)."""


def _stage_from_log(records: tuple[LogRecord, ...] | None, floor: Stage) -> Stage:
    if any(r.message == "stream" and r.fields.get("small") != "true" for r in records or ()):
        return Stage.STREAM
    if any(r.message == "loop" for r in records or ()):
        return Stage.LOOP
    return floor


def _shared_out(found: list[Prompt], records: tuple[LogRecord, ...] | None) -> list[tuple[LogRecord, ...] | None]:
    """Each prompt's records: its own run of the loop, and what else was logged between it and the next prompt.

    The classic era stamps whole seconds, so several prompts may share one; the loop's own lines then decide.
    """
    if records is None:
        return [None] * len(found)
    loops, rest = _loops([r for r in records if r.message != "created"])
    mine: dict[int, list[LogRecord]] = {}
    for loop in loops:
        owner = _owner(found, loop, set(mine))
        if owner is not None:
            mine.setdefault(owner, []).extend(loop)
    for record in rest:
        index = _latest(found, record)
        if index is not None:
            mine.setdefault(index, []).append(record)
    return [tuple(sorted(mine.get(n, ()), key=lambda r: r.order)) for n in range(len(found))]


def _loops(records: list[LogRecord]) -> tuple[list[list[LogRecord]], list[LogRecord]]:
    """Runs of the loop, each from its ``step=0`` to its exit or failure, and the records outside of any."""
    loops: list[list[LogRecord]] = []
    rest: list[LogRecord] = []
    inside = False
    for record in records:
        side = record.fields.get("small") == "true"
        if record.message == "loop" and record.fields.get("step", "0") == "0":
            loops.append([record])
            inside = True
        elif inside and not side:
            loops[-1].append(record)
            inside = record.message not in ("exiting loop", FAILED)
        else:
            rest.append(record)
    return loops, rest


def _owner(found: list[Prompt], loop: list[LogRecord], taken: set[int]) -> int | None:
    """Which prompt a run of the loop worked on: by the answer it names, by the model it calls, else by time."""
    named = {r.fields["messageID"] for r in loop if r.message == "process" and r.fields.get("messageID")}
    for index, prompt in enumerate(found):
        if any(a.id in named for a in prompt.answers):
            return index
    latest = _latest(found, loop[0])
    if latest is None:
        return None
    moment = found[latest].time
    alike = [
        n
        for n, p in enumerate(found[: latest + 1])
        if era_named(loop[0].era).whole_seconds
        and p.time
        and moment
        and p.time.replace(microsecond=0) == moment.replace(microsecond=0)
    ]
    called = next((r.fields.get("modelID") for r in loop if r.message == "stream"), None)
    for index in alike:
        message = found[index].message
        if index not in taken and called and message is not None and message.model_id == called:
            return index
    return next((n for n in alike if n not in taken and not found[n].answers), latest)


def _latest(found: list[Prompt], record: LogRecord) -> int | None:
    """The newest prompt that was there when `record` was written."""
    if record.time is None:
        return None
    best = None
    for index, prompt in enumerate(found):
        if prompt.time is None:
            continue
        start = (
            prompt.time.replace(microsecond=0) if era_named(record.era).whole_seconds else prompt.time - timedelta(milliseconds=5)
        )
        if start <= record.time:
            best = index
    return best


def _traced(
    session_id: str,
    rows: SessionRows | None,
    records: tuple[LogRecord, ...],
    failures: Sequence[LogRecord],
    drains: list[LogRecord],
) -> list[Prompt]:
    """Prompts of a session whose rows are not there, from the loop's own lines (no database, or not this one)."""
    main = main_of(records)
    found: list[Prompt] = []
    chunk: list[LogRecord] = []
    for record in main:
        if record.message == "loop" and record.fields.get("step", "0") == "0" and chunk:
            found += _trace(session_id, rows, chunk)
            chunk = []
        if record.message == FAILED and chunk and chunk[-1].message == "exiting loop":
            continue  # of a later prompt, which began no loop
        chunk.append(record)
    if chunk:
        found += _trace(session_id, rows, chunk)
    for record in drains:
        found.append(
            Prompt(
                Outcome.SILENT,
                session_id,
                record.time,
                Stage.UNKNOWN,
                rows,
                record=record,
                fault=fault_of(record),
                records=(record,),
            )
        )
    return found


def _trace(session_id: str, rows: SessionRows | None, chunk: list[LogRecord]) -> list[Prompt]:
    if any(r.message == FAILED for r in chunk) or chunk[0].message != "loop":
        return []
    exited = any(r.message == "exiting loop" for r in chunk)
    streamed = any(r.message == "stream" for r in chunk)
    called = max((n for n, r in enumerate(chunk) if r.message == "stream" and r.fields.get("small") != "true"), default=0)
    broken = any(r.message == "stream error" or r.fields.get("error") for r in chunk[called:])  # one before it was tried again
    outcome = Outcome.ANSWERED if exited and streamed and not broken else Outcome.SILENT
    stage = (
        Stage.ANSWERED
        if outcome is Outcome.ANSWERED
        else Stage.FAILED
        if exited and broken
        else Stage.STREAM
        if streamed
        else Stage.LOOP
    )
    return [Prompt(outcome, session_id, chunk[0].time, stage, rows, records=tuple(chunk))]


def exited_at_once(prompt: Prompt) -> LogRecord | None:
    """The ``exiting loop`` that follows ``loop step=0`` with neither ``process`` nor ``stream`` between; None if there is none."""
    main = [
        r
        for r in prompt.records or ()
        if r.message in ("loop", "exiting loop", "process", "stream") and r.fields.get("small") != "true"
    ]
    for one, two in pairwise(main):
        if one.message == "loop" and one.fields.get("step", "0") == "0" and two.message == "exiting loop" and one.run == two.run:
            return two
    return None


def left(prompt: Prompt) -> bool:
    """Whether the newest record of the prompt's own run of the loop is ``exiting loop``: nobody works on it any more."""
    main = main_of(prompt.records or ())
    return bool(main) and main[-1].message == "exiting loop"


def main_of(records: Iterable[LogRecord]) -> list[LogRecord]:
    """Those of a prompt's own run of the loop, without titles and other side calls."""
    return [r for r in records if r.message in MAIN and r.fields.get("small") != "true"]
