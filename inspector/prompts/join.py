"""Joins what was read, from all inputs, into prompts and the world they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import field
from msgspec.structs import replace

from inspector.logs.context import Sessions
from inspector.model import (
    FINAL,
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
    Way,
)
from inspector.model.value import Value
from inspector.prompts.assemble import prompts_of
from inspector.prompts.calls import add_last_calls
from inspector.prompts.captures import clock_steps, offset_by_order
from inspector.prompts.coverage import WHOLE, Coverage, coverage_of
from inspector.prompts.evidence import SessionEvidence, SessionVersions, Shared
from inspector.prompts.faults import Faults
from inspector.prompts.nameless import assign_nameless_failures, errors_of_steps
from inspector.prompts.others import other_requests
from inspector.prompts.prompt import Prompt
from inspector.prompts.rejections import find_rejections, join_refusals
from inspector.prompts.runs import Runs
from inspector.prompts.subagents import link_subagents
from inspector.prompts.unawaited import REJECTIONS, find_unawaited
from inspector.prompts.world import World

CLOCK_NOISE_MS = 2000
"""A smaller difference between a request's time and its row's is the time the request took."""


class Readings(Value, frozen=True):
    """What was read from the inputs. `facts`, `logs` and `requests` are None where none was given or none could be read."""

    facts: DatabaseFacts | None = None
    rows: Mapping[str, SessionRows] = field(default_factory=dict)
    """By session."""
    logs: Logs | None = None
    requests: Requests | None = None
    known: Collection[str] = ()
    """Those of the sessions named by the runs of `logs` that the database has."""
    faults: Faults = field(default_factory=Faults)

    def coverage(self) -> Coverage:
        """Up to when the database covers each run that it covers only partly."""
        if self.logs is None or self.facts is None:
            return {}
        return coverage_of(self.logs, self.facts, self.rows, self.known, self.faults)


class Gathered(Value, frozen=True):
    """Everything that was read, before anything is judged."""

    world: World
    requests: Requests | None
    loose: tuple[Prompt, ...]
    """Rejections that name no session: ``schema rejection`` and ``ref=err_…`` records, captures without one."""
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]
    rows: Mapping[str, SessionRows]
    others: tuple[OtherRequest, ...] = ()
    """Refused requests that are not prompts."""


def join_readings(question: Question, read: Readings, problems: Iterable[Problem] = ()) -> Gathered:
    """Join what was read into prompts, answered and not, each with its records, rows and request.

    `problems` are those that were met while reading.
    """
    read = replace(read, requests=_on_server_time(read.requests, read.rows))
    shared = _shared(question, read)
    logs, requests = read.logs, read.requests
    refused = requests.refused if requests else ()
    prompts = _without_short_runs(_prompts_of_sessions(question, read, shared))
    nameless = [record for record in logs.failures if not record.session_id] if logs else []
    if nameless:
        prompts = assign_nameless_failures(nameless, prompts, read.rows, logs, shared)
    prompts = link_subagents(prompts, read.rows, logs)
    records = logs.notable if logs else ()
    shapes = [shape for shape in requests.shapes if not shape.session_id] if requests else []
    loose = find_rejections(records, shapes, refused, prompts, shared)
    loose += find_unawaited(records, prompts, shared, _runs_with_requests(logs, prompts))
    prompts, rejections = join_refusals(prompts, loose)
    if question.sessions:
        rejections = tuple(prompt for prompt in rejections if prompt.session_id in question.sessions)
    return Gathered(
        _world(question, read, shared, prompts),
        requests,
        rejections,
        tuple(dict.fromkeys((*problems, *_problems(read)))),
        tuple(_skipped(question, read, shared.coverage, prompts)),
        read.rows,
        other_requests(logs, refused),
    )


# --- prompts -------------------------------------------------------------------------------------
def _shared(question: Question, read: Readings) -> Shared:
    return Shared(
        runs=Runs(read.logs.runs if read.logs else ()),
        faults=read.faults,
        claimed=question.server_version,
        versions=SessionVersions(read.rows),
        coverage=read.coverage(),
        newest_row=read.facts.newest_row if read.facts else None,
        counting=_counting(read.rows.values()),
        clock_steps=clock_steps(read.requests, _sent_at(read.rows)) if read.requests else (),
    )


def _counting(rows: Iterable[SessionRows]) -> Collection[tuple[str | None, str | None]]:
    """Return provider and model of the answers that show how that provider ends a stream: with a reason and a number of tokens."""
    answers = (message for known in rows for message in known.messages or ())
    return {(a.provider_id, a.model_id) for a in answers if a.output_tokens and a.finish in (*FINAL, "tool-calls")}


def _prompts_of_sessions(question: Question, read: Readings, shared: Shared) -> list[Prompt]:
    """The prompts of all sessions that any input names; with sessions in the question, of those only."""
    failures: dict[str, list[LogRecord]] = {}
    for record in read.logs.failures if read.logs else ():
        if record.session_id:
            failures.setdefault(record.session_id, []).append(record)
    requests: dict[str, list[RequestShape]] = {}
    for shape in read.requests.shapes if read.requests else ():
        if shape.session_id:
            requests.setdefault(shape.session_id, []).append(shape)
    stories = read.logs.sessions if read.logs is not None else None
    nameless = errors_of_steps(read.logs) if read.logs is not None else {}
    asked = set(question.sessions)
    prompts: list[Prompt] = []
    for session_id in dict.fromkeys([*read.rows, *failures, *(stories or ()), *requests]):
        if asked and session_id not in asked:
            continue
        evidence = SessionEvidence(
            session_id,
            read.rows.get(session_id),
            _in_order(stories.get(session_id, ()), nameless.get(session_id, ())) if stories is not None else None,
            failures.get(session_id, ()),
            requests.get(session_id, ()),
        )
        prompts += prompts_of(evidence, shared)
    return add_last_calls(prompts, read.logs, stories.after) if read.logs and isinstance(stories, Sessions) else prompts


def _runs_with_requests(logs: Logs | None, prompts: Iterable[Prompt]) -> Collection[str | None]:
    """Return the runs that log their requests, as the records of the prompts' sessions show; looked up only where it matters."""
    if logs is None or not any(record.message in REJECTIONS for record in logs.notable):
        return ()
    sessions = dict.fromkeys(prompt.session_id for prompt in prompts if prompt.session_id)
    return {r.run for session in sessions for r in logs.sessions.get(session, ()) if r.message == "request"}


