"""Prompts that are stored as inbox rows (`session_input` and its successors)."""

from __future__ import annotations

from inspector.model import InputRow, LogRecord, Outcome, ProjectedRow, SessionRows, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt


def _inboxed(session_id: str, rows: SessionRows | None, drains: list[LogRecord]) -> list[Prompt]:
    """Prompts of the v2 route: an inbox row, a projected user row, or both."""
    if rows is None:
        return []
    projected = [r for r in rows.projected or () if r.type in ("user", "assistant")]
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
    later = [r for r in projected if user and r.type == "assistant" and (r.seq or 0) > (user.seq or 0)]
    answer = next((r for r in later if r.completed and not r.error_name), None)
    last = later[-1] if later else None
    drain = None
    if not undelivered and answer is None:
        drain = next((d for d in drains if time is None or d.time is None or d.time >= time - SECOND), None)
        if drain:
            drains.remove(drain)
    outcome, stage = Outcome.SILENT, Stage.STORED
    if undelivered:
        stage = Stage.ADMITTED
    elif answer is not None:
        outcome, stage = Outcome.ANSWERED, Stage.ANSWERED
    elif last is not None:
        stage = Stage.FAILED if last.error_name or last.completed else Stage.ANSWERING
    return Prompt(
        outcome=outcome,
        session_id=session_id,
        time=time,
        stage=stage,
        rows=rows,
        input=row,
        projected=user,
        record=drain,
        fault=fault_of(drain) if drain else None,
        records=(drain,) if drain else (),
    )
