"""Message IDs made within the same second sort in the wrong order, and the server orders messages by ID.

What happens
Now and then a prompt is answered twice or more in the same turn, or (rarely) not at all. The client's clock is right, and
most turns of the session are normal.

Why
Two programs made the prompt's ID and the answer's ID (client and server, or two processes on one host), or one program made
both within a few milliseconds. Servers up to 1.18.14 compare them as text: an answer whose ID sorts before its prompt's ID
does not end the turn, so the server calls the model again.

How to tell it from similar causes
- Two or more finished answers with the same parentID, the first of which sorts before the prompt although it was
  created after it, and a prompt whose ID contains a time less than a second from the row's time.
- Two prompts sent almost at once: the client made the ID of the second prompt before the server made the ID of the first
  prompt's answer, and the second prompt was stored before that answer was complete (1.15.3, 1.17.9, 1.18.8).
- client-clock: the ID is a second or more off the server's clock, or older than an answer that was complete before the
  prompt was stored, and this happens to every prompt of that client.
- unsortable-id: the ID contains no time. id-wrap: the two IDs are on different sides of 2026-08-14T11:19:55.136Z.
- compaction-loop: the additional answers are compactions.

Remedy
- Upgrade to 1.18.15 or later, which orders by time and ends a turn by parentID. Not tried for this cause; it cures
  id-wrap (1.15.13, 1.18.14).
- Leave messageID out of the body, so that one program makes both IDs. Not tried: in one report a single process made both.

Versions
Reported on 1.15.6 (453 of 16,069 pairs, 143 additional replies) and 1.17.13. Servers up to 1.18.14 compare IDs (found
in their code). Not on 1.18.15 or later. The race of two prompts was recorded on 1.15.3, 1.17.9 and 1.18.8; the other
form was not.

Sources
anomalyco/opencode#28986, #28618 (comment), #29478, #30809, #38787.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, MadeBy, Outcome, Step
from inspector.prompts.answers import final_answers
from inspector.prompts.ids import crosses_wrap, id_maker, id_skew_ms, is_copied
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._order import TOLERANCE_MS, blocking, exit_clues, raced, version_clues
from inspector.rules._questions import unanswered
from inspector.rules._remedies import configure, note, resend, upgrade
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message = prompt.message
    if prompt.outcome is not Outcome.SILENT or message is None or is_copied(message, prompt.rows):
        return
    skew = id_skew_ms(message)
    if skew is None or abs(skew) >= TOLERANCE_MS:
        return
    replies = final_answers(prompt)
    if len(replies) >= 2 and replies[0].id < message.id and not crosses_wrap(message, replies[0], prompt.rows):
        yield strong(
            f"The prompt got {len(replies)} finished answers; the first, {replies[0].id}, sorts before the prompt although it came later.",
            row(prompt, "message", replies[0].id),
        )
        yield moderate(f"The time in the prompt's ID is only {abs(skew):.0f} ms off the server's clock.", row(prompt))
        yield from version_clues(prompt)
        return
    block = blocking(prompt) if unanswered(prompt) and not prompt.behind else None
    if (
        block is not None
        and (id_maker(prompt) is MadeBy.SERVER or raced(block, message))
        and not crosses_wrap(block, message, prompt.rows)
    ):
        where = row(prompt, "message", block.id)
        if id_maker(prompt) is MadeBy.SERVER:
            yield strong(f"The server itself made the prompt's ID, but the earlier answer {block.id} sorts after it.", where)
        else:
            yield moderate(
                f"The prompt's ID, made {abs(skew):.0f} ms {'before' if skew < 0 else 'after'} the server stored it, sorts before the earlier answer {block.id}.",
                where,
            )
        yield from version_clues(prompt)
        yield from exit_clues(prompt, world)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt was', 'prompts were')} answered more than once, or not at all, because message IDs made in the same second sort in the wrong order."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure("Leave messageID out of the body, and abort a session that keeps answering."),
        resend(),
        *upgrade(prompts, world, "1.18.15"),
        note("1.18.15 and later order messages by the server's clock and end a turn by parentID."),
    )


RULE = Rule(
    title="Message IDs made within the same second sort in the wrong order",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(),
    references=("anomalyco/opencode#28986", "anomalyco/opencode#28618", "anomalyco/opencode#38787"),
    not_a_remedy=("Correcting clocks: the two IDs are milliseconds apart.",),
    says=("~loop step=0, then at once exiting loop",),
    aliases=("id-inverted-same-host",),
)
