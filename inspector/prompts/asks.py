"""Which logged request for a permission or an answer belongs to which tool call."""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from inspector.model import LogRecord, PartRow
from inspector.model.value import Value
from inspector.prompts.answers import is_hanging, running_tool
from inspector.prompts.ids import id_time
from inspector.prompts.loops import main_of
from inspector.prompts.prompt import Prompt

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
"""By permission: the tools that ask for it. A tool that is not listed may ask for any permission."""

UNNAMED = "per_"
"""Stands for the ID of a request that servers up to 1.3 log without one (``service=permission … evaluated``)."""

CALLS_LOOKED_BACK = 2000
"""At most this many provider calls before a request are compared with it. With more, whose request it is stays open."""

NEAREST_CALLS = 100
"""At most this many tool calls on either side of a request are compared with it."""

WHOLE_INPUT_CHARS = 4096
"""Number of characters at which the reader cuts the input of a call."""

REQUEST_NEAR = timedelta(seconds=5)
"""A request that was made further than this from the start of a call is not the call's."""

ASKING_WINDOW = (timedelta(milliseconds=-60), timedelta(milliseconds=1500))
"""The ID of an ``asking`` record holds a time −16 to +102 ms from the tool part's start (1.15.13, 1.18.33); on a busy machine
409 ms (1.15.4)."""

Call = tuple[str | None, str]
"""Session and part of a tool call."""


class Ask(Value, frozen=True):
    """The request of one tool call."""

    record: LogRecord
    fits: bool
    """Whether the call's input contains what was asked for; else only the time matches."""


class LoggedAsk(Value, frozen=True):
    """The open request of a prompt that only the log shows."""

    record: LogRecord
    alone: bool
    """Whether only one provider call of the run was under way: no other prompt can have asked."""


class _Match(NamedTuple):
    """A request and a call that it may belong to; the best match sorts first."""

    strange: bool
    """Whether the call's input does not show what was asked for."""
    gap_s: float
    order: int
    """Place of the request's record in the log."""
    number: int
    """Number of the prompt with the call."""
    record: LogRecord
    tool: PartRow


