"""The conversation is longer than the model accepts, and the provider reports it.

What happens
The answer ends in ContextOverflowError, or in an error whose text says that the context is exceeded. When
even the compaction is too long, its answer has the error, and the ordinary answer row has none.

Why
The history, attachments and tool output no longer fit. Compaction was off, came too late because the configured limit of the
model is too high, or was itself too long.

How to tell it from similar causes
- The error name ContextOverflowError, or the words context_length_exceeded, maximum context length, prompt is too
  long.
- Or an answer that ended without text, finish or error, and a compaction that begins at most a second later.
- compaction-loop: compactions succeed and start again.
- provider-error: other provider texts (rate limit, quota, bad request).
- output-cut-off: MessageOutputLengthError is about the answer's length, not the conversation's.

Remedy
- Continue in the same session with a model that has a larger context, or start a new session. Not tried.
- Set the model's real `limit.context` in opencode.json, so that compaction starts in time. Not tried.
- `compaction.auto: false` does NOT help: it is ignored on a hard overflow (anomalyco/opencode#16882).

Versions
Seen on 1.15.13 and 1.18.33, alike. Reported on 1.2.24 to 1.18.x.
2.x: a `compaction` row with status `failed` ends the turn; confidence is medium at most. Taken from its published schema; no
2.x server was tried.

Sources
anomalyco/opencode#27924, #16882. Recordings context-overflow-1.15.13, context-overflow-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, MessageRow, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import turn_after
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, moderate, row, strong
from inspector.rules._context import is_too_long, made_room, rounds
from inspector.rules._network_texts import PROVIDER_CALLED
from inspector.rules._provider import failed_calls, words_of
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Rule
from inspector.text import many


def overflowed(prompt: Prompt) -> MessageRow | None:
    """Return the newest assistant message after this prompt that ended in a context overflow, compactions included;
    None without one."""
    if prompt.projected is not None:
        return next((m for m in reversed(prompt.answers) if _is_overflow(m)), None)
    if prompt.rows is None or prompt.message is None or prompt.message.time_created is None:
        return None
    return next(
        (
            m
            for m in reversed(prompt.rows.messages or ())
            if m.role == "assistant"
            and m.time_created
            and m.time_created >= prompt.message.time_created
            and (prompt.next_time is None or m.time_created < prompt.next_time)
            and _is_overflow(m)
        ),
        None,
    )


def _is_overflow(answer: MessageRow) -> bool:
    return answer.error_name == "ContextOverflowError" or is_too_long(answer.error_message or "")


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT:
        return
    hit = overflowed(prompt)
    if hit is not None:
        weigh = moderate if sum(1 for m in rounds(prompt) if m.completed and not m.error_name) >= 2 else conclusive
        yield weigh(f"The provider refused the conversation as too long ({hit.error_name}).", row(prompt, "message", hit.id))
        if hit.mode == "compaction" or hit.summary:
            yield moderate("The request of the compaction was too long as well.", row(prompt, "message", hit.id))
        return
    if prompt.record is None and prompt.fault is not None and prompt.fault.name == "provider.context-overflow":
        yield conclusive("The turn ended in provider.context-overflow before there was an answer.", row(prompt, "session"))
    turn = turn_after(prompt)
    failed = turn.compaction if turn is not None else None
    if failed is not None and failed.status == "failed":
        yield strong(
            f"The compaction of this turn failed ({failed.error_name or 'no error named'}).",
            row(prompt, "session_message", failed.id),
        )
        if not prompt.answers:
            yield moderate("No answer was begun: the turn ended with the compaction.", row(prompt, "session_message", failed.id))
        return
    compaction = made_room(prompt)
    if compaction is not None:
        yield strong(
            "The answer ended without text and a compaction began at once: the provider had refused the length.",
            row(prompt, "message", compaction.id),
        )
    records = [call for call in failed_calls(prompt) if is_too_long(words_of(call))]
    if records:
        yield strong("The provider's error says that the conversation is too long.", records[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} ended because the conversation is longer than the model accepts."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure(
            "Set the model's real `limit.context` in opencode.json, so that compaction starts in time, then restart the server."
        ),
        resend("Send the prompt again in the same session with a model that has a larger context, or start a new session."),
    )


RULE = Rule(
    title="The conversation does not fit the model",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#27924", "anomalyco/opencode#16882"),
    not_a_remedy=("compaction.auto=false: it is ignored when the provider itself refuses the length (#16882).",),
    about=PROVIDER_CALLED,
    forms=(
        (
            r"^(?!.*\b(?:per (?:minute|min|day|hour)|rate|quota|tpm|images?|budget|output|completion|max_tokens|spend\w*|usage|plan|characters)\b)"
            r"(?:.*(?:\btokens?\b|\bcontext (?:window|length|size|limit)\b|\b(?:prompt|input|conversation|request)\b.*\bmodel\b|上下文)"
            r"|\W*(?:\w+ ){0,3}(?:prompt|input|conversation|context) (?:is |was )?too (?:long|large)\W*$)",
            r"\btoo (?:long|large|big|many tokens)\b|\bexceed\w*\b|\b(?:longer|larger|greater|more) than\b|\bover the (?:limit|maximum)\b|\bmaximum allowed\b|\boverflow\w*\b|超过|超出|超长",
        ),
    ),
    told=(
        (
            r"\bexceed\w*|\boverflow\w*|\btoo (?:long|large|big)\b",
            r"\bcontext[- ](?:window|length|limit|size|overflow)\w*|\btoken (?:limit|count)\b|\bmodel'?s? limit\b",
        ),
    ),
)
