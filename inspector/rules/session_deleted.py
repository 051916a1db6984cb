"""The session was deleted while its prompt ran, or right after the prompt was accepted.

What happens
204, then `prompt_async failed`. The session, its messages and parts are no longer in the database; only the log
shows the prompt.

Why
DELETE /session/ID (or a clean-up, an undo) removed the row while the prompt was being stored or answered; the next
write then fails, because its parent row is missing.

How to tell it from similar causes
- The session is not in the database, and the record says `Session not found`, a FOREIGN KEY error, or `defect:{}`.
- session-not-found: the session was deleted before the prompt; 404 at once and no record (1.15.4 and later).
- A session that is missing now may have been deleted after its prompt failed for another reason: unless the record says
  `Session not found`, confidence stays medium.
- plugin-error, duplicate-id and part-unreadable also log `defect:{}` on 1.15.13, but their session exists.
- constraint-violation: a foreign key fails although the session exists.
- wrong-database: the database contains none of the run's sessions.

Remedy
- Send the prompt to a new session: not tried for this cause; for a session that does not exist it worked when tried
  on 1.15.13, 1.17.19, 1.18.33.
- In the client: abort first, then delete, and send nothing to the session afterwards. Not tried.
- Sending to the same ID does not help: the session no longer exists (404).

Versions
- 1.15.13: `Session not found` if the session was deleted within milliseconds, else `defect:{}`.
- 1.18.33: `NotFoundError: Session not found: ses_...`, or the failed insert with its FOREIGN KEY error.
- 1.14.41 and older do not check first: an unknown session also gets 204, then `error=NotFoundError`.

Sources
anomalyco/opencode#15884, #37450, #7149. Recordings session-deleted-while-running-1.15.13, -1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.loops import FAILED, main_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral, refutes, row, strong, weak
from inspector.rules._questions import code, session_gone
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.rules._sessions import session_removal
from inspector.rules._triggers import triggers_for
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if prompt.outcome is not Outcome.FAILED or fault is None:
        return
    gone = session_gone(prompt)
    not_found = "Session not found" in fault.text or fault.name == "NotFoundError"
    foreign_key = code(prompt) == "SQLITE_CONSTRAINT_FOREIGNKEY"
    removal = session_removal(prompt, world)
    if not (not_found or foreign_key or (fault.opaque and (gone or removal))):
        return
    if prompt.rows is not None and not gone:
        if not_found or foreign_key:
            yield refutes("The session is still in this database.", row(prompt, "session", prompt.session_id))
        return
    if not_found:
        weigh = conclusive if gone else strong
        yield weigh("The server no longer found the session.", logged(prompt))
    elif foreign_key:
        yield strong("A row could not be written because its parent row no longer exists (FOREIGN KEY).", logged(prompt))
    else:
        yield moderate("The record hides its error (`defect:{}`), as 1.15.13 does for a broken foreign key.", logged(prompt))
    if removal is not None:
        yield strong(f"The server had begun to delete the session (`{removal.message}`).", removal.source)
    if gone:
        weigh = strong if not_found else weak  # it may have been deleted later, after the prompt failed for another reason
        yield weigh("The session is not in this database now.", row(prompt, "session", prompt.session_id))
        steps = [r for r in main_of(prompt.records or ()) if r is not prompt.record and r.message != FAILED]
        if steps and steps[-1].message != "exiting loop":
            yield moderate("The session's prompt was running on this server.", steps[-1].source)
        elif prompt.records is not None and fault.opaque:
            yield against("No prompt of the session was running at the time of the failure.", logged(prompt))
    if triggers_for(prompt, world):
        yield neutral("The database has triggers; a trigger can also break a foreign key.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt failed because its', 'prompts failed because their')} session had been deleted."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Send the prompt to a new session."),
        note("In the client: abort a session before deleting it, and send nothing to it afterwards."),
    )


RULE = Rule(
    title="The session was deleted while its prompt ran",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#15884", "anomalyco/opencode#37450", "anomalyco/opencode#7149"),
    not_a_remedy=("Sending again to the same session ID: the session no longer exists.",),
    says=(
        '"failures"… session not found: ses_',
        "~session not found: ses_",
        "~notfounderror… message not found",
        '~"_tag":"die","defect":{}}',
        "~foreign key constraint failed",
        "~sqlite_constraint_foreignkey",
    ),
    aliases=("fk-after-delete",),
)
