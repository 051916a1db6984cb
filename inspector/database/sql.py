"""The SQL of the statements in `statements`: written when the package was made, or built now for a schema that was not known then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from inspector.catalogue import read_data

EVERY_ID = "SELECT 1 AS every_id"
"""Stands in SQL for the ids it is asked with, of which there are more or fewer each time."""
PAGE = 2000
"""Rows of one page of a search through a table."""
MOST_PARTS = 2000
"""Parts of one message read at most."""


@cache
def sql(name: str, *words: str) -> str:
    """Return the SQL of the statement that `statements` builds by this name for these words."""
    written = known_statements().get(" ".join((name, *words)))
    if written is not None:
        return written
    from inspector.database.statements import build

    return build(name, *words)


@cache
def known_statements() -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(read_data("statements.json"))
    return found
