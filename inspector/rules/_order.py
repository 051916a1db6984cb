"""Evidence about the order of message IDs, shared by the rules on ID wrap and on clocks."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Clue, MessageRow
from inspector.prompts.ids import id_skew_ms, was_sent_again
from inspector.prompts.loops import exited_at_once
from inspector.prompts.prompt import Prompt, VersionFrom
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, neutral, refutes, strong
from inspector.rules._questions import looped, no_loop
from inspector.versions import older

FIXED = "1.18.15"
"""First release that orders by time and parentID (anomalyco/opencode#42583)."""


def blocking(prompt: Prompt) -> MessageRow | None:
    """Return the earlier assistant message whose ID sorts after this prompt's ID; None when there is none."""
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
    """Yield a clue from the server's version: only servers up to 1.18.14 compare message IDs."""
    old = older(prompt.version, FIXED)
    source = prompt.run.version_source if prompt.run else None
    if old is None:
        yield against(
            "The version of the server that received the prompt is unknown; only versions up to 1.18.14 compare message IDs.",
            None,
        )
    elif old:
        yield moderate(f"Server {prompt.version} compares message IDs as text, as all versions up to 1.18.14 do.", source)
    else:
        weigh = refutes if prompt.version_from is VersionFrom.LOG else against  # a claim or a guess may be wrong
        yield weigh(
            f"Server {prompt.version} orders messages by time, as all versions from {FIXED} do; the wrong order of the IDs has no effect.",
            source,
        )


def exit_clues(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield what the log's loop records say about a prompt that the server skipped."""
    exited = exited_at_once(prompt)
    if exited is not None:
        yield strong(
            "`exiting loop` follows `loop step=0` at once: the server treated the prompt as answered and never called the provider.",
            exited.source,
        )
    elif no_loop(prompt, world):
        yield against("The log of this server run goes on and shows other loops, but none for this prompt.", None)
    elif prompt.records and looped(prompt) is None:
        yield neutral("The records of this session show no loop for the prompt.", prompt.records[0].source)


TOLERANCE_MS = 1000
"""Two correct clocks differ by less than this."""


def raced(block: MessageRow, message: MessageRow) -> bool:
    """Whether `message` was stored before `block`, the answer that sorts after it, was complete.

    Both IDs were then made at about the same time, possibly by two correct clocks. A client that makes an ID after it has seen the
    answer makes a later ID, unless its clock is slow.
    """
    skew = id_skew_ms(message)
    done = block.completed is not None and message.time_created is not None and block.completed <= message.time_created
    return not done and skew is not None and abs(skew) < TOLERANCE_MS
