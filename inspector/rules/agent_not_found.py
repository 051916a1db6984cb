"""The prompt names an agent that this server does not have for the session's directory.

What happens
The server answers 204, then the prompt fails before anything is stored: no user message, no `loop` record. The client
waits forever.

Why
The server first looks up the `agent` of the request body. Each directory has its own agents: a name that was removed, is
misspelt, or exists only in another directory is unknown. The server also does not see an agent file that was added
after it loaded the directory.

How to tell it from similar causes
- 1.15.x logs the agent's name: `Agent not found: "ghost". Available agents: ...`. That decides.
- From 1.17.0 on the record is a bare `Cause([Die(UnknownError: UnknownError)])` without a name. Without a user message
  and a `loop` record, it means an unknown agent.
- schema-drift on 1.15 leaves the same rows (a session without agent and model, no message); it has the error code
  SQLITE_CONSTRAINT_NOTNULL.
- model-not-found fails later: the user message is stored and the loop has started.
- `default agent "..." not found`, `is a subagent` or `is hidden`: the configuration's `default_agent`, which is used for a prompt
  without an agent. Read in the binaries of 1.2.27, 1.15.13 and 1.18.33, not recorded.
- A subtask part names its own agent. The user message and an answer row are then stored, and `loop step=0` is logged,
  before the failure. An agent part that names an unknown subagent is answered normally.
- plugin-followup: the same record at most 0.2 s after the end of an answer. A plugin sent that prompt, not the user.

Remedy
- Send a name that exists: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Leave `agent` out of the body: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Add .opencode/agent/NAME.md in the session's directory and restart the server: worked when tried on 1.15.13, 1.18.14,
  1.18.33. POST /instance/dispose?directory=DIR instead of the restart: worked when tried on the same three.
- The agent file alone, server kept running, does NOT cure (1.15.13, 1.18.14, 1.18.33).

Versions
- up to 1.3.0: only a `rejection` record (`undefined is not an object (evaluating 'agent.variant')`), without
  session.
- 1.3.2, 1.14.41: `error=UnknownError prompt_async failed`.
- 1.15.0 to 1.15.13: a record with the agent's name and the list of agents.
- 1.17.0 to 1.18.33: bare UnknownError.
- v2 API (1.17.19, 1.18.33): a prompt with an unknown agent is answered normally.
- Synchronous routes (/message, /command, /shell) answer 500 instead; see server-error.

Sources
anomalyco/opencode#12860, #12922. Recordings references-* (six versions), bad-references-*, misc-*, remedies-*,
remedies2-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from inspector.model import Clue, Deciding, LogRecord, Outcome, Stage, Step
from inspector.patterns import late
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral, row, strong, weak
from inspector.rules._questions import hidden, looped, not_stored
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Proof, Rule
from inspector.rules._sessions import hurried
from inspector.rules._stack import thrown_in
from inspector.text import listed, many

_DEFAULT = late(
    r'(?:Error: )?(?:default agent "[^"\n]{1,200}" (?:not found|is a subagent|is hidden)|no primary visible agent found)'
)
"""What OpenCode throws for a prompt without an agent when its `default_agent` cannot be used (1.2.27 to 1.18.33)."""
DEFAULTS = frozenset({"build", "plan", "general", "explore"})
"""Agents that are built into every OpenCode."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if hidden(prompt) and prompt.stage is Stage.NOTHING and not_stored(prompt):
        yield moderate("The record hides its error, and nothing was stored: the server looks up the agent first.", logged(prompt))
    elif hidden(prompt) and prompt.session_id is None and prompt.run is not None and prompt.run.first_loop is not None:
        yield weak(
            "The record names neither error nor session, and no loop had just begun: before the loop the server looks up the agent and runs hooks.",
            logged(prompt),
        )
    if prompt.outcome is Outcome.REJECTED:
        yield from _unlogged(prompt, world)
    if fault is None or prompt.outcome not in (Outcome.FAILED, Outcome.REJECTED, Outcome.SILENT):
        return
    if fault.agent == "[object Object]":
        yield strong(
            "The server looked for an agent called “[object Object]”: it was given an object instead of a name.", logged(prompt)
        )
    elif fault.agent is not None:
        known = f"; it has {', '.join(fault.agents)}" if fault.agents else ""
        yield conclusive(f"The server says there is no agent “{fault.agent}”{known}.", logged(prompt))
    elif fault.message is not None and _DEFAULT.fullmatch(fault.message):
        yield from _no_default(prompt)
    elif any(f"agent.{key}" in fault.text for key in ("name", "model", "variant")):
        yield conclusive(
            "The server read a property of an agent that does not exist (how 1.3.0 and older report it).", logged(prompt)
        )
    elif fault.name != "UnknownError" or (fault.message or "").replace("UnknownError", "").strip(": "):
        return
    elif thrown_in(prompt) == "SessionPrompt.command":
        yield from _command(prompt, world)
    else:
        yield strong(
            "A bare UnknownError: this is how servers up to 1.14 and from 1.17.0 on log an unknown agent, without its name.",
            logged(prompt),
        )
        yield from _stage(prompt)
        yield from _requested(prompt, world)


