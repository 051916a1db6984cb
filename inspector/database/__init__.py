"""Read an OpenCode database without changing anything: facts, sessions, the search for silent sessions, drift.

SQLAlchemy is loaded only for a schema that no known release has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.database.drift import drift, later_columns, releases
from inspector.errors import UnreadableError
from inspector.model import DatabaseFacts, Problem, SessionRows, Way
from inspector.text import listed

if TYPE_CHECKING:
    from inspector.database.reader import Reader

__all__ = ["MESSAGES", "Database", "drift", "later_columns", "open_database", "releases"]

MESSAGES = 200
"""At most this many messages of a session are read, the newest first, unless the caller wants fewer."""


@contextmanager
def open_database(path: str | Path) -> Iterator[Database]:
    """Yield the database at `path`, read-only. No file in its folder is created, changed or removed.

    Raises UsageError when the file does not exist, UnreadableError when it is not an OpenCode database or cannot be read.
    `Database.problems` lists later errors.
    """
    from inspector.database.facts import is_opencode
    from inspector.database.opening import opened
    from inspector.database.reader import Reader

    with opened(Path(path)) as file:
        reader = Reader(file)
        if not is_opencode(reader):
            message = f"{path} is not an OpenCode database: its tables are {listed(sorted(reader.tables), 5)}"
            raise UnreadableError(message, "It was not used. Name the opencode.db that the server uses.")
        yield Database(reader)


class Database:
    """An open database; valid only inside the context of `open_database`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._facts: DatabaseFacts | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read so far, without duplicates."""
        if self._reader.opened.way is Way.IMMUTABLE and self._reader.opened.changed():
            self._reader.problem("", "it was written to while it was read; rows may be missing or contradict each other")
        return self._reader.problems

    def facts(self) -> DatabaseFacts:
        """The facts about the database itself, without its sessions; read once."""
        from inspector.database.facts import read

        if self._facts is None:
            self._facts = read(self._reader)
        return self._facts

    def sessions(
        self, ids: Iterable[str], *, messages: int = MESSAGES, parts: bool = True, every_part: Collection[str] | None = None
    ) -> Iterator[SessionRows]:
        """Yield the rows of each session, in the given order, each ID once; an unknown ID has ``session`` None and
        counts of 0.

        At most the newest `messages` messages of a session are kept (`counts` counts all), and the parts of the newest 60. If all
        of these messages are answers, the prompts that they answer are kept too.
        `every_part` names the sessions whose parts are all read (None: all sessions). Of other sessions only the parts that show the
        outcome of a prompt are read, which are few when answers ended normally; of a complete answer's text only `SessionRows.texts` tells.
        """
        from inspector.database.rows import sessions

        return sessions(self._reader, ids, messages, parts, every_part)

    def hunt(
        self, *, since: datetime | None = None, until: datetime | None = None, sessions: Iterable[str] | None = None
    ) -> Iterator[str]:
        """Yield the IDs of sessions that may have an unanswered or badly answered prompt, each once, as they are found.

        A session is skipped only when its newest message is a finished answer to its newest prompt, on either API, and no row waits
        in its inbox. `since` and `until` limit the session's lifetime (created to updated).
        """
        from inspector.database.hunt import hunt

        return hunt(self._reader, since, until, sessions)

    def recent(self, limit: int = 2000, *, since: datetime | None = None, around: Sequence[datetime] = ()) -> list[str]:
        """Return the IDs of the sessions updated last; with `around`, of the sessions that were in use nearest to one
        of these times."""
        from inspector.database.hunt import recent

        return recent(self._reader, limit, since, around)
