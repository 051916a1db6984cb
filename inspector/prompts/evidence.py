"""What one session's prompts are assembled from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import field

from inspector.model import LogRecord, RequestShape, SessionRows
from inspector.model.value import Value
from inspector.prompts.coverage import Coverage
from inspector.prompts.faults import Faults
from inspector.prompts.runs import Runs


class SessionEvidence(Value, frozen=True):
    """Everything that was read of one session."""

    session_id: str
    rows: SessionRows | None = None
    """None when no database was read."""
    records: tuple[LogRecord, ...] | None = None
    """The session's records in log order; None when no log was read."""
    failures: Sequence[LogRecord] = ()
    """The ``prompt_async failed`` records that name the session."""
    requests: Sequence[RequestShape] = ()

    @property
    def is_stored(self) -> bool:
        """Whether the database has the session, and its messages were read."""
        return self.rows is not None and self.rows.session is not None and self.rows.messages is not None


class SessionVersions:
    """Which version made the newest session up to a time: the best that rows show of the server then running."""

    def __init__(self, rows: Mapping[str, SessionRows]) -> None:
        made = sorted(
            (r.session.time_created, r.session.version)
            for r in rows.values()
            if r.session and r.session.time_created and r.session.version
        )
        self._times = [time for time, _ in made]
        self._versions = [version for _, version in made]

    def at(self, time: datetime | None) -> str | None:
        index = bisect_right(self._times, time) if time is not None else 0
        return self._versions[index - 1] if index else None


class Shared(Value, frozen=True):
    """What is the same for all sessions of one question."""

    runs: Runs = field(default_factory=lambda: Runs(()))
    """The server runs of the logs."""
    faults: Faults = field(default_factory=Faults)
    claimed: str | None = None
    """The server version that the user named (``--server-version``)."""
    versions: SessionVersions = field(default_factory=lambda: SessionVersions({}))
    """Versions that sessions were made with, for evidence without a banner."""
    coverage: Coverage = field(default_factory=dict)
    """Up to when the database covers each run that it covers only partly."""
    newest_row: datetime | None = None
    """Time of the database's newest row."""
    counting: Collection[tuple[str | None, str | None]] = ()
    """Provider and model of answers that ended with a reason and with a number of output tokens."""
    clock_steps: Sequence[timedelta] = ()
    """How far the server's clock was set back while the captures were made."""
