"""What the report says beside its entries: causes in groups, what was refuted, contrast, timeline and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from types import ModuleType

from inspector.contrast import Comparison, contrast
from inspector.database.ids import WRAPS
from inspector.entries import evidence_of
from inspector.evidence import Prompt, World, contradicts
from inspector.join import CLOCK_NOISE_MS, Gathered
from inspector.model import CauseGroup, Clue, Confidence, Entry, Evidence, Question, Refuted, Separation, TimelineEvent
from inspector.seen import notes_on_answers
from inspector.text import many, utc
from inspector.verdict import Broken, Verdict, guarded, rules

DRAWN = 2000
"""At most so many working prompts stand on the timeline, taken evenly from all of them."""
COMPARED = 5000
"""At most so many failing and so many working prompts are compared, of all causes together, taken evenly: more tell nothing new."""
GROUPS = 4
"""So many causes are compared with what worked, those of most prompts."""

Item = tuple[Prompt, Verdict, Entry]


def groups(items: Sequence[Item], world: World, broken: Broken) -> tuple[CauseGroup, ...]:
    """The causes that were named, each with all it did: the surest and most frequent first, what was expected last.

    A rule that raises is noted in `broken`; its group then stands without what it would have said.
    """
    by_cause: dict[str, list[Item]] = {}
    for item in items:
        if item[2].cause is not None:
            by_cause.setdefault(item[2].cause, []).append(item)
    groups = []
    for cause, members in by_cause.items():
        rule = rules()[cause]
        members = sorted(members, key=lambda m: m[2].confidence is not Confidence.HIGH)
        prompts = [p for p, _, _ in members]
        open_ones = [p for p, _, e in members if not (e.recovered or e.expected)]
        times = [e.time for _, _, e in members if e.time]
        groups.append(
            CauseGroup(
                cause=cause,
                title=str(rule.TITLE),
                confidence=Confidence.HIGH if any(e.confidence is Confidence.HIGH for _, _, e in members) else Confidence.MEDIUM,
                sessions=tuple(dict.fromkeys(e.session_id for _, _, e in members if e.session_id)),
                failures=len(members),
                first=min(times, default=None),
                last=max(times, default=None),
                evidence=(*members[0][2].evidence, *_contrast_evidence(cause, prompts, world)),
                remedy=guarded(broken, cause, partial(rule.remedy, prompts, world), ()),
                not_a_remedy=tuple(rule.NOT_A_REMEDY),
                references=tuple(rule.REFERENCES),
                fingerprints=tuple(sorted({e.fingerprint for _, _, e in members if e.fingerprint})),
                summary=guarded(broken, cause, partial(rule.summary, open_ones or prompts, world), ""),
            )
        )
    quiet = {g.cause for g in groups if getattr(rules()[g.cause], "EXPECTED", False)}
    return tuple(sorted(groups, key=lambda g: (g.cause in quiet, g.confidence is not Confidence.HIGH, -g.failures, g.cause)))


def _contrast_evidence(cause: str, prompts: Sequence[Prompt], world: World) -> tuple[Evidence, ...]:
    """Prompts that worked under the same server run: the strongest thing to compare with."""
    runs = {p.run.key for p in prompts if p.run}
    worked = [p for p in world.prompts if p.kind == "answered" and p.run and p.run.key in runs]
    if not worked:
        return ()
    sessions = {p.session_id for p in worked}
    first = worked[0]
    place = (
        str(first.rows.source("message", first.message.id))
        if first.rows and first.message
        else str(first.records[0].source)
        if first.records
        else ""
    )
    return (
        Evidence(
            True,
            f"{many(len(worked), 'prompt', 'prompts')} in {many(len(sessions), 'session was', 'sessions were')} answered by the same server.",
            place,
            0,
        ),
    )


def refuted(prompts: Sequence[Prompt], world: World, broken: Broken) -> tuple[Refuted, ...]:
    """Well-known explanations that the evidence speaks against. A rule that raises is noted in `broken`."""
    found = []
    nothing: tuple[Clue, ...] = ()
    for cause, rule in rules().items():
        if getattr(rule, "FOLK", False):
            clues = guarded(broken, cause, partial(_against, rule, prompts, world), nothing)
            if clues:
                found.append(Refuted(cause, str(rule.TITLE), tuple(evidence_of(c) for c in clues)))
    return tuple(found)


def _against(rule: ModuleType, prompts: Sequence[Prompt], world: World) -> tuple[Clue, ...]:
    return tuple(rule.refutation(prompts, world))


def contrasts(items: Sequence[Item], worked: Sequence[Prompt], world: World) -> tuple[Separation, ...]:
    """For the biggest groups of failures: what they share and the prompts that worked do not."""
    by_cause: dict[str | None, list[Prompt]] = {}
    for prompt, _, entry in items:
        if entry.kind in ("failure", "silent") and not entry.expected and not entry.recovered:
            by_cause.setdefault(entry.cause, []).append(prompt)
    asked = []
    biggest = sorted(by_cause.items(), key=lambda item: -len(item[1]))[:GROUPS]
    most = COMPARED // max(1, len(biggest))
    for cause, prompts in biggest:
        runs = {p.run.key for p in prompts if p.run}
        near: list[Prompt] = []
        far: list[Prompt] = []
        for prompt in worked:
            (near if prompt.run is None or not runs or prompt.run.key in runs else far).append(prompt)
        asked.append(Comparison(_evenly(prompts, most), _evenly(near, most), _evenly(far, most), cause))
    return contrast(asked, world)


def _evenly(prompts: Sequence[Prompt], most: int) -> Sequence[Prompt]:
    return prompts[:: -(-len(prompts) // most) or 1]


# --- the rest of the report ----------------------------------------------------------------------


def timeline(items: Sequence[Item], worked: Sequence[Prompt], world: World) -> tuple[TimelineEvent, ...]:
    """Migrations, server starts and prompts, by time; of the prompts that worked at most `DRAWN`."""
    events = []
    applied: dict[datetime, list[str]] = {}
    for migration in world.facts.migrations or () if world.facts else ():
        if migration.applied:
            applied.setdefault(migration.applied.replace(microsecond=0), []).append(migration.id)
    for time, names in applied.items():
        events.append(
            TimelineEvent(time, "migration", f"{many(len(names), 'migration', 'migrations')} applied, newest {max(names)}")
        )
    for run in world.logs.runs if world.logs else ():
        if run.first_time:
            events.append(
                TimelineEvent(run.first_time, "start", f"server {run.version or '(version unknown)'} run {run.key[:8]}")
            )
        if run.last_time:
            events.append(TimelineEvent(run.last_time, "stop", f"last record of run {run.key[:8]}"))
    for _, _, entry in items:
        if entry.time:
            events.append(TimelineEvent(entry.time, entry.kind, entry.cause or "cause not decided", entry.session_id))
    shown = worked[:: -(-len(worked) // DRAWN)] if worked else ()
    events += [TimelineEvent(p.time, "worked", "answered", p.session_id) for p in shown if p.time]
    return tuple(sorted(events, key=lambda e: (e.time, e.kind)))


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
                f"({'up to 1.15.x' if run.era == 'legacy' else '1.17.0 and later'}): the server that wrote them is another one."
            )
            break
        if question.server_version and run.version and run.version != question.server_version:
            notes.append(
                f"--server-version says {question.server_version}, but the log shows server {run.version}; the log is believed."
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
        if p.kind == "answered" and p.message is not None and not p.parts and p.time and p.rows and p.rows.parts is not None
        and (p.rows.parts_since is None or p.time >= p.rows.parts_since)
    ]  # fmt: skip
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
    notes += _beside(world)
    for session_id in question.sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].kind == "answered" and mine[-1].time:
            answer = f" ({mine[-1].answer.id})" if mine[-1].answer else ""
            notes.append(
                f"The newest prompt of {session_id} was answered{answer}. If a client never saw it, the fault is the reader's: its event "
                "stream was closed or bound to another directory, or it sorts messages by id."
            )
    notes += notes_on_answers(question.sessions, world, broken)
    if any(e.cause == "id-wrap" for _, _, e in items):
        notes.append(f"The next wrap of ids comes at {utc(WRAPS[1])}.")
    offset = gathered.requests.clock_offset_ms if gathered.requests is not None else None
    if offset is not None and abs(offset) >= CLOCK_NOISE_MS:
        notes.append(f"The client's clock is {offset:+.0f} ms from the server's (estimated from matched requests).")
    return tuple(notes)
