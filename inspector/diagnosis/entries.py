"""Make an entry of the report from one prompt and its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from sys import intern
from typing import TypeVar

from inspector.diagnosis.fingerprint import fingerprint
from inspector.diagnosis.verdict import Verdict
from inspector.model import Assumption, Clue, Confidence, Deciding, Entry, Evidence, Outcome, Source, Wanted
from inspector.model.pasted import PieceKind
from inspector.prompts.answers import lacks_answer_parts, last_activity
from inspector.prompts.ids import id_maker, part_makers
from inspector.prompts.prompt import Prompt, VersionFrom
from inspector.prompts.world import World
from inspector.rules import rules

T = TypeVar("T")

CUT = timedelta(seconds=2)
"""An answer whose last activity is at most this long before the end of the evidence may have been running when it was
copied."""


def entry_of(prompt: Prompt, verdict: Verdict, world: World) -> Entry:
    """Return the report's entry for a prompt in trouble."""
    rule = rules().get(verdict.cause or "")
    fault = prompt.fault
    answer = prompt.answer
    outcome = prompt.outcome
    candidates = verdict.candidates or possible_causes(prompt)
    best = verdict.findings[:1] if verdict.cause else [f for f in verdict.findings if f.score > 0][:3] or verdict.findings[:3]
    return Entry(
        outcome=outcome,
        session_id=prompt.session_id,
        time=prompt.time,
        cause=verdict.cause,
        confidence=verdict.confidence,
        candidates=_first(verdict.cause, candidates),
        stage=prompt.stage,
        evidence=(*(evidence_of(c, f.cause if len(best) > 1 else "") for f in best for c in f.clues), *_unvouched(prompt)),
        log=(prompt.record.path, prompt.record.offset) if prompt.record else None,
        error=_shared(
            code=fault.code if fault else None,
            name=fault.name if fault else answer.error_name if answer else None,
            message=fault.message if fault else answer.error_message if answer else None,
        ),
        request=_shared(**_request(prompt)),
        rows=_shared(**prompt.rows.counts) if prompt.rows else {},
        inputs=(prompt.input,)
        if prompt.input
        else (prompt.rows.inputs or ())
        if prompt.rows and outcome is Outcome.FAILED
        else (),
        message_id=prompt.message.id if prompt.message else prompt.input.id if prompt.input else None,
        status=prompt.request.status if prompt.request else None,
        reason=_reason(prompt, verdict),
        recovered=prompt.recovered and outcome is Outcome.SILENT,
        expected=rule is not None and rule.is_expected and outcome is Outcome.SILENT and verdict.confidence is Confidence.HIGH,
        assumed=tuple(_assumed(prompt, verdict, world)),
        run=prompt.run.key if prompt.run else None,
        version=prompt.version,
        fingerprint=fingerprint(verdict.cause, prompt),
        next_evidence=() if verdict.cause else tuple(_next_evidence(candidates, prompt, world)),
        agent=prompt.message.agent if prompt.message else prompt.fault.sent_agent if prompt.fault else None,
        model=intern(f"{prompt.message.provider_id}/{prompt.message.model_id}")
        if prompt.message and prompt.message.model_id
        else None,
    )


@lru_cache(4096)
def _shared(**values: T) -> Mapping[str, T]:
    """Return a mapping with these values; entries with equal values share it."""
    return values


