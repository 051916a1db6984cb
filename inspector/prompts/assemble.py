"""Joins records, rows and requests into prompts: one value for each prompt that anybody sent.

Order of work inside the server (OpenCode 1.15.13 and 1.18.33, read in the binaries): agent looked up, model picked,
switch events published if they differ from the session's row, parts resolved, plugin hook ``chat.message``, ``message``
and ``part`` rows written, loop started, provider called. What a prompt left behind says how far it came: its `Stage`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from inspector.model import FINAL, LogRecord, Logs, MessageRow, Outcome, PartRow, RequestShape, Run, SessionRows, Stage
from inspector.prompts.answers import UNEXPLAINED, final_answers, shows_nothing
from inspector.prompts.captures import _with_requests
from inspector.prompts.failures import _attach_failure
from inspector.prompts.ids import id_time
from inspector.prompts.inbox import _inboxed
from inspector.prompts.loops import DRAIN, FAILED, MAIN, SECOND, _loops, _shared_out, _stage_from_log, _trace, _traced, main_of
from inspector.prompts.prompt import Prompt, _fill
from inspector.prompts.runs import Runs, _version_of
from inspector.prompts.storage import sort_as_stored
from inspector.prompts.world import _WHOLE
from inspector.versions import older


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
    """Return every prompt of one session in the order in which the server took them, answered or not.

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
    placed = _placed(sort_as_stored(found, records or ()), logs, runs, claimed, guess)
    if not failures or requests or (rows is not None and rows.session is not None) or any(_is_ordinary(r) for r in records or ()):
        return placed
    return [replace(prompt, unvouched=True) if prompt.outcome is Outcome.FAILED else prompt for prompt in placed]


def _is_ordinary(record: LogRecord) -> bool:
    """Whether a record tells of a session's work: a server that logs its failures alone writes none."""
    return record.level in ("INFO", "DEBUG") and record.message != FAILED


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
    if prompt.outcome is Outcome.FAILED:
        born = id_time(prompt.session_id or "", prompt.time)
        unknown = prompt.rows is not None and prompt.rows.session is None and newest and born and born > newest
        if unknown or until is None or (last is not None and last > until):
            return [replace(prompt, rows=None, message=None, parts=(), answers=(), answer_parts=(), stage=Stage.UNKNOWN)]
    elif prompt.outcome is Outcome.SILENT and main and prompt.record is None:
        own = _loops(main)[0]
        traced = _trace(prompt.session_id or "", None, own[0] if own else main)
        still_open = prompt.answer is None or not (prompt.answer.completed or prompt.answer.error_name)
        over = still_open and newest is not None and last is not None and last >= newest.replace(microsecond=0)
        if until is None or (last is not None and last > until) or (over and [t.outcome for t in traced] == [Outcome.ANSWERED]):
            return traced
    elif prompt.outcome is Outcome.SILENT and prompt.record is None and run is not None and until is not None:
        begun = next((loop for loop in reversed(loops) if loop[0].run == run.key and _before(loop[0].time, prompt.time)), None)
        if begun is not None and _before(until, begun[-1].time):
            return [replace(prompt, outcome=t.outcome, stage=t.stage, records=t.records) for t in _trace("", None, list(begun))]
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
                outcome=Outcome.SILENT,
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
        m.time_created
        for m in rows.messages
        if m.role == "assistant" and (m.summary or m.mode == "compaction") and m.time_created
    ]
    for prompt, mine_logged in zip(found, _shared_out(found, records), strict=True):
        outcome, stage = _judged(prompt, mine_logged)
        empty = shows_nothing(prompt, by_message)
        outcome = Outcome.SILENT if empty else outcome
        again = outcome is Outcome.ANSWERED and _again(prompt, compactions)
        _fill(
            prompt,
            outcome=Outcome.SILENT if again else outcome,
            stage=stage,
            records=mine_logged,
            repeated=again,
            empty=empty,
        )
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


