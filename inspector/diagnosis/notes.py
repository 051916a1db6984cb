"""Make the report's notes on the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise

from inspector.diagnosis.groups import Item
from inspector.diagnosis.seen import notes_on_answers
from inspector.diagnosis.verdict import Broken, guarded
from inspector.logs.eras import era_named
from inspector.model import Outcome, Question, Run
from inspector.model.notes import (
    BeingAnswered,
    ClientClockOff,
    EraContradiction,
    LogEndsEarly,
    NewestAnswered,
    Note,
    PartsMissing,
    QuotedFailures,
    RowsEndEarly,
    RowsNotUsed,
    ServersAtOnce,
    SeveralVersions,
    VersionContradiction,
)
from inspector.prompts.join import CLOCK_NOISE_MS, Gathered
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import contradicts
from inspector.prompts.world import World
from inspector.rules import Rule, rules


def _servers_at_once(world: World) -> Iterator[Note]:
    """Yield a note when server runs wrote at the same time: several processes used one database."""
    found = [(run.first_time, run.last_time, run) for run in (world.logs.runs if world.logs else ())]
    runs = sorted(((first, last, run) for first, last, run in found if first and last), key=lambda one: str(one[0]))
    pairs = [(one, two) for (_, last, one), (first, _, two) in pairwise(runs) if first < last - timedelta(seconds=1)]
    if pairs:
        one, two = pairs[0]
        yield ServersAtOnce((one.key[:8], two.key[:8]), (one.version, two.version), len(pairs) - 1)


def _claimed(world: World) -> str | None:
    """Return the version that pasted texts claim; None without pasted texts."""
    if not world.pieces:
        return None
    from inspector.pasted.claims import claimed_version

    return claimed_version(world.pieces)


def _contradiction(version: str, claimed: bool, run: Run) -> EraContradiction:
    era = era_named(run.era)
    return EraContradiction(version, claimed, run.path, run.era, era.oldest, era.newest)


def _versions(question: Question, world: World) -> Iterator[Note]:
    """Yield notes on contradictions to the named or claimed version, and on logs of several versions."""
    runs = world.logs.runs if world.logs else ()
    asked, claimed = question.server_version, _claimed(world)
    for run in runs if asked else ():
        if asked and contradicts(run.era, asked):
            yield _contradiction(asked, False, run)
            break
        if asked and run.version and run.version != asked:
            yield VersionContradiction(asked, run.version)
            break
    for run in runs if claimed else ():
        if claimed and contradicts(run.era, claimed):
            yield _contradiction(claimed, True, run)
            break
    versions = sorted({run.version for run in runs if run.version})
    if len(versions) > 1:
        yield SeveralVersions(tuple(versions))


def _coverage(world: World) -> Iterator[Note]:
    """Yield notes when the log ends before the rows, or the rows before the log."""
    if world.facts is None:
        return
    if world.log_end and world.facts.newest_row and world.facts.newest_row - world.log_end > timedelta(seconds=30):
        yield LogEndsEarly(world.log_end)
    for key, until in world.coverage.items():
        yield RowsNotUsed(key[:8]) if until is None else RowsEndEarly(key[:8], until.replace(microsecond=0))


def _parts_missing(world: World) -> Iterator[Note]:
    """Yield a note when answered prompts have no part rows although parts were read."""
    mute = [
        p
        for p in world.prompts
        if p.outcome is Outcome.ANSWERED
        and p.message is not None
        and not p.parts
        and p.time
        and p.rows
        and p.rows.parts is not None
        and (p.rows.parts_since is None or p.time >= p.rows.parts_since)
    ]
    if mute:
        yield PartsMissing(len(mute), tuple(dict.fromkeys(p.session_id or "?" for p in mute[:3])))


def _newest_answered(sessions: Sequence[str], world: World) -> Iterator[Note]:
    for session_id in sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].outcome is Outcome.ANSWERED and mine[-1].time:
            yield NewestAnswered(session_id, mine[-1].answer.id if mine[-1].answer else None)


def _rule_notes(rule: Rule, prompts: Sequence[Prompt], world: World) -> tuple[Note, ...]:
    return tuple(rule.notes(prompts, world))


def notes(
    question: Question, gathered: Gathered, items: Sequence[Item], running: Sequence[Prompt], broken: Broken
) -> tuple[Note, ...]:
    """Return the notes on the inputs and on assumptions."""
    world = gathered.world
    found = [*_versions(question, world), *_coverage(world), *_parts_missing(world)]
    if running:
        found.append(BeingAnswered(len(running)))
    if world.logs and world.logs.embedded:
        found.append(QuotedFailures(len(world.logs.embedded), world.logs.embedded[0]))
    found += _servers_at_once(world)
    found += _newest_answered(question.sessions, world)
    found += notes_on_answers(question.sessions, world, broken)
    for cause, rule in rules().items():
        mine = [p for p, e in items if e.cause == cause]
        found += guarded(broken, cause, partial(_rule_notes, rule, mine, world), ())
    offset = gathered.requests.clock_offset_ms if gathered.requests is not None else None
    if offset is not None and abs(offset) >= CLOCK_NOISE_MS:
        found.append(ClientClockOff(offset))
    return tuple(found)
