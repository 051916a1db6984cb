"""The server did not start, so requests got no answer.

What happens
The client gets no HTTP response (connection refused or reset). The server printed `Error: Unexpected error` and one more
line, and exited. Nothing of the prompt is stored.

Why
The line after `Unexpected error` names the reason:
- `ServeError`: the port is in use, or the address cannot be bound. OpenCode prints no port and no number.
- `duplicate column name`, `no such column: name`: the migration at start failed (see migration-failed).
- `attempt to write a readonly database`, `Failed query: PRAGMA wal_checkpoint(PASSIVE)`, `unable to open database
  file`: the server cannot write its database (see database-readonly).
- `opencode: command not found`, `is not recognized`, `spawn opencode ENOENT`: who starts the server does not find the program.
- `GLIBC_… not found (required by opencode)`, `exec format error`, `cannot execute`: the program was built for another system.
- systemd prints `status=203/EXEC` for both, `status=200/CHDIR` for a working directory that does not exist.
- `database is locked`: another process held the write lock while the server started (see database-locked).
- `Failed to execute statement` hides SQLite's code: a full disk, a lock, or a migration that does not fit. If the database
  records some migrations from one start and the rest from a later start, the first start stopped halfway.

How to tell it from similar causes
- server-stopped: the server had started, and stopped while the prompt ran.
- startup-stall: the server runs and accepts the connection, but is not ready.
- A captured call without a response is not enough: the log must show a failed start before it, and no later start.

Remedy
None of these was tried.
- Port in use: find the process that listens on it (`ss -ltnp`), stop that process or choose another port.
- Migration: keep a copy of the database with its -wal, then free space or stop the other program, and start again.
- No program: give its full path, or put its folder on the PATH of the service. Another system: install the build for this
  one (`opencode-linux-x64-musl` on Alpine, `-baseline` for a processor without AVX2).
- Not writable: give the server's user write access (see database-readonly).

Versions
1.15.13, 1.17.9 and 1.18.33 print it on standard error. 1.15.13 also logs a record that ends in `fatal`
(`Failed to start server. Is port 4096 in use?`). 1.17 and later log nothing, so the log file alone does not show it.

Sources
anomalyco/opencode#48784, #46263, #38738, #43110, #34584. Tried on 1.15.13, 1.17.9 and 1.18.33: port in use, duplicate
column, database of another user. Recording disk-full-migration-1.15.13-to-1.18.20.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, neutral, strong, weak
from inspector.rules._network_texts import UNREACHED
from inspector.rules._remedies import configure, database, note, resend, restart, stop, stop_and_copy
from inspector.rules._rule import Rule
from inspector.rules._starts import failed_start, half_migrated, reason
from inspector.text import beginning, many

STARTING = r"\bserver\b.{0,60}\bbefore (?:printing|listening|it (?:was|is) ready|starting|ready)\b"
"""A server that ended before it listened."""

REASONS = (
    ("ServeError", "the port is in use or the address cannot be bound"),
    ("Failed to start server", "the port is in use or the address cannot be bound"),
    ("duplicate column name", "the migration of the database failed"),
    ("no such column", "the migration of the database failed"),
    ("readonly database", "the database cannot be written"),
    ("wal_checkpoint", "the database cannot be written"),
    ("unable to open database", "the database cannot be opened"),
    ("database is locked", "another process held the database's write lock"),
    ("database or disk is full", "the disk is full"),
)
"""Words of the last printed line, and their meaning."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if (
        prompt.outcome is not Outcome.SILENT
        or prompt.request is None
        or not prompt.request.unanswered
        or prompt.message is not None
    ):
        return
    failed = failed_start(prompt, world)
    if failed is None:
        return
    said = reason(failed)
    meaning = next((meaning for words, meaning in REASONS if words in said), None)
    weigh = (
        strong if meaning else weak if "Failed to execute statement" in said else moderate
    )  # this text can hide a lock or a full disk
    yield weigh(f"The server failed to start: “{beginning(said, 120)}”{f' ({meaning})' if meaning else ''}.", failed.source)
    yield strong("The request got no HTTP response, and no server had started since then.", prompt.request.source)
    if "Failed to execute statement" in said and half_migrated(world):
        yield neutral("The migrations of the database were applied by two starts: the first start stopped halfway.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    failed = next((found for p in prompts if (found := failed_start(p, world))), None)
    said = (failed.fields.get("reason") or failed.fields.get("name") or "") if failed else ""
    return f"The server did not start{f' ({beginning(said, 80)})' if said else ''}: {many(len(prompts), 'prompt', 'prompts')} got no answer."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    failed = next((found for p in prompts if (found := failed_start(p, world))), None)
    said = " ".join(failed.fields.values()) if failed else ""
    if "ServeError" in said or "Failed to start server" in said:
        return (
            note("Find the process that listens on the server's port:", "ss -ltnp | grep 4096"),
            stop("Stop that process, or choose another port for the server."),
            restart("Start the server."),
            resend(),
        )
    if "readonly" in said or "wal_checkpoint" in said or "unable to open" in said:
        return (
            configure(
                "Give the server's user write access to the database, its -wal and -shm, and their folder:",
                f"ls -l {database(world)}*",
            ),
            restart("Start the server."),
            resend(),
        )
    return (
        *stop_and_copy(world),
        note(
            "Check whether the disk is full or another program has the file open:",
            f"df -h {database(world)}",
            f"fuser -v {database(world)}",
        ),
        restart("Start the server again."),
        resend(),
    )


PLACES = tuple(f"{folder}{mark}" for folder in ("share", "state", "cache", "config") for mark in ("/", "\\"))
"""Where OpenCode's own folders are."""


RULE = Rule(
    title="The server did not start",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#48784", "anomalyco/opencode#46263", "anomalyco/opencode#38738"),
    not_a_remedy=("Sending again: no process listens until the server has started.",),
    says=(
        *UNREACHED,
        "starting background server… server process exited with code",
        "~failed to run the query 'pragma",
        "cannot find module '@opentui/",
        "cannot find module '/$bunfs/",
        "cannot find module 'b:/~bun/",
        "cannot find package '@opentui/",
        "serveerror",
        "background service failed to start",
        "*failed to start server",
        "managed service port… already in use",
        "error: unexpected error… filesystem.readfile",
        "error: unexpected error… filesystem.makedirectory",
        "~eaddrinuse",
        "opencode… eaddrinuse",
        "eaddrinuse… opencode",
        "eaddrinuse… :4096",
        "is port… in use",
        "failed query: pragma wal_checkpoint",
        "~error: unexpected error… failed to execute statement",
        "~failed to execute statement",
        "~permission denied, mkdir",
        "sigkill (code signature invalid)",
        "~waiting for opencode server start",
        *(f"{shell}: *opencode: permission denied" for shell in ("bash", "sh")),
        "zsh: permission denied: *opencode",
        "~operation not permitted, mkdir",
        *(f"{code}… mkdir… {place}opencode" for code in ("eacces", "eperm", "erofs", "eexist", "enoent") for place in PLACES),
        *(
            f"{code}… open '*{file}"
            for code in ("eacces", "eperm", "erofs")
            for file in ("share/opencode/log", "share/opencode/project/", "cache/opencode/version")
        ),
        "opencode… spawn einval",
        "spawn einval… opencode",
        "listen eacces",
        "listen eaddrnotavail",
        *(
            f"opencode*.service: main process exited, code=exited, status={status}"
            for status in ("203/exec", "200/chdir", "217/user")
        ),
        "opencode*.service: start request repeated too quickly",
        "failed at step * spawning *opencode",
        "gave up: opencode* entered fatal state",
        "buninstallfailederror",
        "*err_dlopen_failed",
    ),
    told=(
        (
            r"^(?!.*\bctrl\b).*\b(?:exit(?:s|ed)?|crash(?:es|ed)?|quit|terminat\w+|died|dies)\b",
            rf"{STARTING}|\bopencode\b.{{0,40}}\bimmediately\b",
        ),
        (
            r"\bin use\b|\bconflict\w*|\beaddrinuse\b|\boccupied\b|\btaken\b",
            r"\bports?\b",
        ),
        (
            r"\bfail\w*|\bunable\b|\bcannot\b|\bcan't\b|\brefus\w*",
            r"\b(?:server|opencode)\b.{0,15}\bto start\b|\bto start\b(?! mcp\b).{0,20}\bserver\b|\bstart the server\b|\bserver (?:startup|launch)\b",
        ),
    ),
)
