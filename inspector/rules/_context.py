"""Whether a conversation outgrew its model, and what compaction did about it."""

from __future__ import annotations

from datetime import timedelta

from inspector.model import MessageRow
from inspector.prompts.answers import cut_answers
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt

_TOO_LONG = ("context_length_exceeded", "maximum context length", "prompt is too long", "context window", "ContextOverflow")


def is_too_long(text: str) -> bool:
    """Whether a provider's words say that the conversation does not fit the model."""
    return any(words in text for words in _TOO_LONG)


def rounds(prompt: Prompt) -> tuple[MessageRow, ...]:
    """Compaction answers written after this prompt and before the next one."""
    if prompt.rows is None or prompt.message is None or prompt.message.time_created is None:
        return ()
    return tuple(
        m
        for m in prompt.rows.messages or ()
        if m.role == "assistant"
        and (m.summary or m.mode == "compaction")
        and m.time_created
        and m.time_created >= prompt.message.time_created
        and (prompt.next_time is None or m.time_created < prompt.next_time)
    )


def made_room(prompt: Prompt) -> MessageRow | None:
    """The compaction that was begun within a second of the end of an answer without a word; None when there is none."""
    answer = prompt.answer
    if (
        answer is None
        or answer.completed is None
        or answer.finish
        or answer.error_name
        or any(p.chars for p in prompt.answer_parts)
    ):
        return None
    over = answer.completed
    return next(
        (
            m
            for m in (prompt.rows.messages if prompt.rows else None) or ()
            if (m.summary or m.mode == "compaction")
            and m.role == "assistant"
            and m.time_created
            and timedelta() <= m.time_created - over <= SECOND
        ),
        None,
    )


def broken_off(prompt: Prompt) -> bool:
    """Whether the provider had failed again and again: cut answers, or errors in the log."""
    refused = any(r.message == "stream error" and not r.is_side_call for r in prompt.records or ())
    return refused or cut_answers(prompt) >= 2
