"""Notes on answered prompts: why a client may not have shown the answer, and why an answer came late.

A healthy session is in no list of the report. Most of these notes are made only for requested sessions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.diagnosis.verdict import MEDIUM, Broken, judge
from inspector.model import Outcome
from inspector.model.notes import AnswerHidden, HistoryReset, Note, SlowOpening
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules

SLOW_OPEN_MS = 10_000
"""Slower openings get a note. Opening takes milliseconds; nine minutes were reported for 1 GB (1.14.28,
anomalyco/opencode#24758)."""

LARGE_BYTES = 100_000_000
"""The note names the size of a database from this size on."""

RESETS = ("20260604172448", "20260622170816", "20260622202450")
"""Migrations that empty ``event``, ``session_input`` and ``session_message`` by design (read in 1.17.0 to 1.18.33)."""


def notes_on_answers(sessions: Sequence[str], world: World, broken: Broken) -> list[Note]:
    """Return notes on answered prompts; `sessions` are those the user asked for. Rules that raise are noted in `broken`."""
    found: list[Note] = list(_slow_open(world))
    for session_id in sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].outcome is Outcome.ANSWERED:
            found += _unseen(mine[-1], world, broken)
        if mine:
            found += _emptied(mine[-1], world)
    return found


def _unseen(prompt: Prompt, world: World, broken: Broken) -> Iterator[Note]:
    """Yield a note for each cause that keeps a client from showing a stored answer."""
    for finding in judge(prompt, world, broken).findings:
        rule = rules()[finding.cause]
        if rule.hides_answers and finding.score >= MEDIUM:
            first = finding.clues[0]
            place = str(first.source) if first.source else ""
            yield AnswerHidden(finding.cause, rule.title, prompt.session_id, first.text, place)


def _slow_open(world: World) -> Iterator[Note]:
    """Yield a note on a server that took long to open its database; only the legacy log (up to 1.15) shows it."""
    slow = [r for r in world.notable("opening database") if (r.delta_ms or 0) >= SLOW_OPEN_MS]
    if slow:
        worst = max(slow, key=lambda r: r.delta_ms or 0)
        size = world.facts.bytes if world.facts and world.facts.bytes >= LARGE_BYTES else None
        yield SlowOpening(worst.delta_ms or 0, size, worst.source)


def _emptied(prompt: Prompt, world: World) -> Iterator[Note]:
    """Yield a note that a migration emptied the v2 tables of an older session, which looks like lost history but is not."""
    session = prompt.session
    known = world.facts.migrations or () if world.facts else ()
    made = session.time_created if session else None
    after = [(m.id, m.applied) for m in known if m.id.startswith(RESETS) and made and m.applied and m.applied > made]
    if prompt.rows and prompt.rows.counts.get("message") and after:
        last, applied = max(after)
        yield HistoryReset(prompt.session_id, last, applied, prompt.rows.counts["message"] or 0)
