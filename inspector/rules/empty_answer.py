"""The run ended normally, but its answer has no text.

What happens
The session is idle again. The answer is complete, without an error, and has no text: it has no part, only reasoning, or
only blanks. The client shows nothing.

Why
The model sent no text. Reported for models that put everything into reasoning, for proxies that drop the content,
and for a provider that closes the stream without a finish reason (`finish: unknown`, 0 tokens).

How to tell it from similar causes
- An answer that called a tool shows the tool call, so it does not count as empty.
- A structured answer (`format: json_schema`) has no text and is healthy: it is stored in the message's `structured`.
- provider-error: the answer has an error, or its text is cut short.
- output-cut-off: the answer has the error MessageOutputLengthError.
- With finish `unknown`: a stream that was cut before its first word leaves the same rows, so confidence is medium.

Remedy
None of these was tried.
- Send again with another model, or without a variant that produces only reasoning.
- Check what the provider or proxy sends (one request with curl, with streaming on).
- With finish `unknown` on 1.18.20 and later: abort first, because the server calls the provider again and again.

Versions
Finish `stop` without text: seen on 1.15.13 and 1.18.33. Finish `unknown` with 0 tokens: 1.15.13 treats it as
final, 1.18.33 calls the provider again (10 times in 6 s with a stand-in provider). In 2.x: reported, not tried.
2.x stores the content in the answer's row. Taken from its published schema; no 2.x server was tried.

Sources
anomalyco/opencode#30411, #37852, #40531, #41469, #42677, #43856; pull request #37176.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.answers import cut_answers
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, moderate, neutral, row, strong
from inspector.rules._remedies import aborts, note, resend, stop
from inspector.rules._rule import Rule
from inspector.text import listed, many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or not prompt.empty or prompt.answer is None:
        return
    answer = prompt.answer
    where = row(prompt, "message", answer.id)
    rounds = cut_answers(prompt)
    thought = any(p.type == "reasoning" for p in prompt.answer_parts)
    if answer.ended_well:
        yield conclusive(
            f"The answer is complete, with finish “{answer.finish}” and no error, and has no text, no tool call and no file.",
            where,
        )
    elif rounds:
        yield strong(f"{many(rounds, 'answer', 'answers')} to this prompt ended with finish “unknown” and without text.", where)
        yield moderate("No error is stored, and no answer text was lost.", where)
    if thought:
        yield neutral("The answer has reasoning, which clients hide.", where)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    models = sorted({f"{a.provider_id}/{a.model_id}" for p in prompts if (a := p.answer) and a.model_id})
    return (
        f"{many(len(prompts), 'answer is', 'answers are')} complete and empty{f' (model {listed(models, 3)})' if models else ''}."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    looping = [p for p in prompts if p.answer is not None and p.answer.completed is None]
    return (
        *(
            (stop("Abort the session: the server still calls the provider again and again.", *aborts(looping)),)
            if looping
            else ()
        ),
        resend("Send the prompt again with another model, or without the variant that produces only reasoning."),
        note("If the answer stays empty, check what the provider or proxy sends: one request with curl, with streaming on."),
    )


NO_OUTPUT = (
    "output: 0",
    "output=0",
    '"output":0',
    "output tokens: 0",
    "0 output tokens",
    "zero output tokens",
    "no output tokens",
)
"""What people and rows write for an answer of no tokens."""


RULE = Rule(
    title="The answer is empty",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#30411", "anomalyco/opencode#41469", "anomalyco/opencode#42677", "anomalyco/opencode#43856"),
    not_a_remedy=("Restarting the server: the provider sent no text.",),
    says=(
        'finish="stop"… output=0',
        "finish=stop, output=0",
        "finish: unknown, tokens: 0",
        "finish `unknown`… 0 tokens",
        "finish: unknown, 0 tokens",
        '"stopreason":"end_turn"… "outputtokens":0',
        *(f"~step-finish… unknown… {none}" for none in NO_OUTPUT),
        *(f"~finish… unknown… {none}" for none in NO_OUTPUT),
    ),
    told=(
        (
            r"\bempty\b|\bblank\b|\bno (?:visible |model )?(?:text|output|content)\b|\breasoning[- ]only\b",
            r"\b(?:assistant|model|llm|ai) (?:turn|message|answer|response|reply|output)s?\b|\bempty (?:response(?! body)|answer|reply(?! from server)|completion|output)s?\b|\bfinish\b.{0,10}\bstop\b|\bcompletions\b",
        ),
    ),
)
