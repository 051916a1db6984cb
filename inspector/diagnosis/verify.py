"""Decide whether a remedy cured its cause: compare the failures before the remedy with the events since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.database import drift
from inspector.diagnosis.diagnose import judged
from inspector.diagnosis.verdict import title
from inspector.errors import UsageError
from inspector.model import CauseGroup, Cure, Outcome, Question, Report, Run, StepKind, Verification
from inspector.model.value import Value
from inspector.progress import SILENT, Progress
from inspector.prompts.gather import gather
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules
from inspector.rules._rule import Proof

SCHEMA = "inspector.report/1"
REPORT_BYTES = 1 << 30
"""A larger file is not read as a saved report."""
_RESTARTS = frozenset((StepKind.UPGRADE, StepKind.RESTART, StepKind.STOP))


class Failed(Value, frozen=True):
    """One prompt that had the cause before the remedy."""

    session_id: str | None
    time: datetime | None
    message_id: str | None
    agent: str | None
    model: str | None
    version: str | None
    run: str | None = None
    """Key of the server run that handled it; None when unknown, and of a saved report."""


class Before(Value, frozen=True):
    """What a saved report says about one cause."""

    failed: tuple[Failed, ...]
    needs_restart: bool


def verify(
    question: Question, causes: Sequence[str], before: Mapping[str, Before], progress: Progress = SILENT
) -> tuple[Verification, ...]:
    """Diagnose the inputs as they are now and return the state of each cause.

    Without `causes` and `before`, every cause in the inputs is verified, including causes of prompts that were answered later.
    """
    gathered = gather(question, progress)
    report = judged(gathered, question, progress)
    asked = tuple(causes or before or (group.cause for group in report.causes if not _is_expected(group, report)))
    return tuple(_verified(cause, before.get(cause), report, gathered.world) for cause in asked)


def read_report(path: Path) -> Mapping[str, Before]:
    """Return what a saved JSON report says about each cause that needed action.

    Raises UsageError when the file is not a report of inspector.
    """
    try:
        if path.stat().st_size > REPORT_BYTES:
            raise ValueError
        made = json.loads(path.read_bytes())
        if made["schema"] != SCHEMA:
            raise ValueError
        failed: dict[str, list[Failed]] = {}
        for kind in ("failures", "silent", "rejected"):
            for entry in made[kind]:
                if entry.get("cause") and not entry.get("recovered") and not entry.get("expected"):
                    failed.setdefault(entry["cause"], []).append(_failed(entry))
        plans = {group["cause"]: group.get("plan", ()) for group in made["causes"]}
        restarts = {kind.value for kind in _RESTARTS}
        return {
            cause: Before(tuple(entries), any(step["kind"] in restarts for step in plans.get(cause, ())))
            for cause, entries in failed.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"Not a saved report: {path}.", "Save one before the remedy: inspector diagnose --format json -o before.json"
        ) from None


def _failed(entry: Mapping[str, Any]) -> Failed:
    request = entry.get("request") or {}
    return Failed(
        session_id=entry.get("session_id"),
        time=datetime.fromisoformat(entry["time"]) if entry.get("time") else None,
        message_id=entry.get("message_id"),
        agent=entry.get("agent") or request.get("agent"),
        model=entry.get("model") or request.get("model"),
        version=entry.get("version"),
    )


def _is_expected(group: CauseGroup, report: Report) -> bool:
    return all(entry.expected for entry in report.entries if entry.cause == group.cause)


def _verified(cause: str, before: Before | None, report: Report, world: World) -> Verification:
    now = _failed_now(cause, report)
    group = next((group for group in report.causes if group.cause == cause), None)
    restarts = before.needs_restart if before else group is not None and any(step.kind in _RESTARTS for step in group.plan)
    known = before.failed if before else tuple(now)
    newest = _newest_run(world)
    began = newest.first_time if newest else None
    new = newest if restarts and _has_restarted(known, newest, since_last=before is not None) else None
    boundary = new.first_time if new is not None else max((one.time for one in known if one.time), default=None)
    restarted = began if began is not None and boundary is not None and began >= boundary else None
    again = [
        one
        for one in now
        if boundary is not None and one.time is not None and (one.time > boundary or (new is not None and one.run == new.key))
    ]
    old = [one for one in known if one not in again]
    answered = _answered_after(boundary, world)
    resumed = _resumed(old, world)
    version_now = newest.version if newest else None
    still_breaks = version_now is not None and world.facts is not None and drift(world.facts, version_now).fatal
    shows = [p for p in answered if _shows(p, cause, [*old, *again], restarted, restarts)]
    if again:
        latest = max(again, key=lambda one: str(one.time))
        shows = [p for p in shows if p.session_id == latest.session_id and p.time and latest.time and p.time > latest.time]
    cured = (shows or resumed) and not (still_breaks and restarts)
    untried = Cure.NOT_TRIED if known else Cure.ABSENT
    return Verification(
        cause=cause,
        title=title(cause),
        cure=Cure.NOT_CURED if again and not shows else Cure.CURED if cured else untried,
        failures=len(old),
        last_failure=max((one.time for one in old if one.time), default=None),
        needs_restart=restarts,
        restarted=restarted,
        version_then=next((one.version for one in reversed(old) if one.version), None),
        version_now=version_now,
        still_breaks=still_breaks and restarts,
        answered=len(answered),
        answered_again=len(shows) + len(resumed),
        again=len(again),
        again_at=min((one.time for one in again if one.time), default=None),
        waiting=sum(entry.cause == cause and not (entry.recovered or entry.expected) for entry in report.entries),
        report=report,
    )


def _failed_now(cause: str, report: Report) -> list[Failed]:
    return [
        Failed(entry.session_id, entry.time, entry.message_id, entry.agent, entry.model, entry.version, entry.run)
        for entry in report.entries
        if entry.cause == cause and not entry.expected
    ]


def _answered_after(boundary: datetime | None, world: World) -> list[Prompt]:
    answered = [p for p in world.prompts if p.outcome is Outcome.ANSWERED]
    return [p for p in answered if boundary is not None and p.time is not None and p.time > boundary]


def _has_restarted(known: Sequence[Failed], newest: Run | None, *, since_last: bool) -> bool:
    """Whether the newest run started after the first failure, with `since_last` after the last one. The legacy era logs whole seconds:
    a run that started in the second of a failure came after it if that was another run's."""
    timed = [(one.time, one.run) for one in known if one.time]
    if not timed or newest is None or newest.first_time is None:
        return False
    since = (max if since_last else min)(time for time, _ in timed)
    elsewhere = any(time == since and run not in (None, newest.key) for time, run in timed)
    return newest.first_time > since or (newest.first_time == since and elsewhere)


