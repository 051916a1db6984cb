"""The provider refused, failed or broke off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue, Stage
from inspector.rules._clues import against, conclusive, hanging, logged, moderate, row, strong
from inspector.rules.missing_credentials import without_key

TITLE = "The model provider refused, failed or broke off"
REFERENCES = ("anomalyco/opencode#21960", "anomalyco/opencode#39790", "anomalyco/opencode#47641")
NOT_A_REMEDY = ("Waiting: the server retries without end, and honours a `retry-after` of up to 24 days (to 1.18.33).",)
NOT_MINE = frozenset(
    {"MessageAbortedError", "ContextOverflowError", "ProviderAuthError", "MessageOutputLengthError", "ContentFilterError"}
)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if prompt.fault is not None and prompt.kind == "silent" and "Provider request failed" in prompt.fault.text:
        yield conclusive("The provider refused the request.", logged(prompt))
        return
    if prompt.kind != "silent":
        return
    errors = [r for r in prompt.records or () if r.message == "stream error" and r.fields.get("small") != "true"]
    if answer is not None and answer.error_name and answer.error_name not in NOT_MINE:
        text = answer.error_message or ""
        if "database" in text or "Failed query" in text or "Invalid prompt" in text or "ENOSPC" in text:
            return
        if without_key(text):
            yield against("The error says that no key was sent at all.", row(prompt, "message", answer.id))
        if _overflow(text):
            yield against("The provider's text is about the length of the conversation.", row(prompt, "message", answer.id))
        status = f" with HTTP {answer.error_status}" if answer.error_status else ""
        if answer.error_name == "APIError" or answer.error_status or errors or "timed out" in text or "ConnectionRefused" in text:
            yield conclusive(f"The answer ended in {answer.error_name}{status}.", row(prompt, "message", answer.id))
        else:
            yield strong(f"The answer ended in {answer.error_name}.", row(prompt, "message", answer.id))
    elif answer is not None and broken_off(prompt):
        yield strong(
            f"{sum(1 for a in prompt.answers if a.finish == 'unknown')} answers to this prompt broke off with finish “unknown”: the stream was cut.",
            row(prompt, "message", answer.id),
        )
        yield strong("The server asked the provider again each time.", row(prompt))
    elif (
        answer is not None
        and answer.completed
        and answer.finish is None
        and not answer.error_name
        and prompt.stage is Stage.STREAM
    ):
        yield strong(
            "The answer was closed empty, without finish or error: it was stopped while the server was retrying.",
            row(prompt, "message", answer.id),
        )
    if errors and not (answer and answer.error_name):
        yield strong(
            f"{len(errors)} “stream error” record(s) for this prompt; the last: {_kind(errors[-1].fields)}.", errors[-1].source
        )
        if hanging(prompt):
            yield moderate(
                "The answer is still open: the server is retrying, which it does without end and without storing an error.",
                row(prompt, "message", answer.id if answer else None),
            )
        elif prompt.message is None and prompt.rows is None:
            yield moderate("No answer followed.", errors[-1].source)


def broken_off(prompt: Prompt) -> bool:
    return sum(1 for a in prompt.answers if a.finish == "unknown") >= 2


def _overflow(text: str) -> bool:
    return any(w in text for w in ("context_length_exceeded", "maximum context length", "prompt is too long", "context window"))


def _kind(fields: Mapping[str, str]) -> str:
    text = fields.get("error.error") or fields.get("error") or ""
    for word in (
        "429",
        "500",
        "502",
        "503",
        "529",
        "ConnectionRefused",
        "Unable to connect",
        "timed out",
        "rate limit",
        "overloaded",
        "AI_APICallError",
    ):
        if word in text[:4000]:
            return word
    return "see the record"


def summary(prompts: Sequence[Prompt], world: World) -> str:
    status = sorted({str(p.answer.error_status) for p in prompts if p.answer and p.answer.error_status})
    return f"The provider failed {len(prompts)} prompt(s)" + (f" (HTTP {', '.join(status[:4])})." if status else ".")


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Read the provider's text in the session's last answer and mend what it names (key, quota, model, request).",
        "If the session is still retrying: abort it and send again with a model that answers.",
        "$ curl -X POST http://127.0.0.1:4096/session/SESSION_ID/abort",
    )
