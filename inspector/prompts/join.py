"""Joins what was read, from all inputs, into prompts and the world they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from inspector.model import (
    Check,
    DatabaseFacts,
    Drift,
    LogRecord,
    Logs,
    OtherRequest,
    Outcome,
    Problem,
    Question,
    Requests,
    RequestShape,
    SessionRows,
    Skipped,
)
from inspector.prompts.assemble import prompts_of
from inspector.prompts.faults import fault_of
from inspector.prompts.loops import DELETED
from inspector.prompts.nameless import given
from inspector.prompts.others import other_requests
from inspector.prompts.prompt import Prompt
from inspector.prompts.reach import Reach, reach
from inspector.prompts.rejections import _loose, _refused
from inspector.prompts.runs import Runs
from inspector.prompts.subagents import link_subagents
from inspector.prompts.world import World

CLOCK_NOISE_MS = 2000
"""A smaller difference between a request's time and its row's is the time the request took."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read, before anything is judged."""

    world: World
    requests: Requests | None
    loose: tuple[Prompt, ...]
    """Rejections that name no session: ``schema rejection`` and ``ref=err_…`` records, captures without one."""
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]
    rows: Mapping[str, SessionRows]
    others: tuple[OtherRequest, ...] = ()
    """Refused requests that are no prompts."""


def joined(
    question: Question,
    facts: DatabaseFacts | None,
    rows: Mapping[str, SessionRows],
    logs: Logs | None,
    requests: Requests | None,
    live: bool,
    trouble: Iterable[Problem] = (),
    known: Collection[str] = (),
) -> Gathered:
    """Everything that was read as prompts, answered and not, each with its records, rows and request.

    `facts`, `logs` and `requests` are None where nothing of that kind was given or could be read; `live` means that a server has
    the database open right now; `trouble` is what reading met so far; `known` are those of the sessions named by the runs of `logs`
    that the database has.
    """
    guess = _version_guess(rows)
    failures: dict[str, list[LogRecord]] = {}
    for record in logs.failures if logs else ():
        failures.setdefault(record.session_id or "", []).append(record)
    requests = _on_server_time(requests, rows)
    shapes: dict[str, list[RequestShape]] = {}
    for shape in requests.shapes if requests else ():
        shapes.setdefault(shape.session_id or "", []).append(shape)
    sessions = dict.fromkeys([*rows, *(s for s in failures if s), *(logs.sessions if logs else ()), *(s for s in shapes if s)])
    if question.sessions:
        asked = set(question.sessions)
        sessions = dict.fromkeys(s for s in sessions if s in asked)
    prompts: list[Prompt] = []
    runs = Runs(logs.runs if logs else ())
    limits = reach_of(logs, facts, rows, known) if logs and facts else {}
    for session_id in sessions:
        prompts += prompts_of(
            session_id,
            rows.get(session_id),
            logs,
            shapes.get(session_id, ()),
            failures=failures.get(session_id, ()),
            runs=runs,
            claimed=question.server_version,
            guess=guess,
            reach=limits,
            newest=facts.newest_row if facts else None,
        )
    # a command that ends by itself need not write its last lines: without rows nothing tells whether it was answered
    prompts = [p for p in prompts if p.outcome is not Outcome.SILENT or p.rows is not None or p.run is None or p.run.serves]
    if "" in failures:
        prompts = given(failures[""], prompts, runs, rows, logs, question.server_version)
    refused = requests.refused if requests else ()
    prompts = link_subagents(prompts, rows, logs)
    prompts, loose = _refused(prompts, _loose(logs, runs, shapes.get("", ()), prompts, question, refused))
    if question.sessions:
        loose = tuple(prompt for prompt in loose if prompt.session_id in question.sessions)
    world = _world(question, facts, logs, requests, prompts, live, limits)
    skipped = _skipped(question, logs, facts, requests, limits, prompts, rows)
    found = (problem for source in (logs, facts, requests) if source for problem in source.problems)
    gone = "was cut, replaced or removed before the records of its sessions were read again: some are missing"
    lost = (Problem(name, gone) for name in sorted(getattr(logs.sessions, "lost", frozenset[str]()))) if logs else ()
    others = other_requests(logs, refused)
    return Gathered(world, requests, loose, tuple(dict.fromkeys((*trouble, *found, *lost))), skipped, rows, others)


