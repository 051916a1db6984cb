"""A plugin hook never returned, and it keeps the prompt before it is stored.

What happens
204, and then nothing: no row, no record, session idle. Only a capture of the request shows that the prompt was ever
sent. Other prompts, also later ones in the same session, can be answered. A plugin whose factory itself never
returns is worse: HTTP requests to that directory hang, and the log ends at `loading path=...`. A hook that rewrites messages
(`experimental.chat.messages.transform`) keeps the loop: the prompt is stored, `loop` is logged and no `stream`.

Why
The hook `chat.message` is awaited without a time limit before the message is stored.

How to tell it from similar causes
- Before the message is stored it needs a capture: accepted (204), and neither a row nor a record in evidence that goes on
  after it and has the session's row.
- plugin-error: there a `prompt_async failed` record follows.
- unawaited-prompt (up to 1.3.0): there a failed prompt leaves no record of its own either.
- wrong-database: the rows are in another file.
- snapshot-hang: the same records as of a hook in the loop. The classic log says which plugins were loaded; from 1.17 on
  nothing does, and both are left. `--pure` tells.
- A slow hook only delays: the user message appears late (reported on 1.18.21).

Remedy
- Start the server with --pure and send again: worked when tried on 1.15.13, 1.18.33.
- Give the hook a time limit, or remove the plugin: not tried.
- Sending such a text again with the plugin loaded does not help: it hung in a second session, too (1.15.13,
  1.18.33).

Versions
Seen on 1.15.13 and 1.18.33, alike; in the loop on 1.15.4 and 1.18.20.

Sources
gastownhall/gascity#5551. Recordings plugin-hang-1.15.13, plugin-hang-1.18.33, silent-mix-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import Clue, Deciding, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, row, strong, weak
from inspector.rules._hanging import holds, subagent, successor
from inspector.rules._questions import cancelled_at_once, plugins, quiet_for, session_gone, uncalled
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from _in_the_loop(prompt, world)
    if prompt.outcome is not Outcome.SILENT or prompt.request is None or prompt.stage is not Stage.NOTHING:
        return
    request = prompt.request
    if request.status not in (204, 200) or request.route != "prompt_async" or request.no_reply:
        return
    if world.logs is None:
        yield weak(
            "The server accepted the request (204), and no row of it exists; whether it logged a failure was not looked at.",
            request.source,
        )
        return
    if session_gone(prompt):
        return  # whether a row was stored cannot be seen
    run, sent = prompt.run, request.time
    if run and sent and run.first_time and run.last_time and not run.first_time <= sent <= run.last_time - timedelta(seconds=2):
        yield weak(
            "The server accepted the request (204), and no row of it exists; the log given does not cover that time.",
            request.source,
        )
        return
    weigh = strong if run is not None and run.first_loop is not None else moderate
    yield weigh(
        "The server accepted the request (204), and neither a row nor a record of it exists: it never came past the hook that runs before the message is stored.",
        request.source,
    )
    found = plugins(prompt, world)
    if found:
        yield moderate("This server loaded a plugin from outside.", found[0].source)
    elif prompt.run is not None and era_named(prompt.run.era).logs_plugins and prompt.run.version:
        yield against("This server loaded no plugin from outside.", None)
    if world.end is not None and request.time is not None and world.end - request.time < timedelta(seconds=2):
        yield against("The evidence ends right after the request.", request.source)
    elif request.time is not None and world.worked_after(request.time):
        yield weak("The server answered other prompts afterwards.", row(prompt, "session", prompt.session_id))


def _in_the_loop(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Hooks that rewrite messages or set parameters run between the loop's record and the call of the provider (1.15.4, 1.18.20)."""
    last, quiet = uncalled(prompt), quiet_for(prompt, world)
    if (
        prompt.outcome is not Outcome.SILENT
        or prompt.record is not None
        or last is None
        or quiet is None
        or quiet < timedelta(seconds=10)
    ):
        return
    found = plugins(prompt, world)
    if prompt.answer_parts or successor(prompt, world) is not None or cancelled_at_once(prompt) is not None:
        return
    if subagent(prompt) is not None or holds(prompt, world):
        return
    if prompt.run is not None and not era_named(prompt.run.era).logs_plugins:
        yield weak(
            f"`{last.message}` is the last record of the session: a hook that rewrites messages runs after it; which plugins were loaded is not logged from 1.17 on.",
            last.source,
        )
    elif found:
        yield strong(
            f"`{last.message}` is the last record of the session: a hook that rewrites messages runs after it.", last.source
        )
        yield moderate("This server loaded a plugin from outside.", found[0].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    begun = sum(p.stage is not Stage.NOTHING for p in prompts)
    if begun == len(prompts):
        return f"{many(begun, 'prompt', 'prompts')} started and never reached the provider: a plugin hook keeps them."
    return f"{many(len(prompts), 'accepted prompt', 'accepted prompts')} left no trace at all: a plugin hook keeps them."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        restart("Start the server without outside plugins:", "opencode serve --pure"),
        resend(),
        configure("Then give the hook a time limit, or remove it."),
    )


RULE = Rule(
    title="A plugin hook never returned",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("gastownhall/gascity#5551",),
    not_a_remedy=("Sending again: the hook hangs for every prompt it does not like.",),
    aliases=("plugin-chat-message-blocks",),
    possible_at={Stage.NOTHING: 0},
    would_decide=(Deciding.CAPTURE_IF_NOT_STORED, Deciding.NO_PLUGINS),
)
