"""Reading an OpenCode database without leaving a trace: facts, sessions, a hunt for silent ones, drift.

SQLAlchemy is loaded only for a schema that was not known when the package was made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.database.drift import drift, releases
from inspector.errors import UnreadableError
from inspector.model import DatabaseFacts, Problem, SessionRows, Way
from inspector.text import listed

if TYPE_CHECKING:
    from inspector.database.reader import Reader

__all__ = ["MESSAGES", "Database", "drift", "open_database", "releases"]

MESSAGES = 200
"""So many messages of a session are read, the newest, unless it is asked for fewer."""


@contextmanager
def open_database(path: str | Path) -> Iterator[Database]:
    """Yield the database at `path`, read-only; nothing beside it is created, changed or removed.

    Raises UsageError when there is no such file, UnreadableError when it is no SQLite database, another program's, or cannot be read.
    What goes wrong later is kept in `Database.problems`.
    """
    from inspector.database.facts import is_opencode
    from inspector.database.opening import opened
    from inspector.database.reader import Reader

    with opened(Path(path)) as file:
        reader = Reader(file)
        if not is_opencode(reader):
            message = f"{path} is not an OpenCode database: its tables are {listed(sorted(reader.tables), 5)}"
            raise UnreadableError(message, "None of it was used. Name the opencode.db that the server uses.")
        yield Database(reader)


class Database:
    """An open database; valid inside `open_database` only."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._facts: DatabaseFacts | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read so far, each once."""
        if self._reader.opened.way is Way.IMMUTABLE and self._reader.opened.changed():
            self._reader.problem("", "it was written to while it was read; rows may be missing or contradict each other")
        return self._reader.problems

    def facts(self) -> DatabaseFacts:
        """What the file says of itself, without looking at any session; read once."""
        from inspector.database.facts import read

        if self._facts is None:
            self._facts = read(self._reader)
        return self._facts

    def sessions(
        self, ids: Iterable[str], *, messages: int = MESSAGES, parts: bool = True, every_part: Collection[str] | None = None
    ) -> Iterator[SessionRows]:
        """Yield the rows of each session, in the order given, each id once; an unknown id has ``session`` None and counts of 0.

        At most the newest `messages` messages of a session are kept (`counts` has all), and the parts of the newest 60. Where all
        of them are answers, the prompts that they answer are kept, too.
        `every_part` names the sessions whose parts are all read; of the others only those are that tell what became of a
        prompt, a small part of them where answers ended well. None stands for all sessions.
        """
        from inspector.database.rows import sessions

        return sessions(self._reader, ids, messages, parts, every_part)

    def hunt(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        sessions: Iterable[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[str]:
        """Yield the ids of sessions that may hold an unanswered or badly answered prompt, each once, as they are found.

        A session is left out only when its newest message is a finished answer to its newest prompt, on either API, and
        nothing waits in its inbox. `since` and `until` bound the session's life (created to updated); `progress` is
        called with the sessions looked at and the most there can be.
        """
        from inspector.database.hunt import hunt

        return hunt(self._reader, since, until, sessions, progress)

    def recent(self, limit: int = 2000, *, since: datetime | None = None, around: Sequence[datetime] = ()) -> list[str]:
        """Return the ids of the sessions updated last; with `around`, those whose life is nearest to one of these times."""
        from inspector.database.hunt import recent

        return recent(self._reader, limit, since, around)
