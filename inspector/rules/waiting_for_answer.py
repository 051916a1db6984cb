"""The model asked the user a question, and nobody has answered it.

What happens
The session is busy; the tool part `question` is running. The log has `asking id=que_...` and no later record of the
session. Another prompt only queues.

Why
The tool `question` waits without a time limit. A client that does not show questions never answers. The server
keeps pending questions only in memory: a restart loses them.

How to tell it from similar causes
- The running tool is `question`. The `asking` record has no session id; the time in its id matches the tool part's
  start (-16 to +102 ms seen).
- waiting-for-permission: another tool, and an ID that begins with per_.
- tool-hang: another tool that is really running.
- server-stopped: the server that asked has stopped, so the question can no longer be answered.

Remedy
- POST /question/ID/reply?directory=DIR with {"answers":[["..."]]}: the same prompt then continues. Worked when tried on
  1.15.13, 1.17.19, 1.18.33, each time with the session's directory in the call.
- For a client that cannot show questions: deny the tool `question` in the permission settings of opencode.json. Not tried.
- Another prompt does not help: it queues.

Versions
Seen on 1.15.13, 1.17.19 and 1.18.33: 1.15.13 logs it in the legacy form, 1.17 and later as `message=asking`.

Sources
ColeMurray/background-agents#86; anomalyco/opencode#10012; vercel/ai#19800. Recordings waiting-1.15.13,
waiting-1.18.33, silent-mix-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step, StepKind
from inspector.prompts.answers import is_hanging, running_tool
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._asking import LOST, asked, gone, orphaned, waiting_in_log
from inspector.rules._clues import conclusive, row, strong
from inspector.rules._remedies import calls, each_of, note, resend
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS, UNSEEN
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield from waiting_in_log(prompt, world, "que_", "an answer of the user")
    if not is_hanging(prompt):
        return
    tool = running_tool(prompt)
    if tool is None or tool.tool != "question":
        return
    record = asked(prompt, world, "que_")
    yield from gone(prompt, world)
    yield strong("The tool `question` is running: the model has asked the user a question.", row(prompt, "part", tool.id))
    if record is not None:
        weigh = strong if orphaned(prompt, world) else conclusive
        yield weigh(f"The server logged the question ({record.fields.get('id', '')}) and no answer followed.", record.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt waits', 'prompts wait')} for the user to answer a question."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if all(orphaned(p, world) for p in prompts):
        return (resend(LOST),)
    questions = [(p, r.fields.get("id") if (r := asked(p, world, "que_")) else None) for p in prompts if not orphaned(p, world)]
    replies = calls(((p, f"/question/{ident or 'QUESTION_ID'}/reply") for p, ident in questions), '{"answers":[["..."]]}')
    return (
        each_of(
            StepKind.RESEND, "Answer the question (your answer in place of the dots). The same prompt then continues:", replies
        ),
        note("For a client that cannot show questions: deny the tool `question` in the permission settings of opencode.json."),
    )


RULE = Rule(
    title="A question to the user is waiting for an answer",
    check=check,
    awaits_person=True,
    summary=summary,
    remedy=remedy,
    references=("ColeMurray/background-agents#86", "anomalyco/opencode#10012"),
    not_a_remedy=("Sending another prompt: it queues behind the waiting prompt.",),
    says=(
        "asking questions=",
        "service=question… asking",
        "message=asking… questions=",
        "question.asked",
        '"id":"que_… "questions":',
        "question.v2.asked",
        "tool: question… running",
        '"tool":"question"… "status":"running"',
        "tool: question, state.status: running",
    ),
    told=(
        (
            HANGS + "|" + UNSEEN,
            r"[`'\"]?\bquestion[`'\"]? (?:tool|dialog|prompt|request)s?\b|\bquestion\.asked\b|\bask(?:s|ed|ing)? (?:\w+ ){0,2}questions?\b|\banswer(?:s|ed|ing)? (?:\w+ ){0,2}questions?\b",
        ),
    ),
    aliases=("question-wait",),
)
