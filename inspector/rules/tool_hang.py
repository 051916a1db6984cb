"""A tool call never returned, and the answer waits for it.

What happens
The answer is open with a tool part in status `running`. For bash the output may even be complete. The session has no
further record.

Why
The command does not end (a server, a prompt for input, `sleep`), or a background child keeps stdout or stderr open,
so that the tool waits for the pipe.

How to tell it from similar causes
- waiting-for-permission: a bash part that waits has no `state.metadata`; one that runs has `state.metadata.output`.
  An `asking id=per_...` record at the tool's start time shows that.
- A command that the user runs with `/shell` needs no permission. Its user row has only synthetic parts (seen on 1.18.34).
- waiting-for-answer: the tool is `question`.
- server-stopped: a tool part that is older than the server's current run was left behind by a restart. Rows
  alone do not tell the two apart.
- stream-stall: no tool part is running.

Remedy
- Abort the session, then send again: worked when tried on 1.18.33 (`sleep 60` still running; in tests/e2e).
- Stop the command, then send again. Not tried.
- For background commands: redirect stdin, stdout and stderr, all three. Not tried.
- Another prompt does not help: it queues behind the running tool.

Versions
Seen on 1.15.13 and 1.18.33, alike: `sleep 300`, and a background child that holds stdout. Reported up to 1.18.30.

Sources
anomalyco/opencode#20902, #22012, #32504, #47350, #48414. Recordings tool-hang-1.15.13, tool-hang-1.18.33,
silent-mix-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, Outcome, PartRow, Stage, Step, StepKind, Weight
from inspector.prompts.answers import is_command, is_hanging, running_tool
from inspector.prompts.loops import main_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._asking import asked
from inspector.rules._clues import against, moderate, neutral, refutes, row, strong, weak
from inspector.rules._questions import newest_part, quiet_for, shown, stood_still
from inspector.rules._remedies import aborts, each_of, note, resend, seconds
from inspector.rules._rule import Rule
from inspector.rules._symptoms import CONSENT, HANGS
from inspector.text import listed, many
from inspector.versions import older

STILL = timedelta(seconds=8)
"""A call that began at most this long before the evidence ends may still be running: files copied from a busy server
look the same."""
INSTANT = frozenset(
    {"read", "write", "edit", "patch", "multiedit", "glob", "grep", "list", "ls", "todowrite", "todoread", "question"}
)
"""Built-in tools that return at once unless they wait for a user."""


def _in_log(prompt: Prompt) -> Iterator[Clue]:
    """Yield a clue for an open prompt of which only the log was read: a call that never returns writes no record."""
    if prompt.outcome is Outcome.SILENT and prompt.message is None and prompt.rows is None and prompt.stage is Stage.STREAM:
        main = [r for r in main_of(prompt.records or ()) if r.message in ("loop", "process", "stream", "exiting loop")]
        if main and main[-1].message == "stream":
            yield weak("A tool call that never returns writes no record, so the log ends in the same way.", main[-1].source)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    still, last = stood_still(prompt), newest_part(prompt)
    if still is not None and last is not None and last.type == "tool":
        yield moderate(
            f"Tool {last.tool} had been running for {seconds(still)} when the answer was aborted.", row(prompt, "part", last.id)
        )
        return
    yield from _in_log(prompt)
    if not is_hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None:
        return
    where = row(prompt, "part", tool.id)
    if prompt.waits_for:
        yield refutes(f"The call waits for the subagent in {prompt.waits_for[0]}, which has no answer itself.", where)
        return
    begun, quiet = tool.has_output or tool.has_metadata or is_command(prompt), quiet_for(prompt, world)
    if asked(prompt, world) is not None and not begun:
        yield against("A permission request or question is open for this call.", where)
    if tool.tool in INSTANT:
        yield against(f"Tool {tool.tool} returns at once unless it waits for a user.", where)
        return
    if tool.status == "pending":
        yield against("The call had not started.", where)
    if begun and quiet is not None and quiet < STILL and not world.live:
        yield moderate(
            f"Tool {tool.tool} is running (its output has begun), and the evidence ends {seconds(quiet)} later, as in files copied from a busy server.",
            where,
        )
        return
    if tool.tool == "bash" and not begun and _shows_output(prompt) and not shown(prompt, world):
        yield against("A running bash call has output metadata at once; this call has none.", where)
        return
    running = _running(prompt, tool)
    if world.logs is None and not world.live and running.weight >= Weight.MODERATE:
        yield moderate(
            f"{running.text} A call during which the server was stopped leaves the same rows, and no log was given.", where
        )
        return
    yield running
    if quiet is not None and quiet >= STILL:
        yield moderate(f"The session has been silent for {seconds(quiet)}.", where)


def _shows_output(prompt: Prompt) -> bool:
    """Whether the server stores a mark as soon as a bash call runs.

    1.2.27 and 1.3.2 store no metadata for any call; 2.x stores it inside of the answer, for waiting calls too.
    """
    return not (older(prompt.version, "1.14.0") or older(prompt.version, "2.0.0") is False)


def _running(prompt: Prompt, tool: PartRow) -> Clue:
    """Return the clue for a call that is running, by what its tool usually stores."""
    where = row(prompt, "part", tool.id)
    if is_command(prompt):
        return strong("The command that the user ran in this session is running and never returned.", where)
    if tool.has_output or tool.has_metadata:
        return strong(f"Tool {tool.tool} is running (its output has begun) and never returned.", where)
    if tool.tool == "bash" and not _shows_output(prompt):
        return neutral("On this server version, a running bash call does not show output either.", where)
    if tool.tool == "bash":
        return moderate(
            "The bash call never began, and the log shows no permission request: a hook that runs before it hangs.", where
        )
    if tool.tool == "task":
        return weak("The task call never began: its agent may not exist. The server would log that as a failure.", where)
    return moderate(f"Tool {tool.tool} is running and never returned.", where)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    tools = sorted({t.tool or "?" for p in prompts if (t := running_tool(p))})
    return f"A tool call ({listed(tools)}) never returned in {many(len(prompts), 'session', 'sessions')}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        each_of(StepKind.CONFIGURE, "Stop the command that the tool waits for, or abort the session:", aborts(prompts)),
        resend(),
        note(
            "For background commands: redirect all three of stdin, stdout and stderr, so that no child process keeps the pipe open."
        ),
    )


RULE = Rule(
    title="A tool call never returned",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#20902", "anomalyco/opencode#22012", "anomalyco/opencode#32504", "anomalyco/opencode#47350"),
    not_a_remedy=("Sending another prompt: it queues behind the running tool.",),
    says=(
        '"status":"running"… "tool":"bash"',
        '"tool":"bash"… "status":"running"',
        '"tool":"task"… "status":"running"',
        "tool: bash… running",
        "tool: task… running",
        "state.status: running",
        '"type":"tool"… "status":"pending"',
        "~bash tool… hang",
        "~bash tool… never",
        "~`bash` tool… never",
        "~never returns control",
    ),
    told=(
        (
            HANGS,
            rf"^(?!.*(?:{CONSENT})).*(?:\b(?:bash|shell|task|read|write|edit|grep|glob|webfetch|custom)[`'\"* ]{{1,3}}(?:tool|command)"
            r"|(?<!multiple )(?<!several )(?<!many )(?<!few )(?<!no )(?<!no more )\btool (?:call|execution|part)s?\b|\bweb(?:fetch|search)\b)",
        ),
        (
            HANGS,
            r"\b(?:file|all|of the) tools\b|\blsp(?:_\w+| server| client|\.)|\blanguage server\b|\btool\b.{0,20}\bnever returns\b|\b(?:edit|write|read) operations?\b|\bediting\b.{0,20}\bfiles?\b|工具",
        ),
        (HANGS, r"^(?=.*\b(?:sudo|bash|shell|commands?|process)\b).*\bpassword (?:prompt|entry)\b"),
        (HANGS, rf"^(?!.*(?:{CONSENT}|\b(?:permission|approval|question|mcp|provider|stream|plugin)\w*)).*\bsub-?agents?\b"),
    ),
    aliases=("tool-hang-background-child",),
    possible_at={Stage.ANSWERING: 2},
)
