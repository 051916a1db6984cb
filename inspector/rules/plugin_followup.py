"""A plugin sent its own prompt right after an answered turn, and that prompt failed.

What happens
The user's prompt is answered. In the same moment a `prompt_async failed` record (an "Unknown error" toast) appears for
the session, and again after the next turn. All prompts of the user were answered.

Why
Plugins that keep an agent going (todo enforcers, loops, babysitters) wait for the event `session.idle` and then call
prompt_async themselves, with their own agent or model, which may not exist here, or to a session that is still busy.

How to tell it from similar causes
- The failing record is logged within 0.2 s of the `exiting loop` of an answered prompt of the same session (46 ms on
  1.18.33; 3 to 6 ms after its own request line on 1.4.3), and its message is not stored. No person and few clients are
  as fast. Up to 1.15 the log also shows which plugins were loaded; 1.17 and later do not log it.
- agent-not-found: the most frequent error of such a prompt (a bare UnknownError was an unknown agent in every recording,
  1.3.2 to 1.18.33). Then agent-not-found is the cause; this page explains who sent the prompt.
- plugin-error: a hook broke the user's own prompt.
- If a capture contains the failing request, a client sent it.

Remedy
- Start the server with --pure: the record no longer appears (not tried). The user's prompts are answered with and without
  plugins.
- Correct the agent or model in the plugin's settings, or update it. Not tried.
- Sending the user's prompt again is not a remedy: it was answered.

Versions
Reported on 1.3 and 1.4 with oh-my-openagent (`error=UnknownError prompt_async failed`). Tried for this page with a plugin
that prompts on session.idle with an agent that does not exist: 1.18.33.

Sources
code-yeongyu/oh-my-openagent#3253, #2984, #3786.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import logged, moderate, refutes
from inspector.rules._questions import plugin_files, plugins
from inspector.rules._remedies import configure, restart
from inspector.rules._rule import Rule
from inspector.rules._sessions import hurried
from inspector.text import listed, many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    haste = hurried(prompt)
    if haste is None:
        return
    if prompt.request is not None and prompt.request.client is not None:
        yield refutes("A client sent this prompt: the request was captured.", prompt.request.source)
        return
    loaded = plugins(prompt, world)
    if not loaded and prompt.record is not None and era_named(prompt.record.era).logs_plugins:
        return
    yield moderate(
        f"The prompt failed {haste / timedelta(milliseconds=1):.0f} ms after an answer of the same session had ended: faster than a person can type.",
        logged(prompt),
    )
    if loaded:
        yield moderate(
            "This server loaded an outside plugin, which can send prompts when a session becomes idle.", loaded[0].source
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} sent by a plugin failed right after an answer; the user's own prompts were answered."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    paths = plugin_files(prompts, world)
    which = f" ({listed(paths, 5)})" if paths else ""
    return (
        restart(f"Start the server without outside plugins{which}. The record should no longer appear:", "opencode serve --pure"),
        configure("Then correct the agent or model in the plugin's settings, or update the plugin."),
    )


RULE = Rule(
    title="A plugin's own follow-up prompt failed right after an answered turn",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("code-yeongyu/oh-my-openagent#3253", "code-yeongyu/oh-my-openagent#2984", "code-yeongyu/oh-my-openagent#3786"),
    not_a_remedy=("Sending the user's prompt again: it was answered.",),
    aliases=("plugin-followup-storm",),
)
