"""The main job, in one sitting: read everything, join it into prompts, judge each one, write the report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from inspector import __version__
from inspector.contrast import contrast
from inspector.errors import UnreadableError, WrongFileError
from inspector.evidence import Prompt, Runs, World, contradicts, last_activity, minted_by, prompts_of, running_tool
from inspector.faults import fault_of
from inspector.model import (
    CauseGroup,
    Clue,
    Confidence,
    DatabaseFacts,
    Drift,
    Entry,
    Evidence,
    LogRecord,
    Logs,
    Problem,
    Refuted,
    Report,
    Requests,
    RequestShape,
    Separation,
    SessionRows,
    Skipped,
    Stage,
    TimelineEvent,
)
from inspector.progress import SILENT, Progress
from inspector.seen import notes_on_answers
from inspector.text import many
from inspector.verdict import Verdict, fingerprint, judge, problems, rules

if TYPE_CHECKING:
    from inspector.database import Database

CONTRAST = 1500
"""At most this many recently active sessions are read to compare failing prompts with,"""
CONTRAST_MESSAGES = 12
"""and so many messages of each."""
BUDGET = 60_000
"""Messages read of all sessions in question together: the more sessions, the fewer of each, the newest,"""
FEWEST = 6
"""but at least so many."""
DRAWN = 2000
"""At most so many working prompts stand on the timeline, taken evenly from all of them."""
NAMELESS = timedelta(seconds=10)
"""A session made this long before a failure that names none, and still empty, is taken to be the one that failed."""
COMPARED = 5000
"""At most so many working prompts are compared, taken evenly from all of them: more tell nothing new."""
TOLD = timedelta(seconds=1.5)
"""A synchronous refusal is written within this time of what it refuses."""
CLOCK_NOISE_MS = 2000
"""A smaller difference between a request's time and its row's is the time the request took."""
RUNNING = timedelta(seconds=60)
"""An answer on a live server that moved within this time is being written, not stuck."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked: the inputs and the limits."""

    logs: tuple[str, ...]
    """Files, folders or ``-``."""
    database: str | None = None
    requests: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sessions: tuple[str, ...] = ()
    """Only these; () for all."""
    server_version: str | None = None
    openapi: str | None = None


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


def diagnose(question: Question, progress: Progress = SILENT) -> Report:
    """Return the whole diagnosis.

    Raises UsageError for inputs that do not exist, WrongFileError for a database that is something else, and UnreadableError
    when nothing at all could be read; everything else that goes wrong is a `Problem` in the report.
    """
    return judged(gather(question, progress), question, progress)


# --- reading -------------------------------------------------------------------------------------


def gather(question: Question, progress: Progress = SILENT) -> Gathered:
    """Read database, requests and logs, and join them into prompts."""
    trouble: list[Problem] = []
    with ExitStack() as stack:
        database = _database(question, stack, trouble)
        if database is None:
            requests = _requests(question, None, progress)
            logs = _logs(question, None, progress)
            return _joined(question, None, {}, logs, requests, (), False, trouble)
        facts = database.facts()
        requests = _requests(question, facts, progress)
        progress.stage("looking for unanswered prompts", None, "sessions")
        hunted = _hunted(database, question, progress)
        captured = [s.session_id for s in (requests.shapes if requests else ()) if s.session_id]
        named = list(dict.fromkeys([*hunted, *question.sessions, *captured]))
        logs = _logs(question, set(named), progress)
        if logs is not None:
            named = list(dict.fromkeys([*named, *_named(logs)]))
        recent = [] if question.sessions else database.recent(CONTRAST, since=question.since, around=_moments(logs))
        rows = rows_of(database, named, recent, logs, question, progress)
        trouble += database.problems
    return _joined(question, facts, rows, logs, requests, tuple(hunted), facts.opened == "live", trouble)


def _database(question: Question, stack: ExitStack, trouble: list[Problem]) -> Database | None:
    """The open database, None when none was named; one that cannot be read is a problem only, where logs or captures were given."""
    if question.database is None:
        return None
    from inspector.database import open_database

    try:
        return stack.enter_context(open_database(question.database))
    except WrongFileError:
        raise
    except UnreadableError as error:
        if not question.logs and not question.requests:
            raise
        trouble.append(Problem(question.database, f"{error.message}. {error.hint}".strip()))
        return None


