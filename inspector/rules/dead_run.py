"""A run died, but the service still counts the session as running and starts no new run for its prompts (2.x).

What happens
Every prompt to the session is accepted and stays in the inbox. Other sessions work. GET /api/session/active says
`running`, for hours.

Why
The service keeps a list of running sessions in memory. A run that died without cleaning up stays in that list, and new
prompts only join its queue, which nothing reads any more. The session's row is right: time_idle and idle_outcome say
that the last run ended.

How to tell it from similar causes
- session_v2.time_idle and idle_outcome are set, time_suspended (the claim of a run) is not, resume_attempts is 0, and
  several rows were added to session_inbox or session_pending after time_idle and still wait there.
- input-not-promoted: a single row may have been sent with resume=false on purpose. That page also covers 1.17.
- snapshot-hang: time_suspended is set and the prompt was delivered.
- Neither rows nor logs show the service's list of running sessions: GET /api/session/active does.

Remedy
- Restart the service (the report's own way out; not tried here).
- Sending more prompts does not help: they only queue.

Versions
Reported on 0.0.0-beta-18050 (2.x). No 2.x server was available for tests: confidence is never high.
The claim of a run is `session_v2.time_suspended`, or `execution_claimed_at` under its later name; where the table has
neither, this cause is never named.

Sources
anomalyco/opencode#44807. What the columns mean: SessionStore in the sources of 2.x (claim, release, countResume), and
migration 20260819222447_session_viewed_state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, refutes, row, strong, weak
from inspector.rules._hanging import idle_since, waiting_input
from inspector.rules._remedies import note, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many, utc


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    session = prompt.session
    if prompt.outcome is not Outcome.SILENT or prompt.stage is not Stage.ADMITTED or session is None:
        return
    idle = idle_since(session, world)
    waiting = waiting_input(prompt, idle)
    if idle is None or not waiting:
        return
    where = row(prompt, session.table, session.id)
    yield strong(
        f"The session's last run ended ({session.extra['idle_outcome']}, {utc(idle)}) and no run has claimed it since, "
        f"but {many(len(waiting), 'row waits', 'rows wait')} in {waiting[0].table}.",
        where,
    )
    if prompt.request is not None and prompt.request.resume is False:
        yield refutes("The request says resume=false: it asked only to store the prompt, not to run it.", prompt.request.source)
    if len(waiting) > 1:
        yield moderate(
            "Several prompts wait; each of them would have started a run.", row(prompt, waiting[-1].table, waiting[-1].id)
        )
    if session.extra.get("resume_attempts") == "0":
        yield weak("resume_attempts is 0: nothing has tried to resume the session.", where)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt waits', 'prompts wait')} in the inbox of a session whose row says idle: the service probably still counts a dead run as running."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note("Ask the service whether it counts the session as running:", "curl http://127.0.0.1:4096/api/session/active"),
        restart("If it does, restart the service."),
        resend(),
    )


RULE = Rule(
    title="A dead run blocks the session's prompts (2.x)",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#44807",),
    not_a_remedy=("Sending more prompts: they only queue behind the dead run.",),
    aliases=("v2-zombie-running",),
)
