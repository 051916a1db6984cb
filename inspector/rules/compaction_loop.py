"""The server compacts the conversation again and again for one prompt and never answers it.

What happens
The session is busy without end. Answers of the agent `compaction` alternate with answers of the ordinary agent;
tokens are spent, and the user gets no final answer.

Why
The conversation is too long, is compacted, and is too long again: the summary or the next answer fills the context
at once, or the configuration has wrong limits for the model.

How to tell it from similar causes
- Two or more completed compaction answers (`mode: compaction`) follow one prompt. In the log, `stream` records with
  agent=build and agent=compaction alternate while the step counter rises.
- One compaction followed by an answer is normal.
- context-overflow: the provider refuses even the compaction call, and it ends there with ContextOverflowError.
- stream-stall: the last record is a single `stream`, and nothing follows.

Remedy
- Abort the session, then go on with a model that has a larger context, or in a new session. Not tried;
  an abort did end the runs in the recordings.
- Set the model's real `limit.context` and `limit.output` in opencode.json. Not tried.
- `compaction.auto: false` is ignored when the provider itself refuses the length (anomalyco/opencode#16882).
- Waiting does not help.

Versions
Seen on 1.15.13 and 1.18.33, alike. Reported on 1.2.24 to 1.18.x.

Sources
anomalyco/opencode#27924, #37584, #38102, #48828, #16882. Recordings context-overflow-1.15.13,
context-overflow-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step, StepKind
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._context import rounds
from inspector.rules._remedies import aborts, configure, each_of, resend
from inspector.rules._rule import Rule
from inspector.rules._symptoms import REPEATS
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    found = rounds(prompt)
    done = [m for m in found if m.completed and not m.error_name]
    if len(done) >= 2:
        yield strong(f"{len(done)} compactions were completed after this one prompt.", row(prompt, "message", done[-1].id))
        yield moderate("A second compaction right after the first shows that the first did not free enough space.", row(prompt))
        if len(done) >= 3:
            yield moderate("The server compacted at least three times.", row(prompt, "message", done[-1].id))
    elif len(done) == 1 and prompt.outcome is Outcome.SILENT:
        yield moderate("A compaction was completed and no answer followed.", row(prompt, "message", done[-1].id))
    if not found:
        records = [r for r in prompt.records or () if r.message == "stream" and r.fields.get("agent") == "compaction"]
        if len(records) >= 2:
            yield strong(f"{len(records)} compaction requests in one prompt's log.", records[-1].source)
            if len(records) >= 3:
                yield moderate("The server compacted at least three times.", records[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt keeps', 'prompts keep')} compacting the conversation without end."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        each_of(StepKind.CONFIGURE, "Abort the session:", aborts(prompts)),
        configure("Set the model's real `limit.context` and `limit.output` in opencode.json, then restart the server."),
        resend("Send the prompt again, with a model that has a larger context or in a new session."),
    )


RULE = Rule(
    title="Compaction runs again and again",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(),
    references=("anomalyco/opencode#37584", "anomalyco/opencode#38102", "anomalyco/opencode#48828"),
    not_a_remedy=("Waiting: each round fills the context again.",),
    says=(
        "~session is compacting",
        "compaction… exceeded",
        "~session.compaction… session.compaction… session.compaction",
        "compaction failed",
        "~tool call not allowed while generating summary",
    ),
    told=((REPEATS, r"(?<!after )(?<!after /)(?<!after `/)\b(?:auto-?)?compact(?:ion|ing|s|ed)?\b|压缩|コンパク|圧縮"),),
)
