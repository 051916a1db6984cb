"""Find the database triggers that may have fired for a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inspector.model import Source, Table
from inspector.patterns import late
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._questions import code

_SESSION = late(r"'(ses_\w+)'")
"""A session ID in the condition of a trigger."""
_WRITES = late(r"\b(insert|update|delete|replace)\b", re.IGNORECASE)
"""A statement in a trigger's body that writes a row."""


def triggers_for(prompt: Prompt, world: World) -> tuple[str, ...]:
    """Return the names of the triggers that may have made this prompt fail; OpenCode itself has no triggers (1.2.27 to
    1.18.33)."""
    tables = world.facts.tables.values() if world.facts is not None else ()
    return tuple(name for table in tables for name, text in _triggers(table) if _can_fire(table, text, prompt))


def triggers_of(prompts: Iterable[Prompt], world: World) -> tuple[str, ...]:
    """Return the names of the triggers that may have made one of the prompts fail, each once."""
    return tuple(dict.fromkeys(name for prompt in prompts for name in triggers_for(prompt, world)))


def trigger_logged(prompt: Prompt, world: World) -> Source | None:
    """Where the same server run logged a row that a trigger refused, so that its database has foreign triggers; None
    where nowhere."""
    refused = (p for p in world.prompts if p.run == prompt.run and code(p) == "SQLITE_CONSTRAINT_TRIGGER")
    return next((p.record.source for p in refused if p.record is not None), None)


def _triggers(table: Table) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(table.triggers):
        yield name, table.trigger_texts[number] if number < len(table.trigger_texts) else ""


def _can_fire(table: Table, text: str, prompt: Prompt) -> bool:
    """Whether a trigger is on the table of the failing statement, is not limited to other sessions, and can hide its error.

    A server up to 1.15 logs the error code of a RAISE and of a NOT NULL failure. It logs no code only for a broken foreign key,
    which only a trigger that writes a row can cause.
    """
    fault = prompt.fault
    condition, *body = re.split(r"\bbegin\b", text, maxsplit=1, flags=re.IGNORECASE)
    named = _SESSION.findall(condition)
    if named and prompt.session_id not in named:
        return False
    if fault is not None and fault.statement is not None and fault.statement[1] != table.name:
        return False
    return not (fault is not None and fault.opaque and body) or bool(_WRITES.search(body[0]))
