"""The provider refuses the conversation that is stored in the session.

What happens
Every prompt of one session ends in APIError 400 with the same text. Other sessions with the same model work.

Why
OpenCode sends the whole stored conversation with each prompt, and a part of it is not valid for the provider:
- A tool call without its result, after a run was killed or aborted while a tool ran.
- A thinking block with a signature, or encrypted reasoning, from another model, account or conversation.
- An empty message, or a function call without its result.
The invalid part stays in the session, so the provider refuses each later prompt too.

How to tell it from similar causes
- provider-error: the error text is about the request, the key or the quota, or the next prompt of the session is answered.
  A parameter that the model does not accept is refused in every session.
- context-overflow: the error text is about the length of the conversation.
- output-cut-off, aborted: these have their own error names.
- Confidence is high only when at least two prompts in a row were refused with a text that providers use for stored
  messages. An unknown text gives at most medium, and only if it repeatedly names the same message while the same model
  answers in other sessions.

Remedy
Not tried, except as Versions says.
- Revert the session to before the first prompt that was refused, or before the turn whose tool call has no result:
  POST /session/ID/revert with the id of that message. Or fork the session from an earlier message.
- A signature or encrypted reasoning of another model: continue with the model family that wrote it.
- Start a new session.
- Sending again, waiting and another key do not help.

Versions
All. 1.15.13 and 1.18.33 store the refusal as an APIError with status 400 and log it as `stream error`. On both, a
revert to the first refused message, and a fork before it, were tried: the next prompt was answered.

Sources
anomalyco/opencode#1662, #2214, #8377, #10616, #15074, #21326, #48637, #49299; pull request #22001. Tried on 1.15.13
and 1.18.33 with a stand-in provider that refuses a stored message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, row, strong
from inspector.rules._history import refusal
from inspector.rules._remedies import calls, configure, note, resend
from inspector.rules._rule import Rule
from inspector.text import beginning, many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    found = refusal(prompt, world)
    if found is None:
        return
    if found.named:
        yield strong(f"The provider's error is about stored messages: “{beginning(found.text, 160)}”.", found.source)
    elif found.of_session:
        yield moderate(f"The provider refused the request itself: “{beginning(found.text, 160)}”.", found.source)
    else:
        return
    if found.single:
        yield against("It happened only once in this session.", row(prompt))
        return
    if found.streak >= 2:
        weigh = strong if found.named else moderate if found.place else against
        place = f" All name the same place, {found.place}." if found.place and not found.named else ""
        yield weigh(f"{found.streak} consecutive prompts of the session were refused with this error.{place}", row(prompt))
    else:
        yield moderate("No later prompt of the session was answered.", row(prompt))
    if found.others is not None:
        yield moderate("Meanwhile the same model answered in another session.", found.others)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    sessions = len({p.session_id for p in prompts})
    return f"The provider refused {many(len(prompts), 'prompt', 'prompts')} of {many(sessions, 'session', 'sessions')} because of messages stored there."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    first: dict[str | None, Prompt] = {}
    for prompt in sorted(prompts, key=lambda p: (p.time is None, p.time)):
        first.setdefault(prompt.session_id, prompt)
    paths = ((p, "/session/SESSION_ID/revert", p.message.id) for p in first.values() if p.message is not None)
    return (
        configure(
            "Revert each session to before the first prompt that was refused, or before the turn whose tool call has no result (undo in the client).",
            *(command for p, path, ident in paths for command in calls([(p, path)], f'{{"messageID":"{ident}"}}')),
        ),
        resend("Send the prompt again in the same session."),
        note(
            "If the error is about a signature or encrypted content, continue with the model family that wrote the conversation."
        ),
        note("Or start a new session."),
    )


RULE = Rule(
    title="The provider refuses the conversation stored in the session",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#21326", "anomalyco/opencode#48637", "anomalyco/opencode#49299", "anomalyco/opencode#15074"),
    not_a_remedy=("Sending again or waiting: OpenCode sends the refused part with every prompt of the session.",),
    forms=(
        (
            r"^(?!.*\btools[.\[]).*(?:\b(?:assistant|tool|user|system|last|first|final|each|previous|prec\w+ing) messages?\b|\bmessages?[.\[]\s?\d|\bmessage (?:array|content|list|at|role)\b|\brole\b.{0,60}\b(?:assistant|user|tool)\b|\btool_(?:calls?|use|result)(?:_ids?)?\b|\btool_call_id\b|\breasoning items?\b|\bthinking blocks?\b|\beach tool call\b|\b(?:thought|thinking)[ _]signatures?\b|'content' objects|\btool results?\b.{0,30}\bmessages?\b)",
            r"\bmust (?:be followed|be from|follow|alternate|have|contain|end|start|begin|precede|be user|be a response|be one of|match)\b|\bcannot (?:have|end|be empty|contain)\b|\bempty\b|\bnot found in\b|\bwithout (?:a )?(?:matching|corresponding|preceding|result)\b|\binvalid (?:reasoning|message|thinking|signature|role|'content')|\bshould (?:be|alternate|have)\b|\bunexpected\b|\bdid not (?:find|have)\b|\bat least one\b|\bmust have (?:a|the)\b|\bmust include\b",
        ),
    ),
    told=(
        (
            r"\bcorrupt\w*|\bbroken\b|\borphan\w*|\bdangling\b|\bunusable\b|\breject\w*|\bpoison\w*",
            r"\btool_(?:use|result|call)s?\b|\bthinking (?:block|signature)s?\b|\breasoning_content\b|\b(?:message|session|conversation) history\b",
        ),
    ),
)
