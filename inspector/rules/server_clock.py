"""The server host's clock was set back; sessions used before that get no answers until the clock has caught up.

What happens
204, the user message is stored, and no answer comes. `loop step=0` is followed within milliseconds by `exiting loop`, with no
`process`, no `stream` and no error line. Only sessions that were used while the clock was ahead are affected. Other
and new sessions work. When the clock has passed the time of the session's newest answer, the session works again.

Why
The clock was ahead for a while (a resumed virtual machine, a wrong hardware clock, a container host without NTP) and
was corrected, or someone set it back. The new prompt then has an earlier time and a smaller ID than the answers stored
before it. Servers up to 1.18.14 compare IDs, later ones order messages by time: both mistake an old answer for the
answer to the new prompt.

How to tell it from similar causes
- The rows show it: SQLite numbers rows in the order they are stored, and an earlier row has a later time (by more than 1 s).
- client-clock: the times of the prompt's ID and of its row differ. Here the server made both with the same clock.
- id-wrap: the older answer is from before 2026-08-14T11:19:55.136Z, and its time is right.
- A fork copies messages with new IDs and old times. Here the ID is as old as the row.
- no-reply-requested, lost-wake: no `loop` record, and no row with a later time.
- The log alone also shows it: the times of a session's records go back.

Remedy
- Continue in a new session: worked when tried on 1.15.13 and 1.18.34, while the old sessions were still blocked.
- Wait until the clock has passed the newest time in the session, then send again: worked when tried on 1.15.13 and
  1.18.34 (a step back of 20 s).
- Keep the clock right with an NTP client that slews it instead of stepping it (chrony without `makestep`). Not tried.
- Sending again before that does not help. Restarting the server does not help (1.15.13).

Versions
Seen on 1.15.13 (clock corrected between two runs, and under a running server) and on 1.18.34 (under a running server).
Also seen on 1.17.18 and 1.18.20.

Sources
anomalyco/opencode#24476, #38213 (the same check fails because of a client's clock). Recording clock-hour-1.15.13; recordings of a clock that was set back under a running server, made on 1.15.13 and
1.18.34 with libfaketime.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from inspector.model import Clue, Outcome, Step
from inspector.prompts.ids import id_skew_ms, is_copied
from inspector.prompts.loops import exited_at_once
from inspector.prompts.prompt import Prompt
from inspector.prompts.storage import record_from_the_future, row_from_the_future
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, refutes, row, strong
from inspector.rules._order import TOLERANCE_MS, exit_clues
from inspector.rules._questions import unanswered
from inspector.rules._remedies import configure, note, resend, seconds
from inspector.rules._rule import Rule
from inspector.text import many, utc


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.behind:
        return
    if prompt.message is None:
        yield from _check_log(prompt, world)
        return
    if not unanswered(prompt) or is_copied(prompt.message, prompt.rows):
        return
    later = row_from_the_future(prompt.message, prompt.rows)
    if later is None or later.time_created is None or prompt.message.time_created is None:
        return
    if prompt.request is not None and prompt.request.no_reply:
        yield refutes("The request asks for no reply.", prompt.request.source)
        return
    gap = later.time_created - prompt.message.time_created
    yield strong(
        f"The server's clock was set back: message {later.id} was stored before this prompt, but its time is {seconds(gap)} later.",
        row(prompt, "message", later.id),
    )
    skew = id_skew_ms(prompt.message)
    if skew is not None and abs(skew) < TOLERANCE_MS:
        yield moderate("The prompt's ID and its row have the same time, so a client's clock is not the cause.", row(prompt))
    elif skew is not None:
        yield against(
            f"The times of the prompt's ID and its row differ by {abs(skew) / 1000:.0f} s: the clock of the client was wrong.",
            row(prompt),
        )
    yield from exit_clues(prompt, world)


def _check_log(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues without rows: a loop that exits at once, in a session whose earlier records have later times."""
    exited = exited_at_once(prompt)
    if exited is None or world.logs is None or not prompt.records:
        return
    earlier = record_from_the_future(prompt.records[0], world.logs.sessions.get(prompt.session_id or "", ()))
    if earlier is None or earlier.time is None or prompt.time is None:
        return
    yield strong(
        f"The server's clock was set back: an earlier record of this session has a time {seconds(earlier.time - prompt.time)} later.",
        earlier.source,
    )
    yield moderate("`exiting loop` follows `loop step=0` at once: the server treated the prompt as answered.", exited.source)


def _free_again(prompt: Prompt) -> datetime | None:
    """Return the newest time in the prompt's session, after which the session works again; None when unknown."""
    times = [m.time_created for m in (prompt.rows.messages if prompt.rows else None) or () if m.time_created]
    return max(times, default=None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    sessions = len({p.session_id for p in prompts})
    return (
        f"The server host's clock was set back; {many(sessions, 'session', 'sessions')} used before that "
        f"{'gets' if sessions == 1 else 'get'} no answers until the clock has caught up."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    free = [time for p in prompts if (time := _free_again(p)) is not None]
    when = f" (here after {utc(max(free).replace(microsecond=0))})" if free else ""
    return (
        note("Continue in new sessions: they work at once."),
        resend(f"Send again in the old sessions when the clock has passed the newest time in them{when}."),
        configure(
            "Check the host's clock. Let NTP slew it instead of setting it back, and set it before the server starts:",
            "timedatectl status",
        ),
    )


RULE = Rule(
    title="The server host's clock was set back",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#24476", "anomalyco/opencode#38213"),
    not_a_remedy=("Sending again, or restarting the server, before the clock has caught up.",),
    aliases=("clock-step", "clock-back", "ntp"),
)
