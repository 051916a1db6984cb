"""The server could not migrate the database at start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, logged, moderate, schema

TITLE = "The server cannot migrate this database"
REFERENCES = ("anomalyco/opencode#31119", "anomalyco/opencode#36407", "anomalyco/opencode#34584", "anomalyco/opencode#41346")
NOT_A_REMEDY = ("Restarting: the same migration fails at each start.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None or prompt.kind == "failure":
        return
    if "duplicate column name" in fault.text:
        yield conclusive("A migration adds a column that is there already: its own record of it is missing.", logged(prompt))
    elif "no such column: name" in fault.text or fault.column == "name":
        yield conclusive(
            "The server reads __drizzle_migrations.name, which databases from before February 2026 do not have.", logged(prompt)
        )
        table = world.facts.tables.get("__drizzle_migrations") if world.facts else None
        if table is not None and table.column("name") is None:
            yield moderate("The column is indeed not there.", schema(world, "__drizzle_migrations"))
    elif prompt.record is not None and prompt.record.message == "V1 migration failed":
        yield conclusive("The 2.x server could not import the 1.x sessions.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return "The server fails to migrate this database at start."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Keep a copy of the file, then start the newest 1.18 release on it (it checks before it migrates).",
        "Or move the file aside and start with an empty one.",
    )
