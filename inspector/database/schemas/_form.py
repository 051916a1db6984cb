"""What a schema module declares, and how values of any type become what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from sys import intern
from typing import Any

from inspector.model.value import Value

_LATEST_MS = 253_402_300_799_999
_LARGEST = 1 << 62
_LONGEST = 4096
_WORD = 64


class Form(Value, frozen=True):
    """One form of one table: chosen when it has every column of `needs`; the form that needs most wins."""

    table: str
    kind: str
    """What a row becomes: ``session``, ``message``, ``part``, ``input`` or ``projected``."""
    needs: tuple[str, ...]
    row: Callable[[Sequence[Any], Sequence[Any] | None], Any]
    """Make the model's row from the columns (`needs`, then `optional`, None where one is missing) and what was picked
    from the JSON column (`paths`, in order; None when it held no JSON)."""
    order: str | None = None
    """The column that numbers a session's rows in the order the server wrote them; None where the table has no such column."""
    optional: tuple[str, ...] = ()
    """Columns read where they exist."""
    json: str | None = None
    """The column that holds JSON; SQLite picks the `paths` out of it, so no text of a prompt is ever fetched."""
    paths: tuple[str, ...] = ()
    """``$.path`` for a value (at least two), then ``type $.path`` for its JSON type, ``length $.path`` for the length of its text without the blanks around it,
    ``content $.path`` for what a list of content holds, without its texts, ``open $.path`` for its
    beginning as long as ``$.state.status`` says that the call has not ended."""


def text(value: object) -> str | None:
    """Text, cut to 4,096 characters; None for anything else."""
    if value is None:
        return None
    if type(value) is str:
        return value if len(value) <= _LONGEST else value[:_LONGEST]
    return value[:_LONGEST].decode("utf-8", "replace") if isinstance(value, bytes) else None


def texts(values: Sequence[object]) -> list[str | None]:
    """`text` of each value, at the cost of one call; a word that stands in many rows is in memory once."""
    return [
        value if value is None else intern(value) if type(value) is str and len(value) <= _WORD else text(value)
        for value in values
    ]


def name(value: object) -> str:
    """An id: always text, also where the row holds something else."""
    if type(value) is str and len(value) <= _LONGEST:
        return value
    return text(value) or ("" if value is None else str(value)[:_LONGEST])


def number(value: object) -> int | None:
    if type(value) is int:
        return value if -_LARGEST < value < _LARGEST else None
    return int(value) if type(value) is float and abs(value) < _LARGEST else None


def flag(value: object) -> bool | None:
    return value if type(value) is bool else None


def time(value: object) -> datetime | None:
    """A time in Unix milliseconds; None for anything that is none."""
    if value is None or (type(value) is not int and type(value) is not float):
        return None
    return datetime.fromtimestamp(value / 1000, UTC) if 0 <= value <= _LATEST_MS else None