def _again(prompt: Prompt, compactions: Sequence[datetime]) -> bool:
    """Whether the prompt was answered more than once, or two compactions ran after it."""
    if len(final_answers(prompt)) >= 2:
        return True
    after = [t for t in compactions if prompt.time and t >= prompt.time and (prompt.next_time is None or t < prompt.next_time)]
    return len(after) >= 2


def _internal(parts: Sequence[PartRow]) -> bool:
    """User rows that OpenCode writes itself: a compaction's marker and its synthetic "continue"."""
    return bool(parts) and all(p.type == "compaction" or p.synthetic for p in parts)


def _judged(prompt: Prompt, records: tuple[LogRecord, ...] | None) -> tuple[Outcome, Stage]:
    """Return the outcome and the stage that a prompt's rows and records show."""
    answer = prompt.answer
    if answer is None:
        return Outcome.SILENT, _stage_from_log(records, Stage.STORED)
    if answer.error_name:
        return Outcome.SILENT, Stage.FAILED
    if answer.structured and answer.completed is not None:
        return Outcome.ANSWERED, Stage.ANSWERED
    if answer.completed is None:
        begun = any(p.type in ("text", "reasoning", "tool", "step-start") for p in prompt.answer_parts)
        return Outcome.SILENT, Stage.ANSWERING if begun else Stage.STREAM
    if answer.finish in FINAL or (answer.finish is None and any(p.type == "step-finish" for p in prompt.answer_parts)):
        return Outcome.ANSWERED, Stage.ANSWERED
    if answer.finish is None and _shell(prompt):
        return Outcome.ANSWERED, Stage.ANSWERED
    return Outcome.SILENT, Stage.ANSWERING if answer.finish else Stage.STREAM


def _shell(prompt: Prompt) -> bool:
    """``/shell`` writes an assistant message with one finished tool part and no ``finish``."""
    tools = [p for p in prompt.answer_parts if p.type == "tool"]
    return bool(tools) and len(tools) == len(prompt.answer_parts) and all(p.status in ("completed", "error") for p in tools)


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
            behind=behind if prompt.outcome is Outcome.SILENT and not prompt.answers else None,
            recovered=recovered[number],
            unread=next((m.id for m in unread if not (m.time_created and prompt.time and m.time_created < prompt.time)), None),
        )
        version, why = _version_of(prompt, run, claimed, guess)
        _fill(prompt, version=version, version_from=why)
        if _ends_without_reason(prompt) and older(version, "1.18.20"):
            _fill(prompt, outcome=Outcome.ANSWERED, stage=Stage.ANSWERED)
        message = prompt.message
        stored = stored or message is not None or prompt.outcome is Outcome.ANSWERED
        if message is not None:
            before = (message.agent, f"{message.provider_id}/{message.model_id}")
            unfinished = not (prompt.answer and prompt.answer.completed)
            if prompt.outcome is Outcome.SILENT and prompt.stage in (Stage.ANSWERING, Stage.STREAM) and unfinished:
                behind = message.id
    return found


def _ends_without_reason(prompt: Prompt) -> bool:
    """Whether the answer is complete and has text, but the provider gave no reason for its end: 1.14.41 to 1.18.19 take it as final."""
    answer = prompt.answer
    ended = answer is not None and answer.completed is not None and not answer.error_name and answer.finish in UNEXPLAINED
    return prompt.outcome is Outcome.SILENT and ended and any(p.type == "text" and p.chars for p in prompt.answer_parts)


def _recovered(found: list[Prompt]) -> list[bool]:
    """For each prompt whether a later one was answered.

    An answer to a prompt that was sent with the same message id does not count: the second changed the first one's row.
    """
    recovered = []
    answered, by_id = 0, dict[str, int]()
    for prompt in reversed(found):
        same = prompt.request.message_id if prompt.message is None and prompt.request is not None else None
        recovered.append(answered > (by_id.get(same, 0) if same else 0))
        if prompt.outcome is Outcome.ANSWERED:
            answered += 1
            if prompt.message is not None:
                by_id[prompt.message.id] = by_id.get(prompt.message.id, 0) + 1
    return recovered[::-1]
