"""The context in which rules judge a prompt: everything that was read, and all prompts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from inspector.model import DatabaseFacts, Drift, LogRecord, Logs, Outcome, Run
from inspector.model.pasted import Piece
from inspector.prompts.prompt import Prompt

T = TypeVar("T")

_WHOLE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What all prompts share; rules read it, nothing changes it."""

    logs: Logs | None
    facts: DatabaseFacts | None
    drifts: Mapping[str, Drift]
    """By server version."""
    prompts: tuple[Prompt, ...] = ()
    """Every prompt known, answered ones included."""
    end: datetime | None = None
    """The newest moment any evidence knows of."""
    log_end: datetime | None = None
    live: bool = False
    """A server has the database open right now."""
    now: datetime | None = None
    """Wall clock when `live`, else `end`."""
    claimed: str | None = None
    """``--server-version``."""
    reach: Mapping[str, datetime | None] = field(default_factory=dict)
    """By run key, for runs whose rows are not (all) in the database: up to when they are; None for not at all."""
    requests_read: bool = False
    answered_models: frozenset[tuple[str, str]] = frozenset()
    answered_providers: frozenset[str] = frozenset()
    message_owner: Mapping[str, str] = field(default_factory=dict)
    """Session of each message id seen, for ids that turn up twice."""
    pieces: tuple[Piece, ...] = ()
    """What was taken from pasted texts."""
    _known: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Answers worked out once, because every prompt asks again: with 50,000 prompts none may cost a look at all of them."""

    def of(self, prompt: Prompt) -> World:
        """What is shared as far as it speaks for `prompt`: without the database, where that is not its server's."""
        if self.facts is None or prompt.run is None or self.reach.get(prompt.run.key, _WHOLE) is not None:
            return self
        return self.once("apart", lambda: replace(self, facts=None, drifts={}))

    def once(self, key: object, work: Callable[[], T]) -> T:
        """What `work` gives, worked out the first time somebody asks for `key`."""
        if key not in self._known:
            self._known[key] = work()
        found: T = self._known[key]
        return found

    def notable(self, *messages: str) -> tuple[LogRecord, ...]:
        records = self.logs.notable if self.logs else ()
        return self.once(("notable", messages), lambda: tuple(r for r in records if r.message in messages))

    def drift(self, prompt: Prompt) -> Drift | None:
        return self.drifts.get(prompt.version) if prompt.version else None

    def worked(self, run: Run | None = None) -> tuple[Prompt, ...]:
        """Answered prompts; with `run` those of that run, and those whose run is not known."""
        if run is None:
            return self.once("worked", lambda: tuple(p for p in self.prompts if p.outcome is Outcome.ANSWERED))
        return self.once(("worked", run.key), lambda: tuple(p for p in self.worked() if p.run is None or p.run.key == run.key))

    def worked_after(self, moment: datetime, run: Run | None = None) -> bool:
        """Whether a prompt sent after `moment` was answered (by that run, with `run`)."""
        key = ("worked last", run.key if run else None)
        last = self.once(key, lambda: max((p.time for p in self.worked(run) if p.time), default=None))
        return last is not None and last > moment

    def sessions_of(self, run: Run) -> Mapping[str, bool]:
        """Sessions that a run's prompts name, where rows were read: whether the database has them."""
        return self.once("sessions", self._sessions_by_run).get(run.key, {})

    def _sessions_by_run(self) -> Mapping[str, Mapping[str, bool]]:
        by_run: dict[str, dict[str, bool]] = {}
        for prompt in self.prompts:
            if prompt.run and prompt.session_id and prompt.rows is not None:
                by_run.setdefault(prompt.run.key, {})[prompt.session_id] = prompt.rows.session is not None
        return by_run

    def sent(self, message_id: str | None) -> Sequence[Prompt]:
        """Prompts whose captured request carries this message id."""
        return self.once("sent", self._by_sent_id).get(message_id, ())

    def _by_sent_id(self) -> Mapping[str | None, Sequence[Prompt]]:
        by_id: dict[str | None, list[Prompt]] = {}
        for prompt in self.prompts:
            if prompt.request is not None:
                by_id.setdefault(prompt.request.message_id, []).append(prompt)
        return by_id

    def agents_answered(self, run: Run | None = None) -> frozenset[str]:
        """Agents that captured requests name, of prompts that were answered; with `run` of that run, and of those whose run is not known."""
        key = ("agents", run.key if run else None)
        return self.once(key, lambda: frozenset(p.request.agent for p in self.worked(run) if p.request and p.request.agent))

    def successor(self, run: Run) -> Run | None:
        """The first run on the same database that started after `run` had written its last record; None when there is none."""
        return self.once(("successor", run.key), lambda: self._successor(run))

    def _successor(self, run: Run) -> Run | None:
        if self.logs is None or run.last_time is None:
            return None
        later = [
            r
            for r in self.logs.runs
            if r.key != run.key
            and r.first_time
            and r.first_time >= run.last_time
            and r.started
            and r.serves
            and _same_database(r, run)
        ]
        return min(later, key=lambda r: r.first_time, default=None)  # type: ignore[arg-type, return-value]


def _same_database(one: Run, two: Run) -> bool:
    return one.database_path is None or two.database_path is None or one.database_path == two.database_path