def _no_default(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues for the text of a default agent that cannot be used."""
    yield strong("The server cannot use the default agent of its configuration.", logged(prompt))
    if prompt.request is not None and prompt.request.agent:
        yield against("The request names an agent, so the server needs no default agent.", prompt.request.source)
    else:
        yield moderate("OpenCode's own code has this text, for a prompt that names no agent.", logged(prompt))


def _stage(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues from how far a prompt with a bare UnknownError got: the server looks up the agent first."""
    subtask = _subtask(prompt)
    if subtask:
        yield moderate("The prompt has a subtask part, which names an agent of its own.", row(prompt))
    elif not_stored(prompt):
        yield moderate(
            "No user message was stored: the server looks up the agent before it stores the message.", row(prompt, "session")
        )
    elif prompt.message is not None:
        yield against("The user message was stored, so the server had found its agent.", row(prompt))
    if prompt.records is not None and not subtask:
        found = looped(prompt)
        if found is None:
            yield moderate("No `loop` record follows the prompt: it failed before the loop.", logged(prompt))
        elif prompt.message is not None:
            yield against("The loop had started.", found.source)
    haste = hurried(prompt)
    if haste is not None:
        yield neutral(
            f"The prompt failed {haste / timedelta(milliseconds=1):.0f} ms after an answer of the same session: a plugin may have sent it.",
            logged(prompt),
        )


def _requested(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield a clue from other prompts with the agent that the captured request names."""
    request = prompt.request
    if request is None or not request.agent or _subtask(prompt):
        return
    first = world.agents_answered(prompt.run).get(request.agent)
    disposed = _disposed_between(prompt, world, first) if first is not None else None
    if disposed is not None:
        yield neutral(
            f"Agent “{request.agent}” was answered only after the instance was disposed of, which reads the agents again.",
            disposed.source,
        )
    elif first is not None:
        yield against(f"Other prompts with agent “{request.agent}” were answered.", request.source)
    elif request.agent in world.agents_answered():
        yield weak(
            f"Agent “{request.agent}” was answered only by another server run; the failing run had another configuration.",
            request.source,
        )
    else:
        yield weak(f"The request names agent “{request.agent}”, with which no prompt was answered.", request.source)


def _disposed_between(prompt: Prompt, world: World, first: datetime) -> LogRecord | None:
    """Return the record of an instance that the prompt's server disposed of between the failure and `first`; None without one."""
    failed = prompt.record.time if prompt.record else None
    return next(
        (
            r
            for r in world.notable("disposing instance")
            if failed and r.time and failed <= r.time <= first and prompt.run and r.run == prompt.run.key
        ),
        None,
    )


def _command(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a command refused with a bare UnknownError: the command or its agent does not exist."""
    agent = prompt.request.agent if prompt.request else None
    if agent is not None and agent not in world.agents_answered(prompt.run) and agent not in DEFAULTS:
        yield strong(
            f"The request names agent “{agent}”, with which no prompt was answered.",
            prompt.request.source if prompt.request else None,
        )
        yield moderate("A bare UnknownError from the function that looks up the command and its agent.", logged(prompt))
    else:
        yield strong(
            "A bare UnknownError from the function that looks up the command: the command does not exist, or its definition names an unknown agent.",
            logged(prompt),
        )


def _unlogged(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a captured 500 without a log record (1.17.9 logs none for a synchronous call), from the rows it
    stored."""
    request, session = prompt.request, prompt.session
    if (
        request is None
        or prompt.record is not None
        or (request.status or 0) < 500
        or session is None
        or prompt.message is not None
    ):
        return
    if request.agent is not None and request.agent not in world.agents_answered() and request.agent not in DEFAULTS:
        yield strong(f"The request names agent “{request.agent}”, with which no prompt was answered.", request.source)
        if session.agent is None:
            yield moderate(
                "Neither a message nor an agent was stored: the server looks up the agent first.",
                row(prompt, "session", session.id),
            )


def _subtask(prompt: Prompt) -> bool:
    """Whether a part of the prompt, stored or captured, names its own agent; rows and logs do not show that agent."""
    captured = prompt.request.parts if prompt.request is not None else ()
    return any(p.type == "subtask" for p in prompt.parts) or any(p.type == "subtask" for p in captured)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    names = sorted(
        {p.fault.agent for p in prompts if p.fault and p.fault.agent}
        | {p.request.agent for p in prompts if p.request and p.request.agent and not _subtask(p)}
    )
    named = f" ({listed(f'“{n}”' for n in names)})" if names else ""
    return f"{many(len(prompts), 'prompt names', 'prompts name')} an agent{named} that this server instance does not have."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    known = next((p.fault.agents for p in prompts if p.fault and p.fault.agents), ())
    listed = f" (the server has {', '.join(known)})" if known else ""
    return (
        resend(f"Send the prompt again with an agent that exists{listed}, or without `agent`."),
        configure(
            "Or add the agent's file under .opencode/agent/ in the session's directory, then restart the server (or POST /instance/dispose)."
        ),
    )


RULE = Rule(
    title="The prompt names an agent that does not exist here",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.AGENT,),
    references=("anomalyco/opencode#12860", "anomalyco/opencode#12922"),
    not_a_remedy=(
        "Only adding the agent file: the running server does not read it until a restart or POST /instance/dispose (1.15.13, 1.18.14, 1.18.33).",
    ),
    says=(
        "agent not found: ",
        "agent… not found. available agents",
        "no agent found",
        "agent primary not found",
        "~unknownerror… createusermessage",
        "default agent… not found",
        "default agent… is a subagent",
        "default agent… is hidden",
        "no primary visible agent found",
        "(evaluating 'agent.",
        "*agent not found",
    ),
    would_decide=(Deciding.CAPTURE,),
)
