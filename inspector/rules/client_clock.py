"""A client with a wrong clock makes the message IDs, and the server sorts messages by ID.

What happens
Clock behind: the first prompt of a session is answered. Later prompts are stored and get no reply, until as much time has
passed as the client's clock is behind. Clock ahead: the prompt is answered again and again (10 replies in 15 s with a
clock 10 s ahead on 1.15.13), until it is aborted or the server's clock passes the time in the ID. No error is logged.

Why
The first 12 hex digits of an ID encode the time on the clock of the program that made it. Servers up to 1.18.14 treat a
prompt as answered when its ID sorts before the last answer's ID, and as unanswered while its ID sorts after all answers.

How to tell it from similar causes
- The time in the user message's id differs from the row's time_created (server clock) by a second or more; the
  difference is the client's clock error.
- id-wrap: the time in the ID is right, and the older answer is from before 2026-08-14T11:19:55.136Z.
- unsortable-id: the ID contains no time near the server's time (a UUID, for example).
- inverted-ids: the ID is off by less than a second, and only some prompts are affected.
- A forked session has copied rows with new IDs and old times: an apparent difference, even of months, means nothing there.
- On 1.18.15 and later a prompt with a wrong time in its ID is answered normally.

Remedy
- Leave messageID out of the body: worked when tried (clock behind) on 1.15.13, 1.17.19. For a clock ahead: not tried.
- Upgrade the server to 1.18.15 or later: not tried on the same database; prompts with the same wrong IDs
  were answered once each on 1.18.33 (recording client-ids-1.18.33).
- Correct the client's clock (NTP): not tried.
- Repeated answers: abort the session (this ended them in the recordings).
- Sending again with the same clock too early does not help.

Versions
1.14.41 to 1.18.14 seen (1.14.41, 1.15.13, 1.17.0, 1.17.19, 1.18.14). Not on 1.18.15 or later (seen on 1.18.33).

Sources
anomalyco/opencode#24476, #25024, #14236, #25270 (behind); #11863, #17012, #28618, #40098, #38213 (ahead);
openchamber#2430. Recordings client-ids-1.15.13, -1.18.14, -1.18.33, message-id-order-*, remedies-1.15.13, -1.17.19.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, MadeBy, Outcome, Step, StepKind
from inspector.prompts.answers import final_answers
from inspector.prompts.ids import CLOCK_MS, crosses_wrap, id_maker, id_skew_ms, is_copied
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._order import TOLERANCE_MS, blocking, exit_clues, raced, version_clues
from inspector.rules._questions import unanswered
from inspector.rules._remedies import aborts, configure, each_of, note, resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message = prompt.message
    if prompt.outcome is not Outcome.SILENT or message is None or is_copied(message, prompt.rows):
        return
    skew = id_skew_ms(message)
    if skew is None or abs(skew) >= CLOCK_MS or id_maker(prompt) is MadeBy.SERVER:
        return
    if skew < 0 and unanswered(prompt) and not prompt.behind:
        block = blocking(prompt)
        if block is None or raced(block, message) or crosses_wrap(block, message, prompt.rows):
            return
        yield strong(
            f"A client made the ID {message.id} with a clock {-skew / 1000:.1f} s behind the server's, or made it that long before sending it.",
            row(prompt),
        )
        yield moderate(
            f"So the ID sorts before the earlier answer {block.id}, and the server treats the prompt as answered.",
            row(prompt, "message", block.id),
        )
        yield from version_clues(prompt)
        yield from exit_clues(prompt, world)
    elif skew >= TOLERANCE_MS:
        replies = final_answers(prompt)
        if len(replies) >= 2:
            yield strong(
                f"The client's clock was {skew / 1000:.0f} s ahead of the server's when it made the ID {message.id}.", row(prompt)
            )
            yield strong(
                f"The prompt got {len(replies)} finished answers: the server ignores them until its own clock passes the time in the ID.",
                row(prompt, "message", replies[-1].id),
            )
            yield from version_clues(prompt)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    skews = [s for p in prompts if p.message and (s := id_skew_ms(p.message)) is not None]
    behind, ahead = [-s for s in skews if s < 0], [s for s in skews if s > 0]
    if not skews:
        return "A client with a wrong clock makes message IDs that sort in the wrong order."
    if behind and ahead:
        return (
            f"Wrong client clocks made the message IDs of {many(len(prompts), 'prompt')}: {len(behind)} up to {_off(behind)} behind "
            f"(treated as answered), {len(ahead)} up to {_off(ahead)} ahead (answered without end)."
        )
    worst, side = (behind, "behind") if behind else (ahead, "ahead")
    return f"A client whose clock is {_off(worst)} {side} made the message IDs of {many(len(prompts), 'prompt')}; the server sorts by ID."


def _off(skews: Sequence[float]) -> str:
    """Return the largest of `skews` (milliseconds) in seconds."""
    return f"{max(skews) / 1000:,.0f} s"


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    runaway = [p for p in prompts if len(final_answers(p)) >= 2]
    return (
        *((each_of(StepKind.CONFIGURE, "Abort the sessions that keep answering:", aborts(runaway)),) if runaway else ()),
        configure("Leave messageID out of the body (the server then makes the ID), or correct the client's clock (NTP)."),
        resend(),
        note("Or upgrade the server to 1.18.15 or later, which orders messages by its own clock. Copy the database first."),
    )


RULE = Rule(
    title="A client with a wrong clock makes the message IDs",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(),
    references=("anomalyco/opencode#24476", "anomalyco/opencode#25024", "anomalyco/opencode#11863", "openchamber#2430"),
    not_a_remedy=("Sending again at once with the same clock.",),
    says=("~loop step=0, then at once exiting loop",),
    told=(
        (
            r"\bclocks?\b.{0,60}\b(?:ahead|behind|wrong|off|skew\w*|drift\w*)\b",
            r"\bclient\w*|\blaptop\w*|\bbrowser\w*|\bmessage ?ids?\b",
        ),
    ),
    aliases=(
        "client-clock-ahead",
        "client-clock-behind",
    ),
)
