"""Compaction runs again and again and does not help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue, MessageRow
from inspector.rules._clues import moderate, row, strong

TITLE = "Compaction runs again and again"
REFERENCES = ("anomalyco/opencode#37584", "anomalyco/opencode#38102", "anomalyco/opencode#48828")
NOT_A_REMEDY = ("Waiting: each round fills the context again.",)


def rounds(prompt: Prompt) -> tuple[MessageRow, ...]:
    """Compaction answers written after this prompt and before the next one."""
    if prompt.rows is None or prompt.message is None or prompt.message.time_created is None:
        return ()
    return tuple(
        m for m in prompt.rows.messages or ()
        if m.role == "assistant" and (m.summary or m.mode == "compaction") and m.time_created and m.time_created >= prompt.message.time_created
        and (prompt.next_time is None or m.time_created < prompt.next_time)
    )  # fmt: skip


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    found = rounds(prompt)
    done = [m for m in found if m.completed and not m.error_name]
    if len(done) >= 2:
        yield strong(f"{len(done)} compactions were completed after this one prompt.", row(prompt, "message", done[-1].id))
        yield moderate("One compaction makes room; a second right after it shows that it did not.", row(prompt))
        if len(done) >= 3:
            yield moderate("It went on for at least three rounds.", row(prompt, "message", done[-1].id))
    elif len(done) == 1 and prompt.kind == "silent":
        yield moderate("A compaction was completed and no answer followed.", row(prompt, "message", done[-1].id))
    if not found:
        records = [r for r in prompt.records or () if r.message == "stream" and r.fields.get("agent") == "compaction"]
        if len(records) >= 2:
            yield strong(f"{len(records)} compaction requests in one prompt's log.", records[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) keep compacting the conversation without end."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Abort the session, then go on with a model that has a larger context, or in a new session.",
        "$ curl -X POST http://127.0.0.1:4096/session/SESSION_ID/abort",
        "Set the model's real `limit.context` and `limit.output` in opencode.json.",
    )
