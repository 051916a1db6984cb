"""401: the login is missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive

TITLE = "The login is missing or wrong"
REFERENCES = ("OpenCode 1.15–1.18: OPENCODE_SERVER_PASSWORD turns on Basic Auth; refusals are not logged",)
NOT_A_REMEDY = ()


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind == "rejected" and prompt.request is not None and prompt.request.status in (401, 403):
        yield conclusive(f"The server answered {prompt.request.status}.", prompt.request.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} request(s) were refused for want of a login (the server logs none of them)."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return ("Send the server's Basic Auth user and password (OPENCODE_SERVER_USERNAME, OPENCODE_SERVER_PASSWORD).",)