@lru_cache(4096)
def _first(cause: str | None, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the candidates, `cause` first where there is one; entries with equal candidates share them."""
    return (cause, *(c for c in candidates if c != cause)) if cause else candidates


@lru_cache(16)
def _place(source: Source) -> str:
    """Return the source as text; the clues of a prompt often have the same."""
    return str(source)


def _unvouched(prompt: Prompt) -> Iterator[Evidence]:
    if prompt.unvouched and prompt.record is not None and not prompt.record.quoted:
        said = "No row, captured request or other record contains this session ID: a client may have written this record's text."
        yield Evidence(False, said, str(prompt.record.source))


def evidence_of(clue: Clue, cause: str = "") -> Evidence:
    """Return a rule's clue as evidence of the report; `cause` names the candidate when there are several."""
    return Evidence(int(clue.weight) >= 0, clue.text, _place(clue.source) if clue.source else "", int(clue.weight), cause)


def possible_causes(prompt: Prompt) -> tuple[str, ...]:
    """Return the causes that stay possible at the prompt's stage when no rule has evidence, most likely first."""
    if prompt.outcome is not Outcome.SILENT:
        return ()
    ranks = {cause: rule.possible_at[prompt.stage] for cause, rule in rules().items() if prompt.stage in rule.possible_at}
    return tuple(sorted(ranks, key=lambda cause: ranks[cause]))


def _next_evidence(candidates: Sequence[str], prompt: Prompt, world: World) -> Iterator[Wanted]:
    if prompt.unread is not None:
        yield Wanted(Deciding.UNREAD_MESSAGE, prompt.unread)
    if lacks_answer_parts(prompt):
        yield Wanted(Deciding.PARTS)
    if world.logs is None:
        yield Wanted(Deciding.LOG)
    if world.facts is None:
        yield Wanted(Deciding.DATABASE)
    wanted = {deciding for cause in candidates for deciding in rules()[cause].would_decide}
    if Deciding.CAPTURE_IF_NOT_STORED in wanted and prompt.message is None:
        wanted.add(Deciding.CAPTURE)
    if Deciding.CAPTURE in wanted and not world.requests_read:
        yield Wanted(Deciding.CAPTURE)
    yield from (Wanted(deciding) for deciding in (Deciding.NO_PLUGINS, Deciding.PROCESS_ALIVE) if deciding in wanted)


_VERSION_FROM = {
    VersionFrom.SESSION: Assumption.VERSION_OF_SESSION,
    VersionFrom.ROWS: Assumption.VERSION_OF_ROWS,
    VersionFrom.ERA: Assumption.VERSION_OF_ERA,
    VersionFrom.GIVEN: Assumption.VERSION_GIVEN,
}


def _assumed(prompt: Prompt, verdict: Verdict, world: World) -> Iterator[Assumption]:
    version = _VERSION_FROM.get(prompt.version_from) if prompt.version_from else None
    if version is Assumption.VERSION_GIVEN and any(
        piece.kind is PieceKind.VERSION and piece.text == prompt.version for piece in world.pieces
    ):
        version = Assumption.VERSION_CLAIMED
    if version:
        yield version
    last = last_activity(prompt)
    ends = last is not None and world.end is not None and world.end - last <= CUT and not world.live
    if prompt.outcome is Outcome.SILENT and verdict.cause is None and ends:
        yield Assumption.NOT_ANSWERED_SINCE


def _reason(prompt: Prompt, verdict: Verdict) -> tuple[str, ...]:
    if prompt.outcome is not Outcome.REJECTED:
        return ()
    if prompt.request is not None and prompt.request.problems:
        return prompt.request.problems
    return tuple(clue.text for clue in verdict.clues[:1])


def _request(prompt: Prompt) -> Mapping[str, str]:
    """Return who set each field of the request: ``client``, ``server``, ``absent`` or ``unknown``."""
    shape = prompt.request
    if shape is not None and shape.body_readable:

        def sent(value: object) -> str:
            return "client" if value else "absent"

        return {
            "message_id": sent(shape.message_id),
            "part_ids": sent(shape.part_ids),
            "directory": sent(shape.directory),
            "agent": sent(shape.agent),
            "model": sent(shape.model_id),
            "variant": sent(shape.variant),
            "source": "capture",
        }
    found = dict.fromkeys(("message_id", "part_ids", "directory", "agent", "model", "variant"), "unknown")
    if prompt.message is not None:
        message = prompt.message
        found["message_id"] = id_maker(prompt).value
        found["part_ids"] = part_makers(prompt).value
        if message.agent and message.agent != "build":
            found["agent"] = "client"
        if message.variant and message.variant != "default":
            found["variant"] = "client"
        return {**found, "source": "database"}
    if prompt.input is not None:
        from inspector.database.ids import maker

        found["message_id"] = maker(prompt.input.id, prompt.input.time_created).maker.value
        return {**found, "source": "database"}
    if prompt.fault is not None and (prompt.fault.agent or prompt.fault.message_id):
        if prompt.fault.agent:
            found["agent"] = "client"
        return {**found, "source": "log"}
    return {**found, "source": "none"}
