"""The model or provider that the prompt, its agent or its session names does not exist on this server.

What happens
204, the user message is stored, `loop step=0` is logged, then `prompt_async failed` with
ProviderModelNotFoundError. No answer row. The session goes idle.

Why
The name is misspelt, was renamed or removed, or belongs to another directory's configuration. The model may come
from the body, from the agent's own setting, or from the session, which remembers the last model.

How to tell it from similar causes
- If the server suggests another name, the name is misspelt. Without a suggestion the provider is unknown, or no name is
  similar.
- missing-credentials: the server suggests the same name that was sent.
- agent-not-found fails earlier: no user message, no loop.
- `share subscriber failed` has the same error and is not the cause.

Remedy
- Send a model that exists: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Add the model to opencode.json and restart the server: worked when tried on 1.15.13, 1.18.14, 1.18.33.
- Adding it while the server keeps running does NOT cure (1.15.13, 1.18.14, 1.18.33); nor does POST
  /instance/dispose after adding it (same versions).
- Leaving the model out of the body does NOT cure (1.15.13, 1.17.19, 1.18.33): the session remembers.

Versions
- up to 1.3.0: at best an unnamed `rejection` record.
- 1.3.2, 1.14.41: `error=ProviderModelNotFoundError`, without a name.
- 1.15.x: JSON with providerID, modelID, suggestions.
- 1.17.0: bare ProviderModelNotFoundError. 1.17.11 and later: `Model not found: mock/god. Did you mean: good?`.
- v2 API (1.17.19, 1.18.33): `Failed to drain Session ... ModelUnavailableError`.
- Synchronous routes (/message, /command, /init, /summarize) answer 500.
- 2.x: the turn's `idle` row carries an error of type `provider.no-route`. Taken from its published schema; no 2.x
  server was tried.

Sources
anomalyco/opencode#12738, #10631, #6493, #42781. Recordings references-* (six versions), bad-references-*, misc-*,
remedies-*, remedies2-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, row, strong, weak
from inspector.rules._models import CATALOGUE, is_missing_model, named, same_suggested
from inspector.rules._questions import looped, no_loop, unanswered
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Proof, Rule
from inspector.text import listed, many


def _unlogged(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a captured 500 without a record (1.17.9 logs none for a synchronous call) whose model answered no
    prompt."""
    request, name = prompt.request, named(prompt)
    if prompt.outcome is not Outcome.REJECTED or request is None or prompt.record is not None or (request.status or 0) < 500:
        return
    if prompt.message is None or name is None or name in world.answered_models:
        return
    yield strong(f"The message was stored, the call was refused, and {name[0]}/{name[1]} answered no other prompt.", row(prompt))
    if name[0] in world.answered_providers:
        yield moderate(f"Provider {name[0]} answered other prompts, so it is connected here.", row(prompt))


def _not_written(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield a clue for a stored prompt whose run's log ends before it shows a loop: ``opencode run`` ends without writing its last
    lines, the error among them (1.18.7)."""
    name = named(prompt)
    if name is None or prompt.records is None or not unanswered(prompt) or prompt.behind:
        return
    if looped(prompt) is None and not no_loop(prompt, world) and world.answered_models and name not in world.answered_models:
        yield weak(
            f"The run's log ends before it shows a loop, and {name[0]}/{name[1]} answered no other prompt here.", row(prompt)
        )


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if not is_missing_model(prompt):
        yield from _unlogged(prompt, world)
        yield from _not_written(prompt, world)
        return
    name = named(prompt)
    if same_suggested(prompt):
        yield against("The server suggests the same name, so the model exists and the provider is not connected.", logged(prompt))
        return
    if name and name in world.answered_models:
        yield weak(
            f"{name[0]}/{name[1]} answered other prompts in this database: the failing instance had another configuration.",
            row(prompt),
        )
    if fault is not None and fault.provider_id:
        meant = f"; it suggests {', '.join(fault.suggestions[:3])}" if fault.suggestions else " and suggests nothing similar"
        yield conclusive(f"The server does not have {fault.provider_id}/{fault.model_id}{meant}.", logged(prompt))
    else:
        if fault is None:
            yield moderate(
                "The record hides its error; the prompt failed right after the loop began, where the server looks up the model.",
                logged(prompt),
            )
        else:
            yield moderate(
                "ProviderModelNotFoundError without a name (as 1.17.0 and the 1.3–1.14 servers log it).", logged(prompt)
            )
        if name and name[0] in world.answered_providers:
            yield strong(
                f"The stored prompt names {name[0]}/{name[1]}; provider {name[0]} answered other prompts, so it is connected here.",
                row(prompt),
            )
        elif name and name[0] not in CATALOGUE:
            yield moderate(f"The stored prompt names provider {name[0]}, which is not in the model catalogue.", row(prompt))
        elif name:
            yield weak(f"The stored prompt names {name[0]}/{name[1]}, which never answered here.", row(prompt))
    if prompt.message is not None and looped(prompt) is not None:
        yield weak("The user message was stored and the loop started, as always when the model is missing.", row(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    names = sorted({"/".join(n) for p in prompts if (n := named(p))})
    return f"{many(len(prompts), 'prompt names', 'prompts name')} a model that this server does not have" + (
        f" ({listed(names)})." if names else "."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    meant = next((p.fault.suggestions for p in prompts if p.fault and p.fault.suggestions), ())
    hint = f" (the server suggests {', '.join(meant[:3])})" if meant else ""
    return (
        resend(
            f"Send the prompt again with a provider and model that exist here{hint}. The session remembers the old model until you do."
        ),
        configure("Or add the model to opencode.json and restart the server."),
    )


RULE = Rule(
    title="The model or provider does not exist on this server",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.MODEL,),
    references=("anomalyco/opencode#12738", "anomalyco/opencode#10631", "anomalyco/opencode#42781"),
    not_a_remedy=(
        "Leaving the model out of the body: the session remembers it (1.15.13, 1.17.19, 1.18.33).",
        "Adding the model to opencode.json without a restart, or with POST /instance/dispose only (1.15.13, 1.18.14, 1.18.33).",
    ),
    about=r"\bmodels?\b(?!\.dev)|模型|\bmodel_?id\b|\bai_\w{1,40}error\b",
    forms=(
        (
            r"^(?!.*\b(?:parameters?|tools?|images?|vision|functions?|reasoning|thinking|temperature|effort|streaming|embeddings?|file|region|schema|prompt|content|overloaded|capacity|loaded|temporarily|field|table|column|relation|property|mongoose|user)\b).*(?:\bmodels?\b|模型)",
            r"\bmodels?\b.{0,60}\b(?:not found|does(?: not|n't) exist|unavailable|(?:is|are) not (?:available|supported|recogni[sz]ed|deployed|accessible|enabled)|unknown|retired|decommissioned|does not support this)\b|\b(?:unsupported|unknown|invalid|unrecogni[sz]ed|no such|nonexistent) models?\b|\bnot allowed to access model\b|\bno access to (?:the |this )?model\b|模型.{0,12}(?:下架|下线|未找到|不存在|不支持|不可用|无效|停用)",
        ),
    ),
    told=(
        (r"\binvalid\b|\bmis-?spell?\w*|\btypo\b", r"\b(?:provider|model)(?:/model)? ?(?:ids?|names?)\b"),
        (
            r"\bmodels?\b",
            r"\bmodels?\b(?: ids?| names?)?.{0,40}\b(?:not found|not available|unavailable|not recogni[sz]ed|does(?:n't| not) exist|no longer (?:available|exists?|offered)|missing from|not in the list)\b",
        ),
    ),
)
