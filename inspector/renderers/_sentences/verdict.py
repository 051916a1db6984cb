"""The headline of a report and the sentences that qualify it."""

from __future__ import annotations

from collections import Counter
from datetime import tzinfo

from inspector.model import CauseGroup, Drift, Report, SessionStory
from inspector.renderers._sentences.entries import entries_of, pressing, undecided
from inspector.renderers._sentences.times import span, stamp
from inspector.renderers._sentences.words import _capital, _ended, plural


def folded(report: Report) -> str:
    """One sentence for the entries that need nobody; empty when there are none."""
    entries = entries_of(report)
    recovered = sum(entry.recovered for entry in entries)
    expected = sum(entry.expected and not entry.recovered for entry in entries)
    if not recovered + expected:
        return ""
    if recovered + expected == 1:
        return f"1 more prompt needs no attention: {'its session was answered later' if recovered else 'it ended as somebody wished'}."
    parts = [f"{recovered:,} in sessions that were answered later"] if recovered else []
    parts += [f"{expected:,} that ended as somebody wished"] if expected else []
    return f"{recovered + expected:,} more prompts need no attention: {' and '.join(parts)}."


# --- verdict -------------------------------------------------------------------------------------
def headline(report: Report, zone: tzinfo | None = None) -> str:
    """The verdict in one sentence."""
    open_cases = pressing(entries_of(report))
    if open_cases and (causes := present(report)):
        return causes[0].summary or f"{causes[0].title}."
    if open_cases:
        left = dict.fromkeys(cause for entry in open_cases for cause in entry.candidates)
        between = f"between {' and '.join(left)}" if len(left) == 2 else "why"
        return f"{plural(len(open_cases), 'prompt')} got no answer, and the evidence does not decide {between}."
    if not report.logs and report.database is None and not report.requests:
        return "Nothing could be read, so nothing can be said."
    if not understood(report):
        return "No record of an OpenCode server was recognised, so nothing can be said."
    if unknown := [problem for problem in report.problems if problem.where.startswith("ses_")]:
        return " ".join(f"{problem.where}: {_ended(problem.what)}" for problem in unknown[:2])
    if missed := outside(report, zone):
        return missed
    prefix = "As far as could be read, nothing" if report.problems else "Nothing"
    if entries_of(report):
        return f"{prefix} is wrong now."
    if hidden := unseen(report):
        return f"{_capital(hidden)}."
    if report.worked and not report.logs:
        where = "the rows" if report.database else "the requests"
        return f"{prefix} is unanswered in {where}: {plural(report.worked, 'prompt')} seen, all answered. What only a log tells was not looked at."
    if report.worked:
        return f"{prefix} is wrong: {plural(report.worked, 'prompt')} seen, all answered."
    return f"{prefix} is wrong that this evidence can show."


def stranger(story: SessionStory) -> str:
    """That no input knows the session, and which known one was perhaps meant."""
    said = next((problem.what for problem in story.report.problems if problem.where == story.session_id), "")
    return _ended(f"No input knows this session{said[said.index(';') :] if ';' in said else ''}")


def present(report: Report) -> tuple[CauseGroup, ...]:
    """The causes with a prompt that still needs somebody."""
    settled = past(report)
    return tuple(group for group in report.causes if group not in settled)


def past(report: Report) -> tuple[CauseGroup, ...]:
    """The causes whose every prompt was answered later or ended as somebody wished: worth a line, no alarm."""
    entries = entries_of(report)
    pressed = {entry.cause for entry in pressing(entries)}
    known = {entry.cause for entry in entries}
    return tuple(group for group in report.causes if group.cause in known - pressed)


def understood(report: Report) -> bool:
    """False where logs alone were read and no record in them was recognised: that nothing was found then says nothing."""
    return report.database is not None or bool(report.requests) or any(log.eras for log in report.logs)


def outside(report: Report, zone: tzinfo | None = None) -> str:
    """A sentence where the evidence lies wholly before or after the time asked for; empty when there was anything to look at."""
    newest = report.database.newest_row if report.database and not report.logs else None
    if newest and report.since and newest < report.since and not entries_of(report) and not report.worked:
        return f"Nothing to judge: nothing lies after {stamp(report.since, zone)}; the newest row is of {stamp(newest, zone)}."
    logs = [log for log in report.logs if log.eras]
    begin = min((log.first_time for log in logs if log.first_time), default=None)
    end = max((log.last_time for log in logs if log.last_time), default=None)
    if entries_of(report) or begin is None or end is None:
        return ""
    if any(log.first_time is None or log.last_time is None for log in logs):
        return ""
    covered = f"the logs cover {span(begin, end, zone)}"
    if report.since and end < report.since and not report.worked:
        return f"Nothing to judge: nothing lies after {stamp(report.since, zone)}; {covered}."
    if report.until and begin > report.until:
        return f"Nothing to judge: nothing lies before {stamp(report.until, zone)}; {covered}."
    return ""


def others(report: Report) -> str:
    """What else there is, in one sentence: the other causes with their prompts; empty when the headline says it all."""
    causes = present(report)
    open_ones = Counter(entry.cause for entry in pressing(entries_of(report)))
    parts = [f"{group.cause} ({open_ones[group.cause]:,})" for group in causes[1:]]
    if causes and (open_cases := undecided(report)):
        parts.append(f"{plural(len(open_cases), 'prompt')} not explained")
    return f"Also: {', '.join(parts)}." if parts else ""


def ahead(report: Report, asked: Drift | None = None) -> str:
    """A warning that the rows give before any prompt has failed; empty when there is none, or when a cause says it already.

    The version that was `asked` about is not warned of: the headline judges it.
    """
    failing = [drift.version for drift in report.drifts if drift.fatal and not (asked and asked.version == drift.version)]
    if not failing or report.troubled:
        return ""
    names = ", ".join(failing)
    return (
        f"But {names} wrote here and cannot fully work on this database as it is now; if it still runs, "
        f"see inspector database --for {failing[-1]}."
    )


def unseen(report: Report) -> str:
    """That stored prompts have no answer, for reasons that only a log tells, which was not given; empty when there are none."""
    return next((skipped.why for skipped in report.skipped if skipped.check.startswith("stored prompts whose failure")), "")


def traceless(report: Report) -> str:
    """Where to look for what a clean report cannot hold; empty for any other report."""
    if report.troubled or report.problems or outside(report) or unseen(report) or not understood(report) or ahead(report):
        return ""
    return "A prompt that got no answer all the same has left no trace here: inspector explain not-in-the-evidence."
