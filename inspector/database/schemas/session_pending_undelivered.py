"""``session_pending`` (20260709190621, 2.x): holds undelivered rows only; a row is deleted when it is promoted."""

from __future__ import annotations

from functools import partial

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_input_autoinc import OPTIONAL, input_row

FORM = Form(
    table="session_pending",
    kind="input",
    needs=("id", "session_id", "admitted_seq"),
    optional=OPTIONAL,
    row=partial(input_row, "session_pending"),
)
