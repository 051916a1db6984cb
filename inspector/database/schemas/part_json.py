"""``part`` of 1.2 to 1.18: everything but the ids in the JSON of ``data``; of texts only the length is read."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern  # ids that all rows of a session share stand in memory once
from typing import Any

from inspector.database.schemas._form import Form, flag, name, number, text, time
from inspector.model import PartRow

PATHS = (
    "$.type", "$.tool", "$.state.status", "$.state.time.start", "$.state.time.end", "$.time.start", "$.time.end",
    "$.state.error", "$.auto", "$.overflow", "$.reason", "$.synthetic",
    "type $.state.metadata", "type $.state.metadata.output", "type $.state.output", "length $.text",
)  # fmt: skip
_NOTHING = (None,) * len(PATHS)


def _row(columns: Sequence[Any], picked: Sequence[Any] | None) -> PartRow:
    id, message_id, session_id, _, created = columns
    (
        kind, tool, status, started, ended, text_started, text_ended, error, auto, overflow, reason, synthetic,
        metadata, live_output, output, chars,
    ) = picked or _NOTHING  # fmt: skip
    return PartRow(
        id=name(id),
        message_id=intern(name(message_id)),
        session_id=intern(name(session_id)),
        type=intern(text(kind) or ""),
        time_created=time(created),
        tool=text(tool),
        status=text(status),
        started=time(started) or time(text_started),
        ended=time(ended) or time(text_ended),
        has_metadata=metadata is not None,
        has_output=live_output is not None or output is not None,
        error=text(error) if status == "error" else None,
        auto=flag(auto),
        overflow=flag(overflow),
        reason=text(reason),
        synthetic=synthetic is True,
        chars=number(chars),
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
