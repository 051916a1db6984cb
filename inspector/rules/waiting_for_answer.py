"""A question to the user is unanswered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World, running_tool
from inspector.model import Clue
from inspector.rules._clues import conclusive, hanging, row, strong
from inspector.rules.waiting_for_permission import asked

TITLE = "A question to the user is waiting for an answer"
REFERENCES = ("ColeMurray/background-agents#86", "anomalyco/opencode#10012")
NOT_A_REMEDY = ("Sending another prompt: it queues behind the one that waits.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if not hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None or tool.tool != "question":
        return
    record = asked(prompt, world, "que_")
    yield strong("The tool `question` is running: the model has asked the user something.", row(prompt, "part", tool.id))
    if record is not None:
        yield conclusive(f"The server logged the question ({record.fields.get('id', '')}) and no answer followed.", record.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) wait for the user to answer a question."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    idents = [r.fields["id"] for p in prompts if (r := asked(p, world, "que_")) and r.fields.get("id")]
    ident = idents[0] if idents else "QUESTION_ID"
    return (
        "Answer the question; the same prompt then goes on:",
        f"$ curl -X POST -H 'content-type: application/json' -d '{{\"answers\":[[\"yes\"]]}}' http://127.0.0.1:4096/question/{ident}/reply",
        "For a client that cannot show questions: deny the tool `question`, or start the server with OPENCODE_CLIENT=serve.",
    )
