"""A hardened connection to a database that may be damaged or hostile. It can only read tables and the schema."""

from __future__ import annotations

import sqlite3
import sys
import time
from functools import partial

_FIRST_SECONDS = 20.0  # any value: a time limit on the clock
_LONGEST_VALUE = 64 << 20
_PRAGMAS = frozenset(
    (
        "table_xinfo",
        "index_list",
        "index_xinfo",
        "quick_check",
        "integrity_check",
        "read_uncommitted",
        "encoding",
        "page_count",
        "page_size",
    )
)
_FUNCTIONS = frozenset(
    (
        "coalesce",
        "count",
        "json_array",
        "json_extract",
        "json_type",
        "json_valid",
        "trim",
        "length",
        "max",
        "min",
        "substr",
        "typeof",
    )
)
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))


class Deadline:
    """The time limit of the running statement."""

    def __init__(self) -> None:
        self.at = float("inf")

    def start(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def passed(self) -> bool:
        return time.monotonic() > self.at


def connect(uri: str, deadline: Deadline, trusted: str = "OFF") -> sqlite3.Connection:
    """Open a hardened connection and read the schema once. Raises sqlite3.DatabaseError when it cannot be read."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=2.0, cached_statements=64)
    try:
        _harden(connection, deadline, trusted)
        deadline.start(_FIRST_SECONDS)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError:
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema (a name in it is no text)") from None
    except MemoryError:  # sqlite3 raises it for SQLITE_NOMEM, which a damaged schema can also cause
        connection.close()
        raise sqlite3.DatabaseError("SQLite ran out of memory while it read the schema") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _harden(connection: sqlite3.Connection, deadline: Deadline, trusted: str) -> None:
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
    connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    for pragma in ("query_only=ON", f"trusted_schema={trusted}", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_authorizer(_allow)
    connection.set_progress_handler(deadline.passed, 10_000)


def _allow(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    """Authorize only reading of tables and schema and a few pure functions, whatever a hostile schema contains."""
    allowed = (
        action in _READING
        or (action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
