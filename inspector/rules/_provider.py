"""What the provider's stream shows: the text of a failed call, without the request that 1.15 logs with it, and a stream that was cut."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Clue, LogRecord, MessageRow
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import row, strong, weak

READ_CHARACTERS = 4000
"""At most this many characters of an error text are searched."""
_REQUEST = ('"requestBodyValues":', '"prompt":', '"value":')
"""Keys under which an error contains the conversation, whose text any user or model may have written."""
_ANSWER = '"responseBody":"'


def failed_calls(prompt: Prompt) -> tuple[LogRecord, ...]:
    """Return the ``stream error`` records of the prompt's own calls, without calls that generate a title; where there are none, the
    ``process`` records of steps that ended in an error of a call."""
    own = [r for r in prompt.records or () if not r.is_side_call]
    calls = tuple(r for r in own if r.message == "stream error")
    return calls or tuple(r for r in own if r.message == "process" and r.fields.get("stack", "").lstrip('"').startswith("AI_"))


def error_of(record: LogRecord) -> str:
    return record.fields.get("error.error") or record.fields.get("error") or ""


def answer_in(error: str) -> str:
    """Return the provider's response body from a logged error; empty where there is none."""
    if not error.startswith("{"):
        return error[:READ_CHARACTERS]
    start = error.rfind(_ANSWER)
    return error[start + len(_ANSWER) :][:READ_CHARACTERS] if start >= 0 else ""


def words_of(record: LogRecord) -> str:
    """Return the error's name followed by the provider's response body."""
    error = error_of(record)
    if not error.startswith("{"):
        return error[:READ_CHARACTERS]
    end = min((at for key in _REQUEST if (at := error.find(key)) >= 0), default=READ_CHARACTERS)
    return f"{error[: min(end, READ_CHARACTERS)]} {answer_in(error)}"


def is_unsent(record: LogRecord) -> bool:
    """Whether the call failed before OpenCode sent anything, because the stored conversation is not a valid request."""
    return "AI_InvalidPromptError" in words_of(record)


def cut_short(prompt: Prompt, answer: MessageRow, world: World) -> Iterator[Clue]:
    """Yield a clue for a text whose stream brought neither a reason for its end nor a number of tokens."""
    where = row(prompt, "message", answer.id)
    others = sum(1 for other in world.prompts if other.answer is not None and _ends_whole(other.answer, answer))
    if others:
        whole = "another answer of this model ends" if others == 1 else f"{others} other answers of this model end"
        yield strong(
            f"The answer has a text, finish “{answer.finish}” and 0 output tokens, while {whole} with a reason and with tokens: the stream was cut.",
            where,
        )
    else:
        yield weak(
            f"The answer has a text, finish “{answer.finish}” and 0 output tokens: the stream was cut, or this provider always ends so (no other answer of this model to compare with).",
            where,
        )


def _ends_whole(other: MessageRow, answer: MessageRow) -> bool:
    same = (other.provider_id, other.model_id) == (answer.provider_id, answer.model_id)
    return same and other.ended_well and bool(other.output_tokens)
