"""``session_input`` as 20260603141458 made it (1.16): ``seq`` counts up, ``promoted_seq`` is NULL until delivered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from inspector.database.schemas._form import Form, name, number, text, time
from inspector.model import InputRow

OPTIONAL = ("promoted_seq", "delivery", "time_created", "type")


def input_row(table: str, columns: Sequence[Any], _: object) -> InputRow:
    """Return the row of an inbox; its ordering number is the third column. Type ``user`` of 2.x is a prompt."""
    id, session_id, admitted, *_, promoted, delivery, created, kind = columns
    return InputRow(
        id=name(id),
        session_id=name(session_id),
        table=table,
        kind="prompt" if kind in (None, "user") else name(kind),
        delivery=text(delivery),
        admitted_seq=number(admitted),
        promoted_seq=number(promoted),
        time_created=time(created),
    )


FORM = Form(
    table="session_input",
    kind="input",
    needs=("id", "session_id", "seq"),
    optional=OPTIONAL,
    row=partial(input_row, "session_input"),
)
