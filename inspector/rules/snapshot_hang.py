"""The loop started and never reached the provider: a snapshot or an MCP server keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World, exited_at_once
from inspector.model import Clue, Stage
from inspector.rules._clues import against, moderate, quiet_for, row, seconds, strong
from inspector.rules.server_stopped import successor

TITLE = "The loop started and never called the provider"
REFERENCES = ("anomalyco/opencode#31797", "anomalyco/opencode#48657", "anomalyco/opencode#41648", "anomalyco/opencode#48743")
NOT_A_REMEDY = ("Another model: the provider was not called.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind != "silent" or prompt.stage is not Stage.LOOP or prompt.record is not None or exited_at_once(prompt):
        return
    last = [r for r in prompt.records or () if r.message in ("loop", "process", "exiting loop")]
    if not last or last[-1].message == "exiting loop":
        return
    quiet = quiet_for(prompt, world)
    if quiet is None or quiet < timedelta(seconds=10):
        return
    if successor(prompt, world) is not None:
        yield against("Another server process started afterwards.", None)
    yield strong(
        f"`{last[-1].message}` is the last record of the session, and no `stream` followed for {seconds(quiet)}.", last[-1].source
    )
    yield moderate(
        "Between the two, the server takes a snapshot of the directory with git and connects MCP servers.", row(prompt)
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) started and never reached the provider."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Look for a `git … add --all` child of the server, and for a stale index.lock under its snapshot folder:",
        "$ ps -ef | grep '[g]it.*add'",
        "Set `snapshot: false` in opencode.json for huge directories, and switch off MCP servers that do not answer; then restart.",
    )
