"""What a provider's refusal says about the stored conversation: the facts that history-rejected and provider-error share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.model import Outcome, Source
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._provider import READ_CHARACTERS, answer_in, error_of, failed_calls

_ABOUT_HISTORY = re.compile(
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
    r"|messages must have non-empty content",
    re.IGNORECASE | re.DOTALL,
)
"""Texts of providers that name a stored message, tool call, signature or reasoning item as the reason of a refusal."""
_PLACE = re.compile(r"\b(?:messages|input|contents)(?:\.|\[)(\d{1,5})\b")
"""Where in the conversation the provider found the fault."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a provider refused one prompt of a session, and how its other prompts fared."""

    text: str
    """The provider's own words."""
    named: bool
    """Whether the words are known to be about stored messages."""
    place: str | None
    """The number of the message that the words name; None where they name none."""
    streak: int
    """How many prompts of the session in a row, this one among them, were refused in the same way."""
    single: bool
    """Whether a later prompt of the session was answered although only this one had been refused."""
    others: Source | None
    """An answer by the same model in another session, later than the first refusal; None where there is none."""
    source: Source | None

    @property
    def of_history(self) -> bool:
        """Whether the stored conversation is the likely reason: by its words, or by the place they name again and again."""
        if self.single:
            return False
        return self.named or (self.streak >= 2 and self.place is not None and self.others is not None)

    @property
    def of_session(self) -> bool:
        """Whether the same refusal repeats in this session while the same model answers in others."""
        return not self.single and self.streak >= 2 and self.others is not None


def refusal(prompt: Prompt, world: World) -> Refusal | None:
    """Return how the provider refused the content of `prompt`; None when it did not, or for another kind of reason."""
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
        single=len(streak) == 1 and (prompt.recovered or not _spoken_before(prompt)),
        others=_answered_elsewhere(prompt, streak[0], world),
        source=_source(prompt),
    )


def _refused(prompt: Prompt) -> str | None:
    """The provider's words, when it refused the request as such (400 or 422, or no status)."""
    answer = prompt.answer
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name:
        return (answer.error_message or "")[:READ_CHARACTERS] if answer.error_status in (None, 400, 422) else None
    if prompt.outcome is not Outcome.SILENT or answer is not None:
        return None
    calls = failed_calls(prompt)
    return answer_in(error_of(calls[-1])) if calls else None


def _streak(prompt: Prompt, siblings: Sequence[Prompt], named: bool, text: str) -> list[Prompt]:
    """The prompts of the session, one after the other, that were refused like `prompt`."""
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


def _spoken_before(prompt: Prompt) -> bool:
    """Whether the session had an earlier prompt, whose answer may be what is refused; True when that is unknown."""
    return prompt.first is not True


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
