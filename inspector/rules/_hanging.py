"""Questions about a prompt that waits for something: an MCP server, a subagent, a run that holds the session."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta

from inspector.model import InputRow, LogRecord, Run, SessionRow
from inspector.prompts.answers import last_activity
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import Claim, claim_on
from inspector.prompts.world import World
from inspector.rules._questions import STAMP_SLACK, quiet_for, uncalled


def stuck(prompt: Prompt, world: World) -> bool:
    """Whether several prompts wait in a 2.x session whose row says that no run is active."""
    session = prompt.session
    return session is not None and len(waiting_input(prompt, idle_since(session, world))) > 1


def idle_since(session: SessionRow, world: World) -> datetime | None:
    """Return when the last run of a 2.x session ended; None while a run claims the session, or when the row does not say."""
    extra = session.extra
    if claim_on(session, world.facts) is not Claim.FREE or not extra.get("idle_outcome"):
        return None
    stamp = extra.get("time_idle", "")
    if not stamp.isdecimal() or len(stamp) > 14:
        return None
    return datetime.fromtimestamp(int(stamp) / 1000, UTC)


def waiting_input(prompt: Prompt, since: datetime | None) -> list[InputRow]:
    """Return the session's inbox rows that were added after `since`, the end of its last run, and are still there."""
    rows = prompt.rows
    return [
        i
        for i in (rows.inputs or () if rows else ())
        if since and i.kind == "prompt" and i.promoted_seq is None and i.time_created and i.time_created > since
    ]


MCP_FAILED = ("server unavailable", "local mcp startup failed", "remote mcp startup failed")
"""Log messages about an MCP server that OpenCode stopped waiting for."""

MCP_CAME = ("create() successfully created client", "mcp server requires authentication")
"""Log messages about an MCP server that answered (taken from the code of 1.15.13)."""

MCP_TIMEOUT = timedelta(seconds=30)
"""OpenCode stops waiting for an MCP server after this time, unless the server's configuration sets another `timeout`."""


def holds(prompt: Prompt, world: World) -> bool:
    """Whether the log names an MCP server that keeps this prompt waiting."""
    begun = uncalled(prompt)
    return (
        begun is not None
        and begun.message == "loop"
        and begun.time is not None
        and not instance_answered_before(prompt, world)
        and bool(waiting_servers(prompt, world, begun.time)[0])
    )


def waiting_servers(prompt: Prompt, world: World, begun: datetime) -> tuple[list[LogRecord], list[LogRecord], list[LogRecord]]:
    """Return records of MCP servers: those the prompt waits for, those that settled since its loop began, those that
    failed earlier.

    A server that timed out at most `MCP_TIMEOUT` ago also counts as waited for: OpenCode may be waiting for the next server,
    which it does not log.
    """
    begin: dict[str, LogRecord] = {}
    settled: list[LogRecord] = []
    before: list[LogRecord] = []
    for record in world.notable("found", *MCP_CAME, *MCP_FAILED):
        key = record.fields.get("key", "")
        if record.time is None or not key:
            continue
        if begun - record.time > STAMP_SLACK or (prompt.run is not None and record.run != prompt.run.key):
            if record.message in MCP_FAILED and record.time < begun:
                before.append(record)
        elif record.message == "found":
            begin[key] = record
        else:
            begin.pop(key, None)
            settled.append(record)
    last, quiet = last_activity(prompt), quiet_for(prompt, world)
    end = last + quiet if last is not None and quiet is not None else begun
    given_up = [r for r in settled if r.message in MCP_FAILED and r.time is not None and end - r.time <= MCP_TIMEOUT]
    return list(begin.values()) or given_up, settled, before


def instance_answered_before(prompt: Prompt, world: World) -> bool:
    """Whether the instance that runs this prompt had answered an earlier prompt."""
    session = prompt.session
    if prompt.run is None or prompt.time is None or session is None or not session.directory:
        return False
    place = prompt.run.key, session.directory
    created = [
        r.time
        for r in world.notable("creating instance")
        if r.time and r.run == place[0] and r.fields.get("directory") == place[1] and r.time - prompt.time <= STAMP_SLACK
    ]
    answered = world.index.answer_times.get(place, ())
    first = bisect_left(answered, max(created)) if created else 0
    return first < len(answered) and answered[first] < prompt.time


def successor(prompt: Prompt, world: World) -> Run | None:
    """Return the first server run that started after the last record of this prompt's run; None when there is none."""
    return world.successor(prompt.run) if prompt.run is not None else None


def subagent(prompt: Prompt) -> LogRecord | None:
    """Return the record of a child session that the prompt's session created; None when there is none."""
    return next(
        (r for r in prompt.records or () if r.message == "created" and r.fields.get("parentID") == prompt.session_id), None
    )
