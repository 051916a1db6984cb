"""What a prompt's answer rows show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from inspector.model import MessageRow, PartRow
from inspector.prompts.prompt import Prompt

UNEXPLAINED = ("unknown", "other")
"""``finish`` of an answer whose stream ended without a reason: it was cut, or its provider never gives one."""


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
