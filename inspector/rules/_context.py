"""Questions about a conversation that is too long for its model, and about its compaction."""

from __future__ import annotations

import re
from datetime import timedelta

from inspector.model import MessageRow
from inspector.patterns import late
from inspector.prompts.answers import cut_answers
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt

_TOO_LONG = late(
    r"context_length_exceeded|ContextOverflow|maximum context length|prompt is too long|context window|input is too long for requested model"
    r"|input token count.{0,80}exceeds the maximum|maximum prompt length is \d|reduce the length of the messages|exceeds the available context size"
    r"|prompt token count.{0,80}exceeds the limit of \d|greater than the context length|exceeded model token limit|context length exceeded"
    r"|context length is only \d|input length.{0,80}exceeds.{0,80}context length|range of input length should be|exceed_context_size_error",
    re.IGNORECASE | re.DOTALL,
)
"""Texts by which providers refuse a conversation as too long: those that OpenCode itself knows, and a few more."""


def is_too_long(text: str) -> bool:
    """Whether a provider's error text says that the conversation is too long for the model."""
    return _TOO_LONG.search(text) is not None


def rounds(prompt: Prompt) -> tuple[MessageRow, ...]:
    """Return the compaction answers written after this prompt and before the next one."""
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
    """Return the compaction that began at most one second after an empty answer ended; None when there is none."""
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
    """Whether the provider failed repeatedly: several answers were cut short, or the log has several errors."""
    refused = any(r.message == "stream error" and not r.is_side_call for r in prompt.records or ())
    return refused or cut_answers(prompt) >= 2
