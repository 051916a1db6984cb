"""Facts about a provider's refusal that history-rejected and provider-error share: is the stored conversation the reason?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspector.model import Outcome, Source
from inspector.model.value import Value
from inspector.patterns import late
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._provider import READ_CHARACTERS, answer_in, error_of, failed_calls

_ABOUT_HISTORY = late(
    r"`?tool_use`? ids? were found without|unexpected `?tool_use_id`?|`?tool_use`? ids? must be unique"
    r"|each `?tool_(?:use|result)`? block must have a corresponding|tool_?[rR]esult blocks? (?:at|that exceeds)|toolResult blocks"
    r"|No tool (?:output|call) found for function call|tool_call_ids? (?:did not have|without) response"
    r"|'?tool_calls'? must be followed by tool messages|must be a response to a prec\w{0,6}ing message with '?tool_calls"
    r"|Invalid `?signature`? in `?thinking|`?(?:redacted_)?thinking`? blocks? in the latest assistant message cannot be modified"
    r"|Expected `?thinking`? or `?redacted_thinking`?, but found|missing a `?thought_signature"
    r"|invalid_encrypted_content|encrypted[_ ]content\b.{0,200}?could not be (?:verified|decrypted)"
    r"|was provided without its required (?:following|preceding) item|Items are not persisted when"
    r"|function call turn comes immediately after|number of function response parts"
    r"|reasoning_content`? in the thinking mode must be passed back|text content blocks must be non-empty"
    r"|messages must have non-empty content|must contain non-whitespace text|cannot end with trailing whitespace|first message must use the"
    r"|roles must alternate|support assistant message prefill|Duplicate item found with id|(?:text|content) field in the (?:ContentBlock|Message) object"
    r"|contents\.parts`? must not be empty|function response turn comes immediately after|Corrupted thought signature|Thought signature is not valid"
    r"|Expected last role User or Tool|Unexpected role 'user' after role 'tool'|Not the same number of function calls and responses"
    r"|tool call result does not follow tool call|tool_call_id\s+is not found|reasoning_content is missing in",
    re.IGNORECASE | re.DOTALL,
)
"""Texts of providers that name a stored message, tool call, signature or reasoning item as the reason of a refusal."""
_PLACE = late(r"\b(?:messages|input|contents)(?:\.|\[)(\d{1,5})\b")
"""The place in the conversation that a provider's error names."""


class Refusal(Value, frozen=True):
    """How a provider refused one prompt, and how it treated the session's other prompts."""

    text: str
    """The provider's error text."""
    named: bool
    """Whether the text is known to be about stored messages."""
    place: str | None
    """The number of the message that the text names; None where it names none."""
    streak: int
    """Number of consecutive prompts of the session, including this one, that were refused in the same way."""
    single: bool
    """Whether a later prompt of the session was answered although only this one had been refused."""
    others: Source | None
    """An answer of the same model in another session after the first refusal; None where there is none."""
    source: Source | None

    @property
    def of_history(self) -> bool:
        """Whether the stored conversation is the likely reason, because the text is about it or repeatedly names the
        same place."""
        if self.single:
            return False
        return self.named or (self.streak >= 2 and self.place is not None and self.others is not None)

    @property
    def of_session(self) -> bool:
        """Whether the same refusal repeats in this session while the same model answers in others."""
        return not self.single and self.streak >= 2 and self.others is not None


def refusal(prompt: Prompt, world: World) -> Refusal | None:
    """Return how the provider refused the content of `prompt`; None when it did not, or refused it for another reason."""
    text = _refused(prompt)
    if text is None:
        return None
    named, place = _ABOUT_HISTORY.search(text) is not None, _PLACE.search(text)
    siblings = world.index.by_session.get(prompt.session_id, ())
    streak = _streak(prompt, siblings, named, text)
    return Refusal(
        text=text,
        named=named,
        place=place[0] if place else None,
        streak=len(streak),
        single=len(streak) == 1 and (prompt.recovered or prompt.first is True),
        others=_answered_elsewhere(prompt, streak[0], world),
        source=_source(prompt),
    )


def _refused(prompt: Prompt) -> str | None:
    """Return the provider's error text when it refused the request itself (status 400, 422 or none); None otherwise."""
    answer = prompt.answer
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name:
        return (answer.error_message or "")[:READ_CHARACTERS] if answer.error_status in (None, 400, 422) else None
    if prompt.outcome is not Outcome.SILENT or answer is not None:
        return None
    calls = failed_calls(prompt)
    return answer_in(error_of(calls[-1])) if calls else None


def _streak(prompt: Prompt, siblings: Sequence[Prompt], named: bool, text: str) -> list[Prompt]:
    """Return the consecutive prompts of the session that were refused like `prompt`."""
    streak: list[Prompt] = []
    for other in siblings:
        said = text if other is prompt else _refused(other)
        if said is not None and (_ABOUT_HISTORY.search(said) is not None if named else said[:200] == text[:200]):
            streak.append(other)
        elif any(known is prompt for known in streak):
            break
        else:
            streak = []
    return streak if any(known is prompt for known in streak) else [prompt]


def _answered_elsewhere(prompt: Prompt, first: Prompt, world: World) -> Source | None:
    answer = prompt.answer
    if answer is None or first.time is None:
        return None
    model = answer.provider_id, answer.model_id
    answered = world.index.answered_by_model.get(model, ())
    later = (p for p in answered if p.session_id != prompt.session_id and p.time and p.time >= first.time)
    found = next(later, None)
    return found.rows.source("message", found.answer.id) if found is not None and found.rows and found.answer else None


def _source(prompt: Prompt) -> Source | None:
    if prompt.rows is not None and prompt.answer is not None:
        return prompt.rows.source("message", prompt.answer.id)
    return next((r.source for r in reversed(prompt.records or ()) if r.message == "stream error"), None)
