"""A client aborted the run before its answer was complete.

What happens
The answer carries the error MessageAbortedError and a completion time. The text written before the abort is kept.
Someone stopped it on purpose, so the entry is marked as expected, unless the answer had been silent for a while before
the abort.

Why
POST /session/ID/abort was called: a stop button, a client's timeout, or a script.

How to tell it from similar causes
- server-stopped: the answer is open, with neither completion nor error.
- instance-disposed: the same error, but the log shows `disposing instance` for the directory and no `cancel`.
- directory-missing: the same error within 0.1 s, without `cancel` (1.17.11). Where the log has no `cancel`, no client aborted.
- stream-stall, tool-hang: a hanging answer that someone aborts leaves the same row. The time between the last part and
  the completion decides: after 4 s of silence (60 s in a tool call) both stay possible. A text is stored when it begins and when
  it ends, so its pieces may have come until the abort: below 30 s it is not decided (1.14.34).
- provider-error: provider errors before the abort are the reason for the abort.
- compaction-loop: endless runs usually end in an abort too; look for several compaction answers before it.

Remedy
- No action is needed. Send the prompt again if the abort was not intended: the next prompt in the same session was answered
  on 1.15.13 and 1.18.33 (recorded).
- On 2.x: a plugin that mistakes left-over 1.x tables for a 1.x server interrupts every prompt before the provider is
  called (cortexkit/magic-context#493). Not tried.
- An abort must go to the server that runs the answer. Sent to another server on the same database it returns true
  and aborts nothing (1.15.13, 1.18.33).

Versions
All. 1.15.13 logs `service=session.prompt ... cancel`, 1.18.33 `message=cancel`; both store the same row.

An abort within 4 s of a prompt whose provider was not called yet leaves no answer (1.18.20) or an empty open one
(1.14.48): only `cancel` in the log shows the abort. After a longer wait the abort is a reaction to the delay, not its cause.
2.x: the error's type is `aborted`, or the turn's `idle` row says `interrupted`. Taken from its published schema; no 2.x
server was tried.

Sources
OpenCode's error name MessageAbortedError (1.18.33). Recordings abort-1.15.13, abort-1.18.33, two-servers-1.15.13,
two-servers-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, Outcome, Step
from inspector.prompts.answers import final_answers
from inspector.prompts.loops import is_main_call, main_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import turn_after
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, moderate, row, strong, weak
from inspector.rules._context import broken_off
from inspector.rules._instances import disposed
from inspector.rules._questions import (
    ANSWER_STOOD_STILL,
    CANCEL_SINCE,
    LONG_SILENCE,
    aborted_by_server,
    aborted_in_log,
    cancelled_at_once,
    newest_part,
    stood_still,
)
from inspector.rules._remedies import resend, seconds
from inspector.rules._rule import Rule
from inspector.text import many
from inspector.versions import older

SUDDEN = timedelta(seconds=1)
"""A server that could not open a session's directory ended the run 0.2 s after its prompt (1.17.11)."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from _before_it_began(prompt)
    yield from _in_log(prompt, world)
    answer = prompt.answer
    turn = turn_after(prompt)
    idle = turn.idle if turn is not None else None
    if answer is None and idle is not None and idle.outcome == "interrupted":
        yield conclusive("The turn was interrupted before an answer was begun (2.x).", row(prompt, "session_message", idle.id))
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name == "MessageAbortedError":
        if broken_off(prompt):
            yield moderate("The answer was aborted after the provider had failed repeatedly.", row(prompt, "message", answer.id))
            return
        if disposed(prompt, world) is not None:
            yield moderate(
                "The answer ended in MessageAbortedError, which here does not prove an abort by a client.",
                row(prompt, "message", answer.id),
            )
            return
        if aborted_by_server(prompt, world):
            yield moderate(
                "The answer ended in MessageAbortedError, but the log has no `cancel`, which an abort by a client writes: the server itself ended the run.",
                row(prompt, "message", answer.id),
            )
            return
        if len(final_answers(prompt)) >= 2:
            yield moderate(
                "The prompt was aborted after the server had answered it repeatedly.", row(prompt, "message", answer.id)
            )
            return
        still, part = stood_still(prompt), newest_part(prompt)
        if still is not None and still < LONG_SILENCE and part is not None and part.type != "tool" and part.chars:
            yield moderate(
                f"A client aborted the answer {seconds(still)} after its text began; whether the text had stopped is not stored.",
                row(prompt, "message", answer.id),
            )
            return
        if still is not None:
            weigh = moderate if still < LONG_SILENCE else weak
            yield weigh(
                f"A client aborted the answer after {seconds(still)} of silence: the silence may be the real problem.",
                row(prompt, "message", answer.id),
            )
            return
        if _is_sudden(prompt):
            yield moderate(
                "The answer ended in MessageAbortedError, sooner than a person aborts. A server that ends a run itself writes the same row; the `cancel` of a client would be in the log.",
                row(prompt, "message", answer.id),
            )
            return
        yield conclusive("The answer ended in MessageAbortedError: a client aborted the run.", row(prompt, "message", answer.id))


