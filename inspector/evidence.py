"""Joins records, rows and requests into prompts: one value for each prompt that anybody sent.

Order of work inside the server (OpenCode 1.15.13 and 1.18.33, read in the binaries): agent looked up, model picked,
switch events published if they differ from the session's row, parts resolved, plugin hook ``chat.message``, ``message``
and ``part`` rows written, loop started, provider called. What a prompt left behind says how far it came: its `Stage`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any, TypeVar

from inspector.database.ids import WRAPS, decode, maker
from inspector.faults import Fault, fault_of
from inspector.model import (
    FINAL,
    DatabaseFacts,
    Drift,
    InputRow,
    LogRecord,
    Logs,
    MessageRow,
    PartRow,
    ProjectedRow,
    RequestShape,
    Run,
    SessionRows,
    Stage,
)
from inspector.versions import older

FAILED = "prompt_async failed"
DRAIN = "Failed to drain Session"
MAIN = ("loop", "exiting loop", "process", "stream", "stream error", FAILED)
"""Records of a prompt's own run of the loop."""
UNEXPLAINED = ("unknown", "other")
"""``finish`` of an answer whose stream ended without a reason: it was cut, or its provider never gives one."""
SECOND = timedelta(seconds=1)
T = TypeVar("T")
FORKING = timedelta(minutes=1)
"""An id that a fork made holds the time of the fork: the session's own, but for what making and copying take."""
CLOCK_MS = 7 * 86_400_000
"""A clock is taken to be wrong by at most a week; an id further off was not made from a clock."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt with everything the evidence holds about it."""

    kind: str
    """``failure`` (a ``prompt_async failed`` record), ``silent``, ``rejected`` or ``answered``."""
    session_id: str | None
    time: datetime | None
    """When the server stored or failed it (server clock); the client's clock where only a capture knows it."""
    stage: Stage
    rows: SessionRows | None
    """Rows of its session; None when no database was read."""
    record: LogRecord | None = None
    fault: Fault | None = None
    message: MessageRow | None = None
    parts: tuple[PartRow, ...] = ()
    """Parts of the user message."""
    answers: tuple[MessageRow, ...] = ()
    """Assistant messages whose parentID is the user message, oldest first."""
    answer_parts: tuple[PartRow, ...] = ()
    """Parts of the newest answer."""
    input: InputRow | None = None
    projected: ProjectedRow | None = None
    """The user row of the v2 conversation."""
    request: RequestShape | None = None
    records: tuple[LogRecord, ...] | None = None
    """The session's records from this prompt up to the next one; None when no log was read."""
    run: Run | None = None
    version: str | None = None
    version_from: str | None = None
    """Why `version` is believed: ``banner``, ``log``, ``session``, ``rows``, ``era``, ``--server-version``."""
    first: bool | None = None
    """True when no earlier prompt of this session was stored; None when that cannot be told."""
    behind: str | None = None
    """Id of the user message it is queued behind, still open; None when it is not queued."""
    recovered: bool = False
    """A later prompt of the same session was answered."""
    repeated: bool = False
    """Answered, but more often than once, or with compaction upon compaction: a trouble only where a rule says so."""
    next_time: datetime | None = None
    before: tuple[str | None, str | None] | None = None
    """(agent, provider/model) of the session's last stored prompt before this one; None when there is none or it is unknown."""
    unread: str | None = None
    """Id of a message row, not older than this prompt, that could not be read: it may be the answer. None when there is none."""

    @property
    def answer(self) -> MessageRow | None:
        return self.answers[-1] if self.answers else None


_WHOLE = datetime.max.replace(tzinfo=UTC)


AWAITED = "1.3.2"
"""The first release that logs ``prompt_async failed``: before, a prompt's error is at best a ``rejection`` (1.3.0 still has it)."""
DELETED = frozenset(("removing share", "ignored late part update", "ignored late message update"))
"""What a server logs of a session that is being deleted, and of one that is gone (1.15.3 to 1.18.33)."""


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
    log_start: datetime | None = None
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
            return self.once("worked", lambda: tuple(p for p in self.prompts if p.kind == "answered"))
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

    def agents_answered(self) -> frozenset[str]:
        """Agents that captured requests name, of prompts that were answered."""
        return self.once("agents", lambda: frozenset(p.request.agent for p in self.worked() if p.request and p.request.agent))

    def successor(self, run: Run) -> Run | None:
        """The first run on the same database that started after `run` had written its last record; None when there is none."""
        return self.once(("successor", run.key), lambda: self._successor(run))

    def _successor(self, run: Run) -> Run | None:
        if self.logs is None or run.last_time is None:
            return None
        later = [
            r
            for r in self.logs.runs
            if r.key != run.key and r.first_time and r.first_time >= run.last_time and r.started and r.serves and _same_database(r, run)
        ]
        return min(later, key=lambda r: r.first_time, default=None)  # type: ignore[arg-type, return-value]


