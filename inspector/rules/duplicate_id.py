"""The client sent a message id or part id that exists already.

What happens
- messageID of another session: 204, then the prompt fails in the background; its part is written under the other
  session's message.
- messageID sent before in the same session: 204, the first prompt's row is changed (its time and one more part), no
  reply and no error line.
- part id of another session: the prompt IS answered, but the new user message has no part: its text never reached
  the model, and nothing in the log says so.
- v2 API: the second prompt with the same id is refused with 409.

Why
Ids are primary keys, and the server takes those the client sends. A client that repeats a request, or copies a body
with its ids, collides.

How to tell it from similar causes
- 1.17.19, 1.18.33 log `No user message found in stream. This should never happen.`
- 1.15.13 logs only `defect:{}`, like plugin-error and session-deleted. Part rows in the session whose message is
  not in it, or a capture whose messageID belongs to another session, decide.
- constraint-violation: a primary key collision made by a trigger; look for triggers.

Remedy
- Same session, fresh messageID: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Leave messageID out (the server makes one): not tried as a remedy; it is normal in every version read.
- Fresh part id: answered with its text on 1.15.13, 1.17.19, 1.18.33 (before it was answered without).
- The same body again does not help.

Versions
Same session, same messageID: no reply on 1.15.13 and on 1.18.33. Another session's messageID: `defect:{}` on
1.15.13, a clear text on 1.17.19 and 1.18.33. 409 on the v2 API of 1.17.0, 1.17.19, 1.18.33.

Sources
anomalyco/opencode#38092 (204 is sent before anything is stored). Recordings db-constraints-1.15.13, -1.18.33,
v2-inbox-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
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
    request, fault = prompt.request, prompt.fault
    if was_sent_again(prompt) and unanswered(prompt):
        first = prompt.message.first_stored if prompt.message else None
        yield conclusive(
            f"The message's row was stored{f' at {utc(first)}' if first else ''} and changed by a second prompt with the same id.",
            row(prompt),
        )
        yield moderate("The answer to the first one stands under that id, so the second counts as answered.", row(prompt))
        return
    if request is not None and request.message_id:
        owner = world.message_owner.get(request.message_id)
        if owner is not None and owner != prompt.session_id:
            yield conclusive(f"The request's message id belongs to a message of another session ({owner}).", request.source)
        elif owner is None and (other := _sent_elsewhere(prompt, world)) is not None:
            yield conclusive(f"The same message id was sent before, in another session ({other}).", request.source)
        elif prompt.outcome is Outcome.REJECTED and request.status == 409 and request.response_error != "SessionBusyError":
            yield conclusive("409: the id of the prompt exists already.", request.source)
        elif _twice(prompt, world):
            yield conclusive(
                "The same message id was sent before in this session; the second prompt changed the first one's row.",
                request.source,
            )
    if prompt.outcome is not Outcome.FAILED or fault is None:
        return
    if "No user message found in stream" in fault.text:
        yield conclusive(
            "“No user message found in stream”: the message id exists in another session, so this one has no message of its own.",
            logged(prompt),
        )
    elif code(prompt) in ("SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE") and not triggers_for(prompt, world):
        if (fault.table or "message") in ("message", "part"):
            yield strong("A primary key exists already.", logged(prompt))
            yield moderate("Nothing but ids can collide there, and only clients send ids that exist.", None)
    elif fault.opaque and prompt.rows is not None and not session_gone(prompt) and not_stored(prompt):
        orphans = _orphans(prompt)
        if orphans:
            yield strong(
                f"The session has {many(orphans, 'part row', 'part rows')} whose message is not in it: the part was written under another session's message.",
                row(prompt, "part", prompt.session_id),
            )
            yield strong(
                "The record hides its error (`defect:{}`), as 1.15.13 does for a message id of another session.", logged(prompt)
            )
            yield weak("No user message was stored in this session.", row(prompt, "session"))


def _orphans(prompt: Prompt) -> int:
    rows = prompt.rows
    if rows is None or rows.parts is None or rows.messages is None or rows.capped or not rows.every_part:
        return 0
    known = {m.id for m in rows.messages}
    then = [p.time_created for p in rows.parts if p.message_id not in known]
    return sum(
        1 for time in then if time and prompt.time and abs(time - prompt.time) <= 2 * SECOND
    )  # others lost their message since


def _twice(prompt: Prompt, world: World) -> bool:
    request = prompt.request
    assert request is not None  # noqa: S101 - narrowed by the caller
    return prompt.message is None and any(
        p.request is not None
        and p.request is not request
        and p.session_id == prompt.session_id
        and (p.request.status or 0) < 400
        and p.request.time is not None
        and request.time is not None
        and p.request.time < request.time
        for p in world.sent(request.message_id)
    )


def _sent_elsewhere(prompt: Prompt, world: World) -> str | None:
    """Return the session in which an accepted request brought this prompt's message id before; None when none did."""
    request = prompt.request
    assert request is not None  # noqa: S101 - narrowed by the caller
    return next(
        (
            p.session_id
            for p in world.sent(request.message_id)
            if p.request is not None
            and p.session_id != prompt.session_id
            and (p.request.status or 0) < 400
            and p.request.time is not None
            and request.time is not None
            and p.request.time < request.time
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} carried a message id that exists already."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (resend("Send the prompt again in the same session with a new messageID, or with none: the server makes one."),)


RULE = Rule(
    title="The client sent an id that exists already",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#38092",),
    not_a_remedy=("Sending the same body again.",),
    says=(
        "unique constraint failed: message.id",
        "unique constraint failed: part.id",
        "unique constraint failed: session_input.id",
        "sqlite_constraint_primarykey",
        "~sqlite_constraint_unique",
    ),
)
