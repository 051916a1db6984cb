"""A constraint or a trigger of the database refused a row, and schema drift does not explain it.

What happens
204, then `prompt_async failed` with an SQLite constraint error. Usually no user message is stored.

Why
Someone changed the database: a trigger that is not part of OpenCode (no release from 1.2.27 to 1.18.33 has one), a row
that breaks a foreign key, or another program that writes to the file.

How to tell it from similar causes
- schema-drift logs the same NOT NULL line on 1.15 (code 1299, no column named). The schema decides: drift
  needs a NOT NULL column without default that the server's version never fills, such as session_message.seq. On 1.17 and
  later the record names table and column.
- SQLITE_CONSTRAINT_TRIGGER (1811) is always a trigger. An error text that SQLite itself does not produce comes
  from a trigger's RAISE.
- session-deleted: a foreign key fails because the session is gone; here the session is still there.
- duplicate-id: a primary key collides, and the database has no triggers.
- plugin-error: 1.15.13 writes `defect:{}` both for a hook's error and for a broken foreign key; triggers in
  the database suggest this cause.

Remedy
- Stop the server, keep a copy of the database, drop the triggers that are not OpenCode's. Not tried.
- No triggers: read the statement in the record (1.17 and later), and find other programs that write to the file. Not tried.
- Upgrading OpenCode does not remove another program's trigger.

Versions
1.15.x logs only code and errno (TRIGGER 1811, NOTNULL 1299, PRIMARYKEY 1555); a broken foreign key prints as
`defect:{}`. 1.17 and later print the whole statement with its parameters, prompt text included. A trigger on
session_message affects 1.15.13 but not 1.18.33; a trigger on event affects 1.18.33 but not 1.15.13.

Sources
https://www.sqlite.org/rescode.html. Recordings db-constraints-1.15.13, db-constraints-1.18.33.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from inspector.database.sql import quoted
from inspector.model import BreakKind, Clue, Drift, Outcome, Step
from inspector.prompts.faults import is_of_statement
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, refutes, row, schema, strong
from inspector.rules._questions import code, is_later_column, of_another_database, session_gone
from inspector.rules._remedies import configure, database, note, resend, restart, stop_and_copy
from inspector.rules._rule import Rule
from inspector.rules._sessions import new_session_answered
from inspector.rules._triggers import trigger_logged, triggers_for, triggers_of
from inspector.text import listed, many

_WORDS = ("ConstraintError", "SQLiteError: ")
"""Words of an error that the database raised, whatever else its text says."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    found = code(prompt)
    if prompt.outcome is not Outcome.FAILED or fault is None:
        return
    foreign = triggers_for(prompt, world)
    if fault.opaque:
        if foreign and not session_gone(prompt):
            yield strong(
                "The record hides its error (`defect:{}`), as 1.15.13 does for a foreign key broken by a trigger.", logged(prompt)
            )
            yield moderate(f"The database has triggers ({listed(foreign)}).", schema(world, "sqlite_schema"))
        return
    if of_another_database(fault):
        return
    raised = not found and any(w in fault.text for w in _WORDS) and not is_of_statement(fault)
    if not (found.startswith("SQLITE_CONSTRAINT") or raised):
        return
    where = (
        f"{fault.table}.{fault.column}"
        if fault.table
        else f"the statement on {fault.statement[1]}"
        if fault.statement
        else "a row"
    )
    if found == "SQLITE_CONSTRAINT_TRIGGER":
        yield conclusive("A trigger refused the row (SQLITE_CONSTRAINT_TRIGGER).", logged(prompt))
    elif found == "SQLITE_CONSTRAINT_NOTNULL":
        yield from _not_null(prompt, world, where)
    elif found == "SQLITE_CONSTRAINT_FOREIGNKEY":
        yield from _foreign_key(prompt, where)
    elif not found:
        yield strong(
            "The database refused the statement with a text that SQLite itself does not produce: it comes from a trigger's RAISE.",
            logged(prompt),
        )
        yield moderate("The failing statement is a normal insert or update of OpenCode.", logged(prompt))
    else:
        yield strong(f"{found} on {where}.", logged(prompt))
    if foreign:
        yield strong(f"The database has triggers ({listed(foreign)}); OpenCode has none.", schema(world, "sqlite_schema"))