def _same_database(one: Run, two: Run) -> bool:
    return one.database_path is None or two.database_path is None or one.database_path == two.database_path


# --- assembling ----------------------------------------------------------------------------------


def prompts_of(
    session_id: str,
    rows: SessionRows | None,
    logs: Logs | None,
    requests: Sequence[RequestShape] = (),
    *,
    failures: Sequence[LogRecord] = (),
    runs: Runs | None = None,
    claimed: str | None = None,
    guess: Callable[[datetime | None], str | None] = lambda _: None,
    reach: Mapping[str, datetime | None] = MappingProxyType({}),
    newest: datetime | None = None,
) -> list[Prompt]:
    """Return every prompt of one session in time order, answered or not.

    `failures` are the session's own ``prompt_async failed`` records; `runs` are those of `logs`, which the caller may keep
    for the next session; `guess` tells which version's sessions were made
    around a time, for evidence without a banner; `reach` says of which runs the rows tell nothing (None), or nothing after a time;
    `newest` is the time of the database's newest row.
    """
    records = tuple(logs.sessions.get(session_id, ())) if logs else None
    drains = [r for r in (records or ()) if r.message == DRAIN]
    found = _stored(session_id, rows, records)
    found += _inboxed(session_id, rows, drains)
    alone = [p for record in failures if (p := _attach_failure(session_id, found, record, rows, records))]
    found += alone
    if logs is not None and (rows is None or rows.session is None or rows.messages is None):
        found += _traced(session_id, rows, records or (), failures, drains)
    runs = runs or Runs(logs.runs if logs else ())
    chains = _loops([r for r in records or () if r.message in MAIN])[0] if reach else []
    found = [seen for prompt in found for seen in _within(prompt, runs.of(prompt), reach, newest, chains)]
    if rows is not None and rows.session is not None and rows.messages is not None:
        known = [p.time for p in found if p.time]
        for chain in chains:  # what was sent after the rows were copied
            begun, until = chain[0].time, reach.get(chain[0].run or "")
            stored = begun is not None and any(-SECOND <= begun - time <= 5 * SECOND for time in known)
            if until is not None and _before(until, begun) and not stored:
                found += _trace(session_id, None, chain)
    found = _with_requests(session_id, found, rows, requests)
    found.sort(key=lambda p: (p.time or datetime.min.replace(tzinfo=UTC), p.record.order if p.record else 0))
    return _placed(found, logs, runs, claimed, guess)


def _within(
    prompt: Prompt,
    run: Run | None,
    reach: Mapping[str, datetime | None],
    newest: datetime | None,
    loops: Sequence[Sequence[LogRecord]],
) -> list[Prompt]:
    """`prompt` without what its rows cannot know: they belong to another server, or were copied before it came to its end.

    `loops` are the session's: one that was running when the prompt came, and went on after the copy, has answered it with the one before.
    """
    records = prompt.records or ()
    main = main_of(records)
    until = reach.get(run.key, _WHOLE) if run is not None else _WHOLE
    if until is None and not records and prompt.record is None:
        return [replace(prompt, records=None)]  # a row of another server: this log does not speak for it
    last = max((r.time for r in (prompt.record, *records) if r is not None and r.time), default=None)
    if prompt.kind == "failure":
        born = id_time(prompt.session_id or "", prompt.time)
        unknown = prompt.rows is not None and prompt.rows.session is None and newest and born and born > newest
        if unknown or until is None or (last is not None and last > until):
            return [replace(prompt, rows=None, message=None, parts=(), answers=(), answer_parts=(), stage=Stage.UNKNOWN)]
    elif prompt.kind == "silent" and main and prompt.record is None:
        own = _loops(main)[0]
        traced = _trace(prompt.session_id or "", None, own[0] if own else main)
        still_open = prompt.answer is None or not (prompt.answer.completed or prompt.answer.error_name)
        over = still_open and newest is not None and last is not None and last >= newest.replace(microsecond=0)
        if until is None or (last is not None and last > until) or (over and [t.kind for t in traced] == ["answered"]):
            return traced
    elif prompt.kind == "silent" and prompt.record is None and run is not None and until is not None:
        begun = next((loop for loop in reversed(loops) if loop[0].run == run.key and _before(loop[0].time, prompt.time)), None)
        if begun is not None and _before(until, begun[-1].time):
            return [replace(prompt, kind=t.kind, stage=t.stage, records=t.records) for t in _trace("", None, list(begun))]
    return [prompt]


def _before(one: datetime | None, two: datetime | None) -> bool:
    return one is not None and two is not None and one < two


