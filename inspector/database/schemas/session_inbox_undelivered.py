"""``session_inbox`` (2.x, successor of ``session_pending``): undelivered rows only, ordered by ``enqueued_seq``."""

from __future__ import annotations

from functools import partial

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_input_autoinc import OPTIONAL, input_row

FORM = Form(
    table="session_inbox",
    kind="input",
    needs=("id", "session_id", "enqueued_seq"),
    optional=OPTIONAL,
    row=partial(input_row, "session_inbox"),
)
