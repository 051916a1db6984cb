"""The session lives in the tables of the other generation: 1.x and 2.x do not show each other's.

What happens
A session or an answer exists for one program and not for the other: 404 for a session that is in the file, a prompt
whose answer never appears, sessions missing from the list. Nothing is lost.

Why
1.x keeps sessions in session, message and part, 2.x in session_v2 and session_message, both in the same opencode.db.
2.x copies the sessions of 1.x once; when kv holds migration.v1-v2 = {"phase":"completed"} nothing is copied any more,
neither sessions that 1.x makes later nor prompts it adds to a copied one. Nothing is ever copied back.

How to tell it from similar causes
- The session is in this very file, in the table that the server does not read. A table alone proves nothing: both
  generations' tables stay when the other one is in use, and session_message alone is no sign of 2.x. What counts is
  which table holds the session's newest row.
- session-not-found, session-deleted: the session is in neither.
- wrong-database: the sessions of the whole run are missing.
- schema-drift: 1.x fails on what 2.x changed (`no such column: project_id`), with an error.
- migration-failed: the copy broke off (`V1 migration failed`).
- Sessions in the list of another project (2.x, directories without git: #49827, #50521, #50800) are imported, only hidden.

Remedy
None of these was tried: no 2.x server was at hand.
- Use one generation for each data directory (XDG_DATA_HOME or OPENCODE_DB), and open the session with the one that holds it.
- Do not delete tables or the kv row by hand without a copy of the file.
- Sending again with the same program does not help where it answers 404.

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
    session = prompt.rows.session if prompt.rows else None
    if session is None or world.facts is None or "session_v2" not in world.facts.tables:
        return
    here, there = ("2.x", "1.x") if session.table == "session_v2" else ("1.x", "2.x")
    where = row(prompt, session.table, session.id)
    if refused(prompt):
        mine = server_generation(prompt)
        if not split(prompt, world):
            return
        yield strong(
            f"The server does not know the session, and this file has it in {session.table}, the table of {here}.", where
        )
        if mine is not None:
            yield moderate(f"The server is {prompt.version}.", prompt.run.version_source if prompt.run else None)
    elif prompt.outcome is Outcome.ANSWERED and world.facts.generation.startswith("2.") is not (here == "2.x"):
        yield strong(f"The session's newest row is in {session.table}: {there} does not show it, or only an older state.", where)
        yield neutral(f"The newest rows of this file are those of {there}.", schema(world, ""))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    tables = sorted({p.rows.session.table for p in prompts if p.rows and p.rows.session})
    return f"{many(len(prompts), 'prompt was', 'prompts were')} sent to a server that does not read {' or '.join(tables) or 'the table'}, where the session is."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    there = "2.x" if any(p.rows and p.rows.session and p.rows.session.table == "session_v2" for p in prompts) else "1.x"
    return (
        resend(f"Open the session with OpenCode {there}: its tables hold the session."),
        configure(
            "Then use one generation for each data directory (XDG_DATA_HOME or OPENCODE_DB): 2.x imports the sessions of 1.x once, and never back."
        ),
    )


RULE = Rule(
    title="The session is in the tables of the other generation (1.x or 2.x)",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#49641", "anomalyco/opencode#50130", "anomalyco/opencode#44028", "anomalyco/opencode#41217"),
    not_a_remedy=("Sending again to the same server: it does not read the tables that hold the session.",),
    aliases=("drift-split-v1-v2",),
    hides_answers=True,
)
