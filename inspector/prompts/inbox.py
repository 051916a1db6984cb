"""Prompts that are stored as inbox rows (`session_input` and its successors)."""

from __future__ import annotations

from inspector.model import InputRow, LogRecord, Outcome, ProjectedRow, SessionRows, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import TURN, holds_nothing, turn_of


def _inboxed(session_id: str, rows: SessionRows | None, drains: list[LogRecord]) -> list[Prompt]:
    """Prompts of the v2 route: an inbox row, a projected user row, or both."""
    if rows is None:
        return []
    projected = [r for r in rows.projected or () if r.type in TURN]
    inputs = [i for i in rows.inputs or () if i.kind == "prompt"]
    if not inputs and not any(r.type == "user" for r in projected):
        return []
    users = {r.id: r for r in projected if r.type == "user"}
    left = list(drains)
    found = []
    for row in inputs:
        user = users.pop(row.id, None)
        found.append(_inbox_prompt(session_id, rows, row, user, projected, left))
    for user in users.values():
        if not any(m.id == user.id for m in rows.messages or ()):
            found.append(_inbox_prompt(session_id, rows, None, user, projected, left))
    return found


def _inbox_prompt(
    session_id: str,
    rows: SessionRows,
    row: InputRow | None,
    user: ProjectedRow | None,
    projected: list[ProjectedRow],
    drains: list[LogRecord],
) -> Prompt:
    time = row.time_created if row else user.time_created if user else None
    undelivered = row is not None and row.promoted_seq is None and user is None
    turn = turn_of(user, projected) if user is not None else None
    outcome, stage = turn.outcome if turn is not None else (Outcome.SILENT, Stage.STORED)
    if undelivered:
        stage = Stage.ADMITTED
    empty = turn is not None and outcome is Outcome.ANSWERED and holds_nothing(turn)
    drain = None
    if not undelivered and outcome is not Outcome.ANSWERED:
        drain = next((d for d in drains if time is None or d.time is None or d.time >= time - SECOND), None)
        if drain:
            drains.remove(drain)
    fault = fault_of(drain) if drain else turn.fault if turn is not None else None
    return Prompt(
        outcome=Outcome.SILENT if empty else outcome,
        session_id=session_id,
        time=time,
        stage=stage,
        rows=rows,
        input=row,
        projected=user,
        answers=turn.answers if turn is not None else (),
        answer_parts=turn.last.parts if turn is not None and turn.last is not None else (),
        empty=empty,
        record=drain,
        fault=fault,
        records=(drain,) if drain else (),
    )
