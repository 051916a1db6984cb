"""``session`` of 1.2 to 1.18: one row a session. ``agent`` and ``model`` came with 20260501142318 (1.14)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from inspector.database.schemas._form import Form, name, text, time
from inspector.model import SessionRow

NEEDS = ("id", "time_created", "time_updated")
OPTIONAL = ("parent_id", "version", "directory", "agent", "time_archived", "time_compacting", "workspace_id")
MODEL = ("$.providerID", "$.id", "$.variant")
EXTRA = ("path", "fork_session_id")


def session_row(table: str, names: Sequence[str], columns: Sequence[Any], model: Sequence[Any] | None) -> SessionRow:
    """Return the row as a model value, for all generations; `names` are additional columns that are kept as text."""
    id, created, updated, parent, version, directory, agent, archived, compacting, workspace, *extra = columns
    provider_id, model_id, variant = model or (None, None, None)
    return SessionRow(
        id=name(id),
        table=table,
        parent_id=text(parent),
        version=text(version),
        directory=text(directory),
        agent=text(agent),
        provider_id=text(provider_id),
        model_id=text(model_id),
        variant=text(variant),
        time_created=time(created),
        time_updated=time(updated),
        time_archived=time(archived),
        time_compacting=time(compacting),
        workspace_id=text(workspace),
        extra={key: name(value) for key, value in zip(names, extra, strict=True) if value is not None},
    )


FORM = Form(
    table="session",
    kind="session",
    needs=NEEDS,
    optional=(*OPTIONAL, *EXTRA),
    json="model",
    paths=MODEL,
    row=partial(session_row, "session", EXTRA),
)
