"""Questions about a prompt's model: its name, whether the server has it, and whether its provider has an API key."""

from __future__ import annotations

from inspector.model import LogRecord, Outcome
from inspector.prompts.prompt import Prompt
from inspector.prompts.unawaited import REJECTIONS
from inspector.rules._provider import failed_calls, words_of
from inspector.rules._questions import hidden, uncalled

WORDS = (
    "api key is missing",
    "apikey is missing",
    "missing api key",
    "no api key",
    "provide an api key",
    "api key not found",
    "loadapikey",
    "missing bearer",
    "missing authentication",
    "x-api-key header is required",
    "missing credentials",
    "no credentials",
    "no api-key",
    "didn't provide an api key",
    "allow unregistered callers",
    "no authentication provided",
    "未提供令牌",
)
"""Error texts of providers and their libraries when no key was sent. A wrong key gives other texts ("Incorrect API key
provided")."""


def without_key(text: str) -> bool:
    """Whether an error text says that the request had no API key."""
    low = text.lower()
    return any(word in low for word in WORDS)


def keyless_call(prompt: Prompt) -> LogRecord | None:
    """Return the ``stream error`` record of this prompt, or the unhandled rejection, that says no key was sent; None when there is
    none."""
    if prompt.outcome is not Outcome.SILENT:
        return None
    record = prompt.record
    if record is not None and record.message in REJECTIONS and without_key(record.error_text):
        return record
    return next((call for call in failed_calls(prompt) if without_key(words_of(call))), None)


CATALOGUE = frozenset(
    """
    anthropic openai google google-vertex azure amazon-bedrock openrouter groq mistral xai deepseek github-copilot opencode
    cerebras togetherai fireworks-ai cohere perplexity huggingface nvidia moonshotai zai vercel alibaba ollama-cloud
    github-models deepinfra minimax
    """.split()
)
"""Providers in OpenCode's model catalogue (models.dev): every server has them, but they need a key."""


def named(prompt: Prompt) -> tuple[str, str] | None:
    """Return (provider, model) of the prompt, from the error, the row or the request; None when none of them names a
    model."""
    fault = prompt.fault
    if fault and fault.provider_id and fault.model_id:
        return fault.provider_id, fault.model_id
    for holder in (prompt.message, prompt.request):
        if holder and holder.provider_id and holder.model_id:
            return holder.provider_id, holder.model_id
    return None


def is_missing_model(prompt: Prompt) -> bool:
    """Whether the model was not found. Where the record hides its error: whether the prompt failed where OpenCode looks
    models up."""
    fault = prompt.fault
    if hidden(prompt):
        return uncalled(prompt) is not None
    return fault is not None and (
        fault.name == "provider.no-route"
        or "ProviderModelNotFoundError" in (fault.name or fault.text[:200])
        or "ModelUnavailableError" in fault.text[:300]
        or "Model not found:" in fault.text[:500]
    )


def same_suggested(prompt: Prompt) -> bool:
    """Whether the server suggests the same name that it did not find: the catalogue has the model, but its provider has
    no key."""
    fault, name = prompt.fault, named(prompt)
    return bool(fault and name and name[1] in fault.suggestions)
