"""``message`` of 1.2 to 1.18: ids and times in columns, everything else in the JSON of ``data``."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern  # IDs that all rows of a session share are in memory once
from typing import Any

from inspector.database.schemas._form import Form, flag, name, number, texts, time
from inspector.model import MessageRow

PATHS = (
    "$.role",
    "$.parentID",
    "$.finish",
    "$.error.name",
    "$.error.type",
    "$.error.message",
    "$.error.data.message",
    "$.agent",
    "$.mode",
    "$.providerID",
    "$.modelID",
    "$.variant",
    "$.model.providerID",
    "$.model.modelID",
    "$.model.variant",
    "$.time.created",
    "$.time.completed",
    "$.error.data.statusCode",
    "$.error.data.isRetryable",
    "$.tools",
    "$.tokens.output",
    "type $.summary",
    "type $.structured",
)
_TEXTS = PATHS.index("$.time.created")
_NOTHING = (None,) * len(PATHS)


def _row(columns: Sequence[Any], picked: Sequence[Any] | None) -> MessageRow:
    id, session_id, time_created, _, place = columns
    values = picked or _NOTHING
    (
        role,
        parent,
        finish,
        error,
        error_type,
        error_message,
        error_text,
        agent,
        mode,
        provider,
        model,
        variant,
        user_provider,
        user_model,
        user_variant,
    ) = texts(values[:_TEXTS])
    created, completed, status, retryable, tools, tokens, summary, structured = values[_TEXTS:]
    message = error_text or error_message
    stored = time(time_created)
    return MessageRow(
        id=intern(name(id)),
        session_id=intern(name(session_id)),
        role=role or "",
        time_created=stored if created == time_created else time(created) or stored,
        completed=time(completed),
        parent_id=parent or None,
        finish=finish,
        error_name=error or error_type or ("error" if message else None),
        error_message=message,
        error_status=number(status),
        error_retryable=flag(retryable),
        agent=agent,
        mode=mode,
        provider_id=provider or user_provider,
        model_id=model or user_model,
        variant=variant or user_variant,
        summary=summary == "true",
        readable=bool(role),
        first_stored=stored,
        place=number(place),
        output_tokens=number(tokens),
        structured=structured not in (None, "null"),
        tools=tuple(sorted(tools)[:100]) if type(tools) is dict else (),
    )


FORM = Form(
    table="message",
    kind="message",
    needs=("id", "session_id", "time_created", "data"),
    optional=("rowid",),
    json="data",
    paths=PATHS,
    row=_row,
)
