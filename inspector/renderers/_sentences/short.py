"""The sentences of the short report: the verdict with its counts, what was checked, and the closing line."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo

from inspector.model import Outcome, Report
from inspector.renderers._sentences.entries import pressing, undecided
from inspector.renderers._sentences.inputs import LookState, notes
from inspector.renderers._sentences.times import span
from inspector.renderers._sentences.verdict import headline, present
from inspector.text import many


def attention(report: Report) -> Counter[str | None]:
    """Return how many prompts of each cause need action; the key None counts those without a decided cause."""
    return Counter(entry.cause for entry in pressing(report.entries))


def opening(report: Report, zone: tzinfo | None = None) -> str:
    """Return the verdict with its counts: how many prompts of how many sessions got no answer, and when."""
    open_ones = pressing(report.entries)
    if not open_ones:
        return headline(report, zone)
    silent = [entry for entry in open_ones if entry.outcome is not Outcome.REJECTED]
    refused = len(open_ones) - len(silent)
    sessions = len({entry.session_id for entry in open_ones if entry.session_id})
    within = f" in {many(sessions, 'session')}" if sessions else ""
    parts = [f"{many(len(silent), 'prompt')}{within} got no answer"] if silent else []
    if refused:
        were = "was" if refused == 1 else "were"
        parts.append(f"{many(refused, 'request')} {were} refused" + ("" if silent else within))
    times = [entry.time for entry in open_ones if entry.time]
    when = f", {span(_second(min(times)), _second(max(times)), zone)}" if times else ""
    return f"{' and '.join(parts)}{when}."


def _second(time: datetime) -> datetime:
    return time.replace(microsecond=0)


def closing(report: Report) -> str:
    """Return the verdict in one short sentence: counts and causes."""
    open_ones = pressing(report.entries)
    if not open_ones:
        return headline(report)
    causes, counts, left = present(report), attention(report), len(undecided(report))
    if len(causes) == 1 and not left:
        named = f", 1 cause: {causes[0].cause} ({causes[0].confidence.value})"
    elif causes:
        shown = ", ".join(f"{group.cause} ({counts[group.cause]:,})" for group in causes[:3])
        more = f" and {len(causes) - 3} more" if len(causes) > 3 else ""
        named = f", {many(len(causes), 'cause')}: {shown}{more}" + (f"; {left:,} not decided" if left else "")
    else:
        named = ", cause not decided"
    return f"{many(len(open_ones), 'prompt')} in trouble{named}."


def checked_in_short(report: Report) -> str:
    """Return one line about what was read and what was not."""
    read = [many(len(report.logs), "log")] if report.logs else []
    read += ["1 database"] if report.database is not None else []
    read += [many(len(report.requests), "capture")] if report.requests else []
    counts = report.conclusion.prompts
    prompts = counts.answered + counts.pressing + counts.recovered + counts.expected + counts.uncertain
    known = f" ({counts.answered:,} answered)" if report.worked is not None else ""
    read += [many(prompts, "prompt") + known]
    missing = [] if report.logs else ["logs"]
    missing += [] if report.database is not None else ["database (--db)"]
    missing += [] if report.requests else ["requests (--requests)"]
    checked = f"Checked: {', '.join(read)}." if len(read) > 1 else "Nothing was checked."
    return checked + (f"  Not checked: {', '.join(missing)}." if missing else "")


def warnings(report: Report, zone: tzinfo | None) -> tuple[str, ...]:
    """Return warnings that must be read first: rows that were not used, other databases."""
    return tuple(look.text for look in notes(report, zone) if look.state is LookState.NOTE)
