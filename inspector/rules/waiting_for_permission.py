"""A tool call needs a permission, and nobody has answered the request.

What happens
The session is busy; a tool part is `running` and has done nothing. The log has `asking id=per_... permission=...`
and no line after it. A further prompt only queues.

Why
The permission is set to ask (reading outside the project asks by default), and the client shows no such request.
Pending requests live in memory only and have no time limit: one waited 23 days.

How it is told from what looks alike
- The `asking` record has no session id. It is the call's in whose input stands what was asked for (`patterns`); where that
  cannot be told, the time in its id matches the tool part's start (-16 to +102 ms seen). Each request is one call's.
- A waiting bash part has no `state.metadata`; a running one has `state.metadata.output` (tool-hang).
- waiting-for-answer: the tool is `question`, the id begins with que_.
- permission-refused: answered with no; the answer is completed.
- server-stopped: the server that asked is gone; send the prompt again.

Remedy
- POST /permission/ID/reply?directory=DIR with {"reply":"once"}: the same prompt goes on. Seen to cure on 1.15.13,
  1.17.19, 1.18.33, each time with the session's directory in the call. `reject` ends the answer (1.15.13, 1.18.33).
- For a client that cannot ask anybody: set the permission to allow or deny in opencode.json. Unproven.
- Another prompt does not help: it queues (1.15.13, 1.18.33).

Versions
Seen on 1.15.13, 1.17.19, 1.18.33, alike; 1.15.13 logs `service=permission ... asking`, 1.17 and later
`message=asking`.

Sources
anomalyco/opencode#14473, #16367, #36762; open-mercato/cezar#1032; haowjy/meridian-cli#455. Recordings
waiting-1.15.13, waiting-1.18.33, silent-mix-*, remedies-*.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World, id_time, running_tool
from inspector.model import Clue, LogRecord, PartRow
from inspector.rules._clues import against, conclusive, hanging, moderate, post, quiet_for, refutes, row, seconds, shown, strong
from inspector.text import listed, many

TITLE = "A permission request is waiting for an answer"
REFERENCES = ("anomalyco/opencode#14473", "anomalyco/opencode#16367", "anomalyco/opencode#36762")
NOT_A_REMEDY = ("Sending another prompt: it queues behind the one that waits.",)
INSTANT = frozenset({"read", "write", "edit", "patch", "multiedit", "glob", "grep", "list", "ls", "webfetch", "skill"})
TOOLS = {
    "bash": {"bash"}, "edit": {"edit", "write", "patch", "multiedit", "apply_patch"}, "read": {"read"}, "glob": {"glob"}, "grep": {"grep"},
    "list": {"list", "ls"}, "webfetch": {"webfetch"}, "websearch": {"websearch"}, "codesearch": {"codesearch"}, "task": {"task"},
    "skill": {"skill"},
}  # fmt: skip
"""The tools that ask for a permission of that name; names that are not here are asked for by any."""
LOST = "The server that asked is gone, and with it what it asked: send the prompt again in the same session."
NEAREST = 100
"""So many calls on either side of a request are looked at."""
WHOLE = 4096
"""An input as long as this was cut."""
NEAR = timedelta(seconds=5)
WINDOW = (timedelta(milliseconds=-60), timedelta(milliseconds=1500))
"""The id of an ``asking`` record holds a time −16 to +102 ms from the tool part's start (1.15.13, 1.18.33); on a busy machine
409 ms (1.15.4)."""


def asked(prompt: Prompt, world: World, prefix: str = "") -> LogRecord | None:
    """The ``asking`` record that belongs to the prompt's running tool call; None if there is none.

    A request belongs to one call of its run: to the one whose input holds what was asked for, else to the nearest in time.
    """
    tool = running_tool(prompt)
    if tool is None:
        return None
    known = world.once("calling", lambda: {(p.session_id, t.id) for p in _calling(world) if (t := running_tool(p))})
    key = prompt.session_id, tool.id
    found = (_given(world) if key in known else _shared_out((prompt,), world)).get(key)
    return found[1] if found and found[1].fields.get("id", "").startswith(prefix) else None


Given = Mapping[tuple[str | None, str], tuple[bool, LogRecord]]
"""By session and part: the request of a call, and whether it is the call's by what was asked for."""


def _calling(world: World) -> Sequence[Prompt]:
    return world.once("calls", lambda: [p for p in world.prompts if hanging(p) and running_tool(p)])


def _given(world: World) -> Given:
    return world.once("asks", lambda: _shared_out(_calling(world), world))


def _shared_out(prompts: Sequence[Prompt], world: World) -> Given:
    """Give every open request to one call, and every call one request."""
    closed = world.once("answered asks", lambda: _answered(world))
    calls = sorted(
        ((start, number) for number, p in enumerate(prompts) if (tool := running_tool(p)) and (start := tool.started or tool.time_created))
    )
    pairs = []
    for record in world.notable("asking"):
        ident = record.fields.get("id", "")
        when = id_time(ident, record.time)
        if ident in closed or when is None:
            continue
        first, last = bisect_left(calls, (when - NEAR, -1)), bisect_right(calls, (when + NEAR, len(prompts)))
        middle = bisect_left(calls, (when, -1))
        for start, number in calls[max(first, middle - NEAREST) : min(last, middle + NEAREST)]:
            prompt = prompts[number]
            tool = running_tool(prompt)
            if tool is None or (ident.startswith("que_") != (tool.tool == "question") and ident[:4] in ("que_", "per_")):
                continue
            if prompt.run is not None and record.run is not None and record.run != prompt.run.key:
                continue
            fits = _fits(record, tool)
            if fits or (fits is None and WINDOW[0] <= when - start <= WINDOW[1]):
                pairs.append((not fits, abs((when - start).total_seconds()), record.order, number, record, tool))
    given: dict[tuple[str | None, str], tuple[bool, LogRecord]] = {}
    gone: set[int] = set()
    for strange, _, order, number, record, tool in sorted(pairs, key=lambda pair: pair[:4]):
        key = prompts[number].session_id, tool.id
        if order not in gone and key not in given:
            gone.add(order)
            given[key] = not strange, record
    return given


