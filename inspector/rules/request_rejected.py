"""The server refused the request because of its body (400), a busy session (409) or an unknown command.

What happens
The client gets 400 at once. Nothing is stored, and the log has one warning `schema rejection` without session id or
path. A shell call to a busy session gets 409, an unknown command gets 500.

Why
The body is not valid: messageID does not begin with `msg`, a part ID does not begin with `prt` (so `part_...` is
refused), `parts` is missing, a text part has no text, a part type is unknown, the body is empty, or agent, model or
variant has the wrong type.

How to tell it from similar causes
- The client knows of the failure: it gets the status, and the response names the field.
- Malformed JSON gives 500, not 400: see server-error.
- 404 is session-not-found (also for an id without `ses`), 401 is unauthorized.
- 409 on the v2 API means that the prompt's ID already exists: see duplicate-id. 409 with SessionBusyError: the session runs
  another prompt, and /shell does not queue.
- A command that this server does not have gives 500 with a bare UnknownError, as does a command with an unknown agent
  (agent-not-found).
- NOT refused: an unknown extra field, `parts: []`, `messageID: null` (204 on 1.15.13 and 1.18.33).

Remedy
- Fix the field that the response and the record name; the page request-shape lists what each field must be. Not tried.
- `part_...` ids, as suggested in grapeot/opencode_ios_client#89, do NOT help: the server refuses exactly these
  (1.15.13, 1.18.33).

Versions
- up to 1.14.41: the server does not log refusals. Up to 1.1.65 it accepted even `part_...`.
- 1.15.x: `WARN service=server kind=... reason=... schema rejection`. 1.17 and later: `message="schema rejection"`.

Sources
avibe-bot/avibe#1186; anomalyco/opencode#49682. Recordings rejected-1.15.13, rejected-1.18.33, bad-references-*,
v2-inbox-*.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, neutral, strong
from inspector.rules._remedies import configure, note, resend
from inspector.rules._rule import Rule
from inspector.rules._stack import thrown_in
from inspector.text import beginning, many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.REJECTED:
        return
    request, record = prompt.request, prompt.record
    if request is not None and request.status in (400, 413, 415, 422):
        yield conclusive(f"The server answered {request.status}.", request.source)
        for reason in request.problems[:3]:
            yield neutral(reason, request.source)
    if request is not None and request.response_error == "SessionBusyError":
        yield conclusive("409: the session was busy with another prompt.", request.source)
    if request is not None and request.route == "command" and thrown_in(prompt) == "SessionPrompt.command":
        yield from _command(prompt, world)
    if record is not None and record.message == "schema rejection":
        yield conclusive(f"The server logged a schema rejection: {_reason(record.fields.get('reason', ''))}", logged(prompt))


def _command(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a command refused with a bare UnknownError when its agent is not the reason."""
    request, fault = prompt.request, prompt.fault
    if request is None or fault is None or fault.name != "UnknownError":
        return
    if request.agent is None or request.agent in world.agents_answered():
        yield strong(
            "A bare UnknownError from the function that looks up the command: the command does not exist, or its definition names an unknown agent.",
            logged(prompt),
        )


def _reason(text: str) -> str:
    """Return the reason without the sent value, which may be private text."""
    head, got, tail = text.partition(", got ")
    place = tail[tail.rfind("\n  at ") :].strip() if "\n  at " in tail else ""
    return beginning(" ".join((head if got else text).split()), 200) + (f" {place}" if place else "")


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'request was', 'requests were')} refused at once: {'its' if len(prompts) == 1 else 'their'} body, command or timing is not what this server accepts."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    capture = shlex.quote(next((p.request.path for p in prompts if p.request), "capture.har"))
    return (
        configure("Fix the field named in the error. `inspector explain request-shape` lists what each field must be."),
        note("Check a capture of the request:", f"inspector requests {capture} -v"),
        resend("Send the request again."),
    )


RULE = Rule(
    title="The server refused the request",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("avibe-bot/avibe#1186", "anomalyco/opencode#49682"),
    not_a_remedy=("`part_…` ids, as grapeot/opencode_ios_client#89 suggests: a part ID must begin with `prt`.",),
    says=(
        "schema rejection",
        '"success":false,"error":[',
        '"error":[{"… "success":false}',
        "'error': [{… 'success': false",
        'string must start with \\"prt\\"',
        '~invalid string: must start with "prt"',
        'starting with "prt"',
        'starts with "prt"',
        'starting with "msg"',
        'starts with "msg"',
        "invalid_format… prefix",
        "~invalid request body",
        "malformed json in request body",
        'missing key… at ["parts"]',
        "~bad request",
        "expected a string starting with",
        'command not found: "… available commands',
        "id… does not start with msg",
        "id… does not start with prt",
        "is not supported by this version of opencode server",
        '"name":"badrequest"',
        '"_tag":"invalidrequesterror"',
        '"_tag":"sessionbusyerror"',
    ),
    aliases=(
        "bad-id-prefix",
        "bad-part",
        "oversized-inline",
    ),
)
