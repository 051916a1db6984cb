"""The server cannot migrate this database when it starts.

What happens
The server does not start, or stops at each start. No prompt gets as far as `prompt_async failed`.

Why
- `no such column: name`: the server reads __drizzle_migrations.name, which files from about February 2026 and
  earlier do not have.
- `duplicate column name`: the column exists, but the row that records its migration is missing, so the migration runs
  again.
- `Database is not empty and has no session table` (1.18.33): the file, perhaps one that OPENCODE_DB names, belongs to another
  program or was left half made.
- `V1 migration failed` (2.x): the one-time import of the 1.x sessions failed; 2.x runs without them.

How to tell it from similar causes
- It happens at start, not for one prompt, and the statement is one of a migration.
- schema-drift: `no such column: replacement_seq` (or revision, project_id) while prompts run; and 1.15 on a file
  made by 1.17 or later (`CREATE TABLE project`, `table project already exists`).
- Compare migrations as sets, not by date: 1.14.48 has 20260511000411 without the earlier-dated 20260510033149.

Remedy
Keep a copy of the file (with -wal and -shm) first.
- `no such column: name`: start the newest 1.18 release, which first checks whether the column exists. Worked when tried
  on 1.18.33 (in tests/e2e). Release 1.18.25 also started on such a file.
- `duplicate column name`: restore the backup from before the upgrade, or record the migration as applied in a copy.
  Not tried.
- `V1 migration failed`: update the 2.x program. Not tried.
- Last resort: move the database away and start with an empty one; old sessions are then not visible. Not tried.
- Restarting the same version does not help.

Versions
`no such column: name`: reported for 1.16.2 to 1.17.13, seen up to 1.18.20. On a file of 1.3.2 whose column was
removed, 1.17.0, 1.17.11, 1.17.18, 1.17.19, 1.18.3, 1.18.15, 1.18.19 and 1.18.20 did not start and logged this error;
1.15.13, 1.18.25 and 1.18.33 started and answered (tried for this page). `duplicate column name: cost`: upgrade from
1.14.41 to 1.17.11. V1 import: next-17055, next-17403. Not among the recordings.

Sources
anomalyco/opencode#31119, #36407, #34584, #41346, #45829; numtide/llm-agents.nix#5727.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step, StepKind
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate, schema
from inspector.rules._remedies import configure, resend, stop_and_copy
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None or prompt.outcome is Outcome.FAILED:
        return
    if "duplicate column name" in fault.text:
        yield conclusive(
            "A migration adds a column that already exists: the row that records this migration is missing.", logged(prompt)
        )
    elif "no such column: name" in fault.text or fault.column == "name":
        yield conclusive(
            "The server reads __drizzle_migrations.name, which databases from before February 2026 do not have.", logged(prompt)
        )
        table = world.facts.tables.get("__drizzle_migrations") if world.facts else None
        if table is not None and table.column("name") is None:
            yield moderate("The database does not have this column.", schema(world, "__drizzle_migrations"))
    elif prompt.record is not None and prompt.record.message == "V1 migration failed":
        yield conclusive("The 2.x server could not import the 1.x sessions.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return "The server fails to migrate this database at start."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    text = " ".join(p.fault.text for p in prompts if p.fault)
    if "duplicate column name" in text:
        return (
            *stop_and_copy(world),
            configure(
                "Restore the copy of the database made before the upgrade, or move the database away and start with an empty one."
            ),
            Step(StepKind.UPGRADE, "Upgrade in one step to the newest release, then start the server."),
            resend(),
        )
    if any(p.record and p.record.message == "V1 migration failed" for p in prompts):
        return (
            Step(
                StepKind.UPGRADE,
                "Update the 2.x program: its import of 1.x sessions fails on this database. The 1.x rows are unchanged.",
            ),
        )
    return (
        *stop_and_copy(world),
        Step(
            StepKind.UPGRADE,
            "Start the newest 1.18 release on the database (it checks for the column first), or move the database away and start with an empty one.",
        ),
        resend(),
    )


RULE = Rule(
    title="The server cannot migrate this database",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#31119", "anomalyco/opencode#36407", "anomalyco/opencode#34584", "anomalyco/opencode#41346"),
    not_a_remedy=("Restarting: the same migration fails at each start.",),
    says=(
        "failed to run the query 'create table",
        "~failed to run the query 'create table `project`",
        "v1 migration failed",
        "duplicate column name: ",
        "unique constraint failed: migration.",
        "unique constraint failed: __drizzle_migrations.",
        "no such column: name",
        "~failed to run migration",
        "~failed to run data migrations",
        "failed to run the query 'alter table",
        "sqlite_master… migration failed",
        "cannot commit - no transaction is active",
        "database is not empty and has no session table",
        "one time database migration… error",
    ),
    told=(
        (
            HANGS + r"|\bfail\w*|\bbreaks?\b|\bbroke\w*|\berrors?\b",
            r"\b(?:sql|sqlite|database|db|drizzle)\b.{0,20}\bmigrat\w+|\bmigrat\w+.{0,20}\b(?:database|db)\b",
        ),
    ),
    aliases=(
        "drift-v1-import-fails",
        "migrate-dup-column",
        "migrate-no-name",
    ),
)
