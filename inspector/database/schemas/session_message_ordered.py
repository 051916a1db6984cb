"""``session_message`` with ``seq`` (20260603040000, from 1.16): on the v2 API the conversation itself, in that order."""

from __future__ import annotations

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_message_plain import OPTIONAL, PATHS, projected_row

FORM = Form(
    table="session_message",
    kind="projected",
    needs=("id", "session_id", "type", "data", "seq"),
    order="seq",
    optional=OPTIONAL,
    json="data",
    paths=PATHS,
    row=projected_row,
)
