"""The session is stored in the tables of the other generation: 1.x and 2.x do not read each other's tables.

What happens
One program shows a session or an answer and the other does not: 404 for a session that is in the database, a prompt whose
answer never appears, sessions missing from the list. No data is lost.

Why
1.x stores sessions in session, message and part, 2.x in session_v2 and session_message, both in the same opencode.db.
2.x copies the sessions of 1.x once. After kv contains migration.v1-v2 = {"phase":"completed"}, 2.x copies nothing more:
neither sessions that 1.x creates later nor prompts that 1.x adds to a copied session. Nothing is ever copied back.

How to tell it from similar causes
- The session is in this database, in a table that the server does not read. The existence of a table proves nothing: the
  tables of both generations stay in the database, and session_message alone does not mean 2.x. The table with the
  session's newest row decides.
- session-not-found, session-deleted: the session is in neither generation's tables.
- wrong-database: the sessions of the whole run are missing.
- schema-drift: 1.x fails with an error on a schema that 2.x changed (`no such column: project_id`).
- migration-failed: the copy stopped with an error (`V1 migration failed`).
- Sessions listed under another project (2.x, directories without git: #49827, #50521, #50800) were copied; they are only
  hidden.

Remedy
None of these was tried: no 2.x server was available for tests.
- Use one generation for each data directory (XDG_DATA_HOME or OPENCODE_DB), and open the session with the generation that
  stores it.
- Do not delete tables or the kv row by hand without a copy of the file.
- Sending again does not help if the same program answered 404.

Versions
1.x beside 2.0.3 to 2.0.10 (reported); one-shot import in 2.x.

Sources
anomalyco/opencode#44028, #41217, #49412, #49641, #50130; hamidi-dev/opentab#20; cortexkit/magic-context#493. Schema of
2.x from its sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, neutral, row, schema, strong
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Rule
from inspector.rules._sessions import refused, server_generation, split
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    session = prompt.session
    if session is None or world.facts is None or "session_v2" not in world.facts.tables:
        return
    here, there = ("2.x", "1.x") if session.table == "session_v2" else ("1.x", "2.x")
    where = row(prompt, session.table, session.id)
    if refused(prompt):
        mine = server_generation(prompt)
        if not split(prompt, world):
            return
        yield strong(
            f"The server did not find the session, but this database has it in {session.table}, the table of {here}.", where
        )
        if mine is not None:
            yield moderate(f"The server is {prompt.version}.", prompt.run.version_source if prompt.run else None)
    elif prompt.outcome is Outcome.ANSWERED and world.facts.generation.startswith("2.") is not (here == "2.x"):
        yield strong(
            f"The session's newest row is in {session.table}: {there} does not show it, or shows only an older state.", where
        )
        yield neutral(f"The newest rows of this database belong to {there}.", schema(world, ""))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    tables = sorted({p.session.table for p in prompts if p.session})
    return f"{many(len(prompts), 'prompt was', 'prompts were')} sent to a server that does not read {' or '.join(tables) or 'the table'}, where the session is stored."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    there = "2.x" if any(p.session and p.session.table == "session_v2" for p in prompts) else "1.x"
    return (
        resend(f"Open the session with OpenCode {there}: its tables contain the session."),
        configure(
            "Then use one generation for each data directory (XDG_DATA_HOME or OPENCODE_DB): 2.x copies the sessions of 1.x once, and never copies anything back."
        ),
    )


RULE = Rule(
    title="The session is in the tables of the other generation (1.x or 2.x)",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#49641", "anomalyco/opencode#50130", "anomalyco/opencode#44028", "anomalyco/opencode#41217"),
    not_a_remedy=("Sending again to the same server: it does not read the tables that contain the session.",),
    told=(
        (
            r"\bmissing\b|\bgone\b|\bdisappear\w*|\binvisible\b|\bnot (?:shown|visible|listed)\b",
            r"\bsession_v2\b|^(?=.*\bsessions?\b).*\b(?:v?2\.0|v?2\.x|v2) ?(?:beta|preview|alpha)\b",
        ),
    ),
    aliases=("drift-split-v1-v2",),
    hides_answers=True,
)