def _foreign_key(prompt: Prompt, where: str) -> Iterator[Clue]:
    session = row(prompt, "session", prompt.session_id)
    if session_gone(prompt):
        yield against("The session was deleted, which explains the broken foreign key.", session)
    elif prompt.rows is None:
        yield strong(f"A foreign key failed for {where}; not checked whether the session exists.", logged(prompt))
    else:
        yield strong(f"A foreign key failed for {where}, although the session exists.", logged(prompt))
        yield moderate("So the row refers to a message or session that does not exist.", session)


def _not_null(prompt: Prompt, world: World, where: str) -> Iterator[Clue]:
    fault = prompt.fault
    assert fault is not None  # noqa: S101 - narrowed by the caller
    drift = world.drift(prompt)
    breaks = [b for b in drift.breaks if b.kind is BreakKind.NOT_NULL] if drift else []
    if fault.table and any((b.table, b.column) == (fault.table, fault.column) for b in breaks):
        yield refutes(f"{where} is a column that a newer OpenCode added.", schema(world, where))
    elif fault.table and world.facts is not None and fault.table not in world.facts.tables:
        yield refutes(
            f"This database has no table {fault.table}: another database refused the row.", schema(world, "sqlite_schema")
        )
    elif fault.table and drift is None:
        if not is_later_column(prompt):
            yield strong(f"{where} was left empty; not checked whether a newer OpenCode added that column.", logged(prompt))
    elif fault.table:
        yield conclusive(f"{where} was left empty, and it is not a column that a newer OpenCode added.", logged(prompt))
    elif breaks:
        yield against(
            "The schema has a NOT NULL column that this server never fills, which explains the same record.",
            schema(world, f"{breaks[0].table}.{breaks[0].column}"),
        )
    elif world.facts is None and (later := new_session_answered(prompt, world)) is not None:
        yield moderate(
            "A NOT NULL constraint failed, but not because of the schema: the server worked on a session created later.", later
        )
    elif world.facts is None and (refused := trigger_logged(prompt, world)) is not None:
        yield moderate("A NOT NULL constraint failed, and a trigger of this database refused another row.", refused)
    elif drift is not None and world.facts is not None and world.facts.migrations and not _gaps(drift):
        yield strong(
            "A NOT NULL constraint failed, but this server version fills every NOT NULL column of this schema.",
            schema(world, "schema"),
        )


def _gaps(drift: Drift) -> bool:
    """Whether a table that the server writes to is missing, so that its columns cannot be checked."""
    return any(b.kind is BreakKind.MISSING_TABLE for b in drift.breaks)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    foreign = triggers_of(prompts, world)
    return f"{many(len(prompts), 'prompt was', 'prompts were')} refused by a constraint of the database" + (
        f"; it has triggers that are not OpenCode's ({listed(foreign)})." if foreign else "."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    foreign = triggers_of(prompts, world)
    if foreign:
        drops = shlex.quote("; ".join(f"DROP TRIGGER {quoted(name)}" for name in foreign))
        return (
            *stop_and_copy(world),
            configure("Drop the triggers that are not OpenCode's:", f"sqlite3 {database(world)} {drops}"),
            restart("Start the server again."),
            resend(),
        )
    return (note("Read the failing statement in the record, and find out which other program writes to this database."),)


RULE = Rule(
    title="A constraint or trigger of the database refused the row",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("https://www.sqlite.org/rescode.html",),
    not_a_remedy=("Upgrading OpenCode: no release has triggers, and OpenCode's own rows satisfy its own constraints.",),
    says=(
        "sqlite_constraint_trigger",
        "sqlite_constraint_check",
        "check constraint failed: ",
        "~constraint failed",
        '~"_tag":"die","defect":{}',
    ),
)
