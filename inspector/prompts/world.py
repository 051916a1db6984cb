"""The context in which rules judge a prompt: everything that was read, and all prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import field
from msgspec.structs import replace

from inspector.model import DatabaseFacts, Drift, LogRecord, Logs, Run
from inspector.model.pasted import Piece
from inspector.model.value import Value
from inspector.prompts.coverage import Coverage, covered_until
from inspector.prompts.faults import Faults
from inspector.prompts.index import PromptIndex
from inspector.prompts.prompt import Prompt


class World(Value, frozen=True, gc=True, dict=True):
    """What all prompts of a question share. Rules read it and never change it."""

    logs: Logs | None
    facts: DatabaseFacts | None
    drifts: Mapping[str, Drift]
    """Drift of the database by server version."""
    prompts: tuple[Prompt, ...] = ()
    """Every known prompt, with the answered ones."""
    end: datetime | None = None
    """The newest time in any evidence."""
    log_end: datetime | None = None
    live: bool = False
    """True when a server has the database open right now."""
    now: datetime | None = None
    """Wall clock when `live`, else `end`."""
    claimed: str | None = None
    """The server version that the user named (``--server-version``)."""
    coverage: Coverage = field(default_factory=dict)
    """Up to when the database covers each run that it covers only partly."""
    faults: Faults = field(default_factory=Faults)
    requests_read: bool = False
    answered_models: frozenset[tuple[str, str]] = frozenset()
    answered_providers: frozenset[str] = frozenset()
    answered_agents: frozenset[tuple[str, str, str]] = frozenset()
    """Agent, provider and model of the stored prompts that were answered."""
    message_owner: Mapping[str, str] = field(default_factory=dict)
    """Session of each known message ID, for IDs that captured requests carry; empty without captures."""
    pieces: tuple[Piece, ...] = ()
    """Pieces of pasted texts."""

    def of(self, prompt: Prompt) -> World:
        """Return what is shared, without the database where it is not that of the prompt's server."""
        if self.facts is None or prompt.run is None or covered_until(self.coverage, prompt.run) is not None:
            return self
        return self._without_database

    @cached_property
    def index(self) -> PromptIndex:
        """Groups of all prompts and records, for rules that compare a prompt with others."""
        return PromptIndex(self.prompts, self.logs)

    @cached_property
    def _without_database(self) -> World:
        return replace(self, facts=None, drifts={})

    def notable(self, *messages: str) -> tuple[LogRecord, ...]:
        return self.index.notable(*messages)

    def drift(self, prompt: Prompt) -> Drift | None:
        return self.drifts.get(prompt.version) if prompt.version else None

    def worked(self, run: Run | None = None) -> tuple[Prompt, ...]:
        """Answered prompts; with `run` those of that run, and those whose run is not known."""
        return self.index.answered_in(run)

    def worked_after(self, moment: datetime, run: Run | None = None) -> bool:
        """Whether a prompt sent after `moment` was answered (by that run, with `run`)."""
        last = self.index.last_answered(run)
        return last is not None and last > moment

    def sessions_of(self, run: Run) -> Mapping[str, bool]:
        """Sessions of a run's prompts whose rows were read, and whether the database has them."""
        return self.index.stored_sessions.get(run.key, {})

    def sent(self, message_id: str | None) -> Sequence[Prompt]:
        """Prompts whose captured request carries this message ID."""
        return self.index.by_sent_id.get(message_id, ())

    def agents_answered(self, run: Run | None = None) -> Mapping[str, datetime]:
        """Agents that the captured requests of answered prompts name, each with the time of its first answered prompt; with `run`
        those of that run, and those whose run is not known."""
        return self.index.agents_answered(run)

    def successor(self, run: Run) -> Run | None:
        """The first run on the same database that started after `run` had written its last record; None when there is none."""
        return self.index.successor(run)
