"""What the prompts of a session keep where the database does not cover their server run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from inspector.model import LogRecord, Outcome
from inspector.prompts.coverage import covered_until
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence, Shared
from inspector.prompts.ids import id_time
from inspector.prompts.loops import MAIN, SECOND, main_of, split_loops, trace_loop

Loops = Sequence[Sequence[LogRecord]]

STORED_EARLY = SECOND
"""A row may have a time this much before its loop's first record."""

STORED_LATE = 5 * SECOND
"""A loop begins at most this long after the row of its prompt."""


def apply_coverage(drafts: Sequence[Draft], session: SessionEvidence, shared: Shared) -> list[Draft]:
    """Return `drafts` without what their rows cannot know, and with the prompts that came after the database was copied."""
    if not shared.coverage:
        loops: Loops = ()
    else:
        loops = split_loops(r for r in session.records or () if r.message in MAIN)[0]
    found = [kept for draft in drafts for kept in _within_coverage(draft, session, shared, loops)]
    if session.is_stored:
        found += list(_sent_after_copy(found, session, shared, loops))
    return found


def _within_coverage(draft: Draft, session: SessionEvidence, shared: Shared, loops: Loops) -> list[Draft]:
    """The draft as far as its rows can know of it; where they cannot, what the log shows in its place."""
    if draft.outcome is Outcome.ANSWERED and not shared.coverage:
        return [draft]  # as most are: the rows know all of it
    run = shared.runs.of(draft)
    until = covered_until(shared.coverage, run)
    if until is None and not draft.records and draft.record is None:
        draft.records = None  # a row of another server, of which this log shows nothing
    elif draft.outcome is Outcome.FAILED:
        if until is None or _moved_after(draft, until) or _session_is_newer(session, draft, shared.newest_row):
            draft.forget_rows()
    elif draft.outcome is Outcome.SILENT and draft.record is None:
        if main_of(draft.records or ()):
            traced = _trace_own_loop(draft)
            answered = [t.outcome for t in traced] == [Outcome.ANSWERED]
            if until is None or _moved_after(draft, until) or (answered and _is_open_in_copy(draft, shared.newest_row)):
                return traced
        elif run is not None and until is not None:
            joined = next((p for p in reversed(loops) if p[0].run == run.key and _before(p[0].time, draft.time)), None)
            if joined is not None and _before(until, joined[-1].time):
                return _answered_by(draft, joined)
    return [draft]


def _trace_own_loop(draft: Draft) -> list[Draft]:
    """The prompt as the log alone shows it."""
    main = main_of(draft.records or ())
    loops = split_loops(main)[0]
    return trace_loop(draft.session_id, None, loops[0] if loops else main)


def _answered_by(draft: Draft, loop: Sequence[LogRecord]) -> list[Draft]:
    """The prompt with the outcome of a loop that was running when it came, and that went on after the copy."""
    traced = trace_loop(draft.session_id, None, loop)
    for trace in traced:
        draft.outcome, draft.stage, draft.records = trace.outcome, trace.stage, trace.records
    return [draft] if traced else []


def _sent_after_copy(drafts: Sequence[Draft], session: SessionEvidence, shared: Shared, loops: Loops) -> Iterator[Draft]:
    """The prompts of a stored session that came after the database was copied, from their loops."""
    stored = [d.time for d in drafts if d.time]
    for loop in loops:
        begun, until = loop[0].time, shared.coverage.get(loop[0].run or "")
        if begun is None or until is None or begun <= until:
            continue
        if not any(-STORED_EARLY <= begun - time <= STORED_LATE for time in stored):
            yield from trace_loop(session.session_id, None, loop)


def _session_is_newer(session: SessionEvidence, draft: Draft, newest_row: datetime | None) -> bool:
    """Whether the database lacks the session because it was made after the database's newest row."""
    if draft.rows is None or draft.rows.session is not None or newest_row is None:
        return False
    made = id_time(session.session_id, draft.time)
    return made is not None and made > newest_row


def _is_open_in_copy(draft: Draft, newest_row: datetime | None) -> bool:
    """Whether the rows show no end of the prompt, and the log goes on after the newest of them: the copy was made before its end."""
    answer, last = draft.answer, _last_record(draft)
    if answer is not None and (answer.completed or answer.error_name):
        return False
    return newest_row is not None and last is not None and last >= newest_row.replace(microsecond=0)


def _moved_after(draft: Draft, until: datetime) -> bool:
    """Whether one of the prompt's records is later than what the database covers."""
    last = _last_record(draft)
    return last is not None and last > until


def _last_record(draft: Draft) -> datetime | None:
    return max((r.time for r in (draft.record, *(draft.records or ())) if r is not None and r.time), default=None)


def _before(one: datetime | None, two: datetime | None) -> bool:
    return one is not None and two is not None and one < two
