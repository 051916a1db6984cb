"""SQLite cannot use the database: it is corrupt, lacks a table, or is not a database file.

What happens
Prompts fail with SQLITE_CORRUPT, SQLITE_NOTADB or an I/O error, or with `no such table`. The process may also die
without a message when it opens the file.

Why
A disk error, a file copied while it was written (without its -wal), a process killed at the wrong moment, or a table
that someone renamed or dropped.

How to tell it from similar causes
- SQLITE_CORRUPT (11), `database disk image is malformed`, `file is not a database`: only plugin-error has these, too, where a hook opened
  a damaged file of its own. Then opencode.db is sound.
- `no such table` for project, session, message, part or todo, which every OpenCode database has: damage. A table or
  column that only a newer schema has, or has dropped: schema-drift.
- 1.15.x logs a missing table as errno 1 without code or name; only the schema shows which table is missing.
- database-readonly (8), database-locked (5) and disk-full (13) have codes of their own and leave the file intact.
- SQLITE_IOERR (10) can also come from a full disk or a network file system: confidence is medium.

Remedy
- Stop the server, keep a copy of opencode.db with -wal and -shm, check the copy with PRAGMA integrity_check.
  Not tried.
- Restore the last backup, or recover the copy into a new file with sqlite3's .recover and serve that. Not tried.
  Debian's sqlite3 3.40.1 is built without dbpage: its .recover writes no rows; use .dump for the readable rows.
- Where the file is undamaged and complete now: send the prompt again, and find out who renamed the table. Not tried.
- Restarting the server on the same file does not help.

Versions
All. `no such table: part` was seen on 1.18.33, errno 1 without a name on 1.15.13; corruption itself was not
recorded. Automatic recovery was proposed upstream and not merged.

Sources
anomalyco/opencode#30157, #37821, #37822, #24780. Recordings db-constraints-1.15.13, db-constraints-1.18.33 (table
part renamed away).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import BreakKind, Clue, HealthState, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, refutes, schema, strong
from inspector.rules._questions import code, hook_may_have_thrown
from inspector.rules._remedies import configure, database, note, resend, restart, stop_and_copy
from inspector.rules._rule import Proof, Rule
from inspector.text import many

CORE = frozenset({"project", "session", "message", "part", "todo"})
"""Tables every SQLite generation of OpenCode has (1.2 to 1.18)."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is None:
        return
    found = code(prompt)
    if found.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        yield from _reported(found, prompt, world)
    elif found.startswith("SQLITE_IOERR"):
        yield strong(
            f"SQLite reports {found}: the disk or the file system failed. A full disk can cause the same error.", logged(prompt)
        )
    elif found == "SQLITE_ERROR" and fault.table and not fault.column:
        yield from _missing_table(fault.table, prompt, world)
    elif found == "SQLITE_ERROR" and not fault.column:
        yield from _nameless(prompt, world)
    if (
        world.facts is not None
        and found.startswith(("SQLITE_CORRUPT", "SQLITE_ERROR"))
        and world.facts.health.state is HealthState.DAMAGED
    ):
        yield strong(f"quick_check complains: {world.facts.health.detail[:200]}", schema(world, "quick_check"))


def _reported(found: str, prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a file that SQLite calls damaged: OpenCode's, or one that a plugin's hook opened."""
    if not (hook_may_have_thrown(prompt, world) or (prompt.fault is not None and prompt.fault.unwrapped)):
        yield conclusive(f"SQLite reports {found}.", logged(prompt))
        return
    sound = world.facts is not None and world.facts.health.state is HealthState.OK
    weigh = moderate if sound else strong
    yield weigh(f"SQLite reports {found}, of OpenCode's database or of one that a plugin's hook opened.", logged(prompt))


def _missing_table(table: str, prompt: Prompt, world: World) -> Iterator[Clue]:
    drift = world.drift(prompt)
    if drift and any(b.table == table for b in drift.breaks):
        yield refutes(f"Table {table} is missing because the schema is newer.", schema(world, table))
    elif table in CORE:
        yield conclusive(f"“no such table: {table}”: every OpenCode database has it.", logged(prompt))
    else:
        yield strong(f"“no such table: {table}”.", logged(prompt))
    if world.facts is not None and table in world.facts.tables:
        yield moderate("The table exists now: when the prompt failed, it was missing or had another name.", schema(world, table))


def _nameless(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for SQLite's error 1 without a text: only the schema shows what was missing."""
    weigh = strong if world.facts is not None else moderate
    yield weigh("SQLite error 1 without a name: a table or column of the statement did not exist.", logged(prompt))
    drift = world.drift(prompt)
    if drift is None:
        return
    if any(b.kind in (BreakKind.MISSING_COLUMN, BreakKind.MISSING_TABLE) for b in drift.breaks):
        yield against(
            "The schema lacks something that this server version needs, which explains the same record.", schema(world, "schema")
        )
    elif world.facts is not None and (missing := sorted(CORE - set(world.facts.tables))):
        yield conclusive(f"The file has no table {', '.join(missing)}.", schema(world, "sqlite_schema"))
    elif world.facts is not None:
        yield moderate(
            "The schema fits this server version now, so a table or column was missing for a while.", schema(world, "schema")
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    tables = sorted({p.fault.table for p in prompts if p.fault and p.fault.table})
    what = f"a table was missing ({', '.join(tables)})" if tables else "SQLite could not use it"
    return f"{many(len(prompts), 'prompt failed', 'prompts failed')} on a damaged database: {what}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if world.facts is not None and world.facts.health.state is HealthState.OK and set(world.facts.tables) >= CORE:
        return (
            resend("The file is undamaged and complete now. Send the prompt again, and find out which program renamed a table."),
        )
    file = database(world)
    return (
        *stop_and_copy(world),
        note(
            "Check another copy:",
            f"copy=$(mktemp -d) && cp {file} $copy/check.db && {{ cp {file}-wal $copy/check.db-wal 2>/dev/null; sqlite3 $copy/check.db 'PRAGMA integrity_check'; }}",
        ),
        configure(
            "Restore the last backup, or recover the copy into a new file. A sqlite3 built without dbpage, such as Debian's 3.40.1, has no .recover: use .dump there.",
            "sqlite3 $copy/check.db .recover | sqlite3 recovered.db",
        ),
        restart("Start the server on the restored or recovered file."),
        resend(),
    )


RULE = Rule(
    title="The database is damaged or incomplete",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.ANY,),
    references=("anomalyco/opencode#30157", "anomalyco/opencode#37821", "anomalyco/opencode#24780"),
    not_a_remedy=("Restarting the server on the same file.",),
    says=(
        "database disk image is malformed",
        "sqlite_corrupt",
        "file is not a database",
        "sqlite_notadb",
        "malformed database schema",
        "file is encrypted or is not a database",
        "database corruption at line",
        "disk i/o error",
        "sqlite_ioerr",
        "~no such table: ",
        "~sqlite_misuse",
        "~failed to decode message… in session",
        '~"defect":{"errno":1,',
    ),
    told=((r"\bcorrupt\w*|\bmalformed\b", r"\bsqlite\b|\bdatabase\b|\bopencode\.db\b"),),
    aliases=("db-corrupt",),
)