def rows_of(
    database: Database,
    named: Sequence[str],
    recent: Sequence[str],
    logs: Logs | None,
    question: Question,
    progress: Progress = SILENT,
) -> dict[str, SessionRows]:
    """The rows of the sessions in question, `named`, then of the `recent` ones to compare with.

    With very many sessions each is read as far back as its newest messages tell: to an answered prompt before the trouble.
    """
    from inspector.database import MESSAGES

    first: dict[str, datetime | None] = {}
    whole = set(question.sessions)
    for record in logs.failures if logs else ():
        first.setdefault(record.session_id or "", record.time)
        if (fault := fault_of(record)) is not None and fault.opaque:
            whole.add(record.session_id or "")  # rows of every kind must speak for an error that says nothing
    share = max(FEWEST, min(MESSAGES, BUDGET // max(len(named), 1)))
    known = set(named)
    rest = [id for id in recent if id not in known]
    progress.stage("reading sessions", len(named) + len(rest), "sessions")
    rows = {}
    short = []
    for found in database.sessions(named, messages=share, every_part=whole):
        rows[found.session_id] = found
        if found.capped and share < MESSAGES and _too_short(found, first.get(found.session_id), question.until):
            short.append(found.session_id)
        progress.advance(1)
    for found in database.sessions(short, every_part=whole):
        rows[found.session_id] = found
    for found in database.sessions(rest, messages=CONTRAST_MESSAGES, every_part=whole):
        rows[found.session_id] = found
        progress.advance(1)
    return rows


def _too_short(rows: SessionRows, failure: datetime | None, until: datetime | None) -> bool:
    """Whether the newest messages may not tell it all: they should begin with a prompt that was answered well, and once, before
    the first failure and the end of the time asked for, and hold no compaction, whose rounds go back further."""
    messages = rows.messages or ()
    first = next((m for m in messages if m.role == "user"), None)
    if first is None or sum(m.parent_id == first.id and m.ended_well for m in messages) != 1:
        return True
    start = first.time_created
    return (
        start is None
        or any(m.summary or m.mode == "compaction" for m in messages)
        or any(moment is not None and start > moment for moment in (failure, until))
    )


def _hunted(database: Database, question: Question, progress: Progress) -> list[str]:
    found = []
    for session_id in database.hunt(since=question.since, until=question.until, sessions=question.sessions or None):
        found.append(session_id)
        progress.advance(1)
    return found


def _logs(question: Question, sessions: set[str] | None, progress: Progress) -> Logs | None:
    if not question.logs:
        return None
    from inspector.logs import read_logs

    begun, seen = False, 0

    def scanned(done: int, total: int | None) -> None:
        nonlocal begun, seen
        if not begun:
            progress.stage("scanning logs", total)
            begun = True
        progress.advance(done - seen)
        seen = done

    def first(record: LogRecord) -> None:
        progress.found(f"prompt_async failed, session {record.session_id}")

    return read_logs(
        question.logs, sessions=sessions, since=question.since, until=question.until, progress=scanned, on_failure=first
    )


def _requests(question: Question, facts: DatabaseFacts | None, progress: Progress) -> Requests | None:
    """Read the captures, checked against what the server accepts: the named version, else the one that made the newest session."""
    if not question.requests:
        return None
    from inspector.requests import Acceptance, read_requests
    from inspector.requests.acceptance import numbers

    progress.stage("reading captures", None)
    known = [v for v in facts.versions if v.last and numbers(v.version)] if facts else []  # a build of one's own has no number
    newest = max(known, key=lambda v: (v.last, v.version), default=None)
    version = question.server_version or (newest.version if newest else None)
    checks = None
    if question.openapi:
        checks = Acceptance.from_openapi(question.openapi, version)
    elif version:
        checks = Acceptance.for_version(version)
    return read_requests(question.requests, acceptance=checks, progress=progress)


def _named(logs: Logs) -> list[str]:
    """Sessions that a failure or a session's own notable record names."""
    return list(dict.fromkeys(s for r in (*logs.failures, *logs.notable) if (s := r.session_id)))


def _moments(logs: Logs | None) -> tuple[datetime, ...]:
    times = [r.time for r in logs.failures if r.time] if logs else []
    return tuple(times[:: max(1, len(times) // 5)][:6])


# --- joining -------------------------------------------------------------------------------------


def _joined(
    question: Question,
    facts: DatabaseFacts | None,
    rows: Mapping[str, SessionRows],
    logs: Logs | None,
    requests: Requests | None,
    hunted: Sequence[str],
    live: bool,
    trouble: list[Problem],
) -> Gathered:
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
        sessions = dict.fromkeys(s for s in sessions if s in question.sessions)
    prompts: list[Prompt] = []
    runs = Runs(logs.runs if logs else ())
    for session_id in sessions:
        prompts += prompts_of(
            session_id, rows.get(session_id), logs, shapes.get(session_id, ()),
            failures=failures.get(session_id, ()), runs=runs, claimed=question.server_version, guess=guess,
        )  # fmt: skip
    prompts += _nameless(failures.get("", ()), runs, rows, prompts)
    prompts, loose = _refused(prompts, _loose(logs, shapes.get("", ()), prompts, question) if not question.sessions else ())
    world = _world(question, facts, logs, requests, prompts, live)
    skipped = []
    if logs is None:
        skipped.append(Skipped("server logs", "no log was given: what the server itself said was not looked at"))
    if facts is None:
        why = "no database was given (--db)" if question.database is None else "the database could not be read"
        skipped.append(Skipped("database rows", f"{why}: rows, schema and migrations were not looked at"))
    if requests is None:
        skipped.append(
            Skipped("requests", "no capture was given (--requests): bodies are known only as far as rows and ids tell")
        )
    for source in (logs, facts, requests):
        trouble += source.problems if source else ()
    return Gathered(world, requests, loose, tuple(dict.fromkeys(trouble)), tuple(skipped), rows)


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


def _nameless(
    failures: Sequence[LogRecord], runs: Runs, rows: Mapping[str, SessionRows], others: list[Prompt]
) -> list[Prompt]:
    """Failures whose record names no session (1.14.42 to 1.14.48): given to the captured prompt that left nothing, or to the
    one empty session that was made just before."""
    found = []
    lost = [n for n, p in enumerate(others) if p.kind == "silent" and p.stage is Stage.NOTHING and p.request is not None]
    taken = {p.session_id for p in others}
    empty = sorted(
        (r.session.time_created, r.session_id)
        for r in rows.values()
        if r.session and r.session.time_created and not r.messages and r.session_id not in taken
    )
    for record in failures:
        run = runs.by_key(record.run)
        index = next((n for n in lost if _lost(others[n], record)), None)
        if index is not None:
            lost.remove(index)
            version = run.version if run else others[index].version
            others[index] = replace(others[index], kind="failure", record=record, records=(record,), run=run, version=version)
            continue
        only = None
        if record.time is not None:
            first = bisect_left(empty, (record.time - NAMELESS, ""))
            behind = bisect_right(empty, (record.time + timedelta(seconds=1), "~"))
            if behind - first == 1:
                _, only = empty.pop(first)
        found.append(
            Prompt(
                "failure",
                only,
                record.time,
                Stage.NOTHING if only else Stage.UNKNOWN,
                rows[only] if only else None,
                record=record,
                fault=fault_of(record),
                records=(record,),
                run=run,
                version=run.version if run else None,
                version_from="banner",
                first=True if only else None,
            )
        )
    return found


def _lost(prompt: Prompt, record: LogRecord) -> bool:
    """Whether a captured prompt that left no trace was sent just before a failure that names no session."""
    sent = prompt.request.time if prompt.request is not None else None
    return sent is not None and record.time is not None and timedelta(seconds=-1) <= record.time - sent <= timedelta(seconds=5)


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


def _loose(logs: Logs | None, shapes: Sequence[RequestShape], prompts: list[Prompt], question: Question) -> tuple[Prompt, ...]:
    """Rejections no session is named for; a record that a captured answer already stands for is given to it."""
    found = [Prompt("rejected", None, s.time, Stage.REJECTED, None, request=s) for s in shapes if (s.status or 0) >= 400]
    if logs is None:
        return tuple(found)
    captured = [(i, p) for i, p in enumerate(prompts) if p.kind == "rejected" and p.time]
    runs = {run.key: run for run in logs.runs}
    for record in logs.notable:
        if not _refusal(record):
            continue
        run = runs.get(record.run or "")
        version = run.version if run else None
        match = next(((i, p) for i, p in captured if prompts[i].record is None and _same_moment(record, p)), None)
        if match is not None:
            prompts[match[0]] = replace(
                match[1], record=record, fault=fault_of(record), run=run, version=version or match[1].version
            )
            continue
        kind = "silent" if record.message in ("rejection", "Unhandled rejection") else "rejected"
        found.append(
            Prompt(kind, record.session_id, record.time, Stage.REJECTED if kind == "rejected" else Stage.UNKNOWN, None,
                   record=record, fault=fault_of(record), run=run, version=version or question.server_version, records=())
        )  # fmt: skip
    return tuple(found)


def _refused(prompts: list[Prompt], loose: tuple[Prompt, ...]) -> tuple[list[Prompt], tuple[Prompt, ...]]:
    """Leave out stored prompts that a synchronous 500 speaks for: its client was told, so nothing about them is silent."""
    told = sorted(
        (
            (p.time, n, p)
            for n, p in enumerate((*loose, *prompts))
            if p.kind == "rejected"
            and p.time
            and ((p.record and p.record.fields.get("ref")) or (p.request and (p.request.status or 0) >= 500))
        ),
    )

    def spoken_for(prompt: Prompt) -> bool:
        if prompt.kind != "silent" or prompt.message is None or prompt.answers or prompt.time is None:
            return False
        near = bisect_left(told, (prompt.time - TOLD,)), bisect_right(told, (prompt.time + TOLD, len(prompts) + len(loose)))
        return prompt.stage in (Stage.STORED, Stage.LOOP) and any(_told(prompt, refusal) for _, _, refusal in told[slice(*near)])

    return [prompt for prompt in prompts if not spoken_for(prompt)], loose


def _told(prompt: Prompt, refusal: Prompt) -> bool:
    """Whether `refusal`, of about the same time, can be about `prompt`."""
    if prompt.run and refusal.run and prompt.run.key != refusal.run.key:
        return False
    if refusal.session_id is not None and refusal.session_id != prompt.session_id:
        return False
    fault, message = refusal.fault, prompt.message
    return not (fault and fault.model_id and message and message.model_id and fault.model_id != message.model_id)


def _refusal(record: LogRecord) -> bool:
    return record.message in ("schema rejection", "rejection", "Unhandled rejection") or (
        record.message == "failed" and record.fields.get("ref", "").startswith("err_")
    )


def _same_moment(record: LogRecord, prompt: Prompt) -> bool:
    if record.time is None or prompt.time is None or prompt.request is None:
        return False
    refused = prompt.request.status in (400, 422) if record.message == "schema rejection" else (prompt.request.status or 0) >= 500
    ref = record.fields.get("ref")
    if ref and prompt.request.response_error and prompt.request.response_error.startswith("err_"):
        return refused and ref == prompt.request.response_error
    slack = timedelta(seconds=1 if record.era == "legacy" else 0)
    return refused and -slack - timedelta(milliseconds=50) <= record.time - prompt.time <= slack + timedelta(seconds=1)


def _world(
    question: Question,
    facts: DatabaseFacts | None,
    logs: Logs | None,
    requests: Requests | None,
    prompts: list[Prompt],
    live: bool,
) -> World:
    versions = {p.version for p in prompts if p.version} | ({question.server_version} if question.server_version else set())
    versions |= {run.version for run in logs.runs if run.version} if logs else set()
    ends = [t for t in (logs.last_time if logs else None, facts.newest_row if facts else None) if t]
    ends += [p.time for p in prompts if p.time]
    end = max(ends, default=None)
    answered = [p for p in prompts if p.kind == "answered"]
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
        log_start=min((i.first_time for i in logs.inputs if i.first_time), default=None) if logs else None,
        live=live,
        now=datetime.now(UTC) if live else end,
        claimed=question.server_version,
        requests_read=requests is not None,
        answered_models=frozenset(done),
        answered_providers=frozenset(provider for provider, _ in done),
        message_owner={p.message.id: p.session_id for p in prompts if p.message and p.session_id},
    )


def _drifts(facts: DatabaseFacts | None, versions: Iterable[str]) -> Mapping[str, Drift]:
    if facts is None or (facts.migrations is None and not facts.tables):
        return {}
    from inspector.database.drift import drift

    return {version: drift(facts, version) for version in versions}


# --- judging -------------------------------------------------------------------------------------


def judged(gathered: Gathered, question: Question, progress: Progress = SILENT) -> Report:
    """Judge every prompt and put the report together."""
    world = gathered.world
    broken: dict[str, str] = {}
    progress.stage("judging", len(world.prompts), "prompts")
    verdicts: list[tuple[Prompt, Verdict, Entry]] = []
    hidden: list[Prompt] = []
    running: list[Prompt] = []
    for prompt in (*world.prompts, *gathered.loose):
        progress.advance(1)
        if not _within(prompt, question):
            continue
        if prompt.kind == "answered":
            continue
        if _still_running(prompt, world):
            running.append(prompt)
            continue
        verdict = judge(prompt, world, broken)
        if prompt.kind == "silent" and not _listed(prompt, verdict, world):
            if not prompt.repeated and not prompt.recovered:
                hidden.append(prompt)
            continue
        verdicts.append((prompt, verdict, _entry(prompt, verdict, world)))
    verdicts = _inherited(verdicts)
    order = {id(r): n for n, r in enumerate(world.logs.failures)} if world.logs else {}
    failures = sorted((e for e in verdicts if e[2].kind == "failure"), key=lambda e: order.get(id(e[0].record), 0))
    silent = sorted((e for e in verdicts if e[2].kind == "silent"), key=_when)
    rejected = sorted((e for e in verdicts if e[2].kind == "rejected"), key=_when)
    groups = _groups([*failures, *silent, *rejected], world)
    worked = [p for p in world.prompts if p.kind == "answered"]
    return Report(
        version=__version__,
        generated=datetime.now(UTC),
        logs=world.logs.inputs if world.logs else (),
        runs=world.logs.runs if world.logs else (),
        database=world.facts,
        drifts=tuple(world.drifts[v] for v in sorted(world.drifts)),
        requests=gathered.requests.inputs if gathered.requests else (),
        failures=tuple(e for _, _, e in failures),
        silent=tuple(e for _, _, e in silent),
        rejected=tuple(e for _, _, e in rejected),
        causes=groups,
        refuted=_refuted([p for p, _, _ in verdicts], world),
        contrast=_contrasts(verdicts, worked, world),
        timeline=_timeline(verdicts, worked, world),
        worked=len(worked) if world.facts is not None or world.logs is not None else None,
        skipped=(*gathered.skipped, *_not_visible(hidden, world)),
        problems=(*gathered.problems, *problems(broken)),
        notes=_notes(question, world, verdicts, running, gathered),
        since=question.since,
        until=question.until,
    )


def _when(item: tuple[Prompt, Verdict, Entry]) -> tuple[bool, datetime, str]:
    time = item[2].time
    return (time is None, time or datetime.max.replace(tzinfo=UTC), item[2].session_id or "")


def _within(prompt: Prompt, question: Question) -> bool:
    if prompt.time is None:
        return True
    return (question.since is None or prompt.time >= question.since) and (question.until is None or prompt.time <= question.until)


def _still_running(prompt: Prompt, world: World) -> bool:
    """A prompt that a live server is working on: something moved within the last minute, and nobody is being waited for."""
    if (
        not world.live
        or prompt.kind != "silent"
        or prompt.record is not None
        or world.now is None
        or prompt.stage is Stage.FAILED
    ):
        return False
    if prompt.answer is not None and prompt.answer.completed:
        return False
    tool = running_tool(prompt)
    if tool is not None and not (tool.has_metadata or tool.has_output):
        return False
    moved = last_activity(prompt)
    if moved is None or prompt.stage not in (Stage.STREAM, Stage.ANSWERING, Stage.LOOP, Stage.STORED, Stage.ADMITTED):
        return False
    limit = RUNNING if prompt.stage in (Stage.STREAM, Stage.ANSWERING) else timedelta(seconds=3)
    return world.now - moved < (timedelta(minutes=10) if tool is not None else limit)


def _listed(prompt: Prompt, verdict: Verdict, world: World) -> bool:
    """Whether a prompt without a failing record belongs in the report."""
    if prompt.recovered:
        return verdict.confidence is Confidence.HIGH
    if prompt.repeated:
        return verdict.cause is not None
    if (
        prompt.stage is Stage.NOTHING
        and verdict.cause in (None, "wrong-database")
        and prompt.rows is not None
        and prompt.rows.session is None
    ):
        return False
    if prompt.projected is not None or prompt.input is not None or (verdict.cause is not None and prompt.answer is None):
        return True
    return not (prompt.records is None and _fails_loudly(prompt, world))


def _fails_loudly(prompt: Prompt, world: World) -> bool:
    """Without a log: whether the rows look like a failure that the server logs with ``prompt_async failed``.

    A model that never answered here; a prompt that broke off before the session was touched, which comes after its parts
    are stored; a message whose agent is no text; a subtask whose agent never began; a directory that a tool found gone.
    """
    message, rows = prompt.message, prompt.rows
    if message is None or rows is None:
        return False
    session = rows.session
    if prompt.answer is not None:
        begun = running_tool(prompt)
        if begun is not None and begun.tool == "task" and not (begun.has_metadata or begun.has_output):
            return True
        gone = session.directory if session else None
        return prompt.stage is Stage.STREAM and any(
            gone and p.error and "NotFound" in p.error and gone in p.error for p in rows.parts or ()
        )
    if prompt.behind or prompt.stage is not Stage.STORED:
        return False
    if message.agent is None or not prompt.parts:
        return True
    touched = session.time_updated if session else None
    stored = max((p.time_created for p in prompt.parts if p.time_created), default=None)
    if touched is not None and stored is not None and touched < stored and prompt.next_time is None:
        return True
    named = (message.provider_id, message.model_id)
    return bool(world.answered_models and message.provider_id and message.model_id and named not in world.answered_models)


def _not_visible(hidden: Sequence[Prompt], world: World) -> tuple[Skipped, ...]:
    if not hidden:
        return ()
    named = ", ".join(dict.fromkeys(p.session_id or "?" for p in hidden[:5]))
    more = f" and {len(hidden) - 5} more" if len(hidden) > 5 else ""
    return (
        Skipped(
            "stored prompts whose failure only the log tells",
            f"{many(len(hidden), 'stored prompt has', 'stored prompts have')} no answer, and their rows look like a failure that a server logs ({named}{more}): "
            "an unknown model, a part that could not be stored, a missing agent or directory; no log was given",
        ),
    )


def _inherited(items: list[tuple[Prompt, Verdict, Entry]]) -> list[tuple[Prompt, Verdict, Entry]]:
    """A prompt queued behind an open one has that one's cause, unless a rule knows better."""
    by_message = {(p.session_id, p.message.id): e for p, _, e in items if p.message is not None}
    found = []
    for prompt, verdict, entry in items:
        blocker = by_message.get((prompt.session_id, prompt.behind)) if prompt.behind else None
        if entry.cause is None and blocker is not None:
            waits = Evidence(
                True,
                f"The prompt is queued behind {prompt.behind}, which is still open.",
                str(entry.evidence[0].source) if entry.evidence else "",
            )
            entry = replace(
                entry, cause=blocker.cause, confidence=Confidence.MEDIUM if blocker.cause else None,
                candidates=blocker.candidates, evidence=(waits, *blocker.evidence),
            )  # fmt: skip
        found.append((prompt, verdict, entry))
    return found


# --- entries -------------------------------------------------------------------------------------


def _entry(prompt: Prompt, verdict: Verdict, world: World) -> Entry:
    rule = rules().get(verdict.cause or "")
    fault = prompt.fault
    answer = prompt.answer
    kind = prompt.kind
    candidates = verdict.candidates or _left_over(prompt, world)
    best = verdict.findings[:1] if verdict.cause else verdict.findings[:3]
    return Entry(
        kind=kind,
        session_id=prompt.session_id,
        time=prompt.time,
        cause=verdict.cause,
        confidence=verdict.confidence,
        candidates=(verdict.cause, *(c for c in candidates if c != verdict.cause)) if verdict.cause else candidates,
        stage=prompt.stage,
        evidence=tuple(_evidence(c) for f in best for c in f.clues),
        log=(prompt.record.path, prompt.record.offset) if prompt.record else None,
        error={
            "code": fault.code if fault else None,
            "name": fault.name if fault else answer.error_name if answer else None,
            "message": fault.message if fault else answer.error_message if answer else None,
        },
        request=_request(prompt),
        rows=dict(prompt.rows.counts) if prompt.rows else {},
        inputs=(prompt.input,) if prompt.input else (prompt.rows.inputs or ()) if prompt.rows and kind == "failure" else (),
        message_id=prompt.message.id if prompt.message else prompt.input.id if prompt.input else None,
        status=prompt.request.status if prompt.request else None,
        reason=_reason(prompt, verdict),
        recovered=prompt.recovered and kind == "silent",
        expected=bool(getattr(rule, "EXPECTED", False)) and kind == "silent",
        assumed=_assumed(prompt),
        run=prompt.run.key if prompt.run else None,
        version=prompt.version,
        fingerprint=fingerprint(verdict.cause, prompt),
        next_evidence=() if verdict.cause else _next_evidence(candidates, prompt, world),
        agent=prompt.message.agent if prompt.message else prompt.fault.sent_agent if prompt.fault else None,
        model=f"{prompt.message.provider_id}/{prompt.message.model_id}" if prompt.message and prompt.message.model_id else None,
    )


def _evidence(clue: Clue) -> Evidence:
    return Evidence(int(clue.weight) >= 0, clue.text, str(clue.source) if clue.source else "", int(clue.weight))


def _left_over(prompt: Prompt, world: World) -> tuple[str, ...]:
    """What remains possible when no rule has anything to say, from the stage alone."""
    if prompt.kind != "silent":
        return ()
    return {
        Stage.STORED: ("no-reply-requested", "server-stopped", "lost-wake"),
        Stage.LOOP: ("server-stopped", "snapshot-hang", "id-wrap"),
        Stage.STREAM: ("stream-stall", "server-stopped", "provider-error"),
        Stage.ANSWERING: ("stream-stall", "server-stopped", "tool-hang"),
        Stage.NOTHING: ("plugin-hang", "wrong-database", "server-stopped"),
        Stage.ADMITTED: ("input-not-promoted", "server-stopped"),
        Stage.FAILED: ("provider-error",),
    }.get(prompt.stage, ())


def _next_evidence(candidates: Sequence[str], prompt: Prompt, world: World) -> tuple[str, ...]:
    found = []
    if world.logs is None:
        found.append("the server log of that time: it tells whether the loop was started, the provider called, and what failed")
    if world.facts is None:
        found.append("the database (--db): rows, ids and schema tell how far the prompt came")
    if not world.requests_read and {
        "no-reply-requested",
        "plugin-hang",
        "part-unreadable",
        "plugin-error",
        "agent-not-found",
    } & set(candidates):
        found.append("a capture of the request (--requests): agent, parts and noReply are not logged")
    if {"plugin-error", "part-unreadable", "plugin-hang"} & set(candidates):
        found.append("the same prompt on a server started with --pure (no outside plugins)")
    if {"server-stopped", "stream-stall"} <= set(candidates):
        found.append("whether the server process was still alive: a later log, its service manager's journal")
    return tuple(found)


def _assumed(prompt: Prompt) -> tuple[str, ...]:
    reasons = {
        "session": "the server's version is taken to be the one that made the session",
        "rows": "the server's version is taken from the sessions made around that time",
        "era": "the server's version is taken from the shape of its records (1.15.x)",
        "--server-version": "the server's version is the one given with --server-version",
    }
    return (reasons[prompt.version_from],) if prompt.version_from in reasons else ()


def _reason(prompt: Prompt, verdict: Verdict) -> str | None:
    if prompt.kind != "rejected":
        return None
    if prompt.request is not None and prompt.request.problems:
        return "; ".join(prompt.request.problems[:3])
    return next((c.text for c in verdict.clues), None)


def _request(prompt: Prompt) -> Mapping[str, str]:
    """What is known of what was sent: ``client``, ``server``, ``absent`` or ``unknown`` for each part of it."""
    shape = prompt.request
    if shape is not None and shape.body_readable:

        def sent(value: object) -> str:
            return "client" if value else "absent"

        return {
            "message_id": sent(shape.message_id), "part_ids": sent(shape.part_ids), "directory": sent(shape.directory),
            "agent": sent(shape.agent), "model": sent(shape.model_id), "variant": sent(shape.variant), "source": "capture",
        }  # fmt: skip
    found = dict.fromkeys(("message_id", "part_ids", "directory", "agent", "model", "variant"), "unknown")
    if prompt.message is not None:
        message = prompt.message
        found["message_id"] = minted_by(message)
        found["part_ids"] = _part_makers(prompt)
        if message.agent and message.agent != "build":
            found["agent"] = "client"
        if message.variant and message.variant != "default":
            found["variant"] = "client"
        return {**found, "source": "database"}
    if prompt.input is not None:
        from inspector.database.ids import maker

        found["message_id"] = maker(prompt.input.id, prompt.input.time_created).who
        return {**found, "source": "database"}
    if prompt.fault is not None and (prompt.fault.agent or prompt.fault.message_id):
        if prompt.fault.agent:
            found["agent"] = "client"
        return {**found, "source": "log"}
    return {**found, "source": "none"}


def _part_makers(prompt: Prompt) -> str:
    """Part ids made before the message was stored, or in no form of OpenCode's, came with the request."""
    from inspector.database.ids import decode

    message = prompt.message
    if message is None or message.time_created is None or not prompt.parts:
        return "unknown"
    made = [decode(p.id, message.time_created) for p in prompt.parts]
    if any(m is None or m.form != "own" for m in made):
        return "client"
    early = [m for m in made if m and m.time and m.time < message.time_created]
    return "client" if early else "server" if all(m and m.counter == 1 for m in made) else "unknown"


# --- groups, refutations, contrast ---------------------------------------------------------------


def _groups(items: Sequence[tuple[Prompt, Verdict, Entry]], world: World) -> tuple[CauseGroup, ...]:
    by_cause: dict[str, list[tuple[Prompt, Verdict, Entry]]] = {}
    for item in items:
        if item[2].cause is not None:
            by_cause.setdefault(item[2].cause, []).append(item)
    groups = []
    for cause, members in by_cause.items():
        rule = rules()[cause]
        members = sorted(members, key=lambda m: m[2].confidence is not Confidence.HIGH)
        prompts = [p for p, _, _ in members]
        times = [e.time for _, _, e in members if e.time]
        groups.append(
            CauseGroup(
                cause=cause,
                title=str(rule.TITLE),
                confidence=Confidence.HIGH if any(e.confidence is Confidence.HIGH for _, _, e in members) else Confidence.MEDIUM,
                sessions=tuple(dict.fromkeys(e.session_id for _, _, e in members if e.session_id)),
                failures=len(members),
                first=min(times, default=None),
                last=max(times, default=None),
                evidence=(*members[0][2].evidence, *_contrast_evidence(cause, prompts, world)),
                remedy=rule.remedy(prompts, world),
                not_a_remedy=tuple(rule.NOT_A_REMEDY),
                references=tuple(rule.REFERENCES),
                fingerprints=tuple(sorted({e.fingerprint for _, _, e in members if e.fingerprint})),
                summary=rule.summary(prompts, world),
            )
        )
    quiet = {g.cause for g in groups if getattr(rules()[g.cause], "EXPECTED", False)}
    return tuple(sorted(groups, key=lambda g: (g.cause in quiet, g.confidence is not Confidence.HIGH, -g.failures, g.cause)))


def _contrast_evidence(cause: str, prompts: Sequence[Prompt], world: World) -> tuple[Evidence, ...]:
    """Prompts that worked under the same server run: the strongest thing to compare with."""
    runs = {p.run.key for p in prompts if p.run}
    worked = [p for p in world.prompts if p.kind == "answered" and p.run and p.run.key in runs]
    if not worked:
        return ()
    sessions = {p.session_id for p in worked}
    first = worked[0]
    place = (
        str(first.rows.source("message", first.message.id))
        if first.rows and first.message
        else str(first.records[0].source)
        if first.records
        else ""
    )
    return (
        Evidence(
            True,
            f"{many(len(worked), 'prompt', 'prompts')} in {many(len(sessions), 'session was', 'sessions were')} answered by the same server.",
            place,
            0,
        ),
    )


def _refuted(prompts: Sequence[Prompt], world: World) -> tuple[Refuted, ...]:
    found = []
    for cause, rule in rules().items():
        if getattr(rule, "FOLK", False):
            clues = tuple(rule.refutation(prompts, world))
            if clues:
                found.append(Refuted(cause, str(rule.TITLE), tuple(_evidence(c) for c in clues)))
    return tuple(found)


def _contrasts(items: Sequence[tuple[Prompt, Verdict, Entry]], worked: Sequence[Prompt], world: World) -> tuple[Separation, ...]:
    """For the biggest groups of failures: what they share and the prompts that worked do not."""
    by_cause: dict[str | None, list[Prompt]] = {}
    for prompt, _, entry in items:
        if entry.kind in ("failure", "silent") and not entry.expected and not entry.recovered:
            by_cause.setdefault(entry.cause, []).append(prompt)
    found: list[Separation] = []
    for cause, prompts in sorted(by_cause.items(), key=lambda item: -len(item[1]))[:4]:
        runs = {p.run.key for p in prompts if p.run}
        alike = [p for p in worked if p.run is None or not runs or p.run.key in runs]
        if len(prompts) >= 2 and len(alike) >= 2:
            found += contrast(prompts, alike[:: -(-len(alike) // COMPARED)], world, cause)
    return tuple(found)


# --- the rest of the report ----------------------------------------------------------------------


def _timeline(
    items: Sequence[tuple[Prompt, Verdict, Entry]], worked: Sequence[Prompt], world: World
) -> tuple[TimelineEvent, ...]:
    events = []
    applied: dict[datetime, list[str]] = {}
    for migration in world.facts.migrations or () if world.facts else ():
        if migration.applied:
            applied.setdefault(migration.applied.replace(microsecond=0), []).append(migration.id)
    for time, names in applied.items():
        events.append(
            TimelineEvent(time, "migration", f"{many(len(names), 'migration', 'migrations')} applied, newest {max(names)}")
        )
    for run in world.logs.runs if world.logs else ():
        if run.first_time:
            events.append(
                TimelineEvent(run.first_time, "start", f"server {run.version or '(version unknown)'} run {run.key[:8]}")
            )
        if run.last_time:
            events.append(TimelineEvent(run.last_time, "stop", f"last record of run {run.key[:8]}"))
    for _, _, entry in items:
        if entry.time:
            events.append(TimelineEvent(entry.time, entry.kind, entry.cause or "cause not decided", entry.session_id))
    shown = worked[:: -(-len(worked) // DRAWN)] if worked else ()
    events += [TimelineEvent(p.time, "worked", "answered", p.session_id) for p in shown if p.time]
    return tuple(sorted(events, key=lambda e: (e.time, e.kind)))


def _beside(world: World) -> list[str]:
    """Server runs that wrote at the same time: several processes on one database."""
    runs = sorted((r for r in world.logs.runs if r.first_time and r.last_time), key=lambda r: str(r.first_time)) if world.logs else []
    pairs = [
        (one, two)
        for one, two in pairwise(runs)
        if one.first_time and one.last_time and two.first_time and two.first_time < one.last_time - timedelta(seconds=1)
    ]
    if not pairs:
        return []
    one, two = pairs[0]
    return [
        f"Two server processes wrote at the same time (runs {one.key[:8]}, {one.version or 'version unknown'}, and {two.key[:8]}, "
        f"{two.version or 'version unknown'}): a prompt is run, and can be aborted, only by the one it was sent to."
    ]


def _notes(
    question: Question,
    world: World,
    items: Sequence[tuple[Prompt, Verdict, Entry]],
    running: Sequence[Prompt],
    gathered: Gathered,
) -> tuple[str, ...]:
    notes = []
    for run in world.logs.runs if world.logs else ():
        if question.server_version and contradicts(run.era, question.server_version):
            notes.append(
                f"--server-version says {question.server_version}, but {run.path} holds records of the {run.era} era "
                f"({'up to 1.15.x' if run.era == 'legacy' else '1.17.0 and later'}): the server that wrote them is another one."
            )
            break
        if question.server_version and run.version and run.version != question.server_version:
            notes.append(
                f"--server-version says {question.server_version}, but the log shows server {run.version}; the log is believed."
            )
            break
    versions = sorted({r.version for r in world.logs.runs if r.version}) if world.logs else []
    if len(versions) > 1:
        notes.append(f"Servers of {len(versions)} versions wrote these logs: {', '.join(versions)}.")
    if world.facts is not None:
        if world.log_end and world.facts.newest_row and world.facts.newest_row - world.log_end > timedelta(seconds=30):
            notes.append(
                f"The log ends at {world.log_end:%Y-%m-%d %H:%M:%S} UTC, before the database's newest row: what failed later is not in it."
            )
        if world.log_end and world.facts.newest_row and world.log_end - world.facts.newest_row > timedelta(minutes=10):
            notes.append(
                f"The database's newest row is from {world.facts.newest_row:%Y-%m-%d %H:%M:%S} UTC, earlier than the log's end: it may be an older copy."
            )
    mute = [
        p
        for p in world.prompts
        if p.kind == "answered" and p.message is not None and not p.parts and p.rows and not p.rows.capped
    ]
    if mute:
        notes.append(
            f"{many(len(mute), 'answered prompt has', 'answered prompts have')} no part row, so their text never reached the model: a part id that exists "
            f"already, or a plugin that took the parts away ({', '.join(dict.fromkeys(p.session_id or '?' for p in mute[:3]))})."
        )
    if running:
        notes.append(f"{many(len(running), 'prompt is', 'prompts are')} being answered right now and are not listed.")
    notes += _beside(world)
    for session_id in question.sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].kind == "answered" and mine[-1].time:
            answer = f" ({mine[-1].answer.id})" if mine[-1].answer else ""
            notes.append(
                f"The newest prompt of {session_id} was answered{answer}. If a client never saw it, the fault is the reader's: its event "
                "stream was closed or bound to another directory, or it sorts messages by id."
            )
    notes += notes_on_answers(question.sessions, world)
    if any(e.cause == "id-wrap" for _, _, e in items):
        notes.append("The next wrap of ids comes at 2028-10-17T20:04:31.872Z.")
    if gathered.requests is not None and gathered.requests.clock_offset_ms is not None:
        notes.append(
            f"The client's clock is {gathered.requests.clock_offset_ms:+.0f} ms from the server's (estimated from matched requests)."
        )
    if world.logs is not None and not any(i.eras for i in world.logs.inputs):
        notes.append("No record of an OpenCode server was recognised in the logs given.")
    return tuple(notes)
