"""The client sent a message ID or part ID that already exists.

What happens
- messageID of another session: 204, then the prompt fails in the background. Its part is stored with the other session's
  message.
- messageID sent before in the same session: 204. The second prompt changes the first prompt's row (its time, and one more
  part); there is no reply and no error line.
- part ID of another session: the prompt IS answered, but the new user message has no part. Its text never reached the
  model, and the log shows nothing.
- v2 API: the server refuses the second prompt with the same ID with 409.

Why
IDs are primary keys, and the server uses the IDs that the client sends. They collide when a client repeats a request or
copies a request body with its IDs.

How to tell it from similar causes
- 1.17.19, 1.18.33 log `No user message found in stream. This should never happen.`
- 1.15.13 logs only `defect:{}`, like plugin-error and session-deleted. Two things decide: a part row of this
  session that belongs to a message of another session, or a capture whose messageID exists in another session.
- constraint-violation: a trigger can also cause a primary key collision; look for triggers.

Remedy
- Same session, fresh messageID: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Leave messageID out (the server then makes the ID): not tried as a remedy, but every release accepts such a body.
- New part ID: the prompt was answered with its text on 1.15.13, 1.17.19, 1.18.33 (with the old part ID: without its text).
- Sending the same body again does not help.

Versions
Same session, same messageID: no reply on 1.15.13 and on 1.18.33. Another session's messageID: `defect:{}` on
1.15.13, an error text on 1.17.19 and 1.18.33. 409 on the v2 API of 1.17.0, 1.17.19, 1.18.33.

Sources
anomalyco/opencode#38092 (204 is sent before anything is stored). Recordings db-constraints-1.15.13, -1.18.33,
v2-inbox-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, RequestShape, Step
from inspector.prompts.ids import was_sent_again
from inspector.prompts.loops import SECOND
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate, row, strong, weak
from inspector.rules._questions import code, not_stored, session_gone, unanswered
from inspector.rules._remedies import resend
from inspector.rules._rule import Rule
from inspector.rules._triggers import triggers_for
from inspector.text import many, utc


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if was_sent_again(prompt) and unanswered(prompt):
        first = prompt.message.first_stored if prompt.message else None
        yield conclusive(
            f"The message's row was stored{f' at {utc(first)}' if first else ''}, and a second prompt with the same ID changed it later.",
            row(prompt),
        )
        yield moderate(
            "The first prompt's answer has this ID as its parent, so the server treats the second prompt as answered.",
            row(prompt),
        )
        return
    yield from _captured(prompt, world)
    fault = prompt.fault
    if prompt.outcome is not Outcome.FAILED or fault is None:
        return
    if "No user message found in stream" in fault.text:
        yield conclusive(
            "“No user message found in stream”: the message ID exists in another session, so no message was stored in this session.",
            logged(prompt),
        )
    elif code(prompt) in ("SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE") and not triggers_for(prompt, world):
        if (fault.table or "message") in ("message", "part"):
            yield strong("The primary key already exists.", logged(prompt))
            yield moderate("Only IDs can collide in this table, and only clients send IDs that already exist.", None)
    elif fault.opaque and prompt.rows is not None and not session_gone(prompt) and not_stored(prompt):
        orphans = _orphans(prompt)
        if orphans:
            yield strong(
                f"{many(orphans, 'part row', 'part rows')} of this session {'belongs' if orphans == 1 else 'belong'} to a message that this session does not have: the part was stored with another session's message.",
                row(prompt, "part", prompt.session_id),
            )
            yield strong(
                "The record hides its error (`defect:{}`), as 1.15.13 does for a message ID of another session.", logged(prompt)
            )
            yield weak("No user message was stored in this session.", row(prompt, "session"))


def _captured(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues from the captured request: its message ID is another message's, or was sent before."""
    request = prompt.request
    if request is None or not request.message_id:
        return
    owner = world.message_owner.get(request.message_id)
    before = _sent_before(request, world)
    elsewhere = next((p.session_id for p in before if p.session_id != prompt.session_id), None)
    if owner is not None and owner != prompt.session_id:
        yield conclusive(f"The request's message ID already exists in another session ({owner}).", request.source)
    elif owner is None and elsewhere is not None:
        yield conclusive(f"The same message ID was sent earlier in another session ({elsewhere}).", request.source)
    elif prompt.outcome is Outcome.REJECTED and request.status == 409 and request.response_error != "SessionBusyError":
        yield conclusive("409: the prompt's ID already exists.", request.source)
    elif prompt.message is None and any(p.session_id == prompt.session_id for p in before):
        weigh = moderate if request.unanswered else conclusive  # the server need not have received it
        yield weigh(
            "The same message ID was sent earlier in this session; the second prompt changed the first prompt's row.",
            request.source,
        )


def _sent_before(request: RequestShape, world: World) -> list[Prompt]:
    """Return the prompts whose accepted request used the same message ID earlier."""
    return [
        p
        for p in world.sent(request.message_id)
        if p.request is not None
        and (p.request.status or 0) < 400
        and p.request.time is not None
        and request.time is not None
        and p.request.time < request.time
    ]


def _orphans(prompt: Prompt) -> int:
    rows = prompt.rows
    if rows is None or rows.parts is None or rows.messages is None or rows.capped or not rows.every_part:
        return 0
    known = {m.id for m in rows.messages}
    then = [p.time_created for p in rows.parts if p.message_id not in known]
    return sum(
        1 for time in then if time and prompt.time and abs(time - prompt.time) <= 2 * SECOND
    )  # older parts may have lost their message later


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} had a message ID that already exists."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend(
            "Send the prompt again in the same session with a new messageID, or without messageID: the server then makes the ID."
        ),
    )


RULE = Rule(
    title="The client sent an ID that already exists",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#38092",),
    not_a_remedy=("Sending the same body again.",),
    says=(
        "unique constraint failed: message.id",
        "unique constraint failed: part.id",
        "unique constraint failed: session_input.id",
        "~sqlite_constraint_primarykey",
        "conflicts with an existing durable record",
        "~sqlite_constraint_unique",
        "prompt message id conflicts with an existing",
    ),
)
