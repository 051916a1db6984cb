"""The session is bound to a directory that does not exist any more.

What happens
While the server keeps running that had loaded the directory, prompts still work, even tool calls. After a restart each
prompt fails: `PlatformError: NotFound: FileSystem.realPath (/the/directory)`. It leaves a user message and an open answer
row. 1.17.11 may log no failure: the answer then ends in MessageAbortedError within 0.1 s.

Why
session.directory is fixed when the session is made. A temporary checkout, a worktree or a container's mount was
removed, and the restarted server cannot resolve the path.

How to tell it from similar causes
- The record names FileSystem.realPath and the very directory in session.directory.
- wrong-directory: the directory exists and the prompt is answered; only its events go elsewhere.
- part-unreadable: ENOENT for a file that a part names, not for the session's directory.
- server-stopped and stream-stall also leave an open answer, but without a failing record.

Remedy
- Make the directory again AND restart the server: worked when tried on 1.17.19, 1.18.33 (there in
  tests/e2e, too). Both are needed.
- Making it again while the server keeps running does NOT cure (1.17.19, 1.18.33): it keeps the failed instance.
- Start a new session in a directory that exists: not tried.

Versions
1.17.19 and 1.18.33 fail after a restart. 1.15.13 keeps working, even after a restart.

Sources
after-effects-mcp#299. Recordings noreply-directory-1.15.13, noreply-directory-1.18.33, remedies-1.17.19,
remedies-1.18.33.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, LogRecord, Step
from inspector.patterns import late
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate, neutral, row, strong
from inspector.rules._questions import aborted_by_server, failed_call
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many

_INVALID = late(r"Invalid path (.{1,4096})")
"""How the file picker reports a directory that does not exist (1.17.11 to 1.18.33)."""

WARNED_WITHIN = timedelta(seconds=30)
"""The file picker's warning comes at most this long before or after the prompt; recordings show 0.15 s."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from _broken_off(prompt, world)
    fault = prompt.fault
    if fault is None:
        return
    if failed_call(fault, "realPath"):
        yield conclusive("The server could not resolve the session's directory: it does not exist.", logged(prompt))
        directory = prompt.session.directory if prompt.session else None
        if directory and directory in fault.text:
            yield neutral("The session's row names this directory.", row(prompt, "session", prompt.session_id))


def _broken_off(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a run that the server itself ended without a failure record (1.17.11)."""
    session = prompt.session
    if session is None or not session.directory or not aborted_by_server(prompt, world):
        return
    for record in world.notable("failed to initialize fff"):
        invalid = _INVALID.search(record.fields.get("error", ""))
        if invalid is not None and invalid[1].rstrip("/\\") == session.directory.rstrip("/\\") and _is_near(record, prompt):
            yield strong("The server could not open the session's directory: “Invalid path”.", record.source)
            yield moderate(
                "The server itself ended the run: the answer has MessageAbortedError, and no client aborted it.",
                row(prompt, "message", prompt.answer.id if prompt.answer else None),
            )
            return


def _is_near(record: LogRecord, prompt: Prompt) -> bool:
    """Whether the record is of the prompt's own server run and at most `WARNED_WITHIN` before or after the prompt."""
    if record.time is None or prompt.time is None or prompt.run is None or record.run != prompt.run.key:
        return False
    return abs(record.time - prompt.time) <= WARNED_WITHIN


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt failed because its', 'prompts failed because their')} session's directory does not exist any more."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    directory = next((p.session.directory for p in prompts if p.session and p.session.directory), None)
    return (
        configure(
            f"Create {directory or 'the directory'} again, or start a new session in a directory that exists.",
            *((f"mkdir -p {shlex.quote(directory)}",) if directory else ()),
        ),
        restart("Restart the server. The directory and the restart are both needed."),
        resend(),
    )


RULE = Rule(
    title="The session's directory does not exist any more",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(),
    references=("after-effects-mcp#299",),
    not_a_remedy=(
        "Creating the directory again without restarting the server: the server keeps the failed instance (1.17.19, 1.18.33).",
    ),
    says=(
        "filesystem.realp",
        "no such file or directory… chdir",
        "enoent… chdir",
        *(f"enoent… posix_spawn '*/{shell}'" for shell in ("sh", "bash", "zsh", "fish", "dash", "ksh", "git")),
        "failed to change directory to ",
    ),
    aliases=("dir-deleted",),
    told=(
        (
            r"\bdeleted\b|\bremoved\b|\brenamed\b|\bmoved\b|\bno longer exists?\b|\bdoes(?: not|n't) exist\b|\bnon-?exist\w*|\bstale\b|\bno such director(?:y|ies)\b",
            r"\b(?:project|working|session|workspace|worktree) (?:director(?:y|ies)|folders?|paths?)\b|\bworktrees?\b|\bcwd\b"
            r"|\bsession\.directory\b|\b(?:stored|saved|original) director(?:y|ies)\b",
        ),
    ),
)
