"""Which prompt a failure record belongs to."""

from __future__ import annotations

from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, SessionRows, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.loops import FAILED, SECOND
from inspector.prompts.prompt import Fault, Prompt, _fill


def _attach_failure(
    session_id: str,
    found: list[Prompt],
    record: LogRecord,
    rows: SessionRows | None,
    records: tuple[LogRecord, ...] | None,
) -> Prompt | None:
    """Give a ``prompt_async failed`` record to the stored prompt it ended, or make it a prompt of its own, which is returned."""
    fault = fault_of(record)
    index = _ended_by(found, record, fault)
    if index is not None:
        _fill(found[index], outcome=Outcome.FAILED, record=record, fault=fault)
        return None
    before = tuple(
        r
        for r in records or ()
        if r.message != "created"
        and r.order <= record.order
        and (r.time is None or record.time is None or r.time >= record.time - 10 * SECOND)
    )
    return Prompt(
        outcome=Outcome.FAILED,
        session_id=session_id,
        time=record.time,
        stage=_without_row(rows, record),
        rows=rows,
        record=record,
        fault=fault,
        records=before if records is not None else None,
    )


def _ended_by(found: list[Prompt], record: LogRecord, fault: Fault | None) -> int | None:
    if fault is not None and fault.message_id:
        for index, prompt in enumerate(found):
            if prompt.message and prompt.message.id == fault.message_id and prompt.outcome is not Outcome.FAILED:
                return index
    if record.time is None:
        return None
    for index, prompt in enumerate(found):
        if prompt.outcome is Outcome.SILENT and _inside_loop(prompt, record, fault):
            return index
    slack = SECOND if era_named(record.era).whole_seconds else timedelta(milliseconds=5)
    for index in range(len(found) - 1, -1, -1):
        prompt = found[index]
        if (
            prompt.time is None
            or prompt.time > record.time + slack
            or prompt.outcome is not Outcome.SILENT
            or prompt.message is None
        ):
            continue
        if prompt.answer is not None and prompt.answer.ended_well:
            continue
        before = [
            r for r in prompt.records or () if r.order < record.order and r.run == record.run and r.fields.get("small") != "true"
        ]
        looped = any(r.message == "loop" for r in before)
        streamed = any(r.message == "stream" for r in before)
        if streamed and not _late(fault, prompt):
            return None
        if not looped and any(r.message == "loop" and r.run == record.run for r in prompt.records or ()):
            continue
        if looped or (record.time - prompt.time <= 2 * SECOND and not (fault is not None and fault.agent)):
            return index
        return None
    return None


def _inside_loop(prompt: Prompt, record: LogRecord, fault: Fault | None) -> bool:
    """Whether `record` was written inside this prompt's own run of the loop."""
    mine = [
        r for r in prompt.records or () if r.order <= record.order and r.run == record.run and r.fields.get("small") != "true"
    ]
    place = (record.path, record.offset)
    steps = [r for r in mine if r.message in ("loop", "exiting loop", FAILED) and (r.path, r.offset) != place]
    if not any((r.path, r.offset) == place for r in mine) or not steps or steps[-1].message != "loop":
        return False
    return _late(fault, prompt) or not any(r.message == "stream" for r in mine)


def _late(fault: Fault | None, prompt: Prompt) -> bool:
    """Whether an error can end a prompt whose provider was already called; agents, models and hooks fail before that."""
    if fault is None or fault.code or fault.statement or "Session not found" in fault.text:
        return True
    return fault.opaque and prompt.rows is not None and prompt.rows.session is None


def _without_row(rows: SessionRows | None, record: LogRecord) -> Stage:
    """How far a prompt without a stored message came."""
    if rows is None:
        return Stage.UNKNOWN
    if rows.session is None:
        return Stage.UNKNOWN
    switched = [
        r
        for r in rows.projected or ()
        if r.type.endswith("-switched") and r.time_created and record.time and abs(r.time_created - record.time) <= 3 * SECOND
    ]
    if switched:
        return Stage.SWITCHED
    if not rows.messages:
        return Stage.SWITCHED if rows.session.agent else Stage.NOTHING
    return Stage.UNKNOWN
