"""The client's window stopped working; the server is healthy.

What happens
Desktop's or the browser's window is white, frozen or gone, or the terminal client ends with an error. The session continues: the
server's log and rows show a finished answer.

Why
The renderer process ran out of memory or crashed, mostly with long sessions or many parts on the screen; or the client's own code failed
while it drew (frames named `runComputation`, `runUpdates`).

How to tell it from similar causes
- The client's window.log or renderer.log shows the crash, and the server answered the prompt.
- lost-event-stream: the window works and only the answer is missing.
- desktop-sidecar-failed: there is no server at all.

Remedy
None of these was tried.
- Reload the window or restart the client. The answer is in the session.
- Open the session with another client (`opencode attach`), or continue in a new session: new sessions work.

Versions
Reported for Desktop 1.17 and 1.18. It leaves nothing on a server; not among the recordings.

Sources
anomalyco/opencode#35026.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._client_log import client_clue
from inspector.rules._remedies import note
from inspector.rules._rule import Rule
from inspector.text import many

SAYS = (
    "render-process-gone",
    "renderer process gone",
    "renderprocessgone",
    "render process gone",
    "renderer process crashed",
    "renderer unresponsive",
)

DRAWING = ("runcomputation", "updatecomputation", "runtop", "runupdates", "completeupdates", "runusereffects")
"""Functions of the library that draws OpenCode's terminal, web and desktop clients."""

THROWN = (
    "maximum call stack size exceeded",
    "cannot read properties of",
    "is not a function",
    "is not an object",
    "is not defined",
    "is not a valid selector",
)
"""What JavaScript throws about faulty code, not about a connection."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from client_clue(prompt, SAYS)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"The client's window crashed or froze ({many(len(prompts), 'record', 'records')})."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note("Reload the window or restart the client: the session is on the server."),
        note("Or open the session in a terminal:", "opencode attach http://127.0.0.1:4096"),
    )


RULE = Rule(
    title="The client's window crashed or froze",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#35026",),
    not_a_remedy=("Restarting the server: it is healthy.",),
    says=(
        *SAYS,
        "renderer oom",
        *(f"{buffer} is destroyed" for buffer in ("textbuffer", "editbuffer", "optimizedbuffer")),
        "orphan text error: ",
        "evaluating 'session().",  # anomalyco/opencode#6887
        "failed to initialize opentui render library",
        *(f"opentui: fatal:… {error}" for error in THROWN),
        "*tui crashed with an unexpected error",
        "window terminated unexpectedly",
        "gpu process exited unexpectedly",
        *(f"*{error}… {place}" for error in THROWN for place in (":4096/assets/", "tauri://localhost/assets/")),
        "*packages/tui/src/*.tsx:",
        "*src/cli/cmd/tui/*.tsx:",
        "terminated… reason: oom, code:",
        "reason: oom, code: -",
        "code: -536870904",
        "*stack trace:** … error: ",
        "~renderer process",
        "~(oc://renderer/",
        *(f"*error: … at {step} (" for step in DRAWING),
        "opencode failed to load… window: ",
        "~opencode is not responding",
    ),
    told=(
        (
            r"\boom\b|\bcrash\w*|\bunresponsive\b|\bterminated\b|\bgone\b",
            r"\brenderer\b|\brender[- ]process\b|\bcode:\s?-?\d{6,}",
        ),
    ),
)
