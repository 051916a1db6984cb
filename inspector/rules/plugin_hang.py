"""A plugin hook never returned, so the server never stored or never ran the prompt.

What happens
204, and then nothing: no row, no record, session idle. Only a capture of the request shows that the prompt was ever
sent. Other prompts, also later ones in the same session, can be answered. If the factory of a plugin
never returns, HTTP requests to that directory hang, and the log ends at `loading path=...`. If a hook that rewrites messages
(`experimental.chat.messages.transform`) hangs, the prompt is stored and `loop` is logged, but no `stream`. If a hook that changes
the request (`chat.params`, `experimental.chat.system.transform`) hangs, `stream` is logged, and from 1.17 on no `llm runtime selected`
follows it.

Why
The hook `chat.message` is awaited without a time limit before the message is stored.

How to tell it from similar causes
- A hang before the message is stored can only be found with a capture: the request was accepted (204), and evidence that
  continues after it and contains the session's row has neither a row nor a record of the prompt.
- plugin-error: a `prompt_async failed` record follows.
- stream-stall: `llm runtime selected` follows `stream`. startup-stall: the provider never answered before, so its package may be
  missing.
- unawaited-prompt (up to 1.3.0): a failed prompt also leaves no record of its own.
- wrong-database: the rows are in another file.
- snapshot-hang: the same records as for a hook in the loop. The legacy log shows which plugins were loaded. From 1.17 on
  the log does not, and both causes stay possible; a run with `--pure` decides.
- A slow hook only delays the prompt: the user message appears late (reported on 1.18.21).

Remedy
- Start the server with --pure and send again: worked when tried on 1.15.13, 1.18.33.
- Give the hook a time limit, or remove the plugin: not tried.
- Sending such a text again with the plugin loaded does not help: it also hung in a second session
  (1.15.13, 1.18.33).

Versions
Seen on 1.15.13 and 1.18.33, alike; in the loop on 1.15.4 and 1.18.20, before the call on 1.18.10.

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
from inspector.rules._questions import cancelled_at_once, has_answered, plugins, quiet_for, session_gone, uncalled
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import many

HOOK_PAUSE = timedelta(seconds=10)
"""A hook that takes less than this does not hang."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from _in_the_loop(prompt, world)
    yield from _before_the_call(prompt, world)
    if prompt.outcome is not Outcome.SILENT or prompt.request is None or prompt.stage is not Stage.NOTHING:
        return
    request = prompt.request
    if request.status not in (204, 200) or request.route != "prompt_async" or request.no_reply:
        return
    if world.logs is None:
        yield weak(
            "The server accepted the request (204), and no row of it exists; not checked whether the log has a failure (no log was given).",
            request.source,
        )
        return
    if session_gone(prompt):
        return  # the rows do not cover the prompt's time
    run, sent = prompt.run, request.time
    if run and sent and run.first_time and run.last_time and not run.first_time <= sent <= run.last_time - timedelta(seconds=2):
        yield weak(
            "The server accepted the request (204), and no row of it exists; the log given does not cover that time.",
            request.source,
        )
        return
    weigh = strong if run is not None and run.first_loop is not None else moderate
    yield weigh(
        "The server accepted the request (204), and neither a row nor a record of the prompt exists: it got no further than the hook that runs before the message is stored.",
        request.source,
    )
    found = plugins(prompt, world)
    if found:
        yield moderate("This server loaded an outside plugin.", found[0].source)
    elif prompt.run is not None and era_named(prompt.run.era).logs_plugins and prompt.run.version:
        yield against("This server loaded no outside plugin.", None)
    if world.end is not None and request.time is not None and world.end - request.time < timedelta(seconds=2):
        yield against("The evidence ends right after the request.", request.source)
    elif request.time is not None and world.worked_after(request.time):
        yield weak("The server answered other prompts afterwards.", row(prompt, "session", prompt.session_id))


def _before_the_call(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for hooks that change the request, between `stream` and `llm runtime selected` (1.18.10)."""
    call, quiet = prompt.last_call, quiet_for(prompt, world)
    if (
        call is None
        or call.is_made
        or call.record.message != "stream"
        or (prompt.answer is not None and prompt.answer.error_name)
    ):
        return
    if quiet is None or quiet < HOOK_PAUSE:
        return
    provider = call.record.fields.get("providerID", "")
    said = "`stream` is logged, but `llm runtime selected` is not: a hook that changes the request runs between them."
    if not has_answered(provider, prompt, world):
        yield weak(said, call.record.source)
        return
    yield moderate(said, call.record.source)
    yield moderate(f"The provider “{provider}” answered other prompts here, so its package was installed.", call.record.source)


def _in_the_loop(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for hooks that run between the ``loop`` record and the call to the provider (1.15.4, 1.18.20)."""
    last, quiet = uncalled(prompt), quiet_for(prompt, world)
    if prompt.outcome is not Outcome.SILENT or prompt.record is not None or last is None or quiet is None or quiet < HOOK_PAUSE:
        return
    found = plugins(prompt, world)
    if prompt.answer_parts or successor(prompt, world) is not None or cancelled_at_once(prompt) is not None:
        return
    if subagent(prompt) is not None or holds(prompt, world):
        return
    if prompt.run is not None and not era_named(prompt.run.era).logs_plugins:
        yield weak(
            f"`{last.message}` is the last record of the session: a hook that rewrites messages runs after it. From 1.17 on the log does not show which plugins were loaded.",
            last.source,
        )
    elif found:
        yield strong(
            f"`{last.message}` is the last record of the session: a hook that rewrites messages runs after it.", last.source
        )
        yield moderate("This server loaded an outside plugin.", found[0].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    begun = sum(p.stage is not Stage.NOTHING for p in prompts)
    if begun == len(prompts):
        return f"{many(begun, 'prompt', 'prompts')} started and never reached the provider: a plugin hook never returned."
    return f"{many(len(prompts), 'accepted prompt', 'accepted prompts')} left no trace: a plugin hook never returned."


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
    not_a_remedy=("Sending again: the hook hangs for every similar prompt.",),
    aliases=("plugin-chat-message-blocks",),
    possible_at={Stage.NOTHING: 0},
    would_decide=(Deciding.CAPTURE_IF_NOT_STORED, Deciding.NO_PLUGINS),
    told=(
        (
            HANGS,
            r"^(?!.*(?:\bdisabl\w+|\bwithout\b|\bno plugins\b|--pure)).*(?:\b(?:enabl|load|install|add|us)(?:e|ed|ing)?\b.{0,60}\bplugin\b|\b(?:this|local) plugin\b)|\bplugin(?:'s)? hooks?\b|\b(?:chat\.(?:message|params|headers)|tool\.execute\.(?:before|after)|experimental\.[\w.]{3,60})[`'\"]{0,2} hook\b|\bloading plugins?\b|\bplugin (?:init\w*|load\w*)\b|\bhook\b.{0,20}\bplugin\b",
        ),
    ),
)
