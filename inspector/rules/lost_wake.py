"""The prompt was stored in the moment its session went idle, and nothing woke the session for it.

What happens
204, the user message is stored, no `loop` record follows. It happens now and then, never reliably. The next prompt
wakes the session.

Why
A race: the runner removed itself at the end of the answer before, while this prompt arrived and counted on it.

How to tell it from similar causes
- The message was stored within about 1.5 s of the end of an answer that finished with `stop`.
- no-reply-requested leaves the same traces: without a capture of the request the two cannot be told apart for
  certain.
- id-wrap, client-clock, unsortable-id: there a loop starts and exits at once. A `loop` record rules this cause out.
- abort-dropped-queue: the answer before it was aborted.
- Two servers on one database (#32010, closing comment: a plugin posted to a second one): each runs what it is sent, and
  both answered everything in the recordings two-servers-1.15.13 and -1.18.33. The report notes when two wrote at once;
  a prompt that the other one refused fails in that one's log, with its agents and models.

Remedy
- Send the prompt again: the session is idle and answers. Unproven (not in remedies.json).
- In the client: wait for the session's idle event before the next prompt. Unproven.
- Waiting does not help: only the next prompt wakes the session.

Versions
Reported on 1.4.x and 1.17.4. No release that fixes it was found. Not among the recordings.

Sources
anomalyco/opencode#21524, #21528 (closed), #32010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, refutes, row
from inspector.rules._questions import looped, unanswered
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.text import many

WINDOW = timedelta(milliseconds=1500)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message, rows = prompt.message, prompt.rows
    if not unanswered(prompt) or prompt.behind or message is None or rows is None or message.time_created is None:
        return
    if prompt.request is not None and prompt.request.no_reply:
        yield refutes("The request asks for no reply.", prompt.request.source)
        return
    loop = looped(prompt)
    if loop is not None:
        yield refutes("A loop was started for it.", loop.source)
        return
    before = [
        m
        for m in rows.messages or ()
        if m.role == "assistant" and m.completed and abs(m.completed - message.time_created) <= WINDOW and m.finish == "stop"
    ]
    if before:
        yield moderate(
            "It was stored within 1.5 s of the end of the answer before it, when the runner removes itself.",
            row(prompt, "message", before[-1].id),
        )
        if prompt.request is not None and prompt.request.body_readable and not prompt.request.no_reply:
            yield moderate("The request asked for a reply.", prompt.request.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt was stored in the moment its', 'prompts were stored in the moment their')} session went idle, and never run."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Send the prompt again: the session is idle and answers."),
        note("In the client: wait for the session's idle event before the next prompt."),
    )


RULE = Rule(
    title="The prompt was stored while the session went idle, and nothing woke it",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#21524", "anomalyco/opencode#21528", "anomalyco/opencode#32010"),
    not_a_remedy=("Waiting: only the next prompt wakes the session.",),
    aliases=("idle-wake-race",),
    possible_at={Stage.STORED: 2},
)
