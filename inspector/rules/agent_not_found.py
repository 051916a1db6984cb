"""The prompt names an agent that this server instance does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import against, conclusive, logged, looped, moderate, not_stored, row, strong, weak

TITLE = "The prompt names an agent that does not exist here"
REFERENCES = ("anomalyco/opencode#12860", "anomalyco/opencode#12922")
NOT_A_REMEDY = (
    "Adding the agent file alone: the running server does not read it until it is restarted or its instance disposed (1.15.13, 1.18.14, 1.18.33).",
)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None or prompt.kind not in ("failure", "rejected", "silent"):
        return
    if fault.agent is not None:
        if fault.agent == "[object Object]":
            yield strong(
                "The server looked for an agent called “[object Object]”: something handed it an object instead of a name.",
                logged(prompt),
            )
            return
        known = f"; it has {', '.join(fault.agents)}" if fault.agents else ""
        yield conclusive(f"The server says there is no agent “{fault.agent}”{known}.", logged(prompt))
        return
    if "agent.variant" in fault.text or "agent.model" in fault.text:
        yield conclusive(
            "The server read a property of an agent that does not exist (how 1.2.27 and older report it).", logged(prompt)
        )
        return
    if fault.name != "UnknownError" or (fault.message or "").replace("UnknownError", "").strip(": "):
        return
    yield strong("A bare UnknownError: from 1.17.0 this is how an unknown agent is logged, without its name.", logged(prompt))
    subtask = any(p.type == "subtask" for p in prompt.parts)
    if subtask:
        yield moderate("The prompt has a subtask part, which names an agent of its own.", row(prompt))
    elif not_stored(prompt):
        yield moderate("No user message was stored: the agent is looked up before that.", row(prompt, "session"))
    elif prompt.message is not None:
        yield against("The user message was stored, so its agent had been found.", row(prompt))
    if prompt.records is not None and not subtask:
        found = looped(prompt)
        if found is None:
            yield moderate("No `loop` record follows the prompt: it failed before the loop.", logged(prompt))
        elif prompt.message is not None:
            yield against("The loop had started.", found.source)
    if prompt.request is not None and prompt.request.agent and not subtask:
        tried = [p for p in world.prompts if p.request is not None and p.request.agent == prompt.request.agent]
        if any(p.kind == "answered" for p in tried):
            yield against(f"Other prompts with agent “{prompt.request.agent}” were answered.", prompt.request.source)
        else:
            yield weak(
                f"The request names agent “{prompt.request.agent}”, with which no prompt was answered.", prompt.request.source
            )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    names = sorted(
        {p.fault.agent for p in prompts if p.fault and p.fault.agent}
        | {p.request.agent for p in prompts if p.request and p.request.agent}
    )
    named = f" ({', '.join(f'“{n}”' for n in names[:3])})" if names else ""
    return f"{len(prompts)} prompt(s) name an agent{named} that this server instance does not have."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    known = next((p.fault.agents for p in prompts if p.fault and p.fault.agents), ())
    listed = f" (it has {', '.join(known)})" if known else ""
    return (
        f"Send an agent name that exists{listed}, or leave `agent` out of the body.",
        "Or add the agent's file under .opencode/agent/ in the session's directory and restart the server (or POST /instance/dispose).",
    )
