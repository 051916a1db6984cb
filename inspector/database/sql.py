"""The SQL of the statements in `statements`: prepared for known schemas, or built at run time for other schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from inspector.catalogue import read_data

EVERY_ID = "SELECT 1 AS every_id"
"""The placeholder in SQL for a list of IDs of any length."""
EVERY_LIMIT = 987_654_321  # any value: a placeholder
"""The placeholder in SQL for the number of rows that are read of each session, which depends on how many sessions there are."""
PAGE = 2000  # any value: the rows of all pages are joined
"""Rows of one page of a search through a table."""
TEXT = "text"
"""What a statement gives in place of the JSON of a part that is a text and not empty, where its content has no meaning."""
MOST_PARTS = 2000
"""At most this many parts of one message are read."""


@cache
def sql(name: str, *words: str) -> str:
    """Return the SQL of the statement with this builder name and these words."""
    written = known_statements().get(" ".join((name, *words)))
    if written is not None:
        return written
    from inspector.database.statements import build

    return build(name, *words)


def quoted(name: str) -> str:
    """Return a name of a table, a column or a trigger, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


@cache
def known_statements() -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(read_data("statements.json"))
    return found