def _stored(session_id: str, rows: SessionRows | None, records: tuple[LogRecord, ...] | None) -> list[Prompt]:
    if rows is None or not rows.messages:
        return []
    by_message: dict[str, list[PartRow]] = {}
    for part in rows.parts or ():
        by_message.setdefault(part.message_id, []).append(part)
    answers: dict[str, list[MessageRow]] = {}
    for message in rows.messages:
        if message.role == "assistant" and message.parent_id:
            answers.setdefault(message.parent_id, []).append(message)
    found = []
    users = [m for m in rows.messages if m.role == "user" and not _internal(by_message.get(m.id, ()))]
    for message, follower in zip(users, (*users[1:], None), strict=False):
        mine = answers.get(message.id, [])
        parts = by_message.get(message.id, [])
        for time, since, until in _sendings(message, parts):
            replies = [a for a in mine if _between(a.time_created, since, until)]
            prompt = Prompt(
                kind="silent",
                session_id=session_id,
                time=time,
                stage=Stage.STORED,
                rows=rows,
                message=message,
                parts=tuple(parts),
                answers=tuple(replies),
                answer_parts=tuple(by_message.get(replies[-1].id, ())) if replies else (),
                next_time=until or (follower.time_created if follower else None),
            )
            found.append(prompt)
    compactions = [
        m.time_created for m in rows.messages if m.role == "assistant" and (m.summary or m.mode == "compaction") and m.time_created
    ]  # fmt: skip
    for prompt, mine_logged in zip(found, _shared_out(found, records), strict=True):
        kind, stage = _judged(prompt, mine_logged)
        again = kind == "answered" and _again(prompt, compactions)
        _fill(prompt, kind="silent" if again else kind, stage=stage, records=mine_logged, repeated=again)
    return found


def _sendings(
    message: MessageRow, parts: Sequence[PartRow]
) -> Sequence[tuple[datetime | None, datetime | None, datetime | None]]:
    """When `message` was sent, with the span its answers fall in: twice, where a second prompt carried the same id.

    The second changes the row's JSON, not its column `time_created`, and adds its part (1.15.0, 1.17.9, 1.17.18, 1.18.8). So does a
    prompt of another session with that id, but its part belongs to the other one.
    """
    first, last = message.first_stored, message.time_created
    if first is None or last is None or last - first <= SECOND / 2:
        return ((last, None, None),)
    if any(part.time_created is not None and part.time_created >= last - SECOND / 10 for part in parts):
        return ((first, None, last), (last, last, None))
    return ((first, None, None),)


