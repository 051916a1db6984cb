"""The request had no login or a wrong login (401).

What happens
The client gets 401. The server stores nothing and logs nothing.

Why
OPENCODE_SERVER_PASSWORD is set where the server runs: every call needs Basic Auth.

How to tell it from similar causes
- Only a capture or the client shows it: there is no line and no row.
- A 401 from the model provider appears in the answer's error instead: see provider-error and missing-credentials.

Remedy
- Send the server's Basic Auth user and password with every call, the event stream included. Not tried as
  a remedy; the same call with the right password was accepted on 1.15.13 and 1.18.33.

Versions
Seen on 1.15.13 and 1.18.33, alike.

`opencode run` shows the 401 as `Session not found`: with --attach and no password (tried on 1.15.13 and 1.18.33), and
(reported up to 1.14.28) without --attach in a shell that inherited OPENCODE_SERVER_PASSWORD from Desktop. Unset the
variable in that shell.

Sources
anomalyco/opencode#24747, #24204, #16096, #8502. Recordings rejected-1.15.13, rejected-1.18.33 (and their -debug twins).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.model.pasted import Judgement
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, refutes
from inspector.rules._remedies import resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is Outcome.REJECTED and prompt.request is not None and prompt.request.status in (401, 403):
        yield conclusive(f"The server answered {prompt.request.status}.", prompt.request.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'request was', 'requests were')} refused because the login was missing or wrong (the server does not log this)."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Send the request again with Basic Auth and the password the server was started with (OPENCODE_SERVER_PASSWORD)."),
    )


def refutation(prompts: Sequence[Prompt], world: World) -> Iterator[Clue]:
    """Yield a clue from a pasted text that reports a 204: transport and login worked for the prompts it describes."""
    for piece in world.pieces:
        if Judgement.ACCEPTED in piece.judgements and any(p.record is not None and p.record.quoted for p in prompts):
            yield refutes(
                "The text says that the server answered 204, so the request arrived and its login was accepted.", piece.source
            )
            return


RULE = Rule(
    title="The login is missing or wrong",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode 1.15–1.18: OPENCODE_SERVER_PASSWORD turns on Basic Auth; refusals are not logged",),
    says=(
        "~session not found",
        "opencode_server_password… session not found",
        "~401 unauthorized",
        '"_tag":"unauthorizederror"',
        "unauthorized… tui bootstrap failed",
        "~authentication required",
        "~authentication failed",
        'status":401… unauthorized… opencode server',
        "www-authenticate: basic",
        "opencode_server_password… unauthorized",
        "unauthorized… opencode_server_password",
        "opencode_server_password… 401",
        "401… opencode_server_password",
        "session not found… opencode_server_password",
    ),
    told=(
        (
            r"\b(?:fails?|unable|cannot|can't|failing) to connect\b|\b(?:cannot|can't|could not) (?:connect|attach)\b|\bunauthori[sz]ed\b|无法连接",
            r"\bopencode_server_\w+|\bserver password\b|\b(?:authenticated|password-protected) (?:\w+ )?server\b|\bwithout (?:passing )?credentials\b",
        ),
        (
            r"\bunauthori[sz]ed\b|\b401\b",
            r"\bopencode_server_\w+|\bopencode (?:attach|serve|web)\b|\bserver password\b|\bbasic auth\b|/global/health",
        ),
    ),
    refute=refutation,
)
