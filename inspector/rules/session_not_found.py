"""The session does not exist on this server (404).

What happens
The client gets 404 at once. Nothing is stored, and 1.15 and later log nothing.

Why
The session was deleted, its ID is wrong (for example, it does not begin with `ses`), or it is stored in another database:
another data directory, OPENCODE_DB, channel file, or the other generation (1.x and 2.x use different tables).

How to tell it from similar causes
- session-deleted: the session existed when the prompt was accepted (204), and a failing record follows.
- generation-split: this database has the session, in tables that the server does not read.
- wrong-database: if the database you inspect has the session, the server uses another file.
- request-rejected: the server answers 400.

Remedy
- Make a new session and send the prompt there: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- If the session should exist: compare the server's data directory and OPENCODE_DB with the file that contains it.
  Not tried.
- Sending again to the same ID does not help.

Versions
1.15.4 and later answer 404. 1.14.41 and older answer 204 and fail in the background (`error=NotFoundError`;
up to 1.3.0 a `rejection` that names no session).

Sources
anomalyco/opencode#7149, #44028. Recordings rejected-*, session-deleted-while-running-*, mixed-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.unawaited import REJECTIONS
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, row, strong
from inspector.rules._questions import session_gone
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.rules._sessions import split
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    record, fault = prompt.record, prompt.fault
    is_lost = prompt.outcome is Outcome.SILENT and prompt.session_id is not None and prompt.message is None
    if is_lost and record is not None and record.message in REJECTIONS and fault is not None and fault.name == "NotFoundError":
        yield strong(
            "NotFoundError before anything was stored: up to 1.3.0 the server answers 204 and then does not find the session.",
            logged(prompt),
        )
    if prompt.outcome is Outcome.REJECTED and prompt.request is not None and prompt.request.status == 404:
        yield conclusive("The server answered 404: it does not have the session.", prompt.request.source)
        if split(prompt, world):
            yield against("This database has the session, in the tables of the other generation.", row(prompt, "session_v2"))
        if session_gone(prompt):
            yield moderate("The database has no such session either.", row(prompt, "session", prompt.session_id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'request', 'requests')} named a session that this server does not have."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Create a new session and send the prompt there."),
        note(
            "If the session should exist: compare the server's data directory and OPENCODE_DB with the database that contains it."
        ),
    )


RULE = Rule(
    title="No such session on this server",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#7149",),
    not_a_remedy=("Sending again to the same session ID.",),
    says=(
        '"name":"notfounderror"… session not found: ses_',
        '"name": "notfounderror"… session not found: ses_',
        "session not found: ses_… at wrapclienterror",
        "notfounderror\nsession not found: ses_",
        "~session not found: ses_",
        "~session not found",
        "this session cannot be found",
        '"_tag":"sessionnotfounderror"',
        "resource not found… /session/ses_",
        "resource not found… storage/session",
        "~resource not found: ",
    ),
    told=(
        (r"\bnon-?exist\w*|\bdoes ?n[o']t exist\b", r"\bsessions?\b"),
        (r"\bsessions?\b", r"\b(?:attach|reattach|resum|continu|reopen|load)\w*.{0,30}\b(?:deleted|removed)\b"),
    ),
    aliases=("session-unknown-or-deleted",),
)
