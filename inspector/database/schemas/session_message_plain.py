"""``session_message`` without ``seq`` (1.14 and 1.15): agent and model switches only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from inspector.database.schemas._form import Form, name, number, text, texts, time
from inspector.model import PartRow, ProjectedRow

OPTIONAL = ("time_created", "seq")
PATHS = (
    "$.finish",
    "$.error.name",
    "$.error.type",
    "$.error.message",
    "$.error.data.message",
    "$.outcome",
    "$.status",
    "$.agent",
    "$.model.providerID",
    "$.model.id",
    "$.retry.error.type",
    "$.time.created",
    "$.time.completed",
    "$.retry.attempt",
    "content $.content",
)
_TEXTS = PATHS.index("$.time.created")
_NOTHING = (None,) * len(PATHS)


def projected_row(columns: Sequence[Any], picked: Sequence[Any] | None) -> ProjectedRow:
    """Return the row as a model value, for all generations."""
    id, session_id, kind, _, *_, time_created, seq = columns
    values = picked or _NOTHING
    finish, error, error_type, error_message, error_text, outcome, status, agent, provider, model, retry_error = texts(
        values[:_TEXTS]
    )
    created, completed, retries, content = values[_TEXTS:]
    message = error_message or error_text
    row = name(id), name(session_id)
    return ProjectedRow(
        id=row[0],
        session_id=row[1],
        type=text(kind) or "",
        seq=number(seq),
        time_created=time(created) or time(time_created),
        completed=time(completed),
        finish=finish,
        error_name=error or error_type or ("error" if message else None),
        error_message=message,
        outcome=outcome,
        status=status,
        agent=agent,
        provider_id=provider,
        model_id=model,
        retries=number(retries),
        retry_error=retry_error,
        parts=tuple(_parts(*row, content)),
    )


def _parts(message: str, session: str, content: object) -> Iterator[PartRow]:
    """Yield the content of an answer as parts; a call that is still being written counts as pending."""
    try:
        listed = json.loads(content) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        listed = None
    for place, item in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(item, list) or len(item) != 7:
            continue
        kind, tool, status, created, ran, ended, chars = item
        if kind is None:
            continue  # the list is shorter
        yield PartRow(
            id=f"{message}[{place}]",
            message_id=message,
            session_id=session,
            type=text(kind) or "",
            time_created=time(created),
            tool=text(tool),
            status="pending" if status == "streaming" else text(status),
            started=time(ran),
            ended=time(ended),
            has_metadata=False,
            has_output=False,
            error=None,
            chars=number(chars),
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
