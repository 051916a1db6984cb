"""Diagnose: read all inputs, join them into prompts, judge each prompt, and make the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct, field

from inspector import __version__
from inspector.diagnosis.doubts import doubts, untraced_requests
from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.groups import Item, contrasts, groups, refuted
from inspector.diagnosis.listing import Place, drop_repeated_pieces, is_still_running, is_within, not_visible, place_of
from inspector.diagnosis.notes import notes
from inspector.diagnosis.timeline import timeline
from inspector.diagnosis.unplaced import unplaced
from inspector.diagnosis.verdict import Broken, judge, problems
from inspector.diagnosis.waiting import share_causes
from inspector.model import Outcome, Question, Report
from inspector.model.pasted import Judgement
from inspector.progress import SILENT, Progress
from inspector.prompts.gather import gather
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

__all__ = ["Gathered", "Question", "diagnose", "gather", "judged"]


def diagnose(question: Question, progress: Progress = SILENT) -> Report:
    """Return the whole diagnosis.

    Raises UsageError for inputs that do not exist, WrongFileError for a file that is not an OpenCode database, and UnreadableError
    when no input could be read. Every other error becomes a `Problem` in the report.
    """
    return judged(gather(question, progress), question, progress)


def judged(gathered: Gathered, question: Question, progress: Progress = SILENT) -> Report:
    """Judge every prompt and put the report together."""
    world = gathered.world
    broken: Broken = {}
    judgement = _judge_all(gathered, question, broken, progress)
    items = drop_repeated_pieces(share_causes(judgement.items))
    order = {id(r): n for n, r in enumerate(world.logs.failures)} if world.logs else {}
    failures = sorted((e for e in items if e[1].outcome is Outcome.FAILED), key=lambda e: order.get(id(e[0].record), 0))
    silent = sorted((e for e in items if e[1].outcome is Outcome.SILENT), key=_when)
    rejected = sorted((e for e in items if e[1].outcome is Outcome.REJECTED), key=_when)
    worked = [p for p in world.prompts if p.outcome is Outcome.ANSWERED and is_within(p, question)]
    answered = len(worked) + len(judgement.apart(Place.ANSWERED))
    unseen = judgement.apart(Place.UNSEEN)
    uncertain = (*unseen, *judgement.apart(Place.ELSEWHERE, Place.UNREADABLE))
    lost_sight = untraced_requests(gathered, question)
    causes = groups([*failures, *silent, *rejected], world, broken, question)
    refutations = refuted([p for p, _ in items], world, broken)
    remarks = notes(question, gathered, items, judgement.running, broken)
    return Report(
        version=__version__,
        generated=datetime.now(UTC),
        logs=world.logs.inputs if world.logs else (),
        runs=world.logs.runs if world.logs else (),
        database=world.facts,
        drifts=tuple(world.drifts[v] for v in sorted(world.drifts)),
        requests=gathered.requests.inputs if gathered.requests else (),
        failures=tuple(e for _, e in failures),
        silent=tuple(e for _, e in silent),
        rejected=tuple(e for _, e in rejected),
        causes=causes,
        refuted=refutations,
        contrast=contrasts(items, worked, world),
        timeline=timeline(items, worked, world),
        worked=answered if world.facts is not None or world.logs is not None else None,
        skipped=(*gathered.skipped, *not_visible(unseen)),
        problems=(*gathered.problems, *problems(broken)),
        doubts=doubts(
            gathered,
            question,
            seen=len(items) + len(worked),
            unseen=bool(unseen),
            untraced=len(uncertain) + lost_sight,
            unasked=_is_unasked(items, world),
        ),
        recovered_since=len(judgement.apart(Place.RECOVERED)),
        uncertain=len(uncertain) + lost_sight,
        unplaced=unplaced(question, gathered),
        other_requests=() if question.sessions else gathered.others,
        pieces=tuple(piece for piece in world.pieces if Judgement.ACCOUNT not in piece.judgements),
        notes=remarks,
        since=question.since,
        until=question.until,
        limited_to=question.sessions,
    )


class _Judgement(Struct):
    """Every judged prompt in the requested time, sorted by its place in the report, without answered prompts."""

    items: list[Item] = field(default_factory=list)
    running: list[Prompt] = field(default_factory=list)
    """Prompts that a live server is answering right now."""
    places: dict[Place, list[Prompt]] = field(default_factory=dict)
    """Prompts that the report does not list."""

    def apart(self, *places: Place) -> list[Prompt]:
        return [prompt for place in places for prompt in self.places.get(place, ())]


def _judge_all(gathered: Gathered, question: Question, broken: Broken, progress: Progress) -> _Judgement:
    world = gathered.world
    progress.stage("judging", len(world.prompts), "prompts")
    found = _Judgement()
    busy: set[tuple[str | None, str | None]] = set()
    # a prompt queued behind a message that is being answered is not stuck either
    for prompt in (*world.prompts, *gathered.loose):
        progress.advance(1)
        if prompt.outcome is Outcome.ANSWERED or not is_within(prompt, question):
            continue
        if is_still_running(prompt, world, question.patience) or (world.live and (prompt.session_id, prompt.behind) in busy):
            found.running.append(prompt)
            busy.add((prompt.session_id, prompt.message.id if prompt.message else ""))
            continue
        verdict = judge(prompt, world.of(prompt), broken)
        judged_alone = prompt.outcome is Outcome.SILENT or prompt.piece is not None
        place = place_of(prompt, verdict, world) if judged_alone else Place.LISTED
        if place is Place.LISTED:
            found.items.append((prompt, entry_of(prompt, verdict, world.of(prompt))))
        else:
            found.places.setdefault(place, []).append(prompt)
    return found


def _is_unasked(items: Sequence[Item], world: World) -> bool:
    """Whether a session never got an answer because its client asked for none; only the client knows whether that was
    intended."""
    answered = {prompt.session_id for prompt in world.worked()}
    return any(
        entry.expected and prompt.request is not None and prompt.request.no_reply and prompt.session_id not in answered
        for prompt, entry in items
    )


def _when(item: Item) -> tuple[bool, datetime, str]:
    time = item[1].time
    return (time is None, time or datetime.max.replace(tzinfo=UTC), item[1].session_id or "")
