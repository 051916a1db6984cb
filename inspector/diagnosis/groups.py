"""Group the entries by cause, and make the report's refuted explanations and comparisons."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from inspector.diagnosis.contrast import Comparison, contrast
from inspector.diagnosis.entries import evidence_of
from inspector.diagnosis.verdict import Broken, guarded
from inspector.model import CauseGroup, Clue, Confidence, Entry, Outcome, Question, Refuted, Separation, Step, StepKind
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules
from inspector.rules._forks import with_own_commands

COMPARED = 5000
"""At most this many failing and this many answered prompts are compared, taken evenly from all causes."""

GROUPS = 4
"""At most this many causes are compared with answered prompts, those with most prompts first."""

_SURENESS = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)

Item = tuple[Prompt, Entry]


def groups(items: Sequence[Item], world: World, broken: Broken, question: Question) -> tuple[CauseGroup, ...]:
    """Return the named causes with their prompts: the surest and most frequent first, expected prompts last.

    A rule that raises is noted in `broken`; its group then has no summary, plan or notes.
    """
    by_cause: dict[str, list[Item]] = {}
    for item in items:
        if item[1].cause is not None:
            by_cause.setdefault(item[1].cause, []).append(item)
    groups = [_group(cause, members, world, broken, question) for cause, members in by_cause.items()]
    quiet = {g.cause for g in groups if rules()[g.cause].is_expected}
    return tuple(sorted(groups, key=lambda g: (g.cause in quiet, -_SURENESS.index(g.confidence), -g.failures, g.cause)))


def _group(cause: str, members: Sequence[Item], world: World, broken: Broken, question: Question) -> CauseGroup:
    rule = rules()[cause]
    members = sorted(members, key=lambda m: (m[1].via is not None, -_SURENESS.index(m[1].confidence) if m[1].confidence else 0))
    entries = [entry for _, entry in members]
    # a prompt that only waits for a subagent is left out: the subagent's prompt has the cause
    own = [m for m in members if m[1].via is None] or members
    prompts = [prompt for prompt, _ in own]
    open_ones = [prompt for prompt, entry in own if entry.pressing]
    nothing: tuple[Step, ...] = ()
    plan = guarded(broken, cause, partial(rule.remedy, prompts, world), nothing) if open_ones else nothing
    times = [entry.time for entry in entries if entry.time]
    return CauseGroup(
        cause=cause,
        title=rule.title,
        confidence=max((e.confidence for e in entries if e.confidence), key=_SURENESS.index, default=Confidence.MEDIUM),
        sessions=tuple(dict.fromkeys(e.session_id for e in entries if e.session_id)),
        failures=len(entries),
        first=min(times, default=None),
        last=max(times, default=None),
        evidence=entries[0].evidence,
        plan=_checked(with_own_commands(plan, world), cause, question),
        not_a_remedy=rule.not_a_remedy,
        references=rule.references,
        attention=sum(e.pressing for e in entries),
        recovered=sum(e.recovered for e in entries),
        expected=sum(e.expected and not e.recovered for e in entries),
        fingerprints=tuple(sorted({e.fingerprint for e in entries if e.fingerprint})),
        summary=guarded(broken, cause, partial(rule.summary, open_ones or prompts, world), ""),
        waiting=len(members) - len(own),
    )


def _checked(plan: tuple[Step, ...], cause: str, question: Question) -> tuple[Step, ...]:
    """Return the plan with a last step that verifies it on the same inputs, before the notes."""
    if not any(step.kind is not StepKind.NOTE for step in plan):
        return plan
    if "-" in question.logs:
        check = Step(StepKind.VERIFY, f"Check the result: pipe the newer log into `inspector verify {cause} -`.")
    else:
        words = [cause, *question.logs, *(("--db", question.database) if question.database else ())]
        check = Step(StepKind.VERIFY, "Check the result:", (f"inspector verify {shlex.join(words)}",))
    last = max(number for number, step in enumerate(plan) if step.kind is not StepKind.NOTE)
    return (*plan[: last + 1], check, *plan[last + 1 :])


def refuted(prompts: Sequence[Prompt], world: World, broken: Broken) -> tuple[Refuted, ...]:
    """Return the popular explanations that the evidence refutes. A rule that raises is noted in `broken`."""
    found = []
    nothing: tuple[Clue, ...] = ()
    for cause, rule in rules().items():
        if rule.refute is not None:
            clues = guarded(broken, cause, partial(_clues, rule.refute, prompts, world), nothing)
            if clues:
                found.append(Refuted(cause, rule.title, tuple(evidence_of(c) for c in clues)))
    return tuple(found)


def _clues(
    refute: Callable[[Sequence[Prompt], World], Iterable[Clue]], prompts: Sequence[Prompt], world: World
) -> tuple[Clue, ...]:
    return tuple(refute(prompts, world))


def contrasts(items: Sequence[Item], worked: Sequence[Prompt], world: World) -> tuple[Separation, ...]:
    """Return, for the largest groups of failures, the attributes that separate them from answered prompts."""
    by_cause: dict[str | None, list[Prompt]] = {}
    for prompt, entry in items:
        if entry.outcome in (Outcome.FAILED, Outcome.SILENT) and not entry.expected and not entry.recovered:
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
