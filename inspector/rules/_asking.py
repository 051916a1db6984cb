"""Which permission request or question belongs to which tool call."""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from inspector.model import Clue, LogRecord, Outcome, PartRow, Stage
from inspector.prompts.answers import running_tool
from inspector.prompts.ids import id_time
from inspector.prompts.loops import main_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, strong
from inspector.rules._questions import hanging

TOOLS = {
    "bash": {"bash"},
    "edit": {"edit", "write", "patch", "multiedit", "apply_patch"},
    "read": {"read"},
    "glob": {"glob"},
    "grep": {"grep"},
    "list": {"list", "ls"},
    "webfetch": {"webfetch"},
    "websearch": {"websearch"},
    "codesearch": {"codesearch"},
    "task": {"task"},
    "skill": {"skill"},
}
"""The tools that ask for a permission of that name; names that are not here are asked for by any."""

LOST = "The server that asked is gone, and with it what it asked: send the prompt again in the same session."

UNNAMED = "per_"
"""Stands for the id of a request that servers up to 1.3 log without one (``service=permission … evaluated``)."""

CALLS_LOOKED_BACK = 2000
"""So many calls of a provider before a request are looked at; with more, whose request it is stays open."""

NEAREST_CALLS = 100
"""So many calls on either side of a request are looked at."""

WHOLE_INPUT_CHARS = 4096
"""Number of characters at which the reader cuts the input of a call."""

REQUEST_NEAR = timedelta(seconds=5)
"""A request that was made further than this from the start of a call is not the call's."""

ASKING_WINDOW = (timedelta(milliseconds=-60), timedelta(milliseconds=1500))
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
    found = (requests_given(world) if key in known else _shared_out((prompt,), world)).get(key)
    return found[1] if found and found[1].fields.get("id", UNNAMED).startswith(prefix) else None


def open_requests(world: World) -> Sequence[LogRecord]:
    """The records of requests, in order. Servers of 1.14 and later write two for each, of which the one with an id counts."""
    return world.once("requests", lambda: _requests(world))


def _requests(world: World) -> Sequence[LogRecord]:
    named = world.notable("asking")
    runs = {record.run for record in named}
    return sorted((*named, *(r for r in world.notable("evaluated") if r.run not in runs)), key=lambda record: record.order)


Given = Mapping[tuple[str | None, str], tuple[bool, LogRecord]]
"""By session and part: the request of a call, and whether it is the call's by what was asked for."""


def _calling(world: World) -> Sequence[Prompt]:
    return world.once("calls", lambda: [p for p in world.prompts if hanging(p) and running_tool(p)])


def requests_given(world: World) -> Given:
    return world.once("asks", lambda: _shared_out(_calling(world), world))


def _shared_out(prompts: Sequence[Prompt], world: World) -> Given:
    """Give every open request to one call, and every call one request."""
    closed = world.once("answered asks", lambda: answered_requests(world))
    calls = sorted(
        (
            (start, number)
            for number, p in enumerate(prompts)
            if (tool := running_tool(p)) and (start := tool.started or tool.time_created)
        )
    )
    pairs = []
    for record in open_requests(world):
        ident = record.fields.get("id", UNNAMED)
        when = record.time if ident == UNNAMED else id_time(ident, record.time)
        if ident in closed or when is None:
            continue
        first, last = bisect_left(calls, (when - REQUEST_NEAR, -1)), bisect_right(calls, (when + REQUEST_NEAR, len(prompts)))
        middle = bisect_left(calls, (when, -1))
        for start, number in calls[max(first, middle - NEAREST_CALLS) : min(last, middle + NEAREST_CALLS)]:
            prompt = prompts[number]
            tool = running_tool(prompt)
            if tool is None or (ident.startswith("que_") != (tool.tool == "question") and ident[:4] in ("que_", "per_")):
                continue
            if prompt.run is not None and record.run is not None and record.run != prompt.run.key:
                continue
            fits = _fits(record, tool)
            if fits or (fits is None and ident != UNNAMED and ASKING_WINDOW[0] <= when - start <= ASKING_WINDOW[1]):
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
    """Whether the input of the call contains what was asked for; None where that is not known."""
    allowed = TOOLS.get(record.fields.get("permission", ""))
    if allowed and tool.tool not in allowed and any(tool.tool in tools for tools in TOOLS.values()):
        return False
    try:
        patterns = json.loads(record.fields.get("patterns", "")) if record.message == "asking" else [record.fields.get("pattern")]
    except (ValueError, RecursionError):
        return None
    told = [p.strip() for p in patterns if isinstance(p, str)] if isinstance(patterns, list) else []
    wanted = [json.dumps(p.removesuffix("*").rstrip("/"), ensure_ascii=False)[1:-1] for p in told if p.strip("*/. ")]
    if not wanted or not tool.input:
        return None
    if any(p in tool.input for p in wanted):
        return True
    whole = len(tool.input) < WHOLE_INPUT_CHARS and "[text-" not in tool.input
    return False if "bash" in (allowed or ()) and whole else None


