"""The log and the database do not belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import moderate, refutes, row, session_gone, strong

TITLE = "The database given is not the one this server used"
REFERENCES = ("OpenCode: OPENCODE_DB, and opencode-<channel>.db for other channels than latest, beta and prod",)
NOT_A_REMEDY = ()


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind not in ("failure", "silent") or not session_gone(prompt) or world.facts is None:
        return
    mine = {
        p.session_id: p
        for p in world.prompts
        if p.run and prompt.run and p.run.key == prompt.run.key and p.session_id and p.rows is not None
    }
    there = [s for s, p in mine.items() if not session_gone(p)]
    if there:
        yield refutes("Other sessions of the same server run are in this database.", row(prompt, "session", there[0]))
        return
    if len(mine) >= 2:
        yield strong(
            f"None of the {len(mine)} sessions this run names is in the database.", row(prompt, "session", prompt.session_id)
        )
    else:
        yield moderate("The one session this run names is not in the database.", row(prompt, "session", prompt.session_id))
    path = prompt.run.database_path if prompt.run else None
    if path and path.replace("\\", "/").rsplit("/", 1)[-1] != world.facts.path.replace("\\", "/").rsplit("/", 1)[-1]:
        yield strong(f"The server opened {path.rsplit('/', 1)[-1]}.", prompt.run.version_source if prompt.run else None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return "The sessions of this log are not in the database: it is probably another server's, or another channel's file."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Give the database that the server opened: look for `opening database path=` in its log, or ask the server:",
        "$ tr '\\0' '\\n' < /proc/SERVER_PID/environ | grep -E 'OPENCODE_DB|XDG_DATA_HOME'",
    )
