"""The sentences of the short report: the verdict with its counts, what was checked, and the closing line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, tzinfo

from inspector.model import CauseGroup, Doubt, Entry, Outcome, Report, Status
from inspector.renderers._sentences.entries import pressing, undecided
from inspector.renderers._sentences.inputs import LookState, notes
from inspector.renderers._sentences.times import span
from inspector.renderers._sentences.verdict import headline, late_answers, present
from inspector.text import listed, many


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
    sessions = len({entry.session_id for entry in silent or open_ones if entry.session_id})
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
        return _nothing_in_trouble(report)
    causes, counts, left = present(report), attention(report), len(undecided(report))
    refused = sum(entry.outcome is Outcome.REJECTED for entry in open_ones)
    how = "" if not refused else ", all refused" if refused == len(open_ones) else f" ({refused:,} refused)"
    if len(causes) == 1 and not left:
        named = f": {causes[0].cause} ({causes[0].confidence.value})"
    elif causes:
        shown = listed(f"{group.cause} ({counts[group.cause]:,})" for group in causes)
        named = f", {many(len(causes), 'cause')}: {shown}" + (f"; {left:,} not decided" if left else "")
    else:
        named = ": cause not decided"
    return f"{many(len(open_ones), 'prompt')} in trouble{how}{named}."


def _nothing_in_trouble(report: Report) -> str:
    """Return the verdict on a report without a prompt in trouble; the opening has its counts already."""
    conclusion = report.conclusion
    if conclusion.status is Status.OK and conclusion.proven:
        if late := late_answers(report):
            return f"No prompt failed, {many(late.count, 'was answered', 'were answered')} late."
        return "Nothing is wrong now." if conclusion.prompts.recovered + conclusion.prompts.expected else "Nothing is wrong."
    if Doubt.INCOMPLETE in conclusion.doubts:
        return "Not everything could be read."
    if Doubt.UNPLACED in conclusion.doubts:
        count = sum(group.count for group in report.unplaced if group.level == "ERROR")
        return f"{many(count, 'error record is', 'error records are')} left over."
    if Doubt.UNCERTAIN in conclusion.doubts:
        return f"What became of {many(report.uncertain, 'prompt')} is not known."
    return headline(report)


def cause_counted(group: CauseGroup, report: Report) -> str:
    """Return how many prompts of a cause need action, as ``3 prompts`` or, where all were refused, ``3 requests``."""
    mine = [entry for entry in pressing(report.entries) if entry.cause == group.cause]
    return many(len(mine), "request" if all(entry.outcome is Outcome.REJECTED for entry in mine) else "prompt")


def candidates_of(entries: Iterable[Entry]) -> str:
    """Return which causes the evidence leaves open; empty when it leaves none."""
    left = list(dict.fromkeys(candidate for entry in entries for candidate in entry.candidates))
    more = f" or {len(left) - 3} more" if len(left) > 3 else ""
    return " or ".join(left[:3]) + more


def checked_in_short(report: Report) -> str:
    """Return one line about what was read and what was not."""
    troubled = {problem.where for problem in report.problems}
    logs = sum(log.bytes > 0 or log.path not in troubled for log in report.logs)
    read = [many(logs, "log")] if logs else []
    read += ["1 database"] if report.database is not None else []
    read += [many(len(report.requests), "capture")] if report.requests else []
    counts = report.conclusion.prompts
    prompts = counts.answered + counts.pressing + counts.recovered + counts.expected + counts.uncertain
    known = f" ({counts.answered:,} answered)" if report.worked is not None else ""
    read += [many(prompts, "prompt") + known]
    missing = [] if report.logs else ["logs"]
    missing += [] if report.database is not None else ["database (--db)"]
    missing += [] if report.requests else ["requests"]
    checked = f"Checked: {', '.join(read)}." if len(read) > 1 else "Nothing was checked."
    return checked + (f"  Not checked: {', '.join(missing)}." if missing else "")


def warnings(report: Report, zone: tzinfo | None) -> tuple[str, ...]:
    """Return warnings that must be read first: rows that were not used, other databases."""
    return tuple(look.text for look in notes(report, zone) if look.state is LookState.NOTE)
