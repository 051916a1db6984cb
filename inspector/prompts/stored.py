"""Prompts that are stored as user messages (`message` and `part`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from inspector.model import FINAL, MessageRow, Outcome, PartRow, SessionRows, Stage
from inspector.prompts.answers import final_answers, shows_nothing
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from inspector.prompts.ids import SENT_AGAIN
from inspector.prompts.loops import SECOND, assign_records, stage_from_log

PART_EARLY = SECOND / 10
"""A part of the second sending may have a time this much before the change of the row."""


def stored_prompts(session: SessionEvidence) -> list[Draft]:
    """The prompts of a session's user messages, each with its answers and records."""
    rows = session.rows
    if rows is None or not rows.messages:
        return []
    parts: dict[str, list[PartRow]] = {}
    for part in rows.parts or ():
        parts.setdefault(part.message_id, []).append(part)
    drafts = list(_drafts(rows, rows.messages, parts))
    if session.records is not None:
        assign_records(drafts, session.records)
    compactions = [m.time_created for m in rows.messages if m.role == "assistant" and _compacts(m) and m.time_created]
    for draft in drafts:
        draft.outcome, draft.stage = _judge(draft)
        draft.empty = shows_nothing(draft, parts)
        draft.repeated = draft.outcome is Outcome.ANSWERED and not draft.empty and _is_repeated(draft, compactions)
        if draft.empty or draft.repeated:
            draft.outcome = Outcome.SILENT
    return drafts


def _drafts(rows: SessionRows, messages: Sequence[MessageRow], parts: Mapping[str, Sequence[PartRow]]) -> Iterator[Draft]:
    answers: dict[str, list[MessageRow]] = {}
    for message in messages:
        if message.role == "assistant" and message.parent_id:
            answers.setdefault(message.parent_id, []).append(message)

    asked = [m for m in messages if m.role == "user" and not _is_internal(parts.get(m.id, ()))]
    waiting = asked[-1].time_created if asked and not answers.get(asked[-1].id) else None

    def is_prompt(message: MessageRow) -> bool:
        own = parts.get(message.id, ())
        if not _is_internal(own):
            return True
        begun = [a for a in answers.get(message.id, ()) if a.completed is None]
        if any(_is_of_command(parts.get(answer.id, ())) for answer in begun):
            return True
        is_before = waiting is not None and message.time_created is not None and message.time_created < waiting
        return is_before and is_compaction(own) and any(not a.error_name for a in begun)

    users = [m for m in messages if m.role == "user" and is_prompt(m)]
    for message, follower in zip(users, (*users[1:], None), strict=False):
        own = parts.get(message.id, ())
        for sending in _sendings(message, own):
            replies = [a for a in answers.get(message.id, ()) if sending.covers(a.time_created)]
            yield Draft(
                Outcome.SILENT,
                rows.session_id,
                sending.time,
                Stage.STORED,
                rows,
                message=message,
                parts=tuple(own),
                answers=tuple(replies),
                answer_parts=tuple(parts.get(replies[-1].id, ())) if replies else (),
                next_time=sending.until or (follower.time_created if follower else None),
            )


class _Sending(NamedTuple):
    """One time that a message was sent, and the span of its answers."""

    time: datetime | None
    since: datetime | None = None
    until: datetime | None = None

    def covers(self, time: datetime | None) -> bool:
        """Whether an answer of this time can be its own; an unknown time always can."""
        return time is None or ((self.since is None or time >= self.since) and (self.until is None or time < self.until))


def _sendings(message: MessageRow, parts: Sequence[PartRow]) -> Sequence[_Sending]:
    """When `message` was sent: twice, where a second prompt carried the same ID.

    The second changes the row's JSON, not its column `time_created`, and adds its part (1.15.0, 1.17.9, 1.17.18, 1.18.8). So does a
    prompt of another session with that ID, but its part belongs to the other session.
    """
    first, last = message.first_stored, message.time_created
    if first is None or last is None or last - first <= SENT_AGAIN:
        return (_Sending(last),)
    if any(part.time_created is not None and part.time_created >= last - PART_EARLY for part in parts):
        return (_Sending(first, until=last), _Sending(last, since=last))
    return (_Sending(first),)


def _is_internal(parts: Sequence[PartRow]) -> bool:
    """Whether OpenCode wrote the user row itself: a compaction's marker, its synthetic "continue", or the row of ``/shell``."""
    return bool(parts) and all(p.type == "compaction" or p.synthetic for p in parts)


def is_compaction(parts: Sequence[PartRow]) -> bool:
    """Whether a user row is that of a compaction. Such a row is a prompt only where the compaction is open and a prompt waits for it."""
    return bool(parts) and all(part.type == "compaction" for part in parts)


def _compacts(answer: MessageRow) -> bool:
    return answer.summary or answer.mode == "compaction"


def _judge(draft: Draft) -> tuple[Outcome, Stage]:
    """Return the outcome and the stage that a prompt's rows and records show."""
    answer = draft.answer
    if answer is None:
        return Outcome.SILENT, stage_from_log(draft.records, Stage.STORED)
    if answer.error_name:
        return Outcome.SILENT, Stage.FAILED
    if answer.structured and answer.completed is not None:
        return Outcome.ANSWERED, Stage.ANSWERED
    if answer.completed is None and answer.finish in FINAL and _is_whole(draft):
        return Outcome.ANSWERED, Stage.ANSWERED
    if answer.completed is None:
        begun = any(p.type in ("text", "reasoning", "tool", "step-start") for p in draft.answer_parts)
        return Outcome.SILENT, Stage.ANSWERING if begun else Stage.STREAM
    if answer.finish in FINAL or (answer.finish is None and any(p.type == "step-finish" for p in draft.answer_parts)):
        return Outcome.ANSWERED, Stage.ANSWERED
    if answer.finish is None and _is_finished_command(draft):
        return Outcome.ANSWERED, Stage.ANSWERED
    return Outcome.SILENT, Stage.ANSWERING if answer.finish else Stage.STREAM


def _is_whole(draft: Draft) -> bool:
    """Whether the answer's text and the end of its last step are stored: only the message's own end is missing."""
    ends = [p for p in draft.answer_parts if p.type in ("step-start", "step-finish")]
    shown = any(p.type == "text" and p.chars and p.ended is not None for p in draft.answer_parts)
    return bool(shown and ends and ends[-1].type == "step-finish" and ends[-1].reason in FINAL)


def _is_of_command(answer_parts: Sequence[PartRow]) -> bool:
    """Whether an answer is that of ``/shell``: the parts of a model's answer begin with ``step-start``."""
    return bool(answer_parts) and all(p.type == "tool" for p in answer_parts)


def _is_finished_command(draft: Draft) -> bool:
    return _is_of_command(draft.answer_parts) and all(p.status in ("completed", "error") for p in draft.answer_parts)


def _is_repeated(draft: Draft, compactions: Sequence[datetime]) -> bool:
    """Whether the prompt was answered more than once, or two compactions ran after it."""
    if len(final_answers(draft)) >= 2:
        return True
    after = [t for t in compactions if draft.time and t >= draft.time and (draft.next_time is None or t < draft.next_time)]
    return len(after) >= 2
