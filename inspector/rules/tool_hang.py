"""A tool call never returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World, running_tool
from inspector.model import Clue
from inspector.rules._clues import against, hanging, moderate, quiet_for, row, seconds, strong
from inspector.rules.waiting_for_permission import asked

TITLE = "A tool call never returned"
REFERENCES = ("anomalyco/opencode#20902", "anomalyco/opencode#22012", "anomalyco/opencode#32504", "anomalyco/opencode#47350")
NOT_A_REMEDY = ("Sending another prompt: it queues behind the running tool.",)
INSTANT = frozenset(
    {"read", "write", "edit", "patch", "multiedit", "glob", "grep", "list", "ls", "todowrite", "todoread", "question"}
)
"""Built-in tools that return at once unless they wait for somebody."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if not hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None:
        return
    where = row(prompt, "part", tool.id)
    if asked(prompt, world) is not None:
        yield against("A permission or question is open for this very call.", where)
    if tool.tool in INSTANT:
        yield against(f"Tool {tool.tool} returns at once unless it waits for somebody.", where)
        return
    if tool.status == "pending":
        yield against("The call had not started.", where)
    quiet = quiet_for(prompt, world)
    if tool.has_output or tool.has_metadata:
        yield strong(f"Tool {tool.tool} is running (its output has begun) and never returned.", where)
    elif tool.tool == "bash":
        yield against("A bash call that runs has output metadata at once; this one has none.", where)
        return
    else:
        yield moderate(f"Tool {tool.tool} is running and never returned.", where)
    if quiet is not None and quiet > timedelta(seconds=3):
        yield moderate(f"Nothing moved for {seconds(quiet)}.", where)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    tools = sorted({t.tool or "?" for p in prompts if (t := running_tool(p))})
    return f"A tool call ({', '.join(tools[:3])}) never returned in {len(prompts)} session(s)."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "End the command the tool waits for, or abort the session and send again:",
        "$ curl -X POST http://127.0.0.1:4096/session/SESSION_ID/abort",
        "For background commands: redirect all three of stdin, stdout and stderr, so that no child keeps the pipe open.",
    )
