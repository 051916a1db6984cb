"""Questions of rules about permission requests and questions that the server waits for."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Clue, LogRecord, Outcome, Stage
from inspector.prompts.answers import running_tool
from inspector.prompts.asks import UNNAMED, LoggedAsk
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, strong

LOST = "The server that asked has stopped, and its request was lost with it: send the prompt again in the same session."


def asked(prompt: Prompt, world: World, prefix: str = "") -> LogRecord | None:
    """Return the ``asking`` record of the prompt's running tool call; None if there is none.

    `prefix` is the prefix of the request's ID: ``per_`` for permissions, ``que_`` for questions.
    """
    ask = world.index.asks.of(prompt)
    return ask.record if ask is not None and _has_prefix(ask.record, prefix) else None


def _has_prefix(record: LogRecord, prefix: str) -> bool:
    return record.fields.get("id", UNNAMED).startswith(prefix)


def orphaned(prompt: Prompt, world: World) -> bool:
    """Whether another server run started after the one that asked."""
    return prompt.run is not None and world.successor(prompt.run) is not None


def gone(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield a clue against a waiting request whose server run has ended: a server keeps its requests only in memory."""
    if orphaned(prompt, world):
        yield against("The server that asked has stopped, and its request was lost with it.", None)


def asked_in_log(prompt: Prompt, world: World, prefix: str) -> LoggedAsk | None:
    """Return the open request of a prompt that appears only in the log; None if there is none."""
    if prompt.rows is not None or prompt.stage is not Stage.STREAM or prompt.outcome is not Outcome.SILENT:
        return None
    ask = world.index.asks.of_logged(prompt)
    if ask is None or not _has_prefix(ask.record, prefix):
        return None
    story = world.logs.sessions.get(prompt.session_id or "", ()) if world.logs else ()
    aborted = any(r.message == "cancel" and r.order > ask.record.order for r in story)
    return None if aborted else ask


def waits_for_person(prompt: Prompt, world: World) -> bool:
    """Whether the prompt's newest call is an open question, or a request for a permission that nobody has answered."""
    tool = running_tool(prompt)
    if tool is not None:
        return tool.tool == "question" or asked(prompt, world) is not None
    return asked_in_log(prompt, world, "") is not None


def waiting_in_log(prompt: Prompt, world: World, prefix: str, what: str) -> Iterator[Clue]:
    """Yield the evidence of an open request for `what`, for a prompt that appears only in the log."""
    ask = asked_in_log(prompt, world, prefix)
    if ask is None:
        return
    record = ask.record
    yield from gone(prompt, world)
    weigh = strong if ask.alone else moderate
    named = record.fields.get("permission") or record.fields.get("id", "")
    yield weigh(
        f"The server asked for {what} ({named}) after this prompt's call to the provider, and the log has no reply.",
        record.source,
    )
    if ask.alone:
        yield moderate("No other prompt of this server run was open.", record.source)
