"""Find the reasons why a report without a prompt in trouble cannot say that nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inspector.model import DatabaseFacts, Doubt, Logs, Outcome, Question
from inspector.prompts.join import Gathered
from inspector.prompts.world import World

_ASYNCHRONOUS = frozenset({"prompt_async", "v2-prompt"})
"""Routes whose response means only that the prompt was accepted."""


def doubts(gathered: Gathered, question: Question, *, seen: int, unseen: bool, untraced: int, unasked: bool) -> tuple[Doubt, ...]:
    """Return the doubts, the most important first.

    `seen`: number of judged prompts. `unseen`: whether some rows look like a failure that only a log shows. `untraced`: number of
    prompts without any evidence of their outcome. `unasked`: whether a session got no answer because its client asked for none.
    """
    world = gathered.world
    checks = {
        Doubt.NO_SUCH_SESSION: any(problem.is_unknown_session for problem in gathered.problems),
        Doubt.OUT_OF_TIME: not seen and is_out_of_time(question, world.logs, world.facts),
        Doubt.EXCERPT: world.logs is not None and any(log.pasted for log in world.logs.inputs),
        Doubt.UNSEEN: unseen,
        Doubt.UNCERTAIN: untraced > 0,
        Doubt.UNASKED: unasked,
        Doubt.NO_WORK_SHOWN: shows_no_work(world),
        Doubt.OTHER_DATABASE: is_other_database(world),
    }
    return tuple(doubt for doubt, holds in checks.items() if holds)


def is_out_of_time(question: Question, logs: Logs | None, facts: DatabaseFacts | None) -> bool:
    """Whether all evidence is before or after the requested time."""
    if logs is None:
        newest = facts.newest_row if facts else None
        return bool(newest and question.since and newest < question.since)
    known = [log for log in logs.inputs if log.eras]
    if not known or any(log.first_time is None or log.last_time is None for log in known):
        return False
    begin = min(log.first_time for log in known if log.first_time)
    end = max(log.last_time for log in known if log.last_time)
    return bool((question.since and end < question.since) or (question.until and begin > question.until))


def shows_no_work(world: World) -> bool:
    """Whether the log of an ``opencode run`` shows neither a loop nor a prompt: it hangs while it starts, ended before it sent its
    prompt, wrote its last records nowhere (1.14.41), or is of a release that logs no loops (1.0.61)."""
    asked = {prompt.run.key for prompt in world.prompts if prompt.run is not None}
    runs = world.logs.runs if world.logs is not None else ()
    return any(run.asks and run.first_loop is None and run.key not in asked for run in runs)


def is_other_database(world: World) -> bool:
    """Whether no server run in the logs used this database, as far as their sessions show."""
    if world.logs is None or world.facts is None:
        return False
    runs = [run for run in world.logs.runs if run.sessions]
    return bool(runs) and all(world.coverage.get(run.key, run) is None for run in runs)


def untraced_requests(gathered: Gathered, question: Question) -> int:
    """Return the number of captured prompts that a server accepted and whose outcome no evidence shows."""
    shapes = gathered.requests.shapes if gathered.requests else ()
    if not shapes:
        return 0
    prompts = (*gathered.world.prompts, *gathered.loose)
    traced = {(p.request.path, p.request.entry) for p in prompts if p.request}
    answered = _answered_until(gathered.world)
    return sum(
        shape.route in _ASYNCHRONOUS
        and shape.status is not None
        and 200 <= shape.status < 300
        and (shape.path, shape.entry) not in traced
        and (not question.sessions or shape.session_id in question.sessions)
        and not (shape.time and question.since and shape.time < question.since)
        and not (shape.time and question.until and shape.time > question.until)
        and not _has_rows(gathered, shape.session_id)
        and not (shape.time and shape.session_id in answered and shape.time <= answered[shape.session_id])
        for shape in shapes
    )


def _answered_until(world: World) -> Mapping[str | None, datetime]:
    """Return by session when its last answering loop ended; prompts sent before that time were answered by it."""
    found: dict[str | None, datetime] = {}
    for prompt in world.prompts:
        times = [record.time for record in prompt.records or () if record.time]
        if prompt.outcome is Outcome.ANSWERED and times:
            found[prompt.session_id] = max(*times, found.get(prompt.session_id, times[0]))
    return found


def _has_rows(gathered: Gathered, session: str | None) -> bool:
    """Whether the rows of a session were read. A prompt that is not among them was deleted later, with its answer."""
    rows = gathered.rows.get(session or "")
    return rows is not None and rows.messages is not None
