"""Prompts that wait for another prompt get its cause and a link to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from inspector.diagnosis.groups import Item
from inspector.model import Confidence, Entry, Evidence
from inspector.prompts.prompt import Prompt


def share_causes(items: list[Item]) -> list[Item]:
    """Give each prompt that waits for a subagent or behind an open prompt the cause of the awaited prompt."""
    return _share_with_queued([_with_note_of_parent(item) for item in _share_with_parents(items)])


def _share_with_parents(items: list[Item]) -> list[Item]:
    """Give each prompt whose ``task`` call waits for a subagent the subagent's cause, through any number of levels."""
    waited = {session for prompt, _ in items for session in prompt.waits_for}
    by_session = {p.session_id: (p, e) for p, e in items if p.session_id and p.session_id in waited and e.pressing}
    return [(item[0], _cause_of_subagent(*item, by_session, ())) if item[0].waits_for else item for item in items]


def _cause_of_subagent(
    prompt: Prompt, entry: Entry, by_session: Mapping[str, tuple[Prompt, Entry]], seen: Sequence[str]
) -> Entry:
    """Return the entry with the cause of the subagent it waits for, of the surest one where it waits for several."""
    found = []
    for session in prompt.waits_for:
        if session in by_session and session not in seen:
            child, own = by_session[session]
            found.append((session, _cause_of_subagent(child, own, by_session, (*seen, session))))
    if not found:
        return entry
    session, known = max(found, key=lambda pair: (pair[1].cause is not None, pair[1].confidence is Confidence.HIGH))
    call = next((part for part in prompt.answer_parts if part.child == session), None)
    source = str(prompt.rows.source("part", call.id)) if prompt.rows is not None and call is not None else ""
    waits = Evidence(True, f"The prompt waits for its subagent in session {session}, which has this cause.", source)
    return replace(
        entry,
        cause=known.cause,
        confidence=known.confidence,
        candidates=known.candidates,
        evidence=(waits, *known.evidence),
        expected=known.expected,
        next_evidence=known.next_evidence,
        fingerprint=known.fingerprint,
        via=session,
    )


def _with_note_of_parent(item: Item) -> Item:
    """Add evidence to a subagent's prompt that its parent's call has ended, so that no prompt waits for it any more."""
    prompt, entry = item
    call = prompt.call
    if call is None or call.ended is None or prompt.rows is None or prompt.rows.session is None:
        return item
    went_on = Evidence(
        True,
        f"The call that sent it has ended with status {call.status}; its parent session {prompt.rows.session.parent_id} continued.",
        str(prompt.rows.source("part", call.id)),
    )
    return prompt, replace(entry, evidence=(*entry.evidence, went_on))


def _share_with_queued(items: list[Item]) -> list[Item]:
    """Give each prompt queued behind an open prompt the open prompt's cause, unless it has its own."""
    by_message = {(p.session_id, p.message.id): e for p, e in items if p.message is not None}
    found = []
    for item in items:
        prompt, entry = item
        blocker = by_message.get((prompt.session_id, prompt.behind)) if prompt.behind else None
        if entry.cause is None and blocker is not None:
            source = str(entry.evidence[0].source) if entry.evidence else ""
            waits = Evidence(True, f"The prompt is queued behind {prompt.behind}, which is still open.", source)
            shared = replace(
                entry,
                cause=blocker.cause,
                confidence=Confidence.MEDIUM if blocker.cause else None,
                candidates=blocker.candidates,
                evidence=(waits, *blocker.evidence),
            )
            item = prompt, shared
        found.append(item)
    return found
