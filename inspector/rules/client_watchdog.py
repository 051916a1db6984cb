"""A client's watchdog restarted a server that was only busy.

What happens
The server is restarted in the middle of work, again and again. Prompts that ran at that moment get no answer.

Why
Clients and supervisors that start the server themselves ask /global/health every few seconds and restart the process
after one or a few misses. Under load the server answers late.

How to tell it from similar causes
- The client's or supervisor's log says so at the time when the server run ends.
- Kubernetes writes `Container opencode failed liveness probe, will be restarted`, systemd `Watchdog timeout`.
- server-stopped: the server's own evidence shows only that it stopped; this page names who stopped it.
- An out-of-memory kill appears in the kernel's log (`dmesg`: `Out of memory: Killed process`).

Remedy
None of these was tried.
- Update the client: OpenChamber counts several misses since the reports.
- Give the check a longer time limit, or run the server on its own and let the client attach.

Versions
Reported for OpenChamber with OpenCode 1.15 to 1.17, and for Home Assistant's supervisor with 1.18.16. Not among the
recordings.

Sources
openchamber/openchamber#137, #1294, #1295, #2258; magnusoverli/opencode#105.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._client_log import client_clue
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many

SAYS = (
    "opencode process not running, restarting",
    "opencode process exited, restarting",
    "restarting opencode process",
    "watchdog found app opencode is unhealthy",
)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from client_clue(prompt, SAYS)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"A client or supervisor restarted the server ({many(len(prompts), 'record', 'records')})."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure("Update the client, or give its health check a longer time limit."),
        restart("Or start the server yourself and let the client attach:", "opencode serve --port 4096"),
        resend(),
    )


RULE = Rule(
    title="A client's watchdog restarted the server",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("openchamber/openchamber#1294", "openchamber/openchamber#2258", "magnusoverli/opencode#105"),
    not_a_remedy=("Sending again while the restarts continue: the next restart ends that prompt too.",),
    says=(
        *SAYS,
        "killing opencode server",
        "~restarting opencode server",
        "opencode* failed liveness probe",
        "liveness probe failed… /global/health",
        "opencode*.service: watchdog timeout",
    ),
)
