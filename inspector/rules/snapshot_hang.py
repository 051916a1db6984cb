"""The loop started and never reached the provider: a snapshot or an MCP server keeps it.

What happens
`loop step=0` is logged, perhaps `process`, then no `stream`. The user message is stored, the answer empty or
absent. Session busy.

Why
Between the two the server takes a snapshot of the directory with git, and connects MCP servers. A huge or untracked
tree, a home directory, or a stale index.lock can hold the snapshot for ever.

How it is told from what looks alike
- A `git ... add --all` child of the server is alive; the last record of the session is `loop` or `process`.
- stream-stall: the last record is `stream`.
- An MCP server that hangs only delays the first prompt: 33.6 s on 1.15.13, 40.9 s on 1.18.33, answered after that;
  then `local mcp startup failed` (1.15.13) or `server unavailable key=...` (1.18.33).
- id-wrap and the like: `exiting loop` follows at once.
- `failed to capture snapshot` is a warning, not this.

Remedy
- `snapshot: false` in opencode.json, or ignore the large files, then restart. Unproven (not in remedies.json).
- Delete a stale index.lock under the snapshot folder of the data directory. Unproven.
- Switch off MCP servers that do not answer, or lower their timeout. Unproven.
- Another model does not help: the provider was not called.

Versions
Reported up to 1.18.x. The hanging snapshot is not among the recordings; the hanging MCP server is (1.15.13,
1.18.33).

Sources
anomalyco/opencode#31797, #48657, #41648, #42597, #32981, #18072 (snapshot); #48743, #36865 (MCP). Recordings
mcp-hang-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World, exited_at_once
from inspector.model import Clue, Stage
from inspector.rules._clues import against, moderate, quiet_for, row, seconds, strong
from inspector.rules.server_stopped import successor
from inspector.text import many

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
    return f"{many(len(prompts), 'prompt', 'prompts')} started and never reached the provider."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Look for a `git … add --all` child of the server, and for a stale index.lock under its snapshot folder:",
        "$ ps -ef | grep '[g]it.*add'",
        "Set `snapshot: false` in opencode.json for huge directories, and switch off MCP servers that do not answer; then restart.",
    )
