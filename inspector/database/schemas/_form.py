"""The declaration of a schema module, and conversions of column values to the expected types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from sys import intern
from typing import Any

from inspector.model.value import Value

_LATEST_MS = 253_402_300_799_999
_LARGEST = 1 << 62
_LONGEST = 4096
_WORD = 64  # any value: equal words are in memory once


class Form(Value, frozen=True):
    """One form of one table. It fits a table that has every column of `needs`; the fitting form that needs most columns
    is used."""

    table: str
    kind: str
    """The kind of model row: ``session``, ``message``, ``part``, ``input`` or ``projected``."""
    needs: tuple[str, ...]
    row: Callable[[Sequence[Any], Sequence[Any] | None], Any]
    """Makes the model's row from the columns (`needs`, then `optional`, None for a missing one) and the values from the JSON column
    (`paths`, in order; None when it contains no JSON)."""
    order: str | None = None
    """The column that numbers a session's rows in the order of writing; None when the table has no such column."""
    optional: tuple[str, ...] = ()
    """Columns that are read if they exist."""
    json: str | None = None
    """The column with JSON. SQLite extracts the `paths` from it, so that no prompt text is ever fetched."""
    paths: tuple[str, ...] = ()
    """``$.path`` for a value (at least two), then ``type $.path`` for its JSON type, ``length $.path`` for the length of its text without the blanks around it,
    ``content $.path`` for what a list of content holds, without its texts, ``open $.path`` for its
    beginning as long as ``$.state.status`` says that the call has not ended."""


def text(value: object) -> str | None:
    """Return a text, truncated to 4,096 characters; None for other types."""
    if value is None:
        return None
    if type(value) is str:
        return value if len(value) <= _LONGEST else value[:_LONGEST]
    return value[:_LONGEST].decode("utf-8", "replace") if isinstance(value, bytes) else None


def texts(values: Sequence[object]) -> list[str | None]:
    """Return `text` of each value with one call; a word that occurs in many rows is in memory once."""
    return [
        value if value is None else intern(value) if type(value) is str and len(value) <= _WORD else text(value)
        for value in values
    ]


def name(value: object) -> str:
    """Return an ID as text, also when the row contains another type."""
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
    """Return the time of a number of Unix milliseconds; None for other values."""
    if value is None or (type(value) is not int and type(value) is not float):
        return None
    return datetime.fromtimestamp(value / 1000, UTC) if 0 <= value <= _LATEST_MS else None
