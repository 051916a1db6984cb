"""A tool call needs a permission, and nobody has answered the request.

What happens
The session is busy; a tool part is `running` and has done nothing. The log has `asking id=per_... permission=...`
and no later record of the session. Another prompt only queues.

Why
The permission is set to ask (reading outside the project asks by default), and the client shows no such request.
The server keeps pending requests only in memory, without a time limit: one request waited 23 days.

How to tell it from similar causes
- The `asking` record has no session ID. It belongs to the call whose input contains its `patterns`. If that does not decide,
  the time in its ID matches the tool part's start (-16 to +102 ms seen). Each request belongs to one call.
- Without rows, an open request belongs to the prompt with the last provider call before it. Confidence is medium at most, and
  needs that no other prompt of that server run was open.
- A waiting bash part has no `state.metadata`; a running one has `state.metadata.output` (tool-hang).
- waiting-for-answer: the tool is `question`, the ID begins with que_.
- permission-refused: the user refused; the answer is completed.
- server-stopped: the server that asked has stopped; send the prompt again.

Remedy
- POST /permission/ID/reply?directory=DIR with {"reply":"once"}: the same prompt then continues. Worked when tried on 1.15.13,
  1.17.19, 1.18.33, each time with the session's directory in the call. `reject` ends the answer (1.15.13, 1.18.33).
- For a client that cannot show requests: set the permission to allow or deny in opencode.json. Not tried.
- Another prompt does not help: it queues (1.15.13, 1.18.33).

Versions
Up to 1.3 and in forks of it (Kilo 7.0, codemie) the request is logged without an id, as `service=permission ...
evaluated` with the action ask, and rows do not show whether a command runs. 2.x stores calls in the answer's row;
it was not tried. Seen on 1.15.13, 1.17.19 and 1.18.33: 1.15.13 logs `service=permission ... asking`, 1.17 and later
`message=asking`.

Sources
anomalyco/opencode#14473, #16367, #36762; open-mercato/cezar#1032; haowjy/meridian-cli#455. Recordings
waiting-1.15.13, waiting-1.18.33, silent-mix-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, PartRow, Step, StepKind
from inspector.prompts.answers import is_command, is_hanging, running_tool
from inspector.prompts.asks import REQUEST_NEAR
from inspector.prompts.ids import id_time
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._asking import LOST, asked, gone, orphaned, waiting_in_log
from inspector.rules._clues import conclusive, moderate, refutes, row, strong
from inspector.rules._questions import quiet_for, shown
from inspector.rules._remedies import calls, each_of, note, resend, seconds
from inspector.rules._rule import Rule
from inspector.rules._symptoms import CONSENT, HANGS, UNSEEN
from inspector.text import listed, many
from inspector.versions import older

INSTANT = frozenset({"read", "write", "edit", "patch", "multiedit", "glob", "grep", "list", "ls", "webfetch", "skill"})


def _asked_near(prompt: Prompt, tool: PartRow, world: World) -> bool:
    """Whether the prompt's server run has an unanswered request within some seconds of this call that may belong to
    this call."""
    start = tool.started or tool.time_created
    run = prompt.run.key if prompt.run else None
    asks = world.index.asks
    mine = [
        r for r in world.notable("asking") if r.fields.get("id") not in asks.closed and (not run or not r.run or r.run == run)
    ]
    times = [id_time(r.fields.get("id", ""), r.time) or r.time for r in mine if r.order not in asks.fitting]
    return start is None or any(t is not None and abs(t - start) <= REQUEST_NEAR for t in times)


METADATA = "1.14.0"
"""From this version on, a running command has `state.metadata` and a command that waits for permission has none.

