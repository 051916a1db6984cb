"""A prompt was queued behind a running answer. Someone aborted that answer, and the abort dropped the queued prompt too.

What happens
The prompt was accepted (204) and stored as a user message. It never gets an answer. The session is idle and answers
the next prompt as if nothing were wrong; the dropped text stays in the history.

Why
A prompt to a busy session is only queued. An abort ends the run and drops everything queued behind it
(anomalyco/opencode#12369, merged February 2026).

How to tell it from similar causes
- The previous answer ended in MessageAbortedError and was open (created before, completed after) when this prompt
  was stored. 1.15.13 and 1.18.33 also log `cancel` for the session.
- aborted: the abort ended the prompt's own answer. Here the prompt has no answer row at all.
- lost-wake: the previous run ended by itself (finish `stop`); nobody aborted it.
- id-wrap, client-clock, unsortable-id: a loop starts for the prompt and exits at once.

Remedy
- Send the prompt again: not tried with the dropped text itself; in the recordings the next
  prompt after an abort was answered in the same session on 1.15.13 and 1.18.33.
- In the client: after an abort, send the queued prompts again. Not tried.
- Waiting does not help: the server never processes the prompt later.

Versions
Seen on 1.15.13 and 1.18.33, alike. Reported since the change of February 2026.

Sources
anomalyco/opencode#12369, anomalyco/opencode#7851. Recordings abort-1.15.13, abort-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, MessageRow, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._questions import unanswered
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if not unanswered(prompt):
        return
    hit = _aborted_over(prompt)
    if hit is None:
        return
    yield strong(
        "The prompt arrived while an answer was running, and that answer was then aborted.", row(prompt, "message", hit.id)
    )
    yield strong("No answer was begun for this prompt: an abort drops queued prompts.", row(prompt))
    cancel = next((r for r in prompt.records or () if r.message in ("cancel", "cancelled")), None)
    if cancel is not None:
        yield moderate("The abort is in the log.", cancel.source)


def _aborted_over(prompt: Prompt) -> MessageRow | None:
    message, rows = prompt.message, prompt.rows
    if message is None or rows is None or message.time_created is None:
        return None
    return next(
        (
            m
            for m in reversed(rows.messages or ())
            if m.role == "assistant"
            and m.error_name == "MessageAbortedError"
            and m.time_created
            and m.completed
            and m.time_created <= message.time_created <= m.completed
            and m.parent_id != message.id
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'queued prompt was dropped when the run before it', 'queued prompts were dropped when the run before them')} was aborted."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Send the prompt again: the session is idle."),
        note("In the client: after an abort, send the queued prompts again."),
    )


RULE = Rule(
    title="The prompt was queued behind a run that was then aborted",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#12369", "anomalyco/opencode#7851"),
    not_a_remedy=("Waiting: an abort drops the queue; the text stays only in the history.",),
    told=(
        (
            r"\b(?:dropped|vanish\w*|lost|discarded|disappear\w*|cleared|removed|never (?:\w+ )?(?:runs?|ran|processed|executed|sent))\b",
            r"^(?=.*\bqueued?\b).*(?:\besc(?:ape)?\b|\babort\w*|\bcancel\w*|\binterrupt\w*)",
        ),
    ),
    aliases=("abort-drops-queued",),
)
