"""Reads every input of a question: which sessions to look at, and as many of their rows and records as a verdict needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.errors import UnreadableError, WrongFileError
from inspector.model import DatabaseFacts, LogRecord, Logs, Problem, ProblemKind, Question, Requests, SessionRows
from inspector.pasted import Pasted, read_pasted
from inspector.pasted.reading import joined as joined_logs
from inspector.progress import SILENT, Progress
from inspector.prompts.faults import Faults
from inspector.prompts.join import Gathered, Readings, join_readings
from inspector.prompts.quoted import with_pieces
from inspector.prompts.runs import contradicts
from inspector.prompts.subagents import running_calls

if TYPE_CHECKING:
    from inspector.database import Database
    from inspector.logs import LogReader

CONTRAST = 1500
"""At most this many recently active sessions are read to compare failing prompts with."""

CONTRAST_MESSAGES = 12
"""Number of newest messages that are read of each session to compare with."""

SETTLING = timedelta(minutes=10)
"""Records up to this long after ``--until`` are read: a prompt that was sent before is answered, or fails, within this time."""

BESIDE = 100
"""Number of newest sessions whose records are kept to compare with those of the sessions in question."""

BUDGET = 60_000
"""At most this many messages are read of all sessions in question together. With many sessions only the newest of each are read."""

LEAST_MESSAGES = 6
"""At least this many messages are read of each session in question."""

FEW = 5
"""At most this many logs are named when none of them was understood."""

LEVELS = 8
"""Subagents of subagents are followed at most this many levels down."""


def gather(question: Question, progress: Progress = SILENT) -> Gathered:
    """Read database, requests, logs and pasted texts, and join them into prompts."""
    pasted, others = (None, question.logs) if question.watched else read_pasted(question.logs)
    if pasted is not None:
        question = replace(question, logs=others, server_version=question.server_version or _believable(pasted))
    problems: list[Problem] = []
    with ExitStack() as stack:
        database = _database(question, stack, problems)
        if database is None:
            read, asked = _read_without_database(question, pasted, progress), question
            problems += [*_nothing_recognised(read.logs), *_strangers(question, read, ())]
        else:
            read, asked = _read_with_database(question, database, pasted, progress)
            stored = database.recent() if question.sessions else ()
            problems += [*_strangers(question, read, stored), *database.problems]
    gathered = join_readings(asked, read, problems)
    return gathered if pasted is None else with_pieces(gathered, pasted.pieces, question.server_version)


def _read_without_database(question: Question, pasted: Pasted | None, progress: Progress) -> Readings:
    requests = _requests(question, None, progress)
    return Readings(logs=_with_quotes(_logs(_reader(question, progress), None), pasted), requests=requests)


def _read_with_database(
    question: Question, database: Database, pasted: Pasted | None, progress: Progress
) -> tuple[Readings, Question]:
    """Read all inputs, and return them with the question, which names the subagents of its sessions too."""
    facts = database.facts()
    requests = _requests(question, facts, progress)
    progress.stage("looking for unanswered prompts", None, "sessions")
    subagents = _subagents_of(database, question.sessions)
    named = [*_hunted(database, question, progress), *question.sessions, *subagents, *_captured(requests)]
    newest = [] if question.sessions else database.recent(CONTRAST, since=question.since)
    reader = _reader(question, progress)
    logs = _with_quotes(_logs(reader, {*named, *newest[:BESIDE]}), pasted)
    recent = newest
    if newest and (moments := _moments(logs)):  # sessions that were active when something failed have the most to compare
        recent = [*database.recent(CONTRAST, since=question.since, around=moments), *newest[:BESIDE]]
    named = list(dict.fromkeys([*named, *(_named(logs) if logs else ())]))
    faults = Faults()
    rows = rows_of(database, named, recent, logs, question, progress, faults)
    read = Readings(facts, rows, logs, requests, _known(database, logs, rows), faults)
    if read.coverage() and not _reads_pipe(question):
        # prompts that the rows do not cover are judged by the log alone, so the records of every session are needed
        read = replace(read, logs=_with_quotes(_logs(reader, None), pasted))
    return read, replace(question, sessions=(*question.sessions, *subagents))


def _reads_pipe(question: Question) -> bool:
    """Whether a log comes through a pipe, which can be read only once."""
    return any(name == "-" or Path(name).is_fifo() for name in question.logs)


def _captured(requests: Requests | None) -> list[str]:
    """The sessions that captured requests name."""
    return [shape.session_id for shape in (requests.shapes if requests else ()) if shape.session_id]


def _database(question: Question, stack: ExitStack, trouble: list[Problem]) -> Database | None:
    """The open database; None when none was named. One that cannot be read is only a problem where logs or captures were given."""
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
        what = error.message.removeprefix(f"{question.database} ")
        trouble.append(Problem(question.database, f"{what}. {error.hint}".strip()))
        return None


def _known(database: Database, logs: Logs | None, rows: Mapping[str, SessionRows]) -> frozenset[str]:
    """Which of the sessions that the runs of `logs` name are in the database."""
    named = {session for run in logs.runs for session in run.sessions} if logs else set()
    found = {id for id in named & rows.keys() if rows[id].session is not None}
    others = database.sessions(sorted(named - rows.keys()), messages=1, parts=False)
    return frozenset(found | {other.session_id for other in others if other.session is not None})


def _subagents_of(database: Database, sessions: Sequence[str]) -> list[str]:
    """Return the sessions of the subagents that the calls of `sessions` wait for, through all levels."""
    found: dict[str, None] = {}
    level = set(sessions)
    for _ in range(LEVELS):
        rows = database.sessions(sorted(level), messages=LEAST_MESSAGES, every_part=level)
        level = {call.child for row in rows for call in running_calls(row) if call.child} - found.keys() - set(sessions)
        if not level:
            break
        found.update(dict.fromkeys(sorted(level)))
    return list(found)


def rows_of(
    database: Database,
    named: Sequence[str],
    recent: Sequence[str],
    logs: Logs | None,
    question: Question,
    progress: Progress = SILENT,
    faults: Faults | None = None,
) -> dict[str, SessionRows]:
    """The rows of the sessions in question, `named`, then of the `recent` ones to compare with.

    With very many sessions, only the newest messages of each are read, as long as they go back to an answered prompt before the
    failure.
    """
    from inspector.database import MESSAGES

    failures = logs.failures if logs else ()
    first = {record.session_id or "": record.time for record in reversed(failures)}
    whole = {*question.sessions, *_hidden(failures, faults or Faults())}
    share = max(LEAST_MESSAGES, min(MESSAGES, BUDGET // max(len(named), 1)))
    known = set(named)
    rest = [id for id in dict.fromkeys(recent) if id not in known]
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
    parents = {row.session.parent_id for id in named if (row := rows.get(id)) and row.session and row.session.parent_id}
    unread = {id for id in parents if id not in rows or not rows[id].every_part}  # their calls show how a subagent ended
    for found in database.sessions(sorted(unread), every_part=unread):
        rows[found.session_id] = found
    return rows


def _hidden(failures: Sequence[LogRecord], faults: Faults) -> Iterator[str]:
    """Yield the sessions of failures whose error is empty: all their rows are needed to find the cause."""
    for record in failures:
        if (fault := faults.of(record)) is not None and fault.opaque:
            yield record.session_id or ""


def _too_short(rows: SessionRows, failure: datetime | None, until: datetime | None) -> bool:
    """Whether more messages must be read.

    The newest ones are enough when they begin with a prompt that was answered well and once, before the first failure and
    before ``--until``, and when no compaction is among them, because the rounds of a compaction go back further.
    """
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


def _logs(reader: LogReader | None, sessions: set[str] | None) -> Logs | None:
    return reader.read(sessions) if reader else None


def _reader(question: Question, progress: Progress) -> LogReader | None:
    """Return what reads the logs of `question`; None where it has none."""
    if not question.logs:
        return None
    from inspector.logs import LogReader

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

    return LogReader(
        question.logs,
        since=question.since,
        until=question.until and question.until + SETTLING,
        progress=scanned,
        on_failure=first,
    )


def _believable(pasted: Pasted) -> str | None:
    """Return the version that a text claims; None for one that cannot have written the records it quotes."""
    version = pasted.version
    return None if version and pasted.logs and any(contradicts(run.era, version) for run in pasted.logs.runs) else version


def _with_quotes(logs: Logs | None, pasted: Pasted | None) -> Logs | None:
    """Return the logs with what pasted texts quote behind them, and excerpts marked as such."""
    if pasted is None:
        return logs
    if logs is not None and pasted.excerpts:
        marked = tuple(replace(log, pasted=log.pasted or log.path in pasted.excerpts) for log in logs.inputs)
        logs = replace(logs, inputs=marked)
    return joined_logs(logs, pasted.logs) if logs and pasted.logs else logs or pasted.logs


def _nothing_recognised(logs: Logs | None) -> Iterator[Problem]:
    """Yield a problem for each log without a record: without a database, nothing was checked then."""
    if logs is not None and not logs.problems and not any(log.eras or log.pasted for log in logs.inputs):
        yield from (Problem(log.path, "no record of an OpenCode server was recognised in it") for log in logs.inputs[:FEW])


def _strangers(question: Question, read: Readings, stored: Sequence[str]) -> Iterator[Problem]:
    """Yield the sessions asked for that are in no input, each with the known IDs that are most similar.

    `stored` are IDs of sessions in the database.
    """
    if not question.sessions:
        return
    from difflib import get_close_matches

    logs, rows = read.logs, read.rows
    logged = [*_named(logs), *(id for id, records in logs.sessions.items() if records)] if logs else []
    told = [*logged, *_captured(read.requests)]
    for id in question.sessions:
        if id in told or ((found := rows.get(id)) is not None and (found.session or any(found.counts.values()))):
            continue
        others = [other for other in dict.fromkeys((*told, *stored)) if other not in question.sessions]
        near = get_close_matches(id, others, 3, 0.8)
        advice = f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(others[:3])}" if others else ""
        more = f" and {len(others) - 3:,} more" if not near and len(others) > 3 else ""
        when = " in the time asked for" if question.since or question.until else ""
        kind = ProblemKind.SIMILAR_SESSION if near else ProblemKind.UNKNOWN_SESSION
        yield Problem(id, f"this session ID was not found in any input{when}{advice}{more}", kind)


def _requests(question: Question, facts: DatabaseFacts | None, progress: Progress) -> Requests | None:
    """Read the captures, checked against what the server accepts: the named version, else the one that made the newest session."""
    if not question.requests:
        return None
    from inspector.requests import Acceptance, read_requests
    from inspector.versions import numbers

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
    """Up to six times of failures, spread over all of them."""
    times = [r.time for r in logs.failures if r.time] if logs else []
    return tuple(times[:: max(1, len(times) // 5)][:6])
