"""The disk is full, and the database could not grow.

What happens
204, then `prompt_async failed`; nothing of the prompt is stored. A running answer can end in the same error. The
server process may die.

Why
No space is left on the file system of the database. Logs (opencode.log is never rotated from 1.17 on), snapshots
and a large -wal under the data directory usually take most of the space.

How to tell it from similar causes
- SQLITE_FULL (errno 13), `database or disk is full`, ENOSPC, or EDQUOT (the user's share of the disk is used up).
- ENOSPC with `watch`, `inotify` or `number of file watchers` is a limit of the kernel on watched files: the disk is not full.
- plugin-error: a hook whose own database could not grow (see there).
- database-locked is errno 5, database-damaged errno 11.
- server-start-failed: a start that prints only `Failed to execute statement` hides the code; both stay candidates.

Remedy
- Free space, then send the prompt again. Not tried; in the recordings a new session was answered as
  soon as space was free, without a restart (1.15.13, 1.18.33).
- Sending again before space is free does not help: three prompts in a row failed in the same way (1.15.13, 1.18.33).

Versions
1.15.13: `"code":"SQLITE_FULL","errno":13`. 1.17 and later: `effect/sql/SqlError ... SQLiteError: database or disk
is full`. Reported from 1.2 on.

Sources
anomalyco/opencode#17589, #12848, #16876, #3182. Recordings db-disk-full-1.15.13, db-disk-full-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, row, strong, weak
from inspector.rules._questions import code, hook_may_have_thrown, of_another_database
from inspector.rules._remedies import configure, database, resend
from inspector.rules._rule import Proof, Rule
from inspector.rules._starts import failed_start, half_migrated, reason
from inspector.text import many

_WATCHERS = ("number of file watchers", "inotify", '"syscall":"watch"')
"""Words of a limit of the kernel on watched files, which has the same code as a full disk."""


def is_full(text: str) -> bool:
    """Whether an error's text has the code of a full disk, or of a user's full share of it."""
    return any(code in text for code in ("ENOSPC", "EDQUOT")) and not any(word in text for word in _WATCHERS)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    fault = prompt.fault
    full = fault is not None and not of_another_database(fault) and is_full(fault.text[:2000])
    if code(prompt) == "SQLITE_FULL" or full:
        weigh = strong if hook_may_have_thrown(prompt, world) else conclusive
        yield weigh("The database or disk is full (SQLITE_FULL).", logged(prompt))
    elif (
        answer is not None and answer.error_message and ("disk is full" in answer.error_message or is_full(answer.error_message))
    ):
        yield conclusive("The answer ended because the disk was full.", row(prompt, "message", answer.id))
    elif prompt.request is not None and prompt.request.unanswered and (failed := failed_start(prompt, world)) is not None:
        if "disk is full" in reason(failed):
            yield conclusive("The server did not start because the disk was full.", failed.source)
        elif "Failed to execute statement" in reason(failed):
            yield strong("A statement of the migration failed at start; the server printed no error code.", failed.source)
            if half_migrated(world):
                yield weak("The previous start applied some of its migrations; a later start applied the rest unchanged.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} could not be stored: the disk is full, or the database has reached its size limit."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    file = database(world)
    return (
        configure(
            "Free space on the database's disk. Logs and snapshots under the data directory can take gigabytes:",
            f'df -h {file}; du -sh "$(dirname {file})"/*',
        ),
        resend(),
    )


RULE = Rule(
    title="The disk is full: the database could not grow",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.ANY,),
    references=("anomalyco/opencode#17589", "anomalyco/opencode#12848", "anomalyco/opencode#16876"),
    not_a_remedy=("Sending again before space is free.",),
    says=(
        "database or disk is full",
        "sqlite_full",
        "enospc",
        "edquot",
        "disk quota exceeded",
        "not enough space on the disk",
        "~system limit for number of file watchers",
        "~enospc: system limit for number of file watchers",
        "~inotify… no space left on device",
        "~enospc: no space left on device, watch '",
        "no space left on device",
        "~failed to execute statement",
    ),
    told=((r"\bfull\b|\bran out of\b|\bno space\b", r"\bdisk\b(?! access)|\bfile ?system\b|\bpartition\b"),),
)