def _in_order(records: Sequence[LogRecord], more: Sequence[LogRecord]) -> tuple[LogRecord, ...]:
    return tuple(sorted((*records, *more), key=lambda record: record.order)) if more else tuple(records)


def _without_short_runs(prompts: Iterable[Prompt]) -> list[Prompt]:
    """Leave out silent prompts of a command that ends by itself, unless their rows were read.

    Such a command need not write its last lines, so its log cannot show whether a prompt was answered.
    """
    return [p for p in prompts if p.outcome is not Outcome.SILENT or p.rows is not None or p.run is None or p.run.serves]


# --- what was not checked ------------------------------------------------------------------------
def _skipped(question: Question, read: Readings, coverage: Coverage, prompts: Iterable[Prompt]) -> Iterator[Skipped]:
    """Yield what could not be checked with these inputs."""
    if read.logs is None:
        yield Skipped(Check.LOGS_NOT_GIVEN)
    if read.facts is None:
        yield Skipped(Check.DATABASE_NOT_GIVEN if question.database is None else Check.DATABASE_UNREADABLE)
    yield from (Skipped(Check.ROWS_OF_RUN, run=key[:8]) for key, until in coverage.items() if until is None)
    failing = {p.session_id for p in prompts if p.outcome in (Outcome.FAILED, Outcome.SILENT)}
    cut = [len(r.messages or ()) for r in read.rows.values() if r.capped and r.session_id in failing]
    if cut:
        yield Skipped(Check.OLDER_MESSAGES, count=len(cut), read=min(cut))
    if read.requests is None:
        yield Skipped(Check.REQUESTS_NOT_GIVEN)


