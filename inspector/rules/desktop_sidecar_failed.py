"""OpenCode Desktop could not start its own server (the sidecar).

What happens
The Desktop window shows an error or stays on its loading screen. No server runs, so no prompt reaches one.

Why
Desktop starts `opencode-cli serve` through the user's login shell and waits for /global/health, 30 s or 60 s:
- The login shell starts tmux or another program that needs a terminal (`open terminal failed: not a terminal`), or
  takes too long.
- The program stops at once: illegal instruction on an old processor, a crash of the runtime, a failed migration.
- A scanner or a slow disk delays the first start.

How to tell it from similar causes
- Desktop's main.log or its dialog shows one of these errors. The server's own log has no run at that time.
- server-start-failed: `opencode serve` on the command line fails in the same way, with `Error: Unexpected error`.
- renderer-crashed: the server answers; only the window is gone.

Remedy
None of these was tried.
- Start `opencode serve` in a terminal. If that fails too, see server-start-failed. If it works, the login shell or
  Desktop's own copy of OpenCode is the reason.
- Leave tmux and other interactive programs out of the shell's profile when there is no terminal.
- Install the newest Desktop release.

Versions
Reported for Desktop 1.1 to 1.18. It leaves nothing on a server; not among the recordings.

Sources
anomalyco/opencode#13926, #9505, #14480, #39494, #40710, #44038; pull requests #13028, #13925, #15136.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._client_log import client_clue
from inspector.rules._remedies import configure, note, restart
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import many

SAYS = (
    "sidecar did not become ready",
    "failed to spawn opencode server",
    "sidecar terminated before becoming healthy",
    "open terminal failed: not a terminal",
    "sidecar terminated code",
    "sidecar exited {",
    "sidecar exited before",
    "sidecar health check timed out",
    "sidecar health check failed",
    "utility process gone reason=oom",
    "utility process gone reason=crashed",
    "utility process gone reason=abnormal-exit",
    "utility process gone reason=launch-failed",
)
CLEAN = "sidecar exited { code: 0"
"""What Desktop also logs when someone closes it."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from client_clue(prompt, SAYS, harmless=CLEAN)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"OpenCode Desktop could not start its server ({many(len(prompts), 'record', 'records')})."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note("Start the server in a terminal and check whether it starts:", "opencode serve --port 4096 --print-logs"),
        configure("If it does: leave tmux and other interactive programs out of the login shell's profile, and update Desktop."),
        restart("Start Desktop again."),
    )


NO_SERVER = ("is there a server running at", "是否有服务器正在")
"""What Desktop shows when it cannot reach its own server: at its start, while it draws its first window, or later."""

RULE = Rule(
    title="OpenCode Desktop could not start its server",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#13926", "anomalyco/opencode#9505", "anomalyco/opencode#39494"),
    not_a_remedy=("Deleting sessions: the database has nothing to do with it.",),
    says=(
        *(f"*{words}" for words in SAYS),
        "sidecar for… health check timed out",
        "error occurred while starting the local server",
        "spawning sidecar… sidecar exited",
        f"~{CLEAN}",
        "~spawning sidecar",
        "~could not reach local server",
        *(f"{words}… at bootstrap (http" for words in NO_SERVER),
        *(f"~{words}… tauri.localhost" for words in NO_SERVER),
    ),
    not_about=r"\bsidecar exited \{ code: 0\b",
    told=(
        (
            HANGS + r"|\bfail\w*|\bexit(?:s|ed)\b|\bcrash\w*|\btime[sd]? ?out\b|\bdoes(?: not|n't) start\b",
            r"\bsidecar\b|\bdesktop\b.{0,60}\b(?:local|opencode|embedded|bundled) server\b|\b(?:spawn|launch)\w*.{0,30}\b(?:local|opencode) server\b",
        ),
    ),
)
