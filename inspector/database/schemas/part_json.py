"""``part`` of 1.2 to 1.18: all fields except the IDs are in the JSON of ``data``; of texts only the length is read."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern  # IDs that all rows of a session share are in memory once
from typing import Any

from inspector.database.schemas._form import Form, flag, name, number, texts, time
from inspector.model import PartRow

PATHS = (
    "$.type",
    "$.tool",
    "$.state.status",
    "$.state.error",
    "$.reason",
    "$.state.metadata.sessionId",
    "$.state.time.start",
    "$.state.time.end",
    "$.time.start",
    "$.time.end",
    "$.auto",
    "$.overflow",
    "$.synthetic",
    "type $.state.metadata",
    "type $.state.metadata.output",
    "type $.state.output",
    "length $.text",
    "open $.state.input",
)
_NOTHING = (None,) * len(PATHS)


def _row(columns: Sequence[Any], picked: Sequence[Any] | None) -> PartRow:
    id, message_id, session_id, _, created = columns
    values = picked or _NOTHING
    kind, tool, status, error, reason, child = texts(values[:6])
    started, ended, text_started, text_ended, auto, overflow, synthetic, metadata, live_output, output, chars, call = values[6:]
    return PartRow(
        id=name(id),
        message_id=intern(name(message_id)),
        session_id=intern(name(session_id)),
        type=kind or "",
        time_created=time(created),
        tool=tool,
        status=status,
        started=time(started) or time(text_started),
        ended=time(ended) or time(text_ended),
        has_metadata=metadata is not None,
        has_output=live_output is not None or output is not None,
        error=error if status == "error" else None,
        auto=flag(auto),
        overflow=flag(overflow),
        reason=reason,
        child=child,
        synthetic=synthetic is True,
        chars=number(chars),
        input=call if isinstance(call, str) else None,
    )


FORM = Form(
    table="part",
    kind="part",
    needs=("id", "message_id", "session_id", "data"),
    optional=("time_created",),
    json="data",
    paths=PATHS,
    row=_row,
)