def _problems(read: Readings) -> Iterator[Problem]:
    """The problems of the inputs that were read, and the logs of which records were lost meanwhile."""
    for source in (read.logs, read.facts, read.requests):
        yield from source.problems if source else ()
    gone = "was cut, replaced or removed before the records of its sessions were read again: some are missing"
    sessions = read.logs.sessions if read.logs else None
    yield from (Problem(name, gone) for name in sorted(sessions.lost if isinstance(sessions, Sessions) else ()))


# --- captures ------------------------------------------------------------------------------------
def _on_server_time(requests: Requests | None, rows: Mapping[str, SessionRows]) -> Requests | None:
    """The captures with their times on the server's clock, where the captures and the rows show how far the
    client's is off."""
    if requests is None:
        return None
    from inspector.requests import estimate_clock_offset

    offset = requests.clock_offset_ms
    if offset is None:
        offset = estimate_clock_offset(requests.shapes, _sent_at(rows))
    if offset is None:
        offset = offset_by_order(requests.shapes, rows)
    if offset is None or abs(offset) < CLOCK_NOISE_MS:
        return replace(requests, clock_offset_ms=offset)
    off = timedelta(milliseconds=offset)
    moved = tuple(replace(s, time=s.time - off) if s.time else s for s in requests.shapes)
    return replace(requests, shapes=moved, clock_offset_ms=offset)


def _sent_at(rows: Mapping[str, SessionRows]) -> Mapping[str, datetime]:
    """The time of each stored user message, by its ID."""
    return {m.id: m.time_created for r in rows.values() for m in r.messages or () if m.role == "user" and m.time_created}


# --- the world ------------------------------------------------------------------------------------
def _world(question: Question, read: Readings, shared: Shared, prompts: list[Prompt]) -> World:
    facts, logs, claimed = read.facts, read.logs, question.server_version
    versions = {p.version for p in prompts if p.version} | ({claimed} if claimed else set())
    if logs is not None:
        versions |= {run.version for run in logs.runs if run.version and shared.coverage.get(run.key, WHOLE) is not None}
    log_end = logs.last_time if logs else None
    times = (log_end, shared.newest_row, *(p.time for p in prompts))
    end = max((t for t in times if t), default=None)
    models = _answered_models(prompts)
    live = facts is not None and (facts.opened is Way.LIVE or question.runs)
    return World(
        logs=logs,
        facts=facts,
        drifts=_drifts(facts, versions),
        prompts=tuple(prompts),
        end=end,
        log_end=log_end,
        live=live,
        now=datetime.now(UTC) if live else end,
        claimed=claimed,
        coverage=shared.coverage,
        faults=shared.faults,
        requests_read=read.requests is not None,
        answered_models=models,
        answered_providers=frozenset(provider for provider, _ in models),
        answered_agents=_answered_agents(prompts),
        message_owner={p.message.id: p.session_id for p in prompts if p.message and p.session_id} if read.requests else {},
    )


def _answered_models(prompts: Iterable[Prompt]) -> frozenset[tuple[str, str]]:
    """Providers and models that answered a prompt."""
    answers = (a for p in prompts if p.outcome is Outcome.ANSWERED for a in p.answers if a.completed and not a.error_name)
    return frozenset((a.provider_id, a.model_id) for a in answers if a.provider_id and a.model_id)


def _answered_agents(prompts: Iterable[Prompt]) -> frozenset[tuple[str, str, str]]:
    """Agents, providers and models of the stored prompts that were answered."""
    messages = (p.message for p in prompts if p.outcome is Outcome.ANSWERED and p.message)
    return frozenset((m.agent, m.provider_id, m.model_id) for m in messages if m.agent and m.provider_id and m.model_id)


def _drifts(facts: DatabaseFacts | None, versions: Iterable[str]) -> Mapping[str, Drift]:
    if facts is None or (facts.migrations is None and not facts.tables):
        return {}
    from inspector.database.drift import drift

    return {version: drift(facts, version) for version in versions}