class Asks:
    """The requests for permissions and answers that the servers of one question logged."""

    def __init__(
        self, prompts: Sequence[Prompt], named: Sequence[LogRecord], unnamed: Sequence[LogRecord], replies: Sequence[LogRecord]
    ) -> None:
        """`named` are ``asking`` records, `unnamed` are ``evaluated`` records (to 1.3), `replies` are ``replied`` and ``rejected``."""
        self._prompts = prompts
        self._named = named
        self._unnamed = unnamed
        self._replies = replies

    @cached_property
    def closed(self) -> frozenset[str]:
        """IDs of permissions and questions that the log shows to have been answered or refused."""
        return frozenset(v for r in self._replies for k in ("id", "requestID", "permissionID") if (v := r.fields.get(k)))

    @cached_property
    def requests(self) -> Sequence[LogRecord]:
        """The records of all requests, in order. Servers of 1.14 and later write two for each, of which the one with an ID counts."""
        runs = {record.run for record in self._named}
        return sorted((*self._named, *(r for r in self._unnamed if r.run not in runs)), key=lambda record: record.order)

    @cached_property
    def by_call(self) -> Mapping[Call, Ask]:
        """Every open request that belongs to a running tool call."""
        return self._assign([p for p in self._prompts if is_hanging(p) and running_tool(p)])

    @cached_property
    def fitting(self) -> frozenset[int]:
        """Places in the log of the requests whose call is known from what was asked for."""
        return frozenset(ask.record.order for ask in self.by_call.values() if ask.fits)

    @cached_property
    def _calls(self) -> frozenset[Call]:
        return frozenset((p.session_id, tool.id) for p in self._prompts if is_hanging(p) and (tool := running_tool(p)))

    def of(self, prompt: Prompt) -> Ask | None:
        """The request that belongs to the prompt's running tool call; None if there is none.

        A request belongs to one call of its run: to the one whose input contains what was asked for, else to the nearest in time.
        """
        tool = running_tool(prompt)
        if tool is None:
            return None
        call = prompt.session_id, tool.id
        return (self.by_call if call in self._calls else self._assign((prompt,))).get(call)

    def of_logged(self, prompt: Prompt) -> LoggedAsk | None:
        """The open request of a prompt that only the log shows; None if there is none."""
        return self._logged.get((prompt.session_id, prompt.time))

    def _assign(self, prompts: Sequence[Prompt]) -> Mapping[Call, Ask]:
        """Assign every open request to one call, and to every call one request."""
        given: dict[Call, Ask] = {}
        taken: set[int] = set()
        for match in sorted(self._matches(prompts), key=lambda match: match[:4]):
            call = prompts[match.number].session_id, match.tool.id
            if match.order not in taken and call not in given:
                taken.add(match.order)
                given[call] = Ask(match.record, not match.strange)
        return given

    def _matches(self, prompts: Sequence[Prompt]) -> list[_Match]:
        starts = sorted(
            (start, number)
            for number, p in enumerate(prompts)
            if (tool := running_tool(p)) and (start := tool.started or tool.time_created)
        )
        found = []
        for record in self.requests:
            ident = record.fields.get("id", UNNAMED)
            when = record.time if ident == UNNAMED else id_time(ident, record.time)
            if ident in self.closed or when is None:
                continue
            first, last = (
                bisect_left(starts, (when - REQUEST_NEAR, -1)),
                bisect_right(starts, (when + REQUEST_NEAR, len(prompts))),
            )
            middle = bisect_left(starts, (when, -1))
            for start, number in starts[max(first, middle - NEAREST_CALLS) : min(last, middle + NEAREST_CALLS)]:
                tool = running_tool(prompts[number])
                if tool is None or not _can_be_of(record, ident, prompts[number], tool):
                    continue
                fits = _fits(record, tool)
                if fits or (fits is None and ident != UNNAMED and ASKING_WINDOW[0] <= when - start <= ASKING_WINDOW[1]):
                    found.append(_Match(not fits, abs((when - start).total_seconds()), record.order, number, record, tool))
        return found

    @cached_property
    def _logged(self) -> Mapping[tuple[str | None, datetime | None], LoggedAsk]:
        """By session and time of the prompt: the open requests of prompts that only the log shows.

        A request names no session. It belongs to the prompt whose provider was called last before it.
        """
        calls = self._provider_calls()
        given: dict[tuple[str | None, datetime | None], LoggedAsk] = {}
        for record in self.requests:
            of_run = calls.get(record.run, [])
            place = bisect_left(of_run, record.order, key=lambda call: call.begin)
            under_way = [call for call in of_run[max(0, place - CALLS_LOOKED_BACK) : place] if call.end > record.order]
            free = [call for call in under_way if (call.prompt.session_id, call.prompt.time) not in given]
            if not free:
                continue
            owner = free[-1].prompt
            if record.fields.get("id", UNNAMED) not in self.closed:
                given[owner.session_id, owner.time] = LoggedAsk(record, len(free) == 1 and place <= CALLS_LOOKED_BACK)
        return given

    def _provider_calls(self) -> Mapping[str | None, list[_ProviderCall]]:
        """By run, in log order: the provider calls of prompts that only the log shows."""
        calls: dict[str | None, list[_ProviderCall]] = {}
        for prompt in self._prompts:
            main = main_of(prompt.records or ()) if prompt.rows is None else []
            for one, two in zip_longest(main, main[1:]):
                if one is not None and one.message == "stream":
                    calls.setdefault(one.run, []).append(
                        _ProviderCall(one.order, two.order if two is not None else math.inf, prompt)
                    )
        for of_run in calls.values():
            of_run.sort(key=lambda call: call.begin)
        return calls


class _ProviderCall(NamedTuple):
    begin: int
    """Place in the log of the ``stream`` record."""
    end: float
    """Place in the log of the loop's next record; infinite when there is none."""
    prompt: Prompt


def _can_be_of(record: LogRecord, ident: str, prompt: Prompt, tool: PartRow) -> bool:
    """Whether the request can be the call's by its kind (question or permission) and by its run."""
    if ident[:4] in ("que_", "per_") and ident.startswith("que_") != (tool.tool == "question"):
        return False
    return prompt.run is None or record.run is None or record.run == prompt.run.key


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
