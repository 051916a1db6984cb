"""The loop started and never called the provider: it waits for a snapshot or an MCP server.

What happens
`loop step=0` is logged, perhaps `process`, then no `stream`. The user message is stored; the answer is empty or
missing. The session is busy. On 2.x: session_v2.time_suspended is set, and no session_message row follows the user's.

Why
Before the call to the provider, the server takes a snapshot of the directory with git and connects to MCP servers. A huge or
untracked tree, a home directory, or a stale index.lock can make the snapshot hang forever.

How to tell it from similar causes
- A `git ... add --all` child of the server is alive; the last record of the session is `loop` or `process`.
- plugin-hang: a hook that rewrites messages runs at the same time. The legacy log shows which plugins were loaded. From
  1.17 on the log does not, and both causes stay possible.
- tool-hang: the session has a child session for a subagent.
- stream-stall: the last record is `stream`. If the log shows no `stream` of the whole server run, that line may be missing.
- mcp-hang: a hanging MCP server leaves the same traces, but only for the first prompt of an instance. That prompt is
  answered after 33 to 41 s, and the log then names the MCP server.
- 2.x: time_suspended is the claim of a run (set when the run starts, cleared when it ends). It also stays set when the server
  dies; the next server then resumes the session and counts that in resume_attempts.
- id-wrap and the like: `exiting loop` follows at once.
- `failed to capture snapshot` is only a warning; the prompt goes on.

Remedy
- `snapshot: false` in opencode.json, or ignore the large files, then restart. Not tried.
- Delete a stale index.lock under the snapshot folder of the data directory. Not tried.
- MCP servers that do not answer: see mcp-hang.
- Another model does not help: the provider was not called.

Versions
Reported up to 1.18.x, and on 2.x (#48657: 167,000 untracked files). The hanging snapshot is not among the recordings;
the meaning of the 2.x columns comes from the source of SessionStore (claim, release, countResume).
2.x: the claim is `time_suspended` or `execution_claimed_at`. Taken from its published schema; no 2.x server was tried.

Sources
anomalyco/opencode#31797, #48657, #41648, #42597, #32981, #18072, #28952.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import Clue, Outcome, Stage, Step
from inspector.prompts.loops import exited_at_once
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import Claim, claim_on
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, neutral, row, strong, weak
from inspector.rules._hanging import holds, subagent, successor
from inspector.rules._questions import cancelled_at_once, quiet_for, uncalled
from inspector.rules._remedies import configure, resend, restart, seconds, stop
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.projected is not None:
        yield from _claimed(prompt, world)
        return
    last = uncalled(prompt)
    if prompt.outcome is not Outcome.SILENT or prompt.record is not None or last is None or exited_at_once(prompt):
        return
    if prompt.stage not in (Stage.LOOP, Stage.STREAM) or prompt.answer_parts or (prompt.answer and prompt.answer.completed):
        return
    quiet = quiet_for(prompt, world)
    if quiet is None or quiet < timedelta(seconds=10):
        return
    if successor(prompt, world) is not None:
        yield against("Another server process started afterwards.", None)
    child = subagent(prompt)
    if (cancelled := cancelled_at_once(prompt)) is not None:
        yield against("The session was aborted.", cancelled.source)
    if child is not None:
        yield against("The session has a child session: the prompt waits for a subagent.", child.source)
    # from 1.17 on the log does not show the loaded plugins, so a hook may hang here too; a log alone may have lost the call
    told = prompt.rows is not None and prompt.run is not None and era_named(prompt.run.era).logs_plugins and prompt.run.started
    weigh = (strong if told else moderate) if _called(prompt, world) else weak
    yield weigh(
        f"`{last.message}` is the last record of the session, and no `stream` followed for {seconds(quiet)}.", last.source
    )
    if holds(prompt, world):
        yield against("The log names an MCP server that had not answered.", last.source)
        return
    weigh = moderate if told else weak
    yield weigh(
        "Before the call to the provider, the server takes a snapshot of the directory with git and connects to MCP servers.",
        row(prompt),
    )


def _called(prompt: Prompt, world: World) -> bool:
    """Whether the log shows any provider call of the prompt's run; without one, the log may lack these records."""
    return prompt.run is not None and world.index.calls_providers(prompt.run)


def _claimed(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues on 2.x: a run has claimed the session (``time_suspended``), and no row follows the user's message."""
    session = prompt.session
    if (
        prompt.outcome is not Outcome.SILENT
        or prompt.stage is not Stage.STORED
        or session is None
        or session.table != "session_v2"
    ):
        return
    if claim_on(session, world.facts) is not Claim.HELD or prompt.time is None:
        return
    where = row(prompt, "session_v2", session.id)
    yield strong("A run has claimed the session, and no row follows the user's message.", where)
    waited = (world.now or world.end or prompt.time) - prompt.time
    if world.live and waited > timedelta(minutes=1) and session.extra.get("resume_attempts", "0") == "0":
        yield moderate(f"A server has the database open, and the session has been silent for {seconds(waited)}.", where)
    elif not world.live:
        yield neutral(
            "No process has the database open: a server that stopped leaves the same row, and 2.x resumes the session later.",
            where,
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} started, but the server never called the provider."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        stop(
            "Look for a `git … add --all` child of the server, and for a stale index.lock under its snapshot folder:",
            "ps -ef | grep '[g]it.*add'",
        ),
        configure("Set `snapshot: false` in opencode.json for huge directories, and switch off MCP servers that do not answer."),
        restart(),
        resend(),
    )


RULE = Rule(
    title="The loop started and never called the provider",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#31797", "anomalyco/opencode#48657", "anomalyco/opencode#41648", "anomalyco/opencode#28952"),
    not_a_remedy=("Another model: the provider was not called.",),
    aliases=("v2-snapshot-claim",),
    possible_at={Stage.LOOP: 1},
    told=((HANGS + r"|\b(?:minutes|hours)\b|\bslow\w*|\b100 ?%", r"(?<!heap )\bsnapshot(?:s|ted|ting)?\b|\bgit add\b"),),
)