def _is_sudden(prompt: Prompt) -> bool:
    """Whether the answer was aborted before anything of it came, within `SUDDEN` of its prompt, and no ``cancel`` is known (1.x)."""
    answer = prompt.answer
    if answer is None or answer.completed is None or prompt.time is None or prompt.answer_parts or prompt.projected is not None:
        return False
    return answer.completed - prompt.time < SUDDEN and not any(r.message == "cancel" for r in prompt.records or ())


def _in_log(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues from a log alone: the work on the prompt ended with the error “Aborted”.

    The log does not show the pieces of an answer, so after some seconds it cannot tell a wish from a reaction to silence.
    """
    end = aborted_in_log(prompt)
    if end is None or end.time is None:
        return
    before = [r for r in main_of(prompt.records or ()) if r is not end and r.time is not None]
    waited = end.time - before[-1].time if before and before[-1].time else timedelta()
    cancels = (r for r in (world.logs.sessions.get(prompt.session_id or "", ()) if world.logs else ()) if r.message == "cancel")
    wished = any(r.run == end.run and before and before[-1].order <= r.order <= end.order for r in cancels)
    calls = sum(1 for r in before if is_main_call(r))  # several calls may be tools, and may be a server that answers without end
    weigh = strong if wished and calls <= 1 and waited < ANSWER_STOOD_STILL else moderate
    yield weigh(f"The work on the prompt ended with the error “Aborted”, {seconds(waited)} after its last step.", end.source)


def _before_it_began(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues for an abort before the provider was called, which leaves no answer (1.18.20) or an empty one (1.14.48)."""
    begun = prompt.answer is not None and (prompt.answer.completed is not None or prompt.answer.error_name or prompt.answer_parts)
    if prompt.outcome is not Outcome.SILENT or prompt.message is None or begun or prompt.behind or prompt.record is not None:
        return
    cancelled = cancelled_at_once(prompt)
    if cancelled is not None and older(prompt.version, CANCEL_SINCE) is False:
        yield conclusive(
            "A client aborted the prompt right after it was stored: `cancel` is logged, no provider was called, and no answer text arrived.",
            cancelled.source,
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt was', 'prompts were')} aborted by a client."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (resend("Nothing is wrong on the server. Send the prompt again if the abort was not intended."),)


RULE = Rule(
    title="The run was aborted",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode error name MessageAbortedError (1.18.33)",),
    says=(
        "~process aborted",
        "~tool execution aborted",
        "messageabortederror",
        "~the operation was aborted",
        "~aborterror",
        "~error=aborted",
    ),
    aliases=("v2-plugin-interrupts",),
    is_expected=True,
)
