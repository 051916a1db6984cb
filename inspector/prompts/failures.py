"""Which prompt a failure record belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, SessionRows, Stage
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from inspector.prompts.faults import Faults
from inspector.prompts.loops import FAILED, RECORD_EARLY, SECOND
from inspector.prompts.prompt import Fault

WITHOUT_LOOP = timedelta(seconds=2)
"""A failure that no loop came before ends a prompt that was stored at most this long before it."""

RECORDS_BEFORE = timedelta(seconds=10)
"""A failed prompt without a row keeps the session's records of this time before its failure."""

SWITCH_NEAR = timedelta(seconds=3)
"""A switch of agent or model belongs to the failed prompt when it was written at most this long before or after the
failure."""


def attach_failures(session: SessionEvidence, drafts: Sequence[Draft], faults: Faults) -> list[Draft]:
    """Give each ``prompt_async failed`` record to the stored prompt that it ended. Return a prompt for each of the
    other records."""
    alone: list[Draft] = []
    for record in session.failures:
        fault = faults.of(record)
        ended = _find_ended(drafts, record, fault)
        if ended is None:
            alone.append(_prompt_of_failure(session, record, fault))
        else:
            ended.outcome, ended.record, ended.fault = Outcome.FAILED, record, fault
    return alone


def _prompt_of_failure(session: SessionEvidence, record: LogRecord, fault: Fault | None) -> Draft:
    before = [r for r in session.records or () if r.message != "created" and r.order <= record.order]
    near = tuple(r for r in before if r.time is None or record.time is None or r.time >= record.time - RECORDS_BEFORE)
    return Draft(
        Outcome.FAILED,
        session.session_id,
        record.time,
        _stage_without_row(session.rows, record),
        session.rows,
        record=record,
        fault=fault,
        records=near if session.records is not None else None,
    )


# --- the prompt that a failure ended -------------------------------------------------------------
def _find_ended(drafts: Sequence[Draft], record: LogRecord, fault: Fault | None) -> Draft | None:
    """The stored prompt that the failure ended, by what is surest first; None when there is none."""
    if fault is not None and fault.message_id and (named := _named_by(drafts, fault.message_id)) is not None:
        return named
    if record.time is None:
        return None
    inside = (d for d in drafts if d.outcome is Outcome.SILENT and _ends_loop_of(d, record, fault))
    return next(inside, None) or _newest_before(drafts, record, fault)


def _named_by(drafts: Sequence[Draft], message_id: str) -> Draft | None:
    """Return the prompt whose message ID is in the failed statement; None without one."""
    return next((d for d in drafts if d.message and d.message.id == message_id and d.outcome is not Outcome.FAILED), None)


def _ends_loop_of(draft: Draft, record: LogRecord, fault: Fault | None) -> bool:
    """Whether the failure is one of the prompt's own records and the next step of its loop, which had not exited."""
    own = _records_until(draft, record)
    place = (record.path, record.offset)
    if not any((r.path, r.offset) == place for r in own):
        return False
    steps = [r for r in own if r.message in ("loop", "exiting loop", FAILED) and (r.path, r.offset) != place]
    if not steps or steps[-1].message != "loop":
        return False
    return _can_come_late(fault, draft) or not any(r.message == "stream" for r in own)


def _newest_before(drafts: Sequence[Draft], record: LogRecord, fault: Fault | None) -> Draft | None:
    """Return the newest open prompt that was stored before the failure, unless its records contradict that; None
    without one."""
    for draft in reversed(drafts):
        if not _is_open_at(draft, record):
            continue
        before = [r for r in _records_until(draft, record) if r.order < record.order]
        looped = any(r.message == "loop" for r in before)
        if any(r.message == "stream" for r in before) and not _can_come_late(fault, draft):
            return None
        if not looped and any(r.message == "loop" and r.run == record.run for r in draft.records or ()):
            continue  # its loop began after the failure
        return draft if looped or _can_end_without_loop(draft, record, fault) else None
    return None


def _is_open_at(draft: Draft, record: LogRecord) -> bool:
    """Whether the prompt was stored when `record` was written, and has no complete answer."""
    slack = SECOND if era_named(record.era).whole_seconds else RECORD_EARLY
    if draft.time is None or record.time is None or draft.time > record.time + slack:
        return False
    if draft.outcome is not Outcome.SILENT or draft.message is None:
        return False
    return draft.answer is None or not draft.answer.ended_well


def _can_end_without_loop(draft: Draft, record: LogRecord, fault: Fault | None) -> bool:
    """Whether the failure can be of a stored prompt whose loop never began; an unknown agent fails before the prompt is
    stored."""
    if draft.time is None or record.time is None or (fault is not None and fault.agent):
        return False
    return record.time - draft.time <= WITHOUT_LOOP


def _records_until(draft: Draft, record: LogRecord) -> list[LogRecord]:
    """The prompt's records up to `record` in the same run, without side calls."""
    return [r for r in draft.records or () if r.order <= record.order and r.run == record.run and not r.is_side_call]


def _can_come_late(fault: Fault | None, draft: Draft) -> bool:
    """Whether the error can end a prompt whose provider was already called; agents, models and hooks fail before that."""
    if fault is None or fault.code or fault.statement or "Session not found" in fault.text:
        return True
    return fault.opaque and draft.rows is not None and draft.rows.session is None


def _stage_without_row(rows: SessionRows | None, record: LogRecord) -> Stage:
    """How far a prompt without a stored message got."""
    if rows is None or rows.session is None:
        return Stage.UNKNOWN
    if any(r.type.endswith("-switched") and _is_near(r.time_created, record) for r in rows.projected or ()):
        return Stage.SWITCHED
    if rows.messages:
        return Stage.UNKNOWN
    return Stage.SWITCHED if rows.session.agent else Stage.NOTHING


def _is_near(time: datetime | None, record: LogRecord) -> bool:
    return time is not None and record.time is not None and abs(time - record.time) <= SWITCH_NEAR