def _newest_run(world: World) -> Run | None:
    runs = [run for run in world.logs.runs if run.serves and run.first_time] if world.logs else []
    return max(runs, key=lambda run: str(run.first_time), default=None)


def _resumed(old: Sequence[Failed], world: World) -> list[Prompt]:
    """Return the prompts that were in trouble and are answered now, for example after a permission was granted."""
    ids = {one.message_id for one in old if one.message_id}
    return [p for p in world.prompts if p.outcome is Outcome.ANSWERED and p.message is not None and p.message.id in ids]


def _shows(prompt: Prompt, cause: str, old: Sequence[Failed], restarted: datetime | None, restarts: bool) -> bool:
    """Whether an answered prompt shows that the cause is gone: by default, if it is in a session that had failed.

    A rule may declare other proofs: the same agent or model, a prompt of a new server run, or any prompt.
    """
    rule = rules().get(cause)
    proofs = rule.cured_by if rule is not None and rule.cured_by is not None else (Proof.RUN,) if restarts else ()
    message, answer = prompt.message, prompt.answer
    if prompt.session_id in {one.session_id for one in old}:
        return True
    if Proof.ANY in proofs:
        return True
    if Proof.RUN in proofs and restarted is not None and prompt.time is not None and prompt.time >= restarted:
        return True
    if Proof.AGENT in proofs and message is not None and message.agent and message.agent in {one.agent for one in old}:
        return True
    made_by = answer or message
    named = f"{made_by.provider_id}/{made_by.model_id}" if made_by and made_by.provider_id else None
    return Proof.MODEL in proofs and named is not None and named in {one.model for one in old}