def answered_requests(world: World) -> frozenset[str]:
    """Ids of permissions and questions that the log shows to have been answered or refused."""
    told = world.notable("replied", "rejected")
    return frozenset(v for r in told for k in ("id", "requestID", "permissionID") if (v := r.fields.get(k)))


def orphaned(prompt: Prompt, world: World) -> bool:
    """Whether the server that asked was followed by another one."""
    return prompt.run is not None and world.successor(prompt.run) is not None


def gone(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Requests are kept in memory: those of a server that has been followed by another cannot be answered any more."""
    if orphaned(prompt, world):
        yield against("The server that asked is gone, and its request with it.", None)


def asked_in_log(prompt: Prompt, world: World, prefix: str) -> tuple[LogRecord, bool] | None:
    """The open request of a prompt of which only the log tells, and whether no other prompt of its run can have asked.

    A request names no session. It belongs to the prompt whose provider was called last before it.
    """
    if prompt.rows is not None or prompt.stage is not Stage.STREAM or prompt.outcome is not Outcome.SILENT:
        return None
    found = world.once("asks in the log", lambda: _logged_requests(world)).get((prompt.session_id, prompt.time))
    story = world.logs.sessions.get(prompt.session_id or "", ()) if world.logs else ()
    if found is not None and any(r.message == "cancel" and r.order > found[0].order for r in story):
        return None  # an abort ends the wait
    return found if found is not None and found[0].fields.get("id", UNNAMED).startswith(prefix) else None


def _logged_requests(world: World) -> Mapping[tuple[str | None, datetime | None], tuple[LogRecord, bool]]:
    """By session and time of the prompt: the open request, and whether only one call of the run was under way."""
    closed = world.once("answered asks", lambda: answered_requests(world))
    calls: dict[str | None, list[tuple[int, float, Prompt]]] = {}
    for prompt in world.prompts:
        main = main_of(prompt.records or ()) if prompt.rows is None else []
        for one, two in zip_longest(main, main[1:]):
            if one is not None and one.message == "stream":
                calls.setdefault(one.run, []).append((one.order, two.order if two is not None else math.inf, prompt))
    for of_run in calls.values():
        of_run.sort(key=lambda call: call[0])
    given: dict[tuple[str | None, datetime | None], tuple[LogRecord, bool]] = {}
    for record in open_requests(world):
        of_run = calls.get(record.run, [])
        place = bisect_left(of_run, record.order, key=lambda call: call[0])
        under_way = [call for call in of_run[max(0, place - CALLS_LOOKED_BACK) : place] if call[1] > record.order]
        free = [call for call in under_way if (call[2].session_id, call[2].time) not in given]
        if not free:
            continue
        owner = free[-1][2]
        if record.fields.get("id", UNNAMED) not in closed:
            given[owner.session_id, owner.time] = record, len(free) == 1 and place <= CALLS_LOOKED_BACK
    return given


def waiting_in_log(prompt: Prompt, world: World, prefix: str, what: str) -> Iterator[Clue]:
    """The evidence of an open request for `what`, where only the log tells of the prompt."""
    found = asked_in_log(prompt, world, prefix)
    if found is None:
        return
    record, alone = found
    yield from gone(prompt, world)
    weigh = strong if alone else moderate
    named = record.fields.get("permission") or record.fields.get("id", "")
    yield weigh(
        f"The server asked for {what} ({named}) after this prompt's call to the provider, and the log has no reply.",
        record.source,
    )
    if alone:
        yield moderate("No other prompt of this server run was open.", record.source)
