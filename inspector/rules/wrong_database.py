"""The given database is not the database that this server used.

What happens
The log names sessions that are not in the database. This does not explain any prompt: it is a warning that the log and the
database do not belong together.

Why
OPENCODE_DB, XDG_DATA_HOME, another user's home, or a channel: builds other than latest, beta and prod use
opencode-CHANNEL.db unless OPENCODE_DISABLE_CHANNEL_DB is set. Or a 1.x and a 2.x generation in one database.

How to tell it from similar causes
- The database has none of the run's sessions. If it has other sessions of the same run, the database is right and this
  session was deleted: session-deleted.
- If the -wal was not copied with the database, the newest sessions are missing (crash-1.15.13: 1 session instead of 6).
- A build of another channel stores its sessions in opencode-CHANNEL.db in the same folder; `inspector database` lists such
  files and says which was written last.
- The legacy log names the file: `service=db path=... opening database`.

Remedy
- Give inspector the database that the server opened. Find it in the server's log, in the environment of its process
  (/proc/PID/environ), or among the opencode*.db in the data directory (the one with the newest rows). Copy .db, -wal and
  -shm together. Not tried.
- Do not ask another version's `opencode` for the path: it migrates the file it opens.

Versions
OPENCODE_DB: 1.3.2 and later (not 1.2.27). Channel files: 1.2.27 uses opencode.db only for latest and beta, 1.14 and
later also prod. 1.17 and later do not log the path in a banner.

Sources
anomalyco/opencode#2987 (comment), #44028, #41217. Recordings crash-1.15.13; formats/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, refutes, row, strong
from inspector.rules._questions import session_gone
from inspector.rules._remedies import note
from inspector.rules._rule import Rule


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is Outcome.FAILED and prompt.run is not None and world.coverage.get(prompt.run.key, "whole") is None:
        yield moderate("The database contains none of the sessions whose loops this run logged, so its rows were not used.", None)
        return
    if prompt.outcome not in (Outcome.FAILED, Outcome.SILENT) or not session_gone(prompt) or world.facts is None:
        return
    mine = world.sessions_of(prompt.run) if prompt.run else {}
    there = next((session for session, stored in mine.items() if stored), None)
    if there is not None:
        yield refutes("Other sessions of the same server run are in this database.", row(prompt, "session", there))
        return
    if len(mine) >= 2:
        yield strong(
            f"The database contains none of the {len(mine)} sessions that this run names.",
            row(prompt, "session", prompt.session_id),
        )
    else:
        yield moderate("The only session that this run names is not in the database.", row(prompt, "session", prompt.session_id))
    path = prompt.run.database_path if prompt.run else None
    if path and path.replace("\\", "/").rsplit("/", 1)[-1] != world.facts.path.replace("\\", "/").rsplit("/", 1)[-1]:
        yield strong(f"The server opened {path.rsplit('/', 1)[-1]}.", prompt.run.version_source if prompt.run else None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return "The sessions of this log are not in the database: the database probably belongs to another server or channel."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note(
            "Find the database that the server opened: `opening database path=` in its log, or its environment:",
            "for pid in $(pgrep -f opencode); do tr '\\0' '\\n' < /proc/$pid/environ | grep -E 'OPENCODE_DB|XDG_DATA_HOME'; done",
        ),
        note("Then name that database with --db."),
    )


RULE = Rule(
    title="The given database is not the database that this server used",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode: OPENCODE_DB, and opencode-<channel>.db for channels other than latest, beta and prod",),
    aliases=("channel-db",),
    is_about_inputs=True,
    possible_at={Stage.NOTHING: 1},
)
