"""``session_message`` without ``seq`` (1.14 and 1.15): agent and model switches only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector.database.schemas._form import Form, name, number, text, time
from inspector.model import ProjectedRow

OPTIONAL = ("time_created", "seq")
PATHS = (
    "$.time.created",
    "$.time.completed",
    "$.finish",
    "$.error.name",
    "$.error.type",
    "$.error.message",
    "$.error.data.message",
)
_NOTHING = (None,) * len(PATHS)


def projected_row(columns: Sequence[Any], picked: Sequence[Any] | None) -> ProjectedRow:
    """The row as any generation has it."""
    id, session_id, kind, _, *_, time_created, seq = columns
    created, completed, finish, error, error_type, error_message, error_text = picked or _NOTHING
    message = text(error_message) or text(error_text)
    return ProjectedRow(
        id=name(id),
        session_id=name(session_id),
        type=text(kind) or "",
        seq=number(seq),
        time_created=time(created) or time(time_created),
        completed=time(completed),
        finish=text(finish),
        error_name=text(error) or text(error_type) or ("error" if message else None),
        error_message=message,
    )


FORM = Form(
    table="session_message",
    kind="projected",
    needs=("id", "session_id", "type", "data"),
    optional=OPTIONAL,
    json="data",
    paths=PATHS,
    row=projected_row,
)
