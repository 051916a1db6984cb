"""Another process held the database's write lock for longer than the server waits (5 s).

What happens
204, then `prompt_async failed` about five seconds later. Nothing of the prompt is stored. The next prompt works as soon
as the lock is free.

Why
SQLite lets one process write at a time. A second OpenCode, a backup, a sqlite3 shell in a transaction or a very
long checkpoint held the lock; the server's busy_timeout is 5000 ms (1.15.13, 1.17.0, 1.18.33).

How to tell it from similar causes
- SQLITE_BUSY (errno 5), `database is locked`, or LockTimeoutError in the record. In the legacy log `+5037ms` at
  the start of the record shows the whole timeout.
- plugin-error: a hook whose own database is locked (see there) fails at once, too.
- disk-full is errno 13, damage is errno 11.
- `locking protocol` (SQLITE_PROTOCOL, 15) means that the file system does not support the lock: reported on WSL 1.
- A start that prints only `Failed to execute statement` may also hide a lock: see server-start-failed.
- schema-drift fails at once, not after five seconds.
- A server that waits for its database at start (another process migrates it, or it has gigabytes) answers nothing
  meanwhile: `+551893ms` before `opening database` was reported on 1.14.28 (#24758). No single prompt fails; for the
  legacy log a note in the report shows the wait.

Remedy
- Release the lock and send the prompt again in the same session: worked when tried on 1.15.13, 1.17.19, 1.18.33 (there
  in tests/e2e, too). Find the holder with `fuser -v opencode.db`.
- Run fewer processes on one database, or give each its own data directory. Not tried.
- PRAGMA busy_timeout in a sqlite3 shell does not affect the server: it applies only to the shell's connection.

Versions
1.15.13: cause with `"code":"SQLITE_BUSY","errno":5`. 1.17 and later: `SqlError/LockTimeoutError ... database is
locked`. Reported from 1.3.3 to 1.18.30.

Sources
anomalyco/opencode#21215, #19521, #33320, #47566, #48416, #24758. Recordings db-locked-1.15.13, db-locked-1.18.33,
remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, neutral, row, strong
from inspector.rules._questions import code, hidden, hook_may_have_thrown
from inspector.rules._remedies import database, resend, stop
from inspector.rules._rule import Proof, Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer, record = prompt.answer, prompt.record
    if hidden(prompt) and record is not None and 4500 <= (record.delta_ms or 0) <= 6500:
        yield strong(
            f"The record hides its error, and was logged {record.delta_ms} ms after the previous record: the busy timeout of 5 s.",
            record.source,
        )
    if prompt.fault is not None and (
        code(prompt).startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"))
        or "LockTimeoutError" in prompt.fault.text[:500]
    ):
        waited = prompt.record is not None and (prompt.record.delta_ms or 0) >= 4500
        weigh = strong if prompt.fault.bare_code or (hook_may_have_thrown(prompt, world) and not waited) else conclusive
        yield weigh(f"SQLite gave up waiting for a lock ({code(prompt) or 'SQLITE_BUSY'}).", logged(prompt))
        if waited and prompt.record is not None:
            yield neutral(
                f"The record was logged {prompt.record.delta_ms} ms after the previous record: the whole busy timeout of 5 s.",
                logged(prompt),
            )
    elif answer is not None and answer.error_message and "database is locked" in answer.error_message:
        yield conclusive("The answer ended in “database is locked”.", row(prompt, "message", answer.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} could not be stored: another process held the database's write lock for more than 5 s."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        stop(
            "Find out which other program has the file open, and stop it or give it its own database:",
            f"fuser -v {database(world)}",
        ),
        resend(),
    )


RULE = Rule(
    title="Another process held the database's write lock",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.ANY,),
    references=("anomalyco/opencode#21215", "anomalyco/opencode#19521", "anomalyco/opencode#33320", "anomalyco/opencode#47566"),
    not_a_remedy=("PRAGMA busy_timeout in a sqlite3 shell: it applies only to the shell's connection.",),
    says=(
        "~failed to run the query 'pragma",
        "failed to acquire lock",
        "database is locked",
        "sqlite_busy",
        "database table is locked",
        "sqlite_locked",
        "sqlite_protocol",
        "locking protocol",
        "locktimeouterror",
        "ebusy… opencode*.db",
        "~failed to execute statement",
    ),
    told=((r"\blocked\b|\bcontention\b|\bbusy\b", r"\bsqlite\b|\bdatabase\b|\bopencode\.db\b"),),
    aliases=(
        "db-huge-slow-open",
        "db-locked",
    ),
)
