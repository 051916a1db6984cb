"""404: no such session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, moderate, row, session_gone

TITLE = "No such session on this server"
REFERENCES = ("anomalyco/opencode#7149",)
NOT_A_REMEDY = ("Sending again to the same id.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind == "rejected" and prompt.request is not None and prompt.request.status == 404:
        yield conclusive("The server answered 404: it does not know the session.", prompt.request.source)
        if session_gone(prompt):
            yield moderate("The database has no such session either.", row(prompt, "session", prompt.session_id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} request(s) named a session that this server does not have."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Make a new session and send the prompt there.",
        "If the session should exist: compare the server's data directory and OPENCODE_DB with the database that holds it.",
    )
