"""Steps and commands that several remedies share."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from inspector.database import drift, releases
from inspector.model import Drift, Step, StepKind
from inspector.patterns import late
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.text import many
from inspector.versions import older

_PLAIN_PATH = late(r"[\w./:@~,=-]+|\[\w+-\d+\][\w./-]*", re.ASCII)
"""A path (or its placeholder in a bundle) that a URL can contain unchanged.

Any other path goes into a header, which servers also accept (tried on 1.15.13 and 1.18.25): redaction would not recognise a
percent-encoded path."""
SHOWN = 5
"""At most this many commands of one kind are listed in a step."""
INSTALLERS = {
    "npm": "npm install -g opencode-ai@{version}",
    "curl": "curl -fsSL https://opencode.ai/install | bash -s -- --version {version}",
    "brew": "brew upgrade opencode",
    "docker": "docker pull ghcr.io/anomalyco/opencode:{version}",
    "nix": "nix profile upgrade opencode",
}
"""The command of each installer. Homebrew and Nix install the newest release they have."""
SIDE_BY_SIDE = ("npm", "curl", "brew", "docker")
"""Installers that are shown when the evidence does not say which one was used."""
_MARKS = (
    ("/nix/store/", "nix"),
    ("/.opencode/bin/", "curl"),
    ("/Cellar/opencode/", "brew"),
    ("/homebrew/", "brew"),
    ("/linuxbrew/", "brew"),
    ("/node_modules/opencode-ai/", "npm"),
)
"""Parts of the program's path that show how it was installed."""


def stop(text: str, *commands: str) -> Step:
    return Step(StepKind.STOP, text, commands)


def configure(text: str, *commands: str) -> Step:
    return Step(StepKind.CONFIGURE, text, commands)


def restart(text: str = "Restart the server.", *commands: str) -> Step:
    return Step(StepKind.RESTART, text, commands)


def resend(text: str = "Send the prompt again in the same session.", *commands: str) -> Step:
    return Step(StepKind.RESEND, text, commands)


def note(text: str, *commands: str) -> Step:
    return Step(StepKind.NOTE, text, commands)


def stop_and_copy(world: World) -> tuple[Step, Step]:
    """Return the two steps that come before anything that changes the database file."""
    return (
        stop(
            "Stop every OpenCode program that has the database open. This lists them:",
            f"fuser -v {database(world)}",
        ),
        Step(
            StepKind.COPY,
            "Copy the database with its -wal and -shm:",
            (f"mkdir -p backup && cp -p {database(world)}* backup/",),
        ),
    )


def upgrade(prompts: Sequence[Prompt], world: World, least: str | None = None) -> tuple[Step, ...]:
    """Return the steps of an upgrade to the oldest release that fixes the cause and can run on the database, with a
    backup first.

    `least` is the first release without the fault; None where any release that fits the schema will do.
    """
    target = smallest(prompts, world, least)
    using = installer(world)
    names = (using,) if using else SIDE_BY_SIDE
    one_of = " (one of these)" if len(names) > 1 else ""
    later = f"OpenCode {target} or later" if target else "the newest OpenCode"
    commands = tuple(INSTALLERS[name].format(version=target or "latest") for name in names)
    text = f"Install {later}{one_of}, then restart it{_effect(target, world)}:"
    return (*stop_and_copy(world), Step(StepKind.UPGRADE, text, commands, alternatives=len(commands) > 1))


def smallest(prompts: Iterable[Prompt], world: World, least: str | None) -> str | None:
    """Return the oldest known release from `least` on that can run on the database; None where none is known to."""
    facing = drift_of(prompts, world)
    fitting = facing.safe if facing else releases() if least else ()
    if facing and not fitting:
        return None
    found = next((version for version in fitting if least is None or not older(version, least)), least)
    if found != least and least is not None and world.facts is not None and not drift(world.facts, least).fatal:
        return least  # a release that the data does not list
    return found


def _effect(target: str | None, world: World) -> str:
    """Return how the release changes the database when it starts, as the end of a sentence; empty when it changes nothing."""
    if target is None or world.facts is None:
        return ""
    found = drift(world.facts, target)
    if not found.pending:
        return ""
    lost = f"; {', '.join(found.lost)} cannot run on the file afterwards" if found.lost else ""
    return f". It applies {many(len(found.pending), 'migration')}{lost}"


def installer(world: World) -> str | None:
    """Return how OpenCode was installed; None when unknown.

    The paths in the evidence show it, or the program on this machine's PATH if a server on this machine has the database open.
    """
    paths = [record.fields.get("path", "") for record in world.notable("loading plugin")]
    if world.live and (program := shutil.which("opencode")):
        paths.append(str(Path(program).resolve()))
    return next((name for path in paths for mark, name in _MARKS if mark in path), None)


def calls(prompts: Iterable[tuple[Prompt, str]], body: str = "") -> tuple[str, ...]:
    """Return commands that POST to the server, one for each prompt and path, without duplicates.

    Each command names the directory, as all recorded calls did. The port comes from the start banner of the prompt's run; without
    a banner it is 4096, the default port of `opencode serve`.
    """
    data = f"-H 'content-type: application/json' -d '{body}' " if body else ""

    def command(prompt: Prompt, path: str) -> str:
        session = prompt.session
        directory = session.directory if session is not None and session.directory else "SESSION_DIRECTORY"
        port = (prompt.run.port if prompt.run is not None else None) or 4096
        url = f"http://127.0.0.1:{port}{path.replace('SESSION_ID', prompt.session_id or 'SESSION_ID')}"
        if _PLAIN_PATH.fullmatch(directory):
            return f"curl -X POST {data}'{url}?directory={directory}'"
        sent = "".join(c if c.isascii() and c != "%" else quote(c) for c in directory)  # servers decode this header
        return f"curl -X POST {data}-H {shlex.quote(f'x-opencode-directory: {sent}')} '{url}'"

    return tuple(dict.fromkeys(command(prompt, path) for prompt, path in prompts))


def aborts(prompts: Iterable[Prompt]) -> tuple[str, ...]:
    """Return commands that abort the sessions of `prompts`."""
    return calls((p, "/session/SESSION_ID/abort") for p in prompts)


def each_of(kind: StepKind, text: str, commands: Sequence[str]) -> Step:
    """Return a step with the first `SHOWN` of `commands`; its text says how many more prompts need the same command."""
    more = len(commands) - SHOWN
    rest = f" ({many(more, 'more prompt needs', 'more prompts need')} the same.)" if more > 0 else ""
    return Step(kind, f"{text}{rest}", tuple(commands[:SHOWN]))


def drift_of(prompts: Iterable[Prompt], world: World) -> Drift | None:
    """Return how the server version fits the database, for the first of `prompts` with a known version; None when none
    has one."""
    return next((found for p in prompts if (found := world.drift(p))), None)


def database(world: World) -> str:
    """Return the database's path as a word of a command."""
    return shlex.quote(world.facts.path) if world.facts else "opencode.db"


def seconds(span: timedelta) -> str:
    total = span.total_seconds()
    if abs(total) < 0.5:
        return "less than 1 s"
    if total < 120:
        return f"{total:.0f} s"
    return f"{total / 60:.0f} min" if total < 7200 else f"{total / 3600:.0f} h"
