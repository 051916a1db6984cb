"""``session_input`` from 20260604172448 (1.17.0 to 1.18; the 2.x previews add ``type``): admitted with one number,
promoted with another."""

from __future__ import annotations

from functools import partial

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_input_autoinc import OPTIONAL, input_row

FORM = Form(
    table="session_input",
    kind="input",
    needs=("id", "session_id", "admitted_seq", "delivery"),
    optional=OPTIONAL,
    row=partial(input_row, "session_input"),
)
