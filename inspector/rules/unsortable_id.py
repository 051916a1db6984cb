"""The client makes message ids that do not sort by time, and an old server orders by them.

What happens
An id that sorts before the last answer: 204, stored, no reply, no error line. An id that sorts after everything:
reply after reply, several a second, until aborted. The first prompt of a session with a low id is answered.

Why
The API takes any id that begins with `msg`. Servers up to 1.18.14 compare ids as text to see whether the newest
prompt has been answered. A UUID sorts by luck, and the luck changes with the date.

How to tell it from similar causes
- The id's 12 hex digits hold no time near the row's time_created, or the id has another form (`msg_` and a UUID).
- client-clock: an id of the server's own form whose time is off.
- id-wrap: server-made ids, with an answer from before 2026-08-14T11:19:55.136Z.
- no-reply-requested, lost-wake: no `loop` record; here `loop step=0` and `exiting loop` follow each other at once.
- On 1.18.15 and later such ids are answered: harmless.

Remedy
- Leave messageID out of the body: worked when tried on 1.15.13 (`msg_` and a UUID that sorts low; in tests/e2e).
  It also cures the related client-clock, there on 1.17.19, too.
- Upgrade the server to 1.18.15 or later: not tried as a remedy on one file; the same ids were answered once each on
  1.18.33 (client-ids-1.18.33, message-id-order-1.18.33).
- Runaway answers: abort the session (ended them in the recordings).
- Another random id is luck, no remedy.

Versions
Seen on 1.14.41, 1.15.13, 1.17.0, 1.17.19, 1.18.14. Not on 1.18.15 or later (1.18.15, 1.18.33).

Sources
anomalyco/opencode#23490, #24544. Recordings client-ids-1.15.13, -1.18.14, -1.18.33, message-id-order-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step, StepKind
from inspector.prompts.answers import final_answers
from inspector.prompts.ids import is_sortable
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._order import blocking, exit_clues, version_clues
from inspector.rules._questions import unanswered
from inspector.rules._remedies import aborts, configure, each_of, note, resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message = prompt.message
    if prompt.outcome is not Outcome.SILENT or message is None:
        return
    if unanswered(prompt) and not prompt.behind and not is_sortable(message):
        block = blocking(prompt)
        if block is None:
            return
        yield strong(f"The id {message.id} holds no time near the server's; a client made it by another scheme.", row(prompt))
        yield moderate(
            f"It sorts before the earlier answer {block.id}, so the prompt counts as answered.", row(prompt, "message", block.id)
        )
        yield from version_clues(prompt)
        yield from exit_clues(prompt, world)
        return
    replies = final_answers(prompt)
    if len(replies) >= 2:
        culprit = _highest(prompt)
        if culprit is None:
            return
        yield strong(
            f"The id {culprit} holds no time near the server's and sorts after every answer.", row(prompt, "message", culprit)
        )
        yield strong(
            f"The prompt got {len(replies)} finished answers: none of them sorts after it, so none counts.",
            row(prompt, "message", replies[-1].id),
        )
        yield from version_clues(prompt)


def _highest(prompt: Prompt) -> str | None:
    """The unsortable user id above all answers, this prompt's own or an earlier one's."""
    if prompt.rows is None or not prompt.answers:
        return None
    top = max(a.id for a in prompt.answers)
    return next((m.id for m in prompt.rows.messages or () if m.role == "user" and m.id > top and not is_sortable(m)), None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"A client makes message ids that do not sort by time; {many(len(prompts), 'prompt was', 'prompts were')} left unanswered or answered without end."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    runaway = [p for p in prompts if len(final_answers(p)) >= 2]
    return (
        *((each_of(StepKind.CONFIGURE, "Abort the sessions that keep answering:", aborts(runaway)),) if runaway else ()),
        configure("Leave messageID out of the body: the server makes one."),
        resend(),
        note("Or upgrade the server to 1.18.15 or later, which does not compare ids. Copy the database first."),
    )


RULE = Rule(
    title="The client makes message ids that do not sort by time",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#23490", "anomalyco/opencode#24544"),
    not_a_remedy=("Another random id: whether it sorts well is luck, and changes with the date.",),
    aliases=("custom-id-not-sortable",),
)
