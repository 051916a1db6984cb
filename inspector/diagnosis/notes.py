"""Notes on the inputs as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise

from inspector.diagnosis.groups import Item
from inspector.diagnosis.seen import notes_on_answers
from inspector.diagnosis.verdict import Broken, guarded
from inspector.logs.eras import era_named
from inspector.model import Outcome, Question
from inspector.pasted.claims import claimed_version
from inspector.prompts.join import CLOCK_NOISE_MS, Gathered
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import contradicts
from inspector.prompts.world import World
from inspector.rules import Rule, rules
from inspector.text import many, utc


def _beside(world: World) -> list[str]:
    """Server runs that wrote at the same time: several processes on one database."""
    runs = (
        sorted((r for r in world.logs.runs if r.first_time and r.last_time), key=lambda r: str(r.first_time))
        if world.logs
        else []
    )
    pairs = [
        (one, two)
        for one, two in pairwise(runs)
        if one.first_time and one.last_time and two.first_time and two.first_time < one.last_time - timedelta(seconds=1)
    ]
    if not pairs:
        return []
    one, two = pairs[0]
    more = f"; so did {many(len(pairs) - 1, 'other pair', 'other pairs')}" if len(pairs) > 1 else ""
    return [
        f"Two server processes wrote at the same time (runs {one.key[:8]}, {one.version or 'version unknown'}, and {two.key[:8]}, "
        f"{two.version or 'version unknown'}{more}): a prompt is run, and can be aborted, only by the one it was sent to."
    ]


def _embedded(world: World) -> list[str]:
    """Lines that look like a failure and stand inside a value that a client wrote."""
    found = world.logs.embedded if world.logs else ()
    if not found:
        return []
    lines = many(len(found), "line looks like a failed prompt but stands", "lines look like failed prompts but stand")
    return [
        f"{lines} inside a value of another record, such as a title or a path: a client wrote that text, so it is not counted ({found[0]})."
    ]


def _rule_notes(rule: Rule, prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return tuple(rule.notes(prompts, world))


def notes(
    question: Question,
    world: World,
    items: Sequence[Item],
    running: Sequence[Prompt],
    gathered: Gathered,
    broken: Broken,
) -> tuple[str, ...]:
    """What a reader should know of the inputs and of what was assumed, in sentences."""
    notes = []
    for run in world.logs.runs if world.logs else ():
        if question.server_version and contradicts(run.era, question.server_version):
            notes.append(
                f"--server-version says {question.server_version}, but {run.path} holds records of the {run.era} era "
                f"({era_named(run.era).versions}): the server that wrote them is another one."
            )
            break
        if question.server_version and run.version and run.version != question.server_version:
            notes.append(
                f"--server-version says {question.server_version}, but the log shows server {run.version}; the log is believed."
            )
            break
    claimed = claimed_version(world.pieces)
    for run in world.logs.runs if world.logs and claimed else ():
        if claimed and contradicts(run.era, claimed):
            notes.append(
                f"The text claims OpenCode {claimed}, but it quotes records of the {run.era} era "
                f"({era_named(run.era).versions}): another server wrote them."
            )
            break
    versions = sorted({r.version for r in world.logs.runs if r.version}) if world.logs else []
    if len(versions) > 1:
        notes.append(f"Servers of {len(versions)} versions wrote these logs: {', '.join(versions)}.")
    if world.facts is not None:
        if world.log_end and world.facts.newest_row and world.facts.newest_row - world.log_end > timedelta(seconds=30):
            notes.append(
                f"The log ends at {utc(world.log_end)}, before the database's newest row: what failed later is not in it."
            )
        for key, until in world.reach.items():
            if until is None:
                notes.append(
                    f"None of the sessions that server run {key[:8]} names is in the database: it is not the one this server used, or an older copy. "
                    "Its rows and schema were not used for that run."
                )
            else:
                notes.append(
                    f"The database was copied at about {utc(until.replace(microsecond=0))}, before server run {key[:8]} wrote its last loop: "
                    "prompts after that are judged by the log alone."
                )
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
        texts = many(
            len(mute), "answered prompt has no part row, so its text", "answered prompts have no part row, so their texts"
        )
        notes.append(
            f"{texts} never reached the model (a part id that exists already, or a plugin that took the parts away), or were deleted since "
            f"({', '.join(dict.fromkeys(p.session_id or '?' for p in mute[:3]))})."
        )
    if running:
        notes.append(f"{many(len(running), 'prompt is', 'prompts are')} being answered right now and left out of the list.")
    notes += _embedded(world)
    notes += _beside(world)
    for session_id in question.sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].outcome is Outcome.ANSWERED and mine[-1].time:
            answer = f" ({mine[-1].answer.id})" if mine[-1].answer else ""
            notes.append(
                f"The newest prompt of {session_id} was answered{answer}. If a client never saw it, the fault is the reader's: its event "
                "stream was closed or bound to another directory, or it sorts messages by id."
            )
    notes += notes_on_answers(question.sessions, world, broken)
    for cause, rule in rules().items():
        mine = [p for p, _, e in items if e.cause == cause]
        notes += guarded(broken, cause, partial(_rule_notes, rule, mine, world), ())
    offset = gathered.requests.clock_offset_ms if gathered.requests is not None else None
    if offset is not None and abs(offset) >= CLOCK_NOISE_MS:
        notes.append(f"The client's clock is {offset:+.0f} ms from the server's (estimated from matched requests).")
    return tuple(notes)
