"""The provider's stream stopped; the assistant message was never completed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World, running_tool
from inspector.model import Clue, Stage
from inspector.rules._clues import against, hanging, moderate, quiet_for, row, seconds, strong, weak
from inspector.rules.server_stopped import successor

TITLE = "The provider's stream stopped"
REFERENCES = ("anomalyco/opencode#37580", "anomalyco/opencode#21173", "anomalyco/opencode#43519", "anomalyco/opencode#40205")
NOT_A_REMEDY = (
    "chunkTimeout alone: it turned the silence into an endless retry (1.15.13, 1.18.33).",
    "Sending another prompt to the same session: it queues behind the open one.",
)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind != "silent" or prompt.record is not None:
        return
    in_log = prompt.message is None and prompt.stage is Stage.STREAM
    if not (hanging(prompt) or in_log or (prompt.stage is Stage.STREAM and not prompt.answers)):
        return
    tool = running_tool(prompt)
    if tool is not None:
        yield against(f"A tool call ({tool.tool}) is still running.", row(prompt, "part", tool.id))
        return
    records = [
        r
        for r in prompt.records or ()
        if r.message in ("stream", "stream error", "process", "loop", "exiting loop") and r.fields.get("small") != "true"
    ]
    if records and records[-1].message == "stream":
        weigh = strong if prompt.answer is not None else moderate
        yield weigh(
            "The session's last record is the call to the provider (`stream`); nothing came after it.", records[-1].source
        )
    elif records and records[-1].message == "stream error":
        yield weak("The provider was called again after an error.", records[-1].source)
    if prompt.answer is not None:
        begun = "with a beginning of text" if any(p.type in ("text", "reasoning") for p in prompt.answer_parts) else "empty"
        yield moderate(f"The answer is open, {begun}: no completion, no error.", row(prompt, "message", prompt.answer.id))
    quiet = quiet_for(prompt, world)
    if any(r.message == "stream error" for r in records):
        yield weak("The provider had answered with errors before.", records[-1].source)
    elif quiet is not None and quiet >= timedelta(seconds=5):
        yield moderate(f"Nothing moved for {seconds(quiet)} while the evidence goes on.", row(prompt))
    elif quiet is not None and successor(prompt, world) is None:
        yield weak(f"The evidence ends {seconds(max(quiet, timedelta()))} after its last sign of life.", row(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    models = sorted({f"{p.answer.provider_id}/{p.answer.model_id}" for p in prompts if p.answer and p.answer.model_id})
    return f"The provider stopped sending in {len(prompts)} prompt(s)" + (f" ({', '.join(models[:3])})." if models else ".")


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Abort the session and send again, with a model that answers:",
        "$ curl -X POST http://127.0.0.1:4096/session/SESSION_ID/abort",
        "Set provider.<id>.options.timeout (ms) in opencode.json: it does not cure a hanging provider, but ends the answer in a visible error.",
    )