Servers of 1.2 to 1.3 and their forks store no metadata in either case; 2.x stores it for every running call."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from waiting_in_log(prompt, world, "per_", "permission")
    if not is_hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None or tool.tool == "question" or is_command(prompt):
        return
    where = row(prompt, "part", tool.id)
    record = asked(prompt, world, "per_")
    yield from gone(prompt, world)
    waits = not (tool.has_metadata or tool.has_output)
    unasked = waits and record is None and shown(prompt, world) and not _asked_near(prompt, tool, world)
    if record is not None and waits:
        yield conclusive(
            f"The server asked for permission “{record.fields.get('permission', '?')}” ({record.fields.get('id', '')}) when tool {tool.tool} started, and the call never continued.",
            record.source,
        )
    elif record is not None:
        yield strong(
            f"The server asked for permission ({record.fields.get('id', '')}) when tool {tool.tool} started.", record.source
        )
    elif unasked:
        yield refutes("The log of this server run shows all its permission requests, and none is for this call.", where)
    elif waits and tool.tool == "bash" and not _tells(prompt):
        yield moderate("Tool bash is running; the rows of this server version do not show whether it waits.", where)
    elif waits and (tool.tool in INSTANT or tool.tool == "bash") and tool.status == "running" and not _fresh(prompt, world):
        yield strong(
            f"Tool {tool.tool} is running but has done nothing, like a call that waits for permission.",
            where,
        )
        quiet = quiet_for(prompt, world)
        if quiet is not None and quiet > timedelta(seconds=10):
            yield moderate(f"The call has waited for {seconds(quiet)}.", where)


def _tells(prompt: Prompt) -> bool:
    """Whether the rows of the prompt's server version show that a command is running."""
    return older(prompt.version, METADATA) is False and older(prompt.version, "2.0.0") is True


def _fresh(prompt: Prompt, world: World) -> bool:
    """Whether the evidence ends so soon after the call that the call may simply still be running."""
    quiet = quiet_for(prompt, world)
    return quiet is not None and quiet < timedelta(seconds=2)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    kinds = sorted({r.fields.get("permission", "") for p in prompts if (r := asked(p, world, "per_"))} - {""})
    return (
        f"{many(len(prompts), 'prompt waits', 'prompts wait')} for a permission"
        + (f" ({listed(kinds, 4)})" if kinds else "")
        + " that nobody has answered."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if all(orphaned(p, world) for p in prompts):
        return (resend(LOST),)
    requests = [(p, r.fields.get("id") if (r := asked(p, world, "per_")) else None) for p in prompts if not orphaned(p, world)]
    replies = calls(((p, f"/permission/{ident or 'PERMISSION_ID'}/reply") for p, ident in requests), '{"reply":"once"}')
    return (
        each_of(StepKind.RESEND, "Answer the request (once, always or reject). The same prompt then continues:", replies),
        note("For a client that cannot show requests: set the permission to allow or deny in opencode.json."),
    )


RULE = Rule(
    title="A permission request is waiting for an answer",
    check=check,
    awaits_person=True,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#14473", "anomalyco/opencode#16367", "anomalyco/opencode#36762"),
    not_a_remedy=("Sending another prompt: it queues behind the waiting prompt.",),
    says=(
        "asking permission=",
        "asking id=… permission=",
        "permission required to run… allow once",
        "permission=… asking",
        "~permission required",
        "~asking permission",
        "~asking id=per_",
        "service=permission… asking",
        "message=asking… permission=",
        "permission.asked",
        '"id":"per_… "permission":"',
        "permission.v2.asked",
        "waiting for permission",
        "permission request… pending",
        "~awaiting a permission reply",
        "~permission request… awaiting",
        "permission required… allow once",
        "~permission prompt",
        "continue after repeated failures",
        "~needs permission",
        "~asks for permission",
        '~permission… "ask"… hang',
        "~awaiting user confirmation",
    ),
    told=((HANGS + "|" + UNSEEN, rf"{CONSENT}|\bpermissions?\b(?! denied)|\bapproval (?:request|prompt|dialog)s?\b|权限"),),
    aliases=("permission-wait",),
)
