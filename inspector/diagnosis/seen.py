"""What the evidence shows of prompts that were answered: why a client may not have seen the answer, and why one came late.

A healthy session appears in no list of the report; these are notes, most of them only for sessions that were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.diagnosis.verdict import MEDIUM, Broken, judge
from inspector.model import Outcome
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules
from inspector.text import utc

SLOW_OPEN_MS = 10_000
"""Opening a database takes milliseconds; nine minutes were reported for one of 1 GB (1.14.28, anomalyco/opencode#24758)."""

RESETS = ("20260604172448", "20260622170816", "20260622202450")
"""Migrations that empty ``event``, ``session_input`` and ``session_message`` by design (read in 1.17.0 to 1.18.33)."""


def notes_on_answers(sessions: Sequence[str], world: World, broken: Broken) -> list[str]:
    """Sentences about answered prompts; `sessions` are those the user asked for. Rules that raise are noted in `broken`."""
    found = list(_slow_open(world))
    for session_id in sessions:
        mine = [p for p in world.prompts if p.session_id == session_id]
        if mine and mine[-1].outcome is Outcome.ANSWERED:
            found += _unseen(mine[-1], world, broken)
        if mine:
            found += _emptied(mine[-1], world)
    return found


def _unseen(prompt: Prompt, world: World, broken: Broken) -> Iterator[str]:
    """What keeps a client from seeing a stored answer: rules that hide answers are asked about answered prompts too."""
    for finding in judge(prompt, world, broken).findings:
        rule = rules()[finding.cause]
        if rule.hides_answers and finding.score >= MEDIUM:
            first = finding.clues[0]
            place = f" ({first.source})" if first.source else ""
            yield f"{rule.title}, session {prompt.session_id}: {first.text}{place} See `inspector explain {finding.cause}`."


def _slow_open(world: World) -> Iterator[str]:
    """A server that took long to open its database; only the classic log, to 1.15, says so."""
    slow = [r for r in world.notable("opening database") if (r.delta_ms or 0) >= SLOW_OPEN_MS]
    if slow:
        worst = max(slow, key=lambda r: r.delta_ms or 0)
        size = f" (the file given has {world.facts.bytes / 1e9:.1f} GB)" if world.facts and world.facts.bytes >= 1e8 else ""
        yield (
            f"{(worst.delta_ms or 0) // 1000} s passed before the server opened its database{size}, "
            f"and nothing was answered until then ({worst.source}): another process held the file, or it is very large."
        )


def _emptied(prompt: Prompt, world: World) -> Iterator[str]:
    """That a migration emptied the v2 tables of an older session, which looks like lost history and is none."""
    session = prompt.rows.session if prompt.rows else None
    known = world.facts.migrations or () if world.facts else ()
    made = session.time_created if session else None
    after = [(m.id, m.applied) for m in known if m.id.startswith(RESETS) and made and m.applied and m.applied > made]
    if prompt.rows and prompt.rows.counts.get("message") and after:
        last, applied = max(after)
        yield (
            f"Session {prompt.session_id} is older than migration {last} ({utc(applied)}), which empties event, "
            f"session_input and session_message by design; its {prompt.rows.counts['message']} rows in message are untouched. "
            "See `inspector explain reset-migrations`."
        )
