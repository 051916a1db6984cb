"""Error records that belong to no prompt, grouped by their text, each group with the page that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property

from inspector.logs.noise import known_noise
from inspector.model import LogRecord, Outcome, Question, Run, Unplaced
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import AWAITED
from inspector.prompts.unawaited import REJECTIONS, follows_no_request
from inspector.prompts.world import World
from inspector.rules._says import pages_for
from inspector.text import beginning
from inspector.versions import older

MOST = 50
"""At most this many groups are in a report: ERROR records first, in log order."""
LONGEST = 300
"""At most this many characters of a group's text are kept."""
LATE = timedelta(seconds=1)
"""The legacy era logs whole seconds, so a record may appear up to this much older than its prompt."""


def unplaced(question: Question, gathered: Gathered) -> tuple[Unplaced, ...]:
    """Return the groups of ERROR and WARN records that belong to no prompt and are not known to be harmless."""
    world = gathered.world
    if world.logs is None:
        return ()
    place = _Places(world, gathered.loose)
    others = {request.log for request in gathered.others}
    found = []
    for group in world.logs.errors:
        records = [
            r
            for r in group.records
            if _is_asked_for(r, question) and (r.path, r.offset) not in others and not place.has(r) and not place.is_harmless(r)
        ]
        if records:
            first = records[0]
            alone = len(records) == len(group.records)
            found.append(
                Unplaced(
                    time=first.time,
                    last=records[-1].time,
                    count=len(records) + (group.dropped if alone else 0),
                    path=first.path,
                    offset=first.offset,
                    level=first.level,
                    text=beginning(text := " ".join(filter(None, (first.message, _said(first)))), LONGEST),
                    page=page_of(text),
                )
            )
    return tuple(sorted(found, key=lambda group: group.level)[:MOST])


def _said(record: LogRecord) -> str:
    """Return the record's error; of the last record before a server ends (``fatal``), which has none, its other text."""
    return record.error_text or (record.fields.get("message", "") if record.message == "fatal" else "")


def page_of(text: str) -> str | None:
    """Return the cause whose page explains an error text best; None where none does."""
    return next((said.cause for said in pages_for(text)), None)


def _is_asked_for(record: LogRecord, question: Question) -> bool:
    return not question.sessions or record.session_id in question.sessions


def _content(record: LogRecord) -> tuple[object, ...]:
    """Return the content of a record, to find errors that a server logged twice."""
    return record.run, record.time, record.error_text, record.fields.get("ref")


def _is_same_error(record: LogRecord, call: LogRecord) -> bool:
    """Whether a ``process`` record without a session (up to 1.3) repeats the error of the provider call just before it."""
    if call.message != "stream error" or call.run != record.run or call.time is None or record.time is None:
        return False
    return call.order < record.order and record.time - call.time <= LATE and record.error_text in call.error_text


class _Places:
    """The records that the report's prompts explain."""

    def __init__(self, world: World, loose: Sequence[Prompt]) -> None:
        self._by_session: dict[str | None, list[Prompt]] = {}
        for prompt in (*world.prompts, *loose):
            self._by_session.setdefault(prompt.session_id, []).append(prompt)
        self._own = {_content(p.record) for prompts in self._by_session.values() for p in prompts if p.record}
        self._runs: Mapping[str, Run] = {run.key: run for run in (world.logs.runs if world.logs else ())}
        self._world = world
        self._named = [r for group in world.logs.errors for r in group.records if r.session_id] if world.logs else []
        self._worked = {prompt.run.key for prompt in world.prompts if prompt.outcome is Outcome.ANSWERED and prompt.run}

    @cached_property
    def _steps(self) -> frozenset[tuple[str, int]]:
        """Places of the errors without a session that ended a prompt's step."""
        records = (r for p in self._world.prompts for r in p.records or ())
        return frozenset((r.path, r.offset) for r in records if r.message == "process" and r.session_id is None)

    def has(self, record: LogRecord) -> bool:
        """Whether `record` is a prompt's own, or was written while a prompt of its session was under way."""
        if _content(record) in self._own:
            return True
        if record.session_id is None and record.message == "process":
            return (record.path, record.offset) in self._steps or any(
                self.has(call) for call in self._named if _is_same_error(record, call)
            )
        prompts: Iterable[Prompt] = self._by_session.get(record.session_id, ()) if record.session_id else ()
        return any(
            prompt.time is None or record.time is None or prompt.time <= record.time + LATE or record in (prompt.records or ())
            for prompt in prompts
        )

    def is_harmless(self, record: LogRecord) -> bool:
        """Whether `record` is known to be harmless and the server continued afterwards."""
        run = self._runs.get(record.run or "")
        if record.message in REJECTIONS:
            if run is None:
                return False
            awaits = older(run.version, AWAITED) is False  # then the rejection comes from a plugin
            return awaits or (run.key in self._worked and follows_no_request(record, self._world.notable("request")))
        noise = None if record.quoted else known_noise(record)
        if noise is None or not noise.while_working:
            return noise is not None
        if record.run is None:  # written before the server's first line, in which it names its version
            return record.time is not None and self._world.worked_after(record.time)
        return record.run in self._worked or (
            run is not None and run.last_time is not None and record.time is not None and run.last_time > record.time
        )
