"""``session_v2`` of 2.x: the columns of ``session`` and the state of its runs (time_suspended, resume_attempts, …)."""

from __future__ import annotations

from functools import partial

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_v1 import MODEL, NEEDS, OPTIONAL, session_row

EXTRA = (
    "fork_session_id",
    "time_suspended",
    "execution_claimed_at",
    "resume_attempts",
    "time_idle",
    "time_viewed",
    "idle_outcome",
)

FORM = Form(
    table="session_v2",
    kind="session",
    needs=NEEDS,
    optional=(*OPTIONAL, *EXTRA),
    json="model",
    paths=MODEL,
    row=partial(session_row, "session_v2", EXTRA),
)
