"""``session`` of 1.2 to 1.18: one row a session. ``agent`` and ``model`` came with 20260501142318 (1.14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from inspector.database.schemas._form import Form, name, texts, time
from inspector.model import SessionRow

NEEDS = ("id", "time_created", "time_updated")
OPTIONAL = ("parent_id", "version", "directory", "agent", "time_archived", "time_compacting", "workspace_id")
MODEL = ("$.providerID", "$.id", "$.variant")
EXTRA = ("path", "fork_session_id")


def session_row(table: str, names: Sequence[str], columns: Sequence[Any], model: Sequence[Any] | None) -> SessionRow:
    """Return the row as a model value, for all generations; `names` are additional columns that are kept as text."""
    id, created, updated, parent, version, directory, agent, archived, compacting, workspace, *extra = columns
    parent_id, version, directory, agent, workspace_id, provider_id, model_id, variant = texts(
        (parent, version, directory, agent, workspace, *(model or (None, None, None)))
    )
    return SessionRow(
        id=name(id),
        table=table,
        parent_id=parent_id,
        version=version,
        directory=directory,
        agent=agent,
        provider_id=provider_id,
        model_id=model_id,
        variant=variant,
        time_created=time(created),
        time_updated=time(updated),
        time_archived=time(archived),
        time_compacting=time(compacting),
        workspace_id=workspace_id,
        extra=_shared(names, *(None if value is None else name(value) for value in extra)),
    )


@lru_cache(4096)
def _shared(names: Sequence[str], *values: str | None) -> Mapping[str, str]:
    """Return the columns that have a value; rows with equal values share the mapping."""
    return {key: value for key, value in zip(names, values, strict=True) if value is not None}


FORM = Form(
    table="session",
    kind="session",
    needs=NEEDS,
    optional=(*OPTIONAL, *EXTRA),
    json="model",
    paths=MODEL,
    row=partial(session_row, "session", EXTRA),
)
