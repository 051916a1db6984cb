"""A limit cut the answer off: the model's output length, a content filter, or a required output format.

What happens
The answer is stored and completed, and ends in MessageOutputLengthError, ContentFilterError or StructuredOutputError.

Why
The model reached its output limit, the provider's filter stopped it, or its output did not fit the requested format.

How to tell it from similar causes
- The error name in the answer row decides.
- context-overflow: the conversation is too long, not the answer.
- provider-error: a connection that is cut during an answer leaves finish `unknown` and no such error name.

Remedy
- StructuredOutputError: use a model that calls tools, or send without `format`. Not tried.
- Else ask for less at once, raise the model's `limit.output`, or use another model. Not tried.
- The same prompt to the same model usually ends in the same error.

Versions
ContentFilterError seen on 1.18.28, StructuredOutputError on 1.18.34. MessageOutputLengthError was found in the code of 1.18.33.

Sources
OpenCode's error names MessageOutputLengthError, ContentFilterError, StructuredOutputError (1.18.33).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, row
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Rule
from inspector.text import many

NAMES = {
    "MessageOutputLengthError": "the model's output limit",
    "ContentFilterError": "the provider's content filter",
    "StructuredOutputError": "the required output format",
}


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name in NAMES:
        yield conclusive(
            f"The answer ended in {answer.error_name}: {NAMES[answer.error_name]}.", row(prompt, "message", answer.id)
        )


def _lacks_format(prompt: Prompt) -> bool:
    return prompt.answer is not None and prompt.answer.error_name == "StructuredOutputError"


def summary(prompts: Sequence[Prompt], world: World) -> str:
    if all(map(_lacks_format, prompts)):
        return f"{many(len(prompts), 'answer does', 'answers do')} not have the required output format."
    return f"{many(len(prompts), 'answer was', 'answers were')} cut off by a limit of the model or the provider."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if all(map(_lacks_format, prompts)):
        return (
            configure("Choose a model that calls tools when it must: the server asks for a structured answer by a tool."),
            resend("Send the prompt again, or without `format`."),
        )
    return (
        configure("Raise the model's `limit.output`, or choose another model."),
        resend("Send the prompt again, and ask for less at once."),
    )


RULE = Rule(
    title="The answer was cut off by the length limit or a content filter",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("OpenCode error names MessageOutputLengthError, ContentFilterError, StructuredOutputError (1.18.33)",),
    not_a_remedy=("Sending the same prompt to the same model.",),
    says=(
        '"finish":"length"',
        "finish=length",
        'finish_reason… "length"',
        "messageoutputlengtherror",
        "message output length error",
        "contentfiltererror",
        "content-filter",
        "content_filter",
        "blocked by the provider's content filter",
        "stop_reason: refusal",
        "output blocked by content filter",
        'finishreason: "length"',
        'finish: "length"',
        "output blocked by content filtering policy",
        "finishreason: length",
        "finish_reason: length",
        "finish reason: length",
        "reason=length",
        'step-finish… reason: "length"',
        'step-finish… "reason":"length"',
        'step_finish… "reason":"length"',
        "~unterminated string",
        "~invalid input for tool… json parse error: unexpected e",
        "~invalid input for tool… unexpected end of json input",
    ),
    told=(
        (
            r"\btruncat\w+|\bcut off\b|\bcut short\b|\bconsumed\b|\bexhausted\b|\bstop(?:s|ped|ping)? at\b|\bhits?\b|\breaching\b",
            r"\bmax_?\w{0,12}_?tokens?\b|\bfinish_?\s?reason\b|\btool (?:call|argument)s?\b|\boutput[- ](?:limit|token|budget|cap|ceiling)s?\b|\btoken (?:output )?(?:cap|ceiling)\b",
        ),
    ),
)