def _fits(record: LogRecord, tool: PartRow) -> bool | None:
    """Whether what was asked for stands in the input of the call; None where that cannot be told."""
    allowed = TOOLS.get(record.fields.get("permission", ""))
    if allowed and tool.tool not in allowed and any(tool.tool in tools for tools in TOOLS.values()):
        return False
    try:
        patterns = json.loads(record.fields.get("patterns", ""))
    except (ValueError, RecursionError):
        return None
    told = [p.strip() for p in patterns if isinstance(p, str)] if isinstance(patterns, list) else []
    wanted = [json.dumps(p.removesuffix("*").rstrip("/"), ensure_ascii=False)[1:-1] for p in told if p.strip("*/. ")]
    if not wanted or not tool.input:
        return None
    if any(p in tool.input for p in wanted):
        return True
    whole = len(tool.input) < WHOLE and "[text-" not in tool.input
    return False if "bash" in (allowed or ()) and whole else None


def _asked_near(prompt: Prompt, tool: PartRow, world: World) -> bool:
    """Whether its run asked for anything within some seconds of the call that nobody answered and that is not known to be
    another call's: it may have been for this one."""
    start = tool.started or tool.time_created
    run = prompt.run.key if prompt.run else None
    closed = world.once("answered asks", lambda: _answered(world))
    others = world.once("fitting asks", lambda: frozenset(record.order for fits, record in _given(world).values() if fits))
    mine = [r for r in world.notable("asking") if r.fields.get("id") not in closed and (not run or not r.run or r.run == run)]
    times = [id_time(r.fields.get("id", ""), r.time) or r.time for r in mine if r.order not in others]
    return start is None or any(t is not None and abs(t - start) <= NEAR for t in times)


def _answered(world: World) -> frozenset[str]:
    """Ids of permissions and questions that the log shows to have been answered or refused."""
    told = world.notable("replied", "rejected")
    return frozenset(v for r in told for k in ("id", "requestID", "permissionID") if (v := r.fields.get(k)))


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if not hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None or tool.tool == "question":
        return
    where = row(prompt, "part", tool.id)
    record = asked(prompt, world, "per_")
    yield from gone(prompt, world)
    waits = not (tool.has_metadata or tool.has_output)
    unasked = waits and record is None and shown(prompt, world) and not _asked_near(prompt, tool, world)
    if record is not None and waits:
        yield conclusive(
            f"The server asked for permission “{record.fields.get('permission', '?')}” ({record.fields.get('id', '')}) when tool {tool.tool} started, and the call never went on.",
            record.source,
        )
    elif record is not None:
        yield strong(
            f"The server asked for permission ({record.fields.get('id', '')}) when tool {tool.tool} started.", record.source
        )
    elif unasked:
        yield refutes("The log of its run shows every request for a permission, and none for this call.", where)
    elif waits and (tool.tool in INSTANT or tool.tool == "bash") and tool.status == "running" and not _fresh(prompt, world):
        yield strong(
            f"Tool {tool.tool} is running without having done anything, which is how a call looks that waits for permission.",
            where,
        )
        quiet = quiet_for(prompt, world)
        if quiet is not None and quiet > timedelta(seconds=10):
            yield moderate(f"It has waited for {seconds(quiet)}.", where)


def _fresh(prompt: Prompt, world: World) -> bool:
    """Whether the evidence ends so soon after the call that it need not wait for anybody."""
    quiet = quiet_for(prompt, world)
    return quiet is not None and quiet < timedelta(seconds=2)


def orphaned(prompt: Prompt, world: World) -> bool:
    """Whether the server that asked was followed by another one."""
    return prompt.run is not None and world.successor(prompt.run) is not None


def gone(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Requests are kept in memory: those of a server that has been followed by another cannot be answered any more."""
    if orphaned(prompt, world):
        yield against("The server that asked is gone, and its request with it.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    kinds = sorted({r.fields.get("permission", "") for p in prompts if (r := asked(p, world, "per_"))} - {""})
    return (
        f"{many(len(prompts), 'prompt waits', 'prompts wait')} for a permission"
        + (f" ({listed(kinds, 4)})" if kinds else "")
        + " that nobody has answered."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    if all(orphaned(p, world) for p in prompts):
        return (LOST,)
    requests = [(p, r.fields.get("id") if (r := asked(p, world, "per_")) else None) for p in prompts if not orphaned(p, world)]
    return (
        "Answer it; the same prompt then goes on (once, always or reject):",
        *post(((p, f"/permission/{ident or 'PERMISSION_ID'}/reply") for p, ident in requests), '{"reply":"once"}'),
        "For a client that cannot ask anybody: set the permission to allow or deny in opencode.json.",
    )
