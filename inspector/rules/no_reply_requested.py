"""The client itself asked for no reply (noReply: true).

What happens
204, the message is stored, no `loop` record, no answer; the session stays idle. Nothing is wrong if the client
intended it: where a capture shows the flag, the entry is marked as expected. Where the session never got any answer, the
report says so and does not report success, because only the client knows whether that was intended.

Why
With noReply the server stores the message as context and returns before the loop. Clients use it to add text to a
session; the TUI itself does so when it moves a session.

How to tell it from similar causes
- Only a capture of the request shows the flag: request bodies are not logged, and no column stores
  it.
- lost-wake leaves the same traces, but the prompt came right at the end of the previous answer.
- id-wrap, client-clock, unsortable-id: `loop step=0` and `exiting loop` are logged.
- server-stopped: the log ends. Here the run continues and answers other prompts.
- abort-dropped-queue: an answer was running and then aborted.

Remedy
- Send the prompt without noReply: worked when tried on 1.15.13, 1.17.19, 1.18.33.

Versions
The same in all versions.

Sources
Found in the code (1.15.13, 1.18.33). Recordings noreply-directory-1.15.13, -1.18.33, misc-*, mixed-*,
silent-mix-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Deciding, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, neutral, refutes, row, strong, weak
from inspector.rules._questions import looped, no_loop, unanswered
from inspector.rules._remedies import resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome not in (Outcome.SILENT, Outcome.ANSWERED):
        return
    if prompt.request is not None and prompt.request.no_reply and prompt.outcome is Outcome.SILENT:
        if prompt.message is not None:
            yield conclusive("The request has noReply: true.", prompt.request.source)
        elif prompt.stage is Stage.NOTHING and prompt.rows is not None:
            yield refutes(
                "The request has noReply, but its message was never stored, and noReply stores the message first.",
                prompt.request.source,
            )
        return
    if not unanswered(prompt) or prompt.behind:
        return
    if prompt.request is not None and prompt.request.body_readable:
        yield refutes("The request does not have noReply.", prompt.request.source)
        return
    if prompt.records is None:
        return
    loop = looped(prompt)
    if loop is not None:
        yield refutes("A loop was started for the prompt.", loop.source)
    elif no_loop(prompt, world):
        yield strong(
            "The message was stored and no `loop` record follows, although this server run logs loops: a prompt with noReply ends there.",
            row(prompt),
        )
        if prompt.run is not None and prompt.time is not None and world.worked_after(prompt.time, prompt.run):
            yield weak("The same server run answered other prompts afterwards.", prompt.run.version_source)
        yield neutral("Request bodies are not logged; only a capture can show the flag.", None)
    else:
        yield weak("The message was stored, and the log up to its end shows no loop for it.", row(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt was', 'prompts were')} stored and not run, as with noReply: true (nothing is wrong if the client intended it)."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (resend("If an answer was wanted, send the prompt without noReply."),)


RULE = Rule(
    title="The client asked for no reply",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode source: the handler returns before the loop when body.noReply is true (1.15.13, 1.18.33)",),
    says=(
        '"noreply":true',
        '"noreply": true',
    ),
    aliases=("no-reply-flag",),
    is_expected=True,
    possible_at={Stage.STORED: 0},
    would_decide=(Deciding.CAPTURE,),
)