def _between(time: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    """Whether `time` lies from `since` on and before `until`; None bounds nothing, and an unknown time lies everywhere."""
    return time is None or ((since is None or time >= since) and (until is None or time < until))


def _fill(prompt: Prompt, **values: object) -> None:
    """Complete a prompt of a session that is still being assembled; nobody else has seen it yet."""
    for name, value in values.items():
        object.__setattr__(prompt, name, value)


def _again(prompt: Prompt, compactions: Sequence[datetime]) -> bool:
    """Whether the prompt was answered more than once, or two compactions ran after it."""
    if len(final_answers(prompt)) >= 2:
        return True
    after = [t for t in compactions if prompt.time and t >= prompt.time and (prompt.next_time is None or t < prompt.next_time)]
    return len(after) >= 2


def _internal(parts: Sequence[PartRow]) -> bool:
    """User rows that OpenCode writes itself: a compaction's marker and its synthetic "continue"."""
    return bool(parts) and all(p.type == "compaction" or p.synthetic for p in parts)


def _judged(prompt: Prompt, records: tuple[LogRecord, ...] | None) -> tuple[str, Stage]:
    """Kind and stage that a prompt's rows and records show."""
    answer = prompt.answer
    if answer is None:
        return "silent", _stage_from_log(records, Stage.STORED)
    if answer.error_name:
        return "silent", Stage.FAILED
    if answer.completed is None:
        begun = any(p.type in ("text", "reasoning", "tool", "step-start") for p in prompt.answer_parts)
        return "silent", Stage.ANSWERING if begun else Stage.STREAM
    if answer.finish in FINAL or (answer.finish is None and any(p.type == "step-finish" for p in prompt.answer_parts)):
        return "answered", Stage.ANSWERED
    if answer.finish is None and _shell(prompt):
        return "answered", Stage.ANSWERED
    return "silent", Stage.ANSWERING if answer.finish else Stage.STREAM


def _shell(prompt: Prompt) -> bool:
    """``/shell`` writes an assistant message with one finished tool part and no ``finish``."""
    tools = [p for p in prompt.answer_parts if p.type == "tool"]
    return bool(tools) and len(tools) == len(prompt.answer_parts) and all(p.status in ("completed", "error") for p in tools)


def _stage_from_log(records: tuple[LogRecord, ...] | None, floor: Stage) -> Stage:
    if any(r.message == "stream" and r.fields.get("small") != "true" for r in records or ()):
        return Stage.STREAM
    if any(r.message == "loop" for r in records or ()):
        return Stage.LOOP
    return floor


def _shared_out(found: list[Prompt], records: tuple[LogRecord, ...] | None) -> list[tuple[LogRecord, ...] | None]:
    """Each prompt's records: its own run of the loop, and what else was logged between it and the next prompt.

    The classic era stamps whole seconds, so several prompts may share one; the loop's own lines then decide.
    """
    if records is None:
        return [None] * len(found)
    loops, rest = _loops([r for r in records if r.message != "created"])
    mine: dict[int, list[LogRecord]] = {}
    for loop in loops:
        owner = _owner(found, loop, set(mine))
        if owner is not None:
            mine.setdefault(owner, []).extend(loop)
    for record in rest:
        index = _latest(found, record)
        if index is not None:
            mine.setdefault(index, []).append(record)
    return [tuple(sorted(mine.get(n, ()), key=lambda r: r.order)) for n in range(len(found))]


def _loops(records: list[LogRecord]) -> tuple[list[list[LogRecord]], list[LogRecord]]:
    """Runs of the loop, each from its ``step=0`` to its exit or failure, and the records outside of any."""
    loops: list[list[LogRecord]] = []
    rest: list[LogRecord] = []
    inside = False
    for record in records:
        side = record.fields.get("small") == "true"
        if record.message == "loop" and record.fields.get("step", "0") == "0":
            loops.append([record])
            inside = True
        elif inside and not side:
            loops[-1].append(record)
            inside = record.message not in ("exiting loop", FAILED)
        else:
            rest.append(record)
    return loops, rest


def _owner(found: list[Prompt], loop: list[LogRecord], taken: set[int]) -> int | None:
    """Which prompt a run of the loop worked on: by the answer it names, by the model it calls, else by time."""
    named = {r.fields["messageID"] for r in loop if r.message == "process" and r.fields.get("messageID")}
    for index, prompt in enumerate(found):
        if any(a.id in named for a in prompt.answers):
            return index
    latest = _latest(found, loop[0])
    if latest is None:
        return None
    moment = found[latest].time
    alike = [
        n
        for n, p in enumerate(found[: latest + 1])
        if loop[0].era == "legacy" and p.time and moment and p.time.replace(microsecond=0) == moment.replace(microsecond=0)
    ]
    called = next((r.fields.get("modelID") for r in loop if r.message == "stream"), None)
    for index in alike:
        message = found[index].message
        if index not in taken and called and message is not None and message.model_id == called:
            return index
    return next((n for n in alike if n not in taken and not found[n].answers), latest)


def _latest(found: list[Prompt], record: LogRecord) -> int | None:
    """The newest prompt that was there when `record` was written."""
    if record.time is None:
        return None
    best = None
    for index, prompt in enumerate(found):
        if prompt.time is None:
            continue
        start = prompt.time.replace(microsecond=0) if record.era == "legacy" else prompt.time - timedelta(milliseconds=5)
        if start <= record.time:
            best = index
    return best


def _inboxed(session_id: str, rows: SessionRows | None, drains: list[LogRecord]) -> list[Prompt]:
    """Prompts of the v2 route: an inbox row, a projected user row, or both."""
    if rows is None:
        return []
    projected = [r for r in rows.projected or () if r.type in ("user", "assistant")]
    inputs = [i for i in rows.inputs or () if i.kind == "prompt"]
    if not inputs and not any(r.type == "user" for r in projected):
        return []
    users = {r.id: r for r in projected if r.type == "user"}
    left = list(drains)
    found = []
    for row in inputs:
        user = users.pop(row.id, None)
        found.append(_inbox_prompt(session_id, rows, row, user, projected, left))
    for user in users.values():
        if not any(m.id == user.id for m in rows.messages or ()):
            found.append(_inbox_prompt(session_id, rows, None, user, projected, left))
    return found


def _inbox_prompt(
    session_id: str,
    rows: SessionRows,
    row: InputRow | None,
    user: ProjectedRow | None,
    projected: list[ProjectedRow],
    drains: list[LogRecord],
) -> Prompt:
    time = row.time_created if row else user.time_created if user else None
    undelivered = row is not None and row.promoted_seq is None and user is None
    later = [r for r in projected if user and r.type == "assistant" and (r.seq or 0) > (user.seq or 0)]
    answer = next((r for r in later if r.completed and not r.error_name), None)
    last = later[-1] if later else None
    drain = None
    if not undelivered and answer is None:
        drain = next((d for d in drains if time is None or d.time is None or d.time >= time - SECOND), None)
        if drain:
            drains.remove(drain)
    kind, stage = "silent", Stage.STORED
    if undelivered:
        stage = Stage.ADMITTED
    elif answer is not None:
        kind, stage = "answered", Stage.ANSWERED
    elif last is not None:
        stage = Stage.FAILED if last.error_name or last.completed else Stage.ANSWERING
    return Prompt(
        kind=kind, session_id=session_id, time=time, stage=stage, rows=rows, input=row, projected=user,
        record=drain, fault=fault_of(drain) if drain else None, records=(drain,) if drain else (),
    )  # fmt: skip


def _attach_failure(
    session_id: str,
    found: list[Prompt],
    record: LogRecord,
    rows: SessionRows | None,
    records: tuple[LogRecord, ...] | None,
) -> Prompt | None:
    """Give a ``prompt_async failed`` record to the stored prompt it ended, or make it a prompt of its own, which is returned."""
    fault = fault_of(record)
    index = _ended_by(found, record, fault)
    if index is not None:
        _fill(found[index], kind="failure", record=record, fault=fault)
        return None
    before = tuple(
        r for r in records or ()
        if r.message != "created" and r.order <= record.order and (r.time is None or record.time is None or r.time >= record.time - 10 * SECOND)
    )  # fmt: skip
    return Prompt(
        kind="failure", session_id=session_id, time=record.time, stage=_without_row(rows, record), rows=rows,
        record=record, fault=fault, records=before if records is not None else None,
    )  # fmt: skip


def _ended_by(found: list[Prompt], record: LogRecord, fault: Fault | None) -> int | None:
    if fault is not None and fault.message_id:
        for index, prompt in enumerate(found):
            if prompt.message and prompt.message.id == fault.message_id and prompt.kind != "failure":
                return index
    if record.time is None:
        return None
    for index, prompt in enumerate(found):
        if prompt.kind == "silent" and _inside_loop(prompt, record, fault):
            return index
    slack = SECOND if record.era == "legacy" else timedelta(milliseconds=5)
    for index in range(len(found) - 1, -1, -1):
        prompt = found[index]
        if prompt.time is None or prompt.time > record.time + slack or prompt.kind != "silent" or prompt.message is None:
            continue
        if prompt.answer is not None and prompt.answer.ended_well:
            continue
        before = [
            r for r in prompt.records or () if r.order < record.order and r.run == record.run and r.fields.get("small") != "true"
        ]
        looped = any(r.message == "loop" for r in before)
        streamed = any(r.message == "stream" for r in before)
        if streamed and not _late(fault, prompt):
            return None
        if not looped and any(r.message == "loop" and r.run == record.run for r in prompt.records or ()):
            continue
        if looped or (record.time - prompt.time <= 2 * SECOND and not (fault is not None and fault.agent)):
            return index
        return None
    return None


def _inside_loop(prompt: Prompt, record: LogRecord, fault: Fault | None) -> bool:
    """Whether `record` was written inside this prompt's own run of the loop."""
    mine = [
        r for r in prompt.records or () if r.order <= record.order and r.run == record.run and r.fields.get("small") != "true"
    ]
    place = (record.path, record.offset)
    steps = [r for r in mine if r.message in ("loop", "exiting loop", FAILED) and (r.path, r.offset) != place]
    if not any((r.path, r.offset) == place for r in mine) or not steps or steps[-1].message != "loop":
        return False
    return _late(fault, prompt) or not any(r.message == "stream" for r in mine)


def _late(fault: Fault | None, prompt: Prompt) -> bool:
    """Whether an error can end a prompt whose provider was already called; agents, models and hooks fail before that."""
    if fault is None or fault.code or fault.statement or "Session not found" in fault.text:
        return True
    return fault.opaque and prompt.rows is not None and prompt.rows.session is None


def _without_row(rows: SessionRows | None, record: LogRecord) -> Stage:
    """How far a prompt without a stored message came."""
    if rows is None:
        return Stage.UNKNOWN
    if rows.session is None:
        return Stage.UNKNOWN
    switched = [r for r in rows.projected or () if r.type.endswith("-switched") and r.time_created and record.time
                and abs(r.time_created - record.time) <= 3 * SECOND]  # fmt: skip
    if switched:
        return Stage.SWITCHED
    if not rows.messages:
        return Stage.SWITCHED if rows.session.agent else Stage.NOTHING
    return Stage.UNKNOWN


def _traced(
    session_id: str,
    rows: SessionRows | None,
    records: tuple[LogRecord, ...],
    failures: Sequence[LogRecord],
    drains: list[LogRecord],
) -> list[Prompt]:
    """Prompts of a session whose rows are not there, from the loop's own lines (no database, or not this one)."""
    main = main_of(records)
    found: list[Prompt] = []
    chunk: list[LogRecord] = []
    for record in main:
        if record.message == "loop" and record.fields.get("step", "0") == "0" and chunk:
            found += _trace(session_id, rows, chunk)
            chunk = []
        chunk.append(record)
    if chunk:
        found += _trace(session_id, rows, chunk)
    for record in drains:
        found.append(
            Prompt(
                "silent", session_id, record.time, Stage.UNKNOWN, rows, record=record, fault=fault_of(record), records=(record,)
            )
        )
    return found


def _trace(session_id: str, rows: SessionRows | None, chunk: list[LogRecord]) -> list[Prompt]:
    if any(r.message == FAILED for r in chunk) or chunk[0].message != "loop":
        return []
    exited = any(r.message == "exiting loop" for r in chunk)
    streamed = any(r.message == "stream" for r in chunk)
    called = max((n for n, r in enumerate(chunk) if r.message == "stream" and r.fields.get("small") != "true"), default=0)
    broken = any(r.message == "stream error" or r.fields.get("error") for r in chunk[called:])  # one before it was tried again
    kind = "answered" if exited and streamed and not broken else "silent"
    stage = (
        Stage.ANSWERED if kind == "answered" else Stage.FAILED if exited and broken else Stage.STREAM if streamed else Stage.LOOP
    )
    return [Prompt(kind, session_id, chunk[0].time, stage, rows, records=tuple(chunk))]


def _with_requests(
    session_id: str, found: list[Prompt], rows: SessionRows | None, requests: Sequence[RequestShape]
) -> list[Prompt]:
    """Match captured requests by message id first, then by time within the session; the rest become prompts."""
    left = []
    for shape in requests:
        index = next(
            (i for i, p in enumerate(found)
             if shape.message_id and p.request is None
             and shape.message_id in (p.message.id if p.message else None, p.input.id if p.input else None, p.fault.message_id if p.fault else None)),
            None,
        )  # fmt: skip
        if index is None:
            left.append(shape)
        else:
            _fill(found[index], request=shape)
    for shape in left:
        if shape.status is not None and shape.status >= 400:
            found.append(Prompt("rejected", session_id, shape.time, Stage.REJECTED, rows, request=shape))
            continue
        index = _nearest(found, shape)
        if index is not None:
            _fill(found[index], request=shape)
        elif _deleted_since(shape, rows):
            continue  # it was answered
        elif shape.route in ("prompt_async", "v2-prompt") and shape.status is not None and rows is not None and rows.messages is not None:
            found.append(Prompt("silent", session_id, shape.time, Stage.NOTHING, rows, request=shape, records=None))
    return found


def _deleted_since(shape: RequestShape, rows: SessionRows | None) -> bool:
    """Whether the message that was sent is gone and its answer is there (`DELETE /session/ID/message/ID`, 1.17.18, 1.18.23)."""
    messages = (rows.messages if rows else None) or ()
    known = {m.id for m in messages}
    orphans = [m for m in messages if m.role == "assistant" and m.parent_id and m.parent_id not in known]
    if shape.message_id:
        return any(m.parent_id == shape.message_id for m in orphans)
    begun = [m.time_created - shape.time for m in orphans if m.time_created and shape.time]
    return any(timedelta(seconds=-1) <= late <= timedelta(seconds=60) for late in begun)


def _nearest(found: list[Prompt], shape: RequestShape) -> int | None:
    if shape.time is None:
        return None
    best: tuple[float, int] | None = None
    for index, prompt in enumerate(found):
        if prompt.request is not None or prompt.time is None or prompt.kind == "rejected":
            continue
        if shape.message_id and prompt.message and prompt.message.id != shape.message_id:
            continue
        gap = (prompt.time - shape.time).total_seconds()
        if -1.5 <= gap <= 45 and (best is None or abs(gap) < best[0]):
            best = (abs(gap), index)
    return best[1] if best else None


def _placed(
    found: list[Prompt], logs: Logs | None, runs: Runs, claimed: str | None, guess: Callable[[datetime | None], str | None]
) -> list[Prompt]:
    """The session's prompts, each with its run, its version and its place among the others; one pass from each end."""
    recovered = _recovered(found)
    made = (
        logs is not None and bool(found) and any(r.message == "created" for r in logs.sessions.get(found[0].session_id or "", ()))
    )
    stored, behind, before = False, None, None
    unread = [m for p in found[:1] for m in (p.rows.messages if p.rows else None) or () if not m.readable]
    for number, prompt in enumerate(found):
        run = runs.of(prompt)
        whole = prompt.rows is not None and prompt.rows.messages is not None
        earlier = stored or (prompt.rows is not None and prompt.rows.capped)
        _fill(
            prompt,
            run=run,
            # without rows, only a log that shows the session being made can tell
            first=False if earlier else True if whole or made else None,
            before=before,
            behind=behind if prompt.kind == "silent" and not prompt.answers else None,
            recovered=recovered[number],
            unread=next((m.id for m in unread if not (m.time_created and prompt.time and m.time_created < prompt.time)), None),
        )
        version, why = _version_of(prompt, run, claimed, guess)
        _fill(prompt, version=version, version_from=why)
        if _ends_without_reason(prompt) and older(version, "1.18.20"):
            _fill(prompt, kind="answered", stage=Stage.ANSWERED)
        message = prompt.message
        stored = stored or message is not None or prompt.kind == "answered"
        if message is not None:
            before = (message.agent, f"{message.provider_id}/{message.model_id}")
            unfinished = not (prompt.answer and prompt.answer.completed)
            if prompt.kind == "silent" and prompt.stage in (Stage.ANSWERING, Stage.STREAM) and unfinished:
                behind = message.id
    return found


def _ends_without_reason(prompt: Prompt) -> bool:
    """Whether the answer is complete and has text, but the provider gave no reason for its end: 1.14.41 to 1.18.19 take it as final."""
    answer = prompt.answer
    ended = answer is not None and answer.completed is not None and not answer.error_name and answer.finish in UNEXPLAINED
    return prompt.kind == "silent" and ended and any(p.type == "text" and p.chars for p in prompt.answer_parts)


def _recovered(found: list[Prompt]) -> list[bool]:
    """For each prompt whether a later one was answered.

    An answer to a prompt that was sent with the same message id does not count: the second changed the first one's row.
    """
    recovered = []
    answered, by_id = 0, dict[str, int]()
    for prompt in reversed(found):
        same = prompt.request.message_id if prompt.message is None and prompt.request is not None else None
        recovered.append(answered > (by_id.get(same, 0) if same else 0))
        if prompt.kind == "answered":
            answered += 1
            if prompt.message is not None:
                by_id[prompt.message.id] = by_id.get(prompt.message.id, 0) + 1
    return recovered[::-1]


class Runs:
    """The server runs of the logs, looked up by key and by time."""

    def __init__(self, runs: Iterable[Run]) -> None:
        timed = sorted(
            ((run.first_time, run.last_time, run) for run in runs if run.first_time and run.last_time), key=lambda run: run[:2]
        )
        self._by_key = {run.key: run for run in runs}
        self._runs = timed
        self._starts = [start for start, _, _ in timed]
        self._ends = list(accumulate((end for _, end, _ in timed), max))

    def by_key(self, key: str | None) -> Run | None:
        return self._by_key.get(key or "")

    def of(self, prompt: Prompt) -> Run | None:
        """The run that wrote the prompt's records, else the only one that was there at its time; None when that is not known."""
        key = next((r.run for r in (prompt.record, *(prompt.records or ())) if r is not None and r.run), None)
        if key is not None:
            return self.by_key(key)
        if prompt.time is None:
            return None
        for slack in (SECOND, 6 * SECOND):
            around = self._around(prompt.time, slack)
            if len(around) == 1:
                return around[0]
        return None

    def _around(self, time: datetime, slack: timedelta) -> list[Run]:
        """At most two of the runs that were writing at `time`, give or take a second before and `slack` after."""
        found: list[Run] = []
        at = bisect_right(self._starts, time + SECOND) - 1
        while at >= 0 and self._ends[at] >= time - slack and len(found) < 2:
            if self._runs[at][1] >= time - slack:
                found.append(self._runs[at][2])
            at -= 1
        return found


def _version_of(
    prompt: Prompt, run: Run | None, claimed: str | None, guess: Callable[[datetime | None], str | None]
) -> tuple[str | None, str | None]:
    """Which server version took the prompt, and why that is believed. A claim that the log's era contradicts is not."""
    if run is not None and run.version:
        return run.version, "banner" if run.era == "legacy" else "log"
    era = run.era if run is not None else prompt.record.era if prompt.record is not None else None
    if claimed and not contradicts(era, claimed):
        return claimed, "--server-version"
    session = prompt.rows.session if prompt.rows else None
    made = session.version if session is not None and prompt.first else None
    for version, why in ((made, "session"), (guess(prompt.time), "rows")):
        if version and not contradicts(era, version):
            return version, why
    if prompt.record is not None and prompt.record.fields.get("cause", "").startswith('{"_id":"Cause"'):
        return "1.15.13", "era"
    return None, None


def contradicts(era: str | None, version: str) -> bool:
    """Whether a server of `version` cannot have written lines of `era`: ``legacy`` ends with 1.15.x, ``logfmt`` begins with 1.17.0."""
    number = tuple(int(n) if n.isdigit() else 0 for n in version.split("-")[0].split(".")[:2])
    return (era == "legacy" and number >= (1, 17)) or (era == "logfmt" and (1, 0) <= number < (1, 16))


# --- small questions rules ask -------------------------------------------------------------------


def id_skew_ms(message: MessageRow) -> float | None:
    """Time in the message id minus the server's stamp, ms; None when the id carries no time."""
    if message.time_created is None:
        return None
    found = decode(message.id, message.time_created)
    if found is None or found.form != "own" or found.time is None:
        return None
    return (found.time - message.time_created).total_seconds() * 1000


def sent_again(prompt: Prompt) -> bool:
    """Whether it was sent with the id of an earlier prompt of its session, whose row it changed."""
    first = prompt.message.first_stored if prompt.message else None
    return first is not None and prompt.time is not None and prompt.time - first > SECOND / 2


def minted_by(message: MessageRow) -> str:
    """``client``, ``server`` or ``unknown``: who made the message's id."""
    return maker(message.id, message.time_created).who


def copied(message: MessageRow, rows: SessionRows | None) -> bool:
    """Whether a fork copied it from another session: with an id made then and its old time (apparent skew up to months)."""
    made = rows.session.time_created if rows is not None and rows.session is not None else None
    if made is None or message.time_created is None or message.time_created >= made - SECOND:
        return False
    minted = id_time(message.id, made)  # what was imported has kept its old id, too
    return minted is not None and minted >= made - FORKING


def exited_at_once(prompt: Prompt) -> LogRecord | None:
    """The ``exiting loop`` that follows ``loop step=0`` with neither ``process`` nor ``stream`` between; None if there is none."""
    main = [
        r
        for r in prompt.records or ()
        if r.message in ("loop", "exiting loop", "process", "stream") and r.fields.get("small") != "true"
    ]
    for one, two in pairwise(main):
        if one.message == "loop" and one.fields.get("step", "0") == "0" and two.message == "exiting loop" and one.run == two.run:
            return two
    return None


def blind(prompt: Prompt) -> bool:
    """Whether the parts of its answer could not be looked at, which would say where it stood or whether it is one: it is open,
    was aborted, or gives no reason for its end. Where those of the prompt itself are gone, so may be its answer's."""
    answer, rows = prompt.answer, prompt.rows
    if answer is None or rows is None:
        return False
    read = rows.parts is not None and (rows.parts_since is None or prompt.time is None or prompt.time >= rows.parts_since)
    if rows.parts is not None and (prompt.parts or not read):
        return False
    if answer.error_name:
        return answer.error_name == "MessageAbortedError"
    return answer.completed is None or answer.finish is None or answer.finish in UNEXPLAINED


def left(prompt: Prompt) -> bool:
    """Whether the newest record of the prompt's own run of the loop is ``exiting loop``: nobody works on it any more."""
    main = main_of(prompt.records or ())
    return bool(main) and main[-1].message == "exiting loop"


def main_of(records: Iterable[LogRecord]) -> list[LogRecord]:
    """Those of a prompt's own run of the loop, without titles and other side calls."""
    return [r for r in records if r.message in MAIN and r.fields.get("small") != "true"]


def last_activity(prompt: Prompt) -> datetime | None:
    """The newest moment at which something of this prompt moved: a record, a row or a part."""
    times: list[datetime | None] = [prompt.time]
    times += [r.time for r in prompt.records or ()]
    for answer in prompt.answers:
        times += [answer.time_created, answer.completed]
    for part in prompt.answer_parts:
        times += [part.time_created, part.started, part.ended]
    return max((t for t in times if t), default=None)


def running_tool(prompt: Prompt) -> PartRow | None:
    return next((p for p in reversed(prompt.answer_parts) if p.type == "tool" and p.status in ("running", "pending")), None)


def count(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Values with their counts, most frequent first."""
    tally: dict[str, int] = {}
    for value in values:
        tally[value] = tally.get(value, 0) + 1
    return tuple(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def final_answers(prompt: Prompt) -> tuple[MessageRow, ...]:
    """Finished answers to this one prompt; a healthy prompt has one, all before it end in ``tool-calls``."""
    return tuple(a for a in prompt.answers if a.ended_well)


def sortable(message: MessageRow) -> bool:
    """Whether the id is of OpenCode's own form and holds a time within a day of the server's stamp."""
    skew = id_skew_ms(message)
    return skew is not None and abs(skew) < CLOCK_MS


def crosses_wrap(earlier: MessageRow, later: MessageRow | None, rows: SessionRows | None) -> bool:
    """Whether the 48-bit field came round between the making of two messages' ids, so that the later one's id sorts first."""
    one, two = _made(earlier, rows), _made(later, rows) if later is not None else None
    return one is not None and two is not None and any(one < wrap <= two for wrap in WRAPS)


def _made(message: MessageRow, rows: SessionRows | None) -> datetime | None:
    """When the message's id was made: a fork makes new ones for what it copies."""
    return rows.session.time_created if rows is not None and rows.session is not None and copied(message, rows) else message.time_created


def session_born(session_id: str | None, near: datetime | None) -> datetime | None:
    """When a session was made, from its own id; None when the id holds no time."""
    return id_time(session_id or "", near)


def id_time(ident: str, near: datetime | None) -> datetime | None:
    """The time in any id of OpenCode's own form; None when it holds none."""
    found = decode(ident, near)
    return found.time if found is not None and found.form == "own" else None
