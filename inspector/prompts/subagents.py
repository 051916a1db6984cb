"""Which prompts a ``task`` call sent to a subagent, and which prompts wait for one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from inspector.model import Logs, Outcome, PartRow, SessionRows, Stage
from inspector.prompts.faults import parse
from inspector.prompts.loops import SECOND, loop_exited
from inspector.prompts.prompt import Prompt

BEGINNING = timedelta(seconds=60)
"""A running call that does not name its session began that session at most this long after its own start."""
ABORTED = "Tool execution aborted"
"""Error of a call that ended because the parent's answer was aborted. It does not show why the subagent failed."""

Calls = Mapping[str, Sequence[PartRow]]
"""By session of a subagent: the calls of its parent that ran it, oldest first."""


def link_subagents(prompts: Sequence[Prompt], rows: Mapping[str, SessionRows], logs: Logs | None) -> list[Prompt]:
    """Return `prompts` with their links: the call that sent a subagent's prompt, and the subagents that a prompt waits for.

    A subagent that failed before its answer began leaves no error in its own session. The parent's call has it.
    """
    calls = _calls(rows)
    begun = _begun_in_logs(prompts, logs)
    open_sessions = {p.session_id for p in prompts if p.session_id and p.outcome is Outcome.SILENT}
    return [_linked(prompt, calls, begun, open_sessions) for prompt in prompts]


def running_calls(rows: SessionRows | None) -> Iterator[PartRow]:
    """Yield the ``task`` calls of a session that have not ended."""
    return (part for part in _task_parts(rows) if part.status in ("running", "pending"))


def _linked(prompt: Prompt, calls: Calls, begun: Mapping[str, Sequence[str]], open_sessions: Collection[str]) -> Prompt:
    call = _call_of(prompt, calls)
    if call is not None:
        prompt = replace(prompt, call=call)
        if prompt.outcome is Outcome.SILENT and prompt.answer is None and call.error and not call.error.startswith(ABORTED):
            prompt = replace(prompt, fault=prompt.fault or parse(call.error), stage=Stage.FAILED)
    if prompt.outcome is not Outcome.SILENT:
        return prompt
    waits_for = tuple(s for s in _awaited(prompt, calls, begun) if s in open_sessions and s != prompt.session_id)
    return replace(prompt, waits_for=waits_for) if waits_for else prompt


def _awaited(prompt: Prompt, calls: Calls, begun: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the sessions of the subagents that this prompt's calls run, or that began inside it as the log shows."""
    if prompt.rows is not None and prompt.message is not None:
        mine = {part.id for part in prompt.answer_parts if part.status in ("running", "pending")}
        yield from (session for session, parts in calls.items() if parts[-1].id in mine)
    elif prompt.stage is Stage.STREAM and prompt.record is None and not loop_exited(prompt):
        yield from begun.get(prompt.session_id or "", ())


def _call_of(prompt: Prompt, calls: Calls) -> PartRow | None:
    """Return the call that sent a subagent's prompt: the last call that began before it."""
    parts = calls.get(prompt.session_id or "", ())
    before = [p for p in parts if _start(p) is None or prompt.time is None or _at_or_before(_start(p), prompt.time + SECOND)]
    return before[-1] if before else None


def _calls(rows: Mapping[str, SessionRows]) -> Calls:
    """Match the sessions of subagents with the calls that ran them, by the session a call names, else by parent and time."""
    found: dict[str, list[PartRow]] = {}
    nameless: list[tuple[str, PartRow]] = []
    for session_id, known in rows.items():
        for part in _task_parts(known):
            if part.child is not None:
                found.setdefault(part.child, []).append(part)
            elif part.status != "pending":
                nameless.append((session_id, part))
    if nameless:
        children = _children(rows, found)
        for parent, part in nameless:
            session = next((s for s, made in children.get(parent, ()) if s not in found and _during(made, part)), None)
            if session is not None:
                found[session] = [part]
    return {session: sorted(parts, key=lambda p: (_start(p) is not None, _start(p), p.id)) for session, parts in found.items()}


def _children(rows: Mapping[str, SessionRows], known: Collection[str]) -> Mapping[str, Sequence[tuple[str, datetime]]]:
    """Return, by parent, the sessions under it that no call names, oldest first, with the time each was made."""
    found: dict[str, list[tuple[str, datetime]]] = {}
    for session_id, own in rows.items():
        row = own.session
        if row is not None and row.parent_id and row.time_created and session_id not in known:
            found.setdefault(row.parent_id, []).append((session_id, row.time_created))
    return {parent: sorted(children, key=lambda child: child[1]) for parent, children in found.items()}


def _during(made: datetime, part: PartRow) -> bool:
    start = _start(part)
    if start is None:
        return False
    return start - SECOND <= made <= (part.ended + SECOND if part.ended is not None else start + BEGINNING)


def _begun_in_logs(prompts: Sequence[Prompt], logs: Logs | None) -> Mapping[str, Sequence[str]]:
    """Return, by parent session, the sessions of subagents whose making the log shows, newest first."""
    if logs is None:
        return {}
    found: dict[str, list[str]] = {}
    for session_id in dict.fromkeys(
        p.session_id for p in prompts if p.session_id and p.outcome is Outcome.SILENT and p.rows is None
    ):
        made = next((r for r in logs.sessions.get(session_id, ()) if r.message == "created"), None)
        parent = made.fields.get("parentID", "") if made is not None and made.fields.get("id") == session_id else ""
        if parent.startswith("ses"):
            found.setdefault(parent, []).insert(0, session_id)
    return found


def _task_parts(rows: SessionRows | None) -> Sequence[PartRow]:
    return [p for p in (rows.parts if rows is not None else None) or () if p.type == "tool" and p.tool == "task"]


def _start(part: PartRow) -> datetime | None:
    return part.started or part.time_created


def _at_or_before(one: datetime | None, two: datetime) -> bool:
    return one is not None and one <= two
