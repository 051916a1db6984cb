"""The server answered 500, and no other page explains it.

What happens
The client gets 500 with a reference `err_xxxxxxxx`; the log has a record with the same reference and the real
error.

Why
An error was thrown while the server handled the request: malformed JSON in the body, an unknown command, or, on synchronous
routes (/message, /command, /shell, /init, /summarize), an unknown agent or model.

How to tell it from similar causes
- schema-drift: a 1.15 server on a file made by 1.17 or later answers 500 to everything.
- migration-failed: the server fails at start.
- request-rejected: a well-formed body with a wrong field is 400.
- A failed prompt_async is never a 500: the server has already sent 204.

Remedy
- Find the reference in the log and read that record; then read the page about its error. Not tried.

Versions
1.15.x: `service=server ref=err_... error=... failed`. 1.17 and later: `message=failed ref=err_...`. Seen on 1.15.13
and 1.18.33.

Sources
Recordings rejected-1.15.13, rejected-1.18.33, misc-1.15.13, misc-1.18.33, drift-fresh-1.18.33-to-1.15.13.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step, StepKind
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import logged, neutral, strong
from inspector.rules._remedies import each_of
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.REJECTED:
        return
    captured = prompt.request is not None and (prompt.request.status or 0) >= 500
    if prompt.request is not None and captured:
        yield strong(f"The server answered {prompt.request.status}.", prompt.request.source)
    if prompt.record is not None and prompt.record.fields.get("ref", "").startswith("err_"):
        weigh = neutral if captured else strong
        yield weigh(f"The server logged a 500 as {prompt.record.fields['ref']}.", logged(prompt))
        if prompt.fault is not None and prompt.fault.name:
            yield neutral(f"The record's error is {prompt.fault.name}.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'request was', 'requests were')} answered with 500."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    records = [
        p.record
        for p in prompts
        if p.record and p.record.fields.get("ref") and not p.record.path.endswith((".tgz", ".tar.gz", ".zip"))
    ]
    found = dict.fromkeys(
        f"{grep(r.path)} {shlex.quote(r.fields['ref'])} {shlex.quote(r.path) if r.path != '-' else 'server.log'}" for r in records
    )
    commands = list(found) or ["grep -n err_ server.log"]
    return (each_of(StepKind.NOTE, "Read the record in the server log that has the response's reference:", commands),)


def grep(path: str) -> str:
    """Return the command that searches a log with this compression."""
    packed = {".gz": "zgrep", ".xz": "xzgrep", ".bz2": "bzgrep", ".zst": "zstdgrep"}
    return f"{next((tool for end, tool in packed.items() if path.endswith(end)), 'grep')} -n"


RULE = Rule(
    title="The server answered 500",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode 1.15–1.18: `ref=err_…` is in the response and in the log",),
    is_consequence=True,
    says=(
        "~unexpected server error",
        '*"message":"unexpected server error. check server logs for details.","ref":"err_',
        "*requests failed: unexpected server error",
        '*unexpected server error… "status":500',
        '*"status":500… unexpected server error',
        "*error: unexpected server error. check server logs for details.\nat ",
        '~"ref":"err_',
        "session.… failed: http 500",
        "~internal server error",
        "~-32603",
        "~internalservererror",
    ),
)
