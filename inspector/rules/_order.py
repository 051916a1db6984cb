"""Evidence about the order of message IDs, shared by the rules on ID wrap and on clocks."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Clue, MessageRow
from inspector.prompts.ids import id_skew_ms, was_sent_again
from inspector.prompts.loops import exited_at_once
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, neutral, refutes, strong
from inspector.rules._questions import looped, no_loop
from inspector.versions import older

FIXED = "1.18.15"
"""First release that orders by time and parentID (anomalyco/opencode#42583)."""


def blocking(prompt: Prompt) -> MessageRow | None:
    """The earlier assistant message whose id sorts after this prompt's id, or None."""
    message = prompt.message
    if message is None or prompt.rows is None or message.time_created is None or was_sent_again(prompt):
        return None
    earlier = [
        m
        for m in prompt.rows.messages or ()
        if m.role == "assistant" and m.time_created and m.time_created < message.time_created and m.id > message.id
    ]
    return max(earlier, key=lambda m: m.id, default=None)


def version_clues(prompt: Prompt) -> Iterator[Clue]:
    """Only servers up to 1.18.14 mind the order of ids."""
    old = older(prompt.version, FIXED)
    source = prompt.run.version_source if prompt.run else None
    if old is None:
        yield against("Which server version took the prompt is unknown; only those up to 1.18.14 compare ids.", None)
    elif old:
        yield moderate(f"Server {prompt.version} compares ids as text (all do up to 1.18.14).", source)
    else:
        weigh = refutes if prompt.version_from in ("banner", "log") else against  # a claim or a guess may be wrong
        yield weigh(f"Server {prompt.version} orders by time, as all do from {FIXED}; the inverted ids are history.", source)


def exit_clues(prompt: Prompt, world: World) -> Iterator[Clue]:
    """What the loop's own lines say about a prompt that was skipped."""
    exited = exited_at_once(prompt)
    if exited is not None:
        yield strong(
            "`loop step=0` is followed at once by `exiting loop`: the server treated the prompt as already answered and never called the provider.",
            exited.source,
        )
    elif prompt.records and looped(prompt) is None and not no_loop(prompt, world):
        yield neutral("The records of this session show no loop for the prompt.", prompt.records[0].source)
    elif no_loop(prompt, world):
        yield against("The log of its run goes on, shows other loops, and none for this prompt.", None)


TOLERANCE_MS = 1000
"""Two clocks that are both right differ by less than this."""


def raced(block: MessageRow, message: MessageRow) -> bool:
    """Whether a prompt was stored before the answer was complete that sorts after it: both ids were made at about the same time,
    by clocks that may both be right. A client that makes an id after it has seen the answer has a later one, or a slow clock."""
    skew = id_skew_ms(message)
    done = block.completed is not None and message.time_created is not None and block.completed <= message.time_created
    return not done and skew is not None and abs(skew) < TOLERANCE_MS