def _skipped(
    question: Question,
    logs: Logs | None,
    facts: DatabaseFacts | None,
    requests: Requests | None,
    limits: Reach,
    prompts: Sequence[Prompt],
    rows: Mapping[str, SessionRows],
) -> tuple[Skipped, ...]:
    """Return what could not be checked with these inputs."""
    skipped = [Skipped(Check.LOGS_NOT_GIVEN)] if logs is None else []
    if facts is None:
        skipped.append(Skipped(Check.DATABASE_NOT_GIVEN if question.database is None else Check.DATABASE_UNREADABLE))
    skipped += [Skipped(Check.ROWS_OF_RUN, run=key[:8]) for key, until in limits.items() if until is None]
    failing = {p.session_id for p in prompts if p.outcome in (Outcome.FAILED, Outcome.SILENT)}
    cut = [len(r.messages or ()) for r in rows.values() if r.capped and r.session_id in failing]
    if cut:
        skipped.append(Skipped(Check.OLDER_MESSAGES, count=len(cut), read=min(cut)))
    if requests is None:
        skipped.append(Skipped(Check.REQUESTS_NOT_GIVEN))
    return tuple(skipped)


def reach_of(logs: Logs, facts: DatabaseFacts, rows: Mapping[str, SessionRows], known: Collection[str]) -> Reach:
    """How far the rows speak for each run of `logs`, where not in full."""
    stored = {id for id, found in rows.items() if found.session is not None}
    met = {record.run for record in logs.failures if record.session_id in stored}
    deleted = {record.session_id for record in logs.notable if record.message in DELETED}
    faults = ((record, fault_of(record)) for record in logs.failures if record.session_id not in stored)
    deleted |= {record.session_id for record, fault in faults if fault and fault.code == "SQLITE_CONSTRAINT_FOREIGNKEY"}
    return reach(logs.runs, facts, known, met, deleted)


def _on_server_time(requests: Requests | None, rows: Mapping[str, SessionRows]) -> Requests | None:
    """The captures with their times on the server's clock, where ids that were sent and stored show how far the client's is off."""
    if requests is None:
        return None
    from inspector.requests import estimate_clock_offset

    stored = {m.id: m.time_created for r in rows.values() for m in r.messages or () if m.role == "user" and m.time_created}
    offset = requests.clock_offset_ms if requests.clock_offset_ms is not None else estimate_clock_offset(requests.shapes, stored)
    if offset is None or abs(offset) < CLOCK_NOISE_MS:
        return replace(requests, clock_offset_ms=offset)
    off = timedelta(milliseconds=offset)
    moved = tuple(replace(s, time=s.time - off) if s.time else s for s in requests.shapes)
    return replace(requests, shapes=moved, clock_offset_ms=offset)


def _version_guess(rows: Mapping[str, SessionRows]) -> Callable[[datetime | None], str | None]:
    """Which version made the newest session up to a moment: the best the rows can tell of the server then running."""
    made = sorted(
        (r.session.time_created, r.session.version)
        for r in rows.values()
        if r.session and r.session.time_created and r.session.version
    )
    times = [time for time, _ in made]

    def guess(moment: datetime | None) -> str | None:
        index = bisect_right(times, moment) if moment is not None else 0
        return made[index - 1][1] if index else None

    return guess


def _world(
    question: Question,
    facts: DatabaseFacts | None,
    logs: Logs | None,
    requests: Requests | None,
    prompts: list[Prompt],
    live: bool,
    limits: Reach,
) -> World:
    versions = {p.version for p in prompts if p.version} | ({question.server_version} if question.server_version else set())
    versions |= {run.version for run in logs.runs if run.version and limits.get(run.key, run) is not None} if logs else set()
    ends = [t for t in (logs.last_time if logs else None, facts.newest_row if facts else None) if t]
    ends += [p.time for p in prompts if p.time]
    end = max(ends, default=None)
    answered = [p for p in prompts if p.outcome is Outcome.ANSWERED]
    done = {
        (a.provider_id, a.model_id)
        for p in answered
        for a in p.answers
        if a.provider_id and a.model_id and a.completed and not a.error_name
    }
    return World(
        logs=logs,
        facts=facts,
        drifts=_drifts(facts, versions),
        prompts=tuple(prompts),
        end=end,
        log_end=logs.last_time if logs else None,
        live=live,
        now=datetime.now(UTC) if live else end,
        claimed=question.server_version,
        reach=limits,
        requests_read=requests is not None,
        answered_models=frozenset(done),
        answered_providers=frozenset(provider for provider, _ in done),
        answered_agents=frozenset(
            (p.message.agent, p.message.provider_id, p.message.model_id)
            for p in answered
            if p.message and p.message.agent and p.message.provider_id and p.message.model_id
        ),
        message_owner={p.message.id: p.session_id for p in prompts if p.message and p.session_id},
    )


def _drifts(facts: DatabaseFacts | None, versions: Iterable[str]) -> Mapping[str, Drift]:
    if facts is None or (facts.migrations is None and not facts.tables):
        return {}
    from inspector.database.drift import drift

    return {version: drift(facts, version) for version in versions}
