"""Commands and steps that several remedies share."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import quote

from inspector.model import Drift
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.text import many

_PLAIN_PATH = re.compile(r"[\w./:@~,=-]+|\[\w+-\d+\][\w./-]*", re.ASCII)
"""A path, or the stand-in of one in a bundle, that can stand in a URL as it is. Another one is not percent-encoded, in which
form redaction would not know what is in it, but sent as the header that servers take as well (tried on 1.15.13 and 1.18.25)."""

SHOWN = 5
"""So many commands of a kind a remedy shows."""


def post(prompts: Iterable[tuple[Prompt, str]], body: str = "") -> tuple[str, ...]:
    """Commands that POST to the server: one for each prompt and path given, each once; where they are many, the first `SHOWN`.

    Every recorded call of its kind named the directory. The port is the one in the start banner of the prompt's run, else 4096,
    which `opencode serve` takes where it is free.
    """
    data = f"-H 'content-type: application/json' -d '{body}' " if body else ""

    def command(prompt: Prompt, path: str) -> str:
        session = prompt.rows.session if prompt.rows is not None else None
        directory = session.directory if session is not None and session.directory else "SESSION_DIRECTORY"
        port = (prompt.run.port if prompt.run is not None else None) or 4096
        url = f"http://127.0.0.1:{port}{path.replace('SESSION_ID', prompt.session_id or 'SESSION_ID')}"
        if _PLAIN_PATH.fullmatch(directory):
            return f"$ curl -X POST {data}'{url}?directory={directory}'"
        sent = "".join(c if c.isascii() and c != "%" else quote(c) for c in directory)  # servers decode it
        return f"$ curl -X POST {data}-H {shlex.quote(f'x-opencode-directory: {sent}')} '{url}'"

    return first_of(command(prompt, path) for prompt, path in prompts)


def abort(prompts: Sequence[Prompt]) -> tuple[str, ...]:
    """Commands that abort the sessions of `prompts`."""
    return post((p, "/session/SESSION_ID/abort") for p in prompts)


def first_of(commands: Iterable[str]) -> tuple[str, ...]:
    """The first `SHOWN` of `commands`, each once, and how many more of the prompts need one like it."""
    known = tuple(dict.fromkeys(commands))
    more = len(known) - SHOWN
    return (
        *known[:SHOWN],
        *([f"And so on for {many(more, 'other', 'others')} of the prompts listed below."] if more > 0 else []),
    )


def drift_of(prompts: Iterable[Prompt], world: World) -> Drift | None:
    """How the server version of the first of `prompts` for which it is known stands to the database."""
    return next((drift for p in prompts if (drift := world.drift(p))), None)


def upgrade(prompts: Sequence[Prompt], world: World) -> str:
    """A command that installs the newest release that is known to run on the database, or the newest of all where none is."""
    drift = drift_of(prompts, world)
    return f"$ npm install -g opencode-ai@{drift.safe[-1] if drift and drift.safe else 'latest'}"


def database(world: World) -> str:
    """The database's path as a word of a command."""
    return shlex.quote(world.facts.path) if world.facts else "opencode.db"


def seconds(span: timedelta) -> str:
    total = span.total_seconds()
    if abs(total) < 0.5:
        return "less than 1 s"
    if total < 120:
        return f"{total:.0f} s"
    return f"{total / 60:.0f} min" if total < 7200 else f"{total / 3600:.0f} h"
