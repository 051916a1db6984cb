"""Joins the records, rows and requests of one session into prompts: one value for each prompt that anybody sent.

Order of work inside the server (OpenCode 1.15.13 and 1.18.33, read in the binaries): agent looked up, model picked,
switch events published if they differ from the session's row, parts resolved, plugin hook ``chat.message``, ``message``
and ``part`` rows written, loop started, provider called. What a prompt left behind shows how far it got: its `Stage`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from inspector.model import LogRecord, MessageRow, Outcome, Stage
from inspector.prompts.answers import UNEXPLAINED
from inspector.prompts.captures import match_requests
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence, Shared
from inspector.prompts.failures import attach_failures
from inspector.prompts.inbox import inbox_prompts, trace_drains
from inspector.prompts.loops import FAILED, trace_loops
from inspector.prompts.prompt import Prompt
from inspector.prompts.storage import sort_as_stored
from inspector.prompts.stored import stored_prompts
from inspector.prompts.uncovered import apply_coverage
from inspector.prompts.version import version_of
from inspector.versions import older

UNEXPLAINED_IS_OPEN = "1.18.20"
"""From this version on, an answer that ended without a reason is not final. 1.14.41 to 1.18.19 take it as final."""


def prompts_of(session: SessionEvidence, shared: Shared) -> list[Prompt]:
    """Return every prompt of one session in the order in which the server took them, answered or not."""
    drafts = stored_prompts(session)
    drafts += inbox_prompts(session, shared.faults)
    drafts += attach_failures(session, drafts, shared.faults)
    if session.records is not None and not session.is_stored:
        drafts += trace_loops(session.session_id, session.rows, session.records)
        drafts += trace_drains(session, shared.faults)
    drafts = apply_coverage(drafts, session, shared)
    match_requests(session, drafts, shared.clock_steps)
    return _freeze(sort_as_stored(drafts, session.records or ()), session, shared)


def _freeze(drafts: Sequence[Draft], session: SessionEvidence, shared: Shared) -> list[Prompt]:
    """Make the prompts, each with its run, its version and its place among the session's others."""
    recovered = _recovered(drafts)
    unreadable = [m for m in (session.rows.messages if session.rows else None) or () if not m.readable]
    unvouched = _is_unvouched(session)
    earlier = _Earlier(session)
    found = []
    for number, draft in enumerate(drafts):
        run, first = shared.runs.of(draft), earlier.shows_first(draft)
        version, version_from = version_of(draft, run, first, shared)
        behind = earlier.open_message if draft.outcome is Outcome.SILENT and not draft.answers else None
        if _ended_without_reason(draft) and older(version, UNEXPLAINED_IS_OPEN) and not _is_cut(draft, shared):
            draft.outcome, draft.stage = Outcome.ANSWERED, Stage.ANSWERED
        found.append(
            draft.freeze(
                run=run,
                version=version,
                version_from=version_from,
                first=first,
                behind=behind,
                recovered=recovered[number],
                before=earlier.choice,
                unread=_unreadable_answer(draft, unreadable),
                unvouched=unvouched and draft.outcome is Outcome.FAILED,
            )
        )
        earlier.add(draft)
    return found


class _Earlier:
    """What the session's earlier prompts mean for the next one."""

    def __init__(self, session: SessionEvidence) -> None:
        self._is_stored = False
        self._is_made_in_log = any(r.message == "created" for r in session.records or ())
        self.open_message: str | None = None
        """ID of the user message that the server still works on."""
        self.choice: tuple[str | None, str | None] | None = None
        """Agent and model of the last stored prompt."""

    def shows_first(self, draft: Draft) -> bool | None:
        """Whether no earlier prompt was stored; without rows, only a log that shows the session being made can tell."""
        if self._is_stored or (draft.rows is not None and draft.rows.capped):
            return False
        is_whole = draft.rows is not None and draft.rows.messages is not None
        return True if is_whole or self._is_made_in_log else None

    def add(self, draft: Draft) -> None:
        message = draft.message
        self._is_stored = self._is_stored or message is not None or draft.outcome is Outcome.ANSWERED
        if message is not None:
            self.choice = _choice(message.agent, message.provider_id, message.model_id)
            is_open = draft.outcome is Outcome.SILENT and draft.stage in (Stage.ANSWERING, Stage.STREAM)
            if is_open and not (draft.answer and draft.answer.completed):
                self.open_message = message.id


@lru_cache(4096)
def _choice(agent: str | None, provider_id: str | None, model_id: str | None) -> tuple[str | None, str | None]:
    """Return agent and model as one value, which equal prompts share."""
    return agent, f"{provider_id}/{model_id}"


def _recovered(drafts: Sequence[Draft]) -> list[bool]:
    """For each prompt whether a later one was answered.

    An answer to a prompt that was sent with the same message ID does not count: the second changed the first one's row.
    """
    recovered = []
    answered, by_id = 0, dict[str, int]()
    for draft in reversed(drafts):
        same = draft.request.message_id if draft.message is None and draft.request is not None else None
        recovered.append(answered > (by_id.get(same, 0) if same else 0))
        if draft.outcome is Outcome.ANSWERED:
            answered += 1
            if draft.message is not None:
                by_id[draft.message.id] = by_id.get(draft.message.id, 0) + 1
    return recovered[::-1]


def _ended_without_reason(draft: Draft) -> bool:
    """Whether the answer is complete and has text, but the provider gave no reason for its end."""
    answer = draft.answer
    if draft.outcome is not Outcome.SILENT or answer is None or answer.completed is None or answer.error_name:
        return False
    return answer.finish in UNEXPLAINED and any(p.type == "text" and p.chars for p in draft.answer_parts)


def _is_cut(draft: Draft, shared: Shared) -> bool:
    """Whether the stream of an answer without a reason ended early: its provider ends others with a reason and their tokens."""
    answer = draft.answer
    return answer is not None and answer.output_tokens == 0 and (answer.provider_id, answer.model_id) in shared.counting


def _unreadable_answer(draft: Draft, unreadable: Sequence[MessageRow]) -> str | None:
    """ID of an unreadable row that may be the answer: it is not older than the prompt."""
    if draft.rows is None:
        return None
    return next((m.id for m in unreadable if not (m.time_created and draft.time and m.time_created < draft.time)), None)


def _is_unvouched(session: SessionEvidence) -> bool:
    """Whether nothing but failure records knows the session: no row, no captured request and no ordinary record."""
    stored = session.rows is not None and session.rows.session is not None
    return not (session.requests or stored or any(_is_ordinary(r) for r in session.records or ()))


def _is_ordinary(record: LogRecord) -> bool:
    """Whether a record shows a session's work: a server that logs its failures alone writes none."""
    return record.level in ("INFO", "DEBUG") and record.message != FAILED
