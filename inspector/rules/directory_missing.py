"""The session's directory is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, logged, neutral, row

TITLE = "The session's directory does not exist any more"
REFERENCES = ("after-effects-mcp#299",)
NOT_A_REMEDY = ("Making the directory again without restarting the server: it keeps the failed instance (1.17.19, 1.18.33).",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None:
        return
    text = fault.text
    if "FileSystem.realPath" in text or ("PlatformError" in text[:200] and "NotFound" in text[:300]):
        yield conclusive("The server could not resolve the session's directory: it does not exist.", logged(prompt))
        directory = prompt.rows.session.directory if prompt.rows and prompt.rows.session else None
        if directory and directory in text:
            yield neutral("It is the directory the session is bound to.", row(prompt, "session", prompt.session_id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) failed because their session's directory is gone."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    directory = next(
        (p.rows.session.directory for p in prompts if p.rows and p.rows.session and p.rows.session.directory), "the directory"
    )
    return (
        f"Make {directory} again and restart the server; both are needed.",
        "Or start a new session in a directory that exists.",
    )
