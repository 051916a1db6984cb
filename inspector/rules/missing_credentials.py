"""The provider exists, but this server has no API key for it.

What happens
204, the user message is stored, `loop step=0` is logged, then the prompt fails with ProviderModelNotFoundError, or
the answer ends in ProviderAuthError before any request is made.

Why
OpenCode treats a catalogue provider without a key as not connected, and its models as missing. A configured provider
whose SDK needs a key fails one step later, in the answer.

How to tell it from similar causes
- The server suggests the SAME name that was sent (`Model not found: openai/gpt-4o. Did you mean: gpt-4o, ...?`):
  the catalogue has the model, but the provider has no key.
- model-not-found: the server suggests another name (a misspelling) or none (an unknown provider).
- 1.17.0 logs a bare ProviderModelNotFoundError for both; the provider in the stored prompt is then the only evidence.
- ProviderAuthError in the answer: the SDK had no key to send.
- A provider that answers 401 to a request without a key causes an APIError with status 401 (see provider-error); the
  remedy is the same.

Remedy
- Give the provider a key (provider.ID.options.apiKey in opencode.json) and restart the server: worked when tried on
  1.15.13, 1.18.14, 1.18.33.
- An environment variable or `opencode auth login` where the server runs, then a restart: not tried.
- Another spelling of the model does not help.

Versions
Seen on 1.15.4, 1.15.13, 1.17.0, 1.17.11, 1.17.19, 1.18.3, 1.18.14, 1.18.33. 1.15.x: JSON with `suggestions`.
1.17.0: no name. 1.17.11 and later: text with `Did you mean`.

Sources
anomalyco/opencode#42781. Recordings references-*, remedies2-1.15.13, remedies2-1.18.14, remedies2-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import AWAITED
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, row, strong, weak
from inspector.rules._models import CATALOGUE, is_missing_model, keyless_call, named, same_suggested, without_key
from inspector.rules._network_texts import OTHERS_CALLED, PROVIDER_CALLED
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Proof, Rule
from inspector.text import listed, many
from inspector.versions import older


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    answer = prompt.answer
    if answer is not None and answer.error_name and prompt.outcome is Outcome.SILENT:
        text = answer.error_message or ""
        if answer.error_name == "ProviderAuthError" or "LoadAPIKey" in answer.error_name:
            yield conclusive(
                f"The answer ended in {answer.error_name}: the server had no API key to send.", row(prompt, "message", answer.id)
            )
        elif without_key(text):
            yield conclusive("The answer ended in an error that says no key was sent.", row(prompt, "message", answer.id))
        return
    keyless = keyless_call(prompt)
    if keyless is not None and keyless is prompt.record:
        if older(prompt.version, AWAITED) is not False:  # later servers log what a plugin did not await
            yield strong("The error that nothing in the server handled says that no key was sent.", keyless.source)
        return
    if keyless is not None:
        yield conclusive("The provider's error in the log says that no key was sent.", keyless.source)
        return
    if not is_missing_model(prompt):
        return
    name = named(prompt)
    if same_suggested(prompt) and name:
        yield conclusive(
            f"The server does not find {name[0]}/{name[1]} but suggests that very name: it knows the model and has no key for it.",
            logged(prompt),
        )
        return
    if prompt.fault is not None and prompt.fault.provider_id:
        yield against("The server's suggestions do not include the name that was sent.", logged(prompt))
        return
    if name and name[0] in world.answered_providers:
        yield against(f"Provider {name[0]} answered other prompts here.", row(prompt))
    elif name and name[0] in CATALOGUE:
        yield moderate(
            f"The record names no model; the stored prompt names {name[0]}, a provider in every server's catalogue, which never answered here.",
            row(prompt),
        )
        yield weak("1.17.0 logs a missing key and a missing model in the same way.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    names = sorted({n[0] for p in prompts if (n := named(p))})
    return f"{many(len(prompts), 'prompt needs', 'prompts need')} provider {listed(names) or '(unnamed)'}, which has no API key on this server."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure(
            "Give the provider a key where the server runs: its environment variable, `opencode auth login`, or provider.<id>.options.apiKey."
        ),
        restart(),
        resend(),
    )


RULE = Rule(
    title="The provider has no credentials on this server",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.MODEL,),
    references=("anomalyco/opencode#42781",),
    not_a_remedy=("Another spelling of the model: the server suggests the same name that was sent.",),
    about=PROVIDER_CALLED,
    not_about=OTHERS_CALLED,
    forms=(
        (
            r"\b\w*api[ _-]?key\b|\bauthorization header\b|\bcredentials\b|\b(?:authentication|bearer|access) token\b",
            r"\bmissing\b|\brequired\b|\bnot (?:set|provided|found|given|configured|passed|supplied)\b|\bplease set\b|\bno .{0,20}(?:provided|found|set|given)\b|\bmust (?:be set|provide)\b|未提供|缺少|为空|未设置",
        ),
    ),
    told=(
        (
            r"\bmissing\b|\bnot (?:set|configured|found|provided|defined|loaded|passed|sent|resolved|picked up|recogni[sz]ed)\b|\bunset\b|\bno (?:valid )?(?:api[ -]?keys?|credentials?)\b",
            r"\bapi[ -_]?keys?\b|\bcredentials?\b|\bauth\.json\b",
        ),
    ),
)
