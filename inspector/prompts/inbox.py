"""Prompts that are stored as inbox rows (`session_input` and its successors)."""

from __future__ import annotations

from inspector.model import TURN, InputRow, LogRecord, Outcome, ProjectedRow, SessionRows, Stage
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from inspector.prompts.faults import Faults
from inspector.prompts.loops import DRAIN, SECOND
from inspector.prompts.turns import holds_nothing, turn_of


def inbox_prompts(session: SessionEvidence, faults: Faults) -> list[Draft]:
    """Prompts of the v2 route: an inbox row, a projected user row, or both."""
    rows = session.rows
    if rows is None:
        return []
    projected = [r for r in rows.projected or () if r.type in TURN]
    users = {r.id: r for r in projected if r.type == "user"}
    stored = {m.id for m in rows.messages or ()}
    drafts = [_inbox_prompt(rows, row, users.pop(row.id, None), projected) for row in rows.inputs or () if row.kind == "prompt"]
    drafts += [_inbox_prompt(rows, None, user, projected) for user in users.values() if user.id not in stored]
    _attach_drains(drafts, drains_of(session), faults)
    return drafts


def _inbox_prompt(rows: SessionRows, row: InputRow | None, user: ProjectedRow | None, projected: list[ProjectedRow]) -> Draft:
    turn = turn_of(user, projected) if user is not None else None
    outcome, stage = turn.outcome if turn is not None else (Outcome.SILENT, Stage.STORED)
    if turn is None and row is not None and row.promoted_seq is None:
        stage = Stage.ADMITTED
    empty = turn is not None and outcome is Outcome.ANSWERED and holds_nothing(turn)
    return Draft(
        Outcome.SILENT if empty else outcome,
        rows.session_id,
        row.time_created if row else user.time_created if user else None,
        stage,
        rows,
        input=row,
        projected=user,
        answers=turn.answers if turn is not None else (),
        answer_parts=turn.last.parts if turn is not None and turn.last is not None else (),
        empty=empty,
        fault=turn.fault if turn is not None else None,
        records=(),
    )


def drains_of(session: SessionEvidence) -> list[LogRecord]:
    """The session's records of an inbox that could not be emptied."""
    return [r for r in session.records or () if r.message == DRAIN]


def trace_drains(session: SessionEvidence, faults: Faults) -> list[Draft]:
    """A prompt for each failed drain, for a session that the database does not have."""
    return [
        Draft(
            Outcome.SILENT,
            session.session_id,
            record.time,
            Stage.UNKNOWN,
            session.rows,
            record=record,
            fault=faults.of(record),
            records=(record,),
        )
        for record in drains_of(session)
    ]


def _attach_drains(drafts: list[Draft], drains: list[LogRecord], faults: Faults) -> None:
    """Give each delivered prompt without an answer the first failed drain after it that no other prompt has."""
    for draft in drafts:
        answered = draft.outcome is Outcome.ANSWERED or draft.empty
        if answered or draft.stage is Stage.ADMITTED:
            continue
        after = (d for d in drains if draft.time is None or d.time is None or d.time >= draft.time - SECOND)
        drain = next(after, None)
        if drain is not None:
            drains.remove(drain)
            draft.record, draft.fault, draft.records = drain, faults.of(drain), (drain,)
