"""What a prompt's answer rows show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from inspector.model import FINAL, MessageRow, Outcome, PartRow
from inspector.prompts.draft import Draft
from inspector.prompts.prompt import Prompt

UNEXPLAINED = ("unknown", "other")
"""``finish`` of an answer whose stream ended without a reason: the stream was cut, or its provider never gives a reason."""


def cut_answers(prompt: Prompt) -> int:
    """Return the number of answers to the prompt that ended with finish “unknown”: their streams were cut, and the server asked
    again."""
    return sum(1 for answer in prompt.answers if answer.finish == "unknown")


def lacks_answer_parts(prompt: Prompt) -> bool:
    """Whether the outcome depends on parts of the answer that could not be read.

    That is so when the answer is open, was aborted, or has no reason for its end. Where the prompt's own parts are gone, those of
    its answer may be gone too.
    """
    answer, rows = prompt.answer, prompt.rows
    if answer is None or rows is None or prompt.projected is not None:
        return False  # the v2 conversation keeps the content inside of the answer's row
    read = rows.parts is not None and (rows.parts_since is None or prompt.time is None or prompt.time >= rows.parts_since)
    if rows.parts is not None and (prompt.parts or not read):
        return False
    if answer.error_name:
        return answer.error_name == "MessageAbortedError"
    return answer.completed is None or answer.finish is None or answer.finish in UNEXPLAINED


SHOWN = frozenset({"tool", "file", "patch", "subtask", "agent"})
"""Types of parts that a client always shows. It shows a text part only when the text is not empty."""


def shows_nothing(prompt: Prompt | Draft, parts: Mapping[str, Sequence[PartRow]]) -> bool:
    """Whether all answers to the prompt ended without an error and contain nothing that a client shows: no text, no tool call, no
    file.

    `parts` are those that were read, by message. A structured answer is in the row itself, and a compaction is not an answer.
    Without the prompt's own parts the result is False, because those of its answer may be gone too.
    """
    answer, rows = prompt.answer, prompt.rows
    if answer is None or rows is None or rows.parts is None or not prompt.parts:
        return False
    if any(a.structured or a.summary or a.mode == "compaction" or a.finish == "tool-calls" for a in prompt.answers):
        return False
    done = [a for a in prompt.answers if a.completed is not None and a.error_name != "MessageAbortedError"]
    if not done or any(a.error_name for a in done) or not all(a.finish in FINAL or a.finish in UNEXPLAINED for a in done):
        return False
    if any(a.id in rows.texts for a in prompt.answers) or not all(parts.get(a.id) or rows.every_part for a in done):
        return False
    return not any(
        part.type in SHOWN or (part.type == "text" and part.chars) for a in prompt.answers for part in parts.get(a.id, ())
    )


def last_activity(prompt: Prompt) -> datetime | None:
    """Return the newest time of any record, row or part of the prompt."""
    times: list[datetime | None] = [prompt.time]
    times += [r.time for r in prompt.records or ()]
    for answer in prompt.answers:
        times += [answer.time_created, answer.completed]
    for part in prompt.answer_parts:
        times += [part.time_created, part.started, part.ended]
    return max((t for t in times if t), default=None)


def is_command(prompt: Prompt | Draft) -> bool:
    """Whether the prompt is a command that the user ran with ``/shell``: OpenCode wrote all parts of its user row."""
    return bool(prompt.parts) and all(part.synthetic for part in prompt.parts)


def running_tool(prompt: Prompt) -> PartRow | None:
    return next((p for p in reversed(prompt.answer_parts) if p.type == "tool" and p.status in ("running", "pending")), None)


def is_hanging(prompt: Prompt) -> bool:
    """Whether the newest answer was begun and is neither complete nor ended by an error."""
    answer = prompt.answer
    return prompt.outcome is Outcome.SILENT and answer is not None and answer.completed is None and not answer.error_name


def count(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return values with their counts, most frequent first."""
    tally: dict[str, int] = {}
    for value in values:
        tally[value] = tally.get(value, 0) + 1
    return tuple(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def final_answers(prompt: Prompt | Draft) -> tuple[MessageRow, ...]:
    """Return the finished answers to the prompt. A healthy prompt has one; all answers before it end in ``tool-calls``."""
    return tuple(a for a in prompt.answers if a.ended_well)
