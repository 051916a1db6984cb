"""The server cannot write its database, or the folder that holds it.

What happens
The server reads sessions and fails at the first write: 500, or 204 and then `prompt_async failed` with
SQLITE_READONLY. 1.17 and later often do not start at all (see server-start-failed).

Why
- The file or its folder belongs to another user, or is on a volume that is mounted read-only.
- SQLITE_READONLY_DIRECTORY (1544): the folder cannot be written, so SQLite cannot create the -wal.
- SQLITE_READONLY_DBMOVED (1032): someone moved, replaced or deleted the file while the server was running.
- SQLITE_CANTOPEN: the file, its folder or its -shm cannot be opened for writing.

How to tell it from similar causes
- database-damaged: SQLITE_CORRUPT, SQLITE_NOTADB or a missing table. A file that cannot be written is intact.
- plugin-error: a hook whose own database cannot be written (see there).
- disk-full (13) and database-locked (5) have their own codes.

Remedy
None of these was tried.
- Give the user of the server write access to opencode.db, opencode.db-wal, opencode.db-shm and their folder, or
  mount the volume writable. Then restart the server.
- DBMOVED: stop the server, put the right file in its place, start the server again.
- Sending again before that does not help.

Versions
All. Seen: 1.15.13 starts, logs `failed to run data migrations` with SQLITE_READONLY or SQLITE_READONLY_DIRECTORY, and
answers 500. 1.17.9 and 1.18.33 stop at start with `attempt to write a readonly database` or
`Failed query: PRAGMA wal_checkpoint(PASSIVE)` on standard error.

Sources
SQLite's result codes (READONLY and its extended codes). Tried on 1.15.13, 1.17.9 and 1.18.33 with a file, and a
folder, of another user.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from inspector.model import Clue, HealthState, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate, neutral, strong
from inspector.rules._questions import code, hook_may_have_thrown
from inspector.rules._remedies import configure, database, note, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    found = code(prompt)
    if found.startswith("SQLITE_READONLY"):
        weigh = strong if hook_may_have_thrown(prompt, world) else conclusive
        yield weigh(f"SQLite reports {found}: a write was refused, not a damaged page.", logged(prompt))
        if found.endswith("DBMOVED"):
            yield neutral(
                "This code means that the file was moved, replaced or deleted while the server had it open.", logged(prompt)
            )
    elif found.startswith("SQLITE_CANTOPEN"):
        yield strong(f"SQLite reports {found}: the database, its -wal or its -shm could not be opened.", logged(prompt))
    elif (
        prompt.outcome is Outcome.REJECTED
        and prompt.fault is None
        and prompt.request is not None
        and (prompt.request.status or 0) >= 500
    ):
        started = [r for r in world.notable("failed to run data migrations") if prompt.run is None or r.run == prompt.run.key]
        if started and "SQLITE_READONLY" in started[0].fields.get("cause", ""):
            yield conclusive("The server that answered 500 could not write its database when it started.", started[0].source)
        return
    else:
        return
    if world.facts is not None and world.facts.health.state is HealthState.OK and not hook_may_have_thrown(prompt, world):
        yield moderate("The file itself is undamaged.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} failed because the server cannot write its database."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    file = database(world)
    folder = shlex.quote(world.facts.path.rpartition("/")[0] or ".") if world.facts else "~/.local/share/opencode"
    return (
        note(
            "Compare the user of the server process with the owner and mode of the database, its -wal and -shm, and their folder:",
            f"ls -ld {folder} {file}*",
        ),
        configure("Give that user write access to all of them, or mount the volume writable."),
        restart(),
        resend(),
    )


RULE = Rule(
    title="The server cannot write its database",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("SQLite result codes: SQLITE_READONLY (8) and its extended codes",),
    not_a_remedy=(
        "Sending again, or restarting as the same user: the file stays unwritable.",
        "Repairing the file: it is not damaged.",
    ),
    says=(
        "~failed to run the query 'pragma",
        "attempt to write a readonly database",
        "sqlite_readonly",
        "unable to open database file",
        "sqlite_cantopen",
        *(f"{code}… open '*opencode*.db" for code in ("eacces", "eperm", "erofs")),
    ),
    told=(
        (
            r"\bread-?only\b|\bnot writ(?:e?able)\b|\bpermission denied\b|\beacces\b|\beperm\b|\berofs\b",
            r"\bdatabase\b|\bsqlite\b|\bopencode\.db\b",
        ),
    ),
)
