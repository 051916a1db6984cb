"""``message`` of 1.2 to 1.18: ids and times in columns, everything else in the JSON of ``data``."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern  # ids that all rows of a session share stand in memory once
from typing import Any

from inspector.database.schemas._form import Form, flag, name, number, text, time
from inspector.model import MessageRow

PATHS = (
    "$.role", "$.time.created", "$.time.completed", "$.parentID", "$.finish", "$.error.name", "$.error.type",
    "$.error.message", "$.error.data.message", "$.error.data.statusCode", "$.error.data.isRetryable", "$.agent", "$.mode",
    "$.providerID", "$.modelID", "$.variant", "$.model.providerID", "$.model.modelID", "$.model.variant", "$.tools",
    "type $.summary",
)  # fmt: skip
_NOTHING = (None,) * len(PATHS)


def _row(columns: Sequence[Any], picked: Sequence[Any] | None) -> MessageRow:
    id, session_id, time_created, _ = columns
    (
        role, created, completed, parent, finish, error, error_type, error_message, error_text, status, retryable, agent, mode,
        provider, model, variant, user_provider, user_model, user_variant, tools, summary,
    ) = picked or _NOTHING  # fmt: skip
    message = text(error_text) or text(error_message)
    return MessageRow(
        id=intern(name(id)),
        session_id=intern(name(session_id)),
        role=intern(text(role) or ""),
        time_created=time(created) or time(time_created),
        completed=time(completed),
        parent_id=intern(text(parent) or "") or None,
        finish=text(finish),
        error_name=text(error) or text(error_type) or ("error" if message else None),
        error_message=message,
        error_status=number(status),
        error_retryable=flag(retryable),
        agent=text(agent),
        mode=text(mode),
        provider_id=text(provider) or text(user_provider),
        model_id=text(model) or text(user_model),
        variant=text(variant) or text(user_variant),
        summary=summary == "true",
        readable=picked is not None,
        tools=tuple(sorted(tools)[:100]) if type(tools) is dict else (),
    )


FORM = Form(
    table="message",
    kind="message",
    needs=("id", "session_id", "time_created", "data"),
    json="data",
    paths=PATHS,
    row=_row,
)
