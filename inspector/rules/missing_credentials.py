"""The provider is known but has no key here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import against, conclusive, logged, moderate, row, weak
from inspector.rules.model_not_found import CATALOGUE, is_missing_model, named, same_suggested

TITLE = "The provider has no credentials on this server"
REFERENCES = ("anomalyco/opencode#42781",)
NOT_A_REMEDY = ("Another spelling of the model: the server suggests the very name that was sent.",)
WORDS = (
    "api key is missing", "apikey is missing", "missing api key", "no api key", "provide an api key", "api key not found", "loadapikey",
    "missing bearer", "missing authentication", "x-api-key header is required", "missing credentials", "no credentials",
)  # fmt: skip
"""What providers and their client libraries say when no key was sent; a wrong key reads otherwise (“Incorrect API key provided”)."""


def without_key(text: str) -> bool:
    """Whether an error text says that no key was sent at all."""
    low = text.lower()
    return any(word in low for word in WORDS)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if answer is not None and answer.error_name and prompt.kind == "silent":
        text = answer.error_message or ""
        if answer.error_name == "ProviderAuthError" or "LoadAPIKey" in answer.error_name:
            yield conclusive(
                f"The answer ended in {answer.error_name}: the server had no key to send.", row(prompt, "message", answer.id)
            )
        elif without_key(text):
            yield conclusive("The answer ended in an error that says no key was sent.", row(prompt, "message", answer.id))
        return
    if prompt.fault is None or not is_missing_model(prompt):
        return
    name = named(prompt)
    if same_suggested(prompt) and name:
        yield conclusive(
            f"The server does not find {name[0]}/{name[1]} and suggests the same name: its catalogue has the model, but the provider has no key.",
            logged(prompt),
        )
        return
    if prompt.fault.provider_id:
        yield against("The server's suggestions do not hold the name that was sent.", logged(prompt))
        return
    if name and name[0] in world.answered_providers:
        yield against(f"Provider {name[0]} answered other prompts here.", row(prompt))
    elif name and name[0] in CATALOGUE:
        yield moderate(
            f"The record names no model; the stored prompt names {name[0]}, a provider everybody's catalogue has, and it never answered here.",
            row(prompt),
        )
        yield weak("1.17.0 logs a missing key and a missing model alike.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    names = sorted({n[0] for p in prompts if (n := named(p))})
    return f"{len(prompts)} prompt(s) need provider {', '.join(names[:3]) or '(unnamed)'}, which has no key on this server."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Give the provider a key where the server runs (its environment variable, `opencode auth login`, or provider.<id>.options.apiKey), then restart the server.",
    )
