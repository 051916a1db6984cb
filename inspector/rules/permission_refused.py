"""Someone refused a permission, and the answer ended there.

What happens
The tool call ends in an error about the refusal; the answer is completed with finish `tool-calls` and no final text.
This is a decision, not a fault: the entry is marked as expected.

Why
A refusal ends the run: the server does not call the model again.

How to tell it from similar causes
- The tool part has status `error` with a text such as `rejected permission` or `dismissed this question`.
- waiting-for-permission: the tool part is still running and the answer is open.
- aborted: MessageAbortedError.

Remedy
- Send the prompt again and allow the call, if it should run. Not tried after a refusal. Before a refusal, allowing the call
  once lets the same prompt continue (1.15.13, 1.17.19, 1.18.33; see waiting-for-permission).

Versions
Seen on 1.15.13 and 1.18.33, alike.
2.x: the error's type is `permission.rejected`. Taken from its published schema; no 2.x server was tried.

Sources
Recordings waiting-1.15.13, waiting-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, row
from inspector.rules._remedies import resend
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import many

WORDS = ("rejected permission", "The user rejected", "permission denied by user", "dismissed this question")


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.answer is None:
        return
    part = next(
        (p for p in prompt.answer_parts if p.type == "tool" and p.status == "error" and any(w in (p.error or "") for w in WORDS)),
        None,
    )
    if prompt.answer.error_name == "permission.rejected":
        yield conclusive("The answer ended in permission.rejected (2.x).", row(prompt, "session_message", prompt.answer.id))
    if part is not None and prompt.answer.completed is not None:
        yield conclusive(f"Tool {part.tool} ended because its permission was refused.", row(prompt, "part", part.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} ended when a permission was refused."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (resend("Nothing is wrong on the server. Send the prompt again and allow the call, if it should run."),)


RULE = Rule(
    title="A permission was refused, and the answer ended there",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("seen on 1.15.13 and 1.18.33: finish `tool-calls`, no text follows",),
    says=(
        "the user rejected permission to use this specific tool call.",
        "~the user rejected permission",
        "the user dismissed this question",
        "questionrejectederror",
        "permissionrejectederror",
        "permission.rejected",
        "rejectederror: the user rejected",
        "permission denied by user",
        "~user has specified a rule which prevents",
        "~permissiondeniederror",
        "permission requested:… auto-rejecting",
    ),
    told=(
        (r"\bauto[- ]?(?:reject|den)\w*", r"\bpermissions?\b|\btools?\b|\bedits?\b|\bbash\b"),
        (
            HANGS + r"|\bstops?\b|\bhalts?\b|\bnothing (?:\w+ )?happens\b",
            r"^(?!.*\b(?:provider|api|gateway|upstream|http)\b).*"
            r"\b(?:deny|denied|denying|reject|rejected|rejecting)\b.{0,30}\b(?:tools?|permissions?|requests?|commands?|edits?)\b",
        ),
    ),
    is_expected=True,
)
