"""A run ended while this prompt was queued behind it or was being stored, and the server started no new run for the prompt.

What happens
204, the user message is stored, no `loop` record follows and no error line. The next prompt starts a run, and the model then
sees both. It happens every time a second prompt is sent while the provider is about to refuse the first.

Why
There are two ways. First, a run that fails (a refused request, a wrong key) drops all prompts queued behind it: each
waits for the current run, and the server starts no other run. Second, a race: the runner removes itself at the end of
an answer at the moment when the prompt arrives and relies on it. The race happens rarely and cannot be reproduced at
will.

How to tell it from similar causes
- Queued: the message was stored while an earlier prompt of the session was running, and that run ended in an error later.
- The race: the message was stored within about 1.5 s of the end of an answer that finished with `stop`.
- no-reply-requested leaves the same traces. Only a capture of the request can separate the two for certain. A prompt that was
  stored during a run was far more often queued.
- id-wrap, client-clock, unsortable-id: a loop starts and exits at once. A `loop` record rules lost-wake out.
- abort-dropped-queue: the previous run was aborted. A run that ends without an error also answers the queued prompt.
- Two servers on one database (#32010, closing comment: a plugin posted to a second server): each runs the prompts it
  receives, and both answered everything in the recordings two-servers-1.15.13 and -1.18.33. The report notes when two servers
  wrote at the same time. A prompt that the other server refused fails in that server's log.

Remedy
- Send the prompt again: the session is idle and answers. Worked when tried on 1.15.3, 1.15.13 and 1.18.20 (queued
  behind a 401). For the race: not tried.
- Find out why the previous run failed: the report lists it with its own cause. This alone is not a cure.
- In the client: wait for the session's idle event before the next prompt. Not tried.
- Waiting does not help: only the next prompt starts a run.

Versions
Queued behind a failing run: 8 of 8 prompts on 1.15.13 and 1.18.34, 14 of 14 on 1.15.3 and 1.18.20, up to three deep.
The race is reported on 1.4.x and 1.17.4 and is not among the recordings. No release that fixes either was found.

Sources
anomalyco/opencode#21524, #21528 (closed), #32010. Recordings queued-behind-error-1.15.13; queues up to three deep, recorded on 1.15.3
and 1.18.20.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, MessageRow, SessionRows, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, refutes, row, strong, weak
from inspector.rules._questions import looped, unanswered
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.text import many

WAKE_RACE = timedelta(milliseconds=1500)
"""A prompt stored at most this long before or after the end of an answer may have relied on a runner that removed itself."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    message = prompt.message
    if not unanswered(prompt) or prompt.behind or message is None or prompt.rows is None or message.time_created is None:
        return
    if prompt.request is not None and prompt.request.no_reply:
        yield refutes("The request asks for no reply.", prompt.request.source)
        return
    loop = looped(prompt)
    if loop is not None:
        yield refutes("A loop was started for the prompt.", loop.source)
        return
    failed, ended = _failed_over(message, prompt.rows), _ended_around(message, prompt.rows)
    if failed is not None:
        yield strong(
            f"The prompt was stored during an earlier run of the session, and that run then ended in {failed.error_name}.",
            row(prompt, "message", failed.id),
        )
        yield moderate("No answer was begun for the prompt: a run that fails drops the prompts queued behind it.", row(prompt))
    elif ended is not None:
        yield moderate(
            "The prompt was stored within 1.5 s of the end of the previous answer, when the runner removes itself.",
            row(prompt, "message", ended.id),
        )
    else:
        return
    if prompt.request is not None and prompt.request.body_readable:
        # without a log, a prompt that failed before its loop leaves the same rows as one that was lost in the race
        weigh = weak if failed is None and prompt.records is None else moderate
        yield weigh("The request asked for a reply.", prompt.request.source)


def _failed_over(message: MessageRow, rows: SessionRows) -> MessageRow | None:
    """Return the answer, to an earlier prompt, that ended in an error after `message` had been stored; None when there
    is none.

    Its run counts as active from the time the earlier prompt was stored, because no answer is open between two steps.
    """
    stored, known = message.time_created, {m.id: m for m in rows.messages or ()}
    for answer in reversed(rows.messages or ()):
        asked = known.get(answer.parent_id or "")
        if asked is None or asked.id == message.id or answer.error_name in (None, "MessageAbortedError"):
            continue
        if stored and asked.time_created and answer.completed and asked.time_created <= stored <= answer.completed:
            return answer
    return None


def _ended_around(message: MessageRow, rows: SessionRows) -> MessageRow | None:
    """Return the answer that finished within `WAKE_RACE` of the moment `message` was stored; None when there is none."""
    stored = message.time_created
    return next(
        (
            m
            for m in reversed(rows.messages or ())
            if m.role == "assistant" and m.completed and stored and abs(m.completed - stored) <= WAKE_RACE and m.finish == "stop"
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return (
        f"{many(len(prompts), 'prompt was', 'prompts were')} never run: the previous run ended, and the server "
        "started no new one."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Send the prompt again: the session is idle and answers."),
        note("In the client: wait for the session's idle event before the next prompt."),
    )


RULE = Rule(
    title="The previous run ended, and the server started no run for the queued prompt",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#21524", "anomalyco/opencode#21528", "anomalyco/opencode#32010"),
    not_a_remedy=("Waiting: only the next prompt starts a run.",),
    aliases=("idle-wake-race", "dropped-queue", "queued-behind-error"),
    told=(
        (
            r"\b(?:persist|stor|sav|accept|queu|enqueu)\w*|\b204\b",
            r"^(?=.*\b(?:prompt|message)s?\b)(?!.*\b(?:abort|cancel|interrupt|esc\b|stop)).*\bnever (?:\w+ )?(?:runs?|ran|processed|schedul\w+|execut\w+|started?)\b",
        ),
    ),
    possible_at={Stage.STORED: 2},
)
