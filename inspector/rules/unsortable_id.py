"""The client makes message IDs that do not sort by time, and an old server orders messages by ID.

What happens
An ID that sorts before the last answer: 204, stored, no reply, no error line. An ID that sorts after all others: several
replies a second, until aborted. The first prompt of a session is answered even if its ID sorts low.

Why
The API accepts any ID that begins with `msg`. Servers up to 1.18.14 compare IDs as text to decide whether the newest
prompt has been answered. A UUID sorts at random, and its position among the server's IDs changes with the date.

How to tell it from similar causes
- The ID's first 12 hex digits are not a time near the row's time_created, or the ID has another form (`msg_` and a UUID).
- client-clock: the ID has the server's own form, but its time is wrong.
- id-wrap: server-made IDs, with an answer from before 2026-08-14T11:19:55.136Z.
- no-reply-requested, lost-wake: no `loop` record; here `loop step=0` and `exiting loop` follow each other at once.
- On 1.18.15 and later prompts with such IDs are answered normally.

Remedy
- Leave messageID out of the body: worked when tried on 1.15.13 (`msg_` and a UUID that sorts low; in tests/e2e).
  It also cures the related client-clock (1.15.13, 1.17.19).
- Upgrade the server to 1.18.15 or later: not tried on the same database; prompts with the same IDs were answered once each
  on 1.18.33 (client-ids-1.18.33, message-id-order-1.18.33).
- Repeated answers: abort the session (this ended them in the recordings).
- Another random ID is not a remedy: it also sorts at random.

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
        yield strong(
            f"The ID {message.id} contains no time near the server's time; a client made it in another format.", row(prompt)
        )
        yield moderate(
            f"The ID sorts before the earlier answer {block.id}, so the server treats the prompt as answered.",
            row(prompt, "message", block.id),
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
            f"The ID {culprit} contains no time near the server's time and sorts after every answer.",
            row(prompt, "message", culprit),
        )
        yield strong(
            f"The prompt got {len(replies)} finished answers: none of them sorts after it, so the server ignores them all.",
            row(prompt, "message", replies[-1].id),
        )
        yield from version_clues(prompt)


def _highest(prompt: Prompt) -> str | None:
    """Return the unsortable prompt ID that sorts after all answers, of this prompt or an earlier one; None without one."""
    if prompt.rows is None or not prompt.answers:
        return None
    top = max(a.id for a in prompt.answers)
    return next((m.id for m in prompt.rows.messages or () if m.role == "user" and m.id > top and not is_sortable(m)), None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"A client makes message IDs that do not sort by time; {many(len(prompts), 'prompt was', 'prompts were')} not answered, or answered again and again."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    runaway = [p for p in prompts if len(final_answers(p)) >= 2]
    return (
        *((each_of(StepKind.CONFIGURE, "Abort the sessions that keep answering:", aborts(runaway)),) if runaway else ()),
        configure("Leave messageID out of the body: the server then makes the ID."),
        resend(),
        note("Or upgrade the server to 1.18.15 or later, which does not compare IDs. Copy the database first."),
    )


RULE = Rule(
    title="The client makes message IDs that do not sort by time",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#23490", "anomalyco/opencode#24544"),
    not_a_remedy=("Another random ID: it also sorts at random.",),
    aliases=("custom-id-not-sortable",),
)
