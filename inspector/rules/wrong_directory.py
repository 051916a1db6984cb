"""The reader was bound to another directory's event stream, so it never saw the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import moderate, row, strong

TITLE = "The answer exists; its events went to another directory's stream"
REFERENCES = ("anomalyco/opencode#30094", "anomalyco/opencode#11522", "UnicomAI/wanwu#80", "anomalyco/opencode#26635")
NOT_A_REMEDY = ("Sending the prompt again: it was answered.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    request = prompt.request
    session = prompt.rows.session if prompt.rows else None
    if prompt.kind != "answered" or request is None or session is None or not session.directory or not request.directory:
        return
    if request.directory.rstrip("/\\") != session.directory.rstrip("/\\"):
        yield strong(
            "The request names another directory than the session's: the prompt ran in the session's, its events went to the other one's stream.",
            request.source,
        )
        yield moderate("A complete answer is stored.", row(prompt, "message", prompt.answer.id if prompt.answer else None))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) were answered, but sent with another directory than their session's: a reader of that stream sees nothing."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Send the session's own directory (`?directory=` or `x-opencode-directory`) on every call, the event stream included; or read /global/event.",
        "Fetch the messages again: the answer is there.",
    )
