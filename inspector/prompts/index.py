"""What rules look up in all prompts and all log records of one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from inspector.model import LogRecord, Logs, Outcome, Run, Stage
from inspector.prompts.answers import is_hanging
from inspector.prompts.asks import Asks
from inspector.prompts.loops import is_main_call
from inspector.prompts.prompt import Prompt


class PromptIndex:
    """Groups of a question's prompts and records. Each group is made once, when a rule first asks for it.

    Rules judge one prompt at a time. With 50,000 prompts, no rule may go through all of them for each one.
    """

    def __init__(self, prompts: Sequence[Prompt], logs: Logs | None) -> None:
        self.prompts = prompts
        self.logs = logs
        self._notable: dict[tuple[str, ...], tuple[LogRecord, ...]] = {}
        self._answered: dict[str, tuple[Prompt, ...]] = {}
        self._last_answered: dict[str | None, datetime | None] = {}
        self._agents: dict[str | None, dict[str, datetime]] = {}
        self._successors: dict[str, Run | None] = {}
        self._streaming: dict[str, int] = {}

    # --- prompts ---------------------------------------------------------------------------------
    @cached_property
    def answered(self) -> tuple[Prompt, ...]:
        return tuple(p for p in self.prompts if p.outcome is Outcome.ANSWERED)

    @cached_property
    def by_session(self) -> Mapping[str | None, Sequence[Prompt]]:
        found: dict[str | None, list[Prompt]] = {}
        for prompt in self.prompts:
            found.setdefault(prompt.session_id, []).append(prompt)
        return found

    @cached_property
    def by_run(self) -> Mapping[str, Sequence[Prompt]]:
        """Prompts by the key of the server run that took them."""
        found: dict[str, list[Prompt]] = {}
        for prompt in self.prompts:
            if prompt.run is not None:
                found.setdefault(prompt.run.key, []).append(prompt)
        return found

    def streaming_at_end(self, run: Run) -> int:
        """Number of the run's prompts that the last piece of an answer may belong to: open ones, and those answered no earlier."""
        if run.key not in self._streaming:
            prompts = self.by_run.get(run.key, ()) if run.last_piece is not None else ()
            self._streaming[run.key] = sum(run.last_piece is not None and _streams_at(p, run.last_piece) for p in prompts)
        return self._streaming[run.key]

    @cached_property
    def by_sent_id(self) -> Mapping[str | None, Sequence[Prompt]]:
        """Prompts with a captured request, by the message ID that the request carries."""
        found: dict[str | None, list[Prompt]] = {}
        for prompt in self.prompts:
            if prompt.request is not None:
                found.setdefault(prompt.request.message_id, []).append(prompt)
        return found

    @cached_property
    def stored_sessions(self) -> Mapping[str, Mapping[str, bool]]:
        """By run key: the sessions of the run's prompts whose rows were read, and whether the database has them."""
        found: dict[str, dict[str, bool]] = {}
        for prompt in self.prompts:
            if prompt.run and prompt.session_id and prompt.rows is not None:
                found.setdefault(prompt.run.key, {})[prompt.session_id] = prompt.rows.session is not None
        return found

    @cached_property
    def session_columns(self) -> frozenset[str]:
        """Columns of session rows that only some generations have, or fill."""
        return frozenset(name for p in self.prompts if p.rows and p.rows.session for name in p.rows.session.extra)

    # --- answered prompts ------------------------------------------------------------------------
    @cached_property
    def answered_by_model(self) -> Mapping[tuple[str | None, str | None], Sequence[Prompt]]:
        """Answered prompts by provider and model of their newest answer."""
        found: dict[tuple[str | None, str | None], list[Prompt]] = {}
        for prompt in self.answered:
            if prompt.answer is not None:
                found.setdefault((prompt.answer.provider_id, prompt.answer.model_id), []).append(prompt)
        return found

    @cached_property
    def provider_times(self) -> Mapping[str, datetime]:
        """The time of the first answered prompt of each provider that its answers and records name."""
        first: dict[str, datetime] = {}
        for prompt in self.answered:
            calls = (r.fields.get("providerID") for r in prompt.records or () if is_main_call(r))
            for name in {*calls, *(answer.provider_id for answer in prompt.answers)}:
                if name and prompt.time:
                    first[name] = min(prompt.time, first.get(name, prompt.time))
        return first

    @cached_property
    def answer_times(self) -> Mapping[tuple[str, str], Sequence[datetime]]:
        """Times of answered prompts, oldest first, by server run and session directory."""
        found: dict[tuple[str, str], list[datetime]] = {}
        for prompt in self.answered:
            session = prompt.session
            if prompt.run and prompt.time and session and session.directory:
                found.setdefault((prompt.run.key, session.directory), []).append(prompt.time)
        return {place: sorted(times) for place, times in found.items()}

    def answered_in(self, run: Run | None) -> tuple[Prompt, ...]:
        """Answered prompts of `run`, and those whose run is not known; all answered prompts without `run`."""
        if run is None:
            return self.answered
        if run.key not in self._answered:
            self._answered[run.key] = tuple(p for p in self.answered if p.run is None or p.run.key == run.key)
        return self._answered[run.key]

    def last_answered(self, run: Run | None) -> datetime | None:
        """The time of the newest prompt among `answered_in`."""
        key = run.key if run else None
        if key not in self._last_answered:
            self._last_answered[key] = max((p.time for p in self.answered_in(run) if p.time), default=None)
        return self._last_answered[key]

    def agents_answered(self, run: Run | None) -> Mapping[str, datetime]:
        """The agents that the captured requests of `answered_in` name, each with the time of its first answered prompt."""
        key = run.key if run else None
        if key not in self._agents:
            first: dict[str, datetime] = {}
            self._agents[key] = first
            for p in self.answered_in(run):
                if p.request and p.request.agent and p.time:
                    first[p.request.agent] = min(p.time, first.get(p.request.agent, p.time))
        return self._agents[key]

    # --- records and runs ------------------------------------------------------------------------
    def notable(self, *messages: str) -> tuple[LogRecord, ...]:
        """The notable records with one of these messages, in log order."""
        if messages not in self._notable:
            records = self.logs.notable if self.logs else ()
            self._notable[messages] = tuple(r for r in records if r.message in messages)
        return self._notable[messages]

    @cached_property
    def asks(self) -> Asks:
        """The requests for permissions and answers that servers logged."""
        return Asks(self.prompts, self.notable("asking"), self.notable("evaluated"), self.notable("replied", "rejected"))

    @cached_property
    def unfiltered_runs(self) -> frozenset[str | None]:
        """Runs with a record that names no session: their log was not filtered by session."""
        return frozenset(r.run for r in (self.logs.notable if self.logs else ()) if r.session_id is None)

    def calls_providers(self, run: Run) -> bool:
        """Whether the log shows that the run calls providers."""
        return run.key in self._calling_for_prompts or run.key in self._calling

    @cached_property
    def _calling_for_prompts(self) -> frozenset[str]:
        """Runs with a call among the records of the prompts, which are in memory."""
        return frozenset(r.run for p in self.prompts for r in p.records or () if r.message == "stream" and r.run)

    @cached_property
    def _calling(self) -> frozenset[str]:
        """Runs with a call in any session; all sessions are read for it."""
        sessions = self.logs.sessions.values() if self.logs else ()
        return frozenset(r.run for records in sessions for r in records if r.message == "stream" and r.run)

    def successor(self, run: Run) -> Run | None:
        """The first run on the same database that started after `run` had written its last record; None when there is none."""
        if run.key not in self._successors:
            self._successors[run.key] = self._find_successor(run)
        return self._successors[run.key]

    def _find_successor(self, run: Run) -> Run | None:
        if self.logs is None or run.last_time is None:
            return None
        later = [
            (other.first_time, number, other)
            for number, other in enumerate(self.logs.runs)
            if other.key != run.key and other.first_time and other.first_time >= run.last_time
            if other.started and other.serves and _share_database(other, run)
        ]
        return min(later)[2] if later else None


def _streams_at(prompt: Prompt, moment: datetime) -> bool:
    """Whether a piece of an answer that was sent at `moment` may belong to the prompt."""
    open_in_log = prompt.rows is None and prompt.outcome is Outcome.SILENT and prompt.stage is Stage.STREAM
    return is_hanging(prompt) or open_in_log or any(a.completed and a.completed >= moment for a in prompt.answers)


def _share_database(one: Run, two: Run) -> bool:
    """Whether two runs may use one database; a run whose database is not logged may use any."""
    return one.database_path is None or two.database_path is None or one.database_path == two.database_path
