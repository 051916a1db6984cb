"""The headline of a report and the sentences that qualify it."""

from __future__ import annotations

from collections import Counter
from datetime import tzinfo

from inspector.model import CauseGroup, Check, Doubt, Drift, Report, SessionStory, Status
from inspector.model.notes import AnsweredLate
from inspector.renderers._sentences.entries import pressing, sentence_of, undecided
from inspector.renderers._sentences.skipped import why_skipped
from inspector.renderers._sentences.times import span, stamp
from inspector.renderers._sentences.words import ended
from inspector.text import listed, many


def folded(report: Report) -> str:
    """Return one sentence about the entries that need no action; empty when there are none or the verdict counts them
    itself."""
    entries = report.entries
    if not pressing(entries) and report.conclusion.status is Status.OK:
        return ""
    recovered = sum(entry.recovered for entry in entries)
    expected = sum(entry.expected and not entry.recovered for entry in entries)
    if not recovered + expected:
        return ""
    if recovered + expected == 1:
        return f"1 more prompt needs no action: {'its session was answered later' if recovered else 'it was stopped on purpose'}."
    if not (recovered and expected):
        why = "their sessions were answered later" if recovered else "they were stopped on purpose"
        return f"{recovered + expected:,} more prompts need no action: {why}."
    later = f"{recovered:,} in {'a session that was' if recovered == 1 else 'sessions that were'} answered later"
    stopped = f"{expected:,} that {'was' if expected == 1 else 'were'} stopped on purpose"
    return f"{recovered + expected:,} more prompts need no action: {later} and {stopped}."


def headline(report: Report, zone: tzinfo | None = None) -> str:
    """Return the verdict in one sentence."""
    open_cases = pressing(report.entries)
    if open_cases and (causes := present(report)):
        return sentence_of(causes[0])
    if open_cases:
        left = dict.fromkeys(cause for entry in open_cases for cause in entry.candidates)
        between = f"between {' and '.join(left)}" if len(left) == 2 else "why"
        return f"{many(len(open_cases), 'prompt')} got no answer, and the evidence does not decide {between}."
    return verdict(report, zone)


def verdict(report: Report, zone: tzinfo | None = None) -> str:
    """Return the conclusion in one sentence, with counts: the ``text`` of the verdict in every format."""
    conclusion = report.conclusion
    counts = conclusion.prompts
    seen = counts.answered + counts.pressing + counts.recovered + counts.expected
    if conclusion.status is Status.TROUBLE:
        causes = Counter(entry.cause or "not decided" for entry in pressing(report.entries))
        named = ", ".join(f"{cause} ({count:,})" for cause, count in causes.most_common())
        of = f"{counts.pressing:,} of {many(seen, 'prompt')}" if counts.answered else many(counts.pressing, "prompt")
        return f"{of} {'needs' if counts.pressing == 1 else 'need'} attention: {named}."
    if counts.pressing:  # an excerpt
        return f"{many(counts.pressing, 'prompt')} failed, and the excerpt does not show why."
    if conclusion.doubts:
        said = _doubted(conclusion.doubts[0], report, zone)
        return said if conclusion.doubts[0] in _WHOLE else f"No prompt is known to be in trouble, but {said}."
    if not seen:
        return "No prompt was seen, and no error; the evidence may not show all prompts."
    if not conclusion.logged:
        return (
            f"No unanswered prompt is in the rows: {many(seen, 'prompt')} seen. Failures that only a log shows were not checked."
        )
    if not counts.recovered + counts.expected:
        late = late_answers(report)
        if late is None:
            return f"Nothing is wrong: {many(seen, 'prompt')} seen, all answered."
        most = "up to " if late.count > 1 else ""
        return (
            f"No prompt failed: {many(seen, 'prompt')} seen, all answered, {late.count:,} of them late "
            f"({most}{late.seconds} s, {late.cause})."
        )
    parts = [f"{counts.answered:,} answered"] if counts.answered else []
    parts += [f"{counts.recovered:,} in sessions that were answered later"] if counts.recovered else []
    parts += [f"{counts.expected:,} stopped or left without an answer on purpose"] if counts.expected else []
    return f"Nothing is wrong now: {many(seen, 'prompt')} seen, {listed(parts)}."


_WHOLE = (Doubt.NOTHING_READ, Doubt.NOT_RECOGNISED, Doubt.NO_SUCH_SESSION, Doubt.OUT_OF_TIME)
"""Doubts that rule out a statement about any prompt."""


def _doubted(doubt: Doubt, report: Report, zone: tzinfo | None) -> str:
    """Return one doubt in words: a whole sentence for those in `_WHOLE`, else a clause that follows "but"."""
    if doubt is Doubt.NOTHING_READ:
        return "No input could be read, so inspector cannot tell whether prompts failed."
    if doubt is Doubt.NOT_RECOGNISED:
        return "No record of an OpenCode server was recognised, so inspector cannot tell whether prompts failed."
    if doubt is Doubt.NO_SUCH_SESSION:
        unknown = [problem for problem in report.problems if problem.is_unknown_session] or report.problems
        return f"No such session: {', '.join(problem.where for problem in unknown[:3])}."
    if doubt is Doubt.OUT_OF_TIME:
        return outside(report, zone)
    if doubt is Doubt.INCOMPLETE:
        return f"{many(len(report.problems), 'thing')} could not be read: {report.problems[0].where}"
    if doubt is Doubt.UNSEEN:
        return unseen(report)
    if doubt is Doubt.UNCERTAIN:
        return f"the evidence does not show what happened to {many(report.uncertain, 'prompt')}"
    if doubt is Doubt.UNPLACED:
        count = sum(group.count for group in report.unplaced if group.level == "ERROR")
        return f"{many(count, 'error record')} {'belongs' if count == 1 else 'belong'} to no prompt"
    return str(doubt.value)


def tone_of(report: Report) -> str:
    """Return the sign of the verdict: ``bad``, ``unknown``, ``good`` (everything was checked) or ``plain``."""
    conclusion = report.conclusion
    if conclusion.status is Status.OK:
        return "good" if conclusion.proven and late_answers(report) is None else "plain"
    return "bad" if conclusion.status is Status.TROUBLE else "unknown"


def late_answers(report: Report) -> AnsweredLate | None:
    """Return the note about prompts that were answered late; None without one."""
    return next((note for note in report.notes if isinstance(note, AnsweredLate)), None)


def stranger(story: SessionStory) -> str:
    """Return a sentence that the session is in no input, with a similar known ID if there is one."""
    unknown = (problem.what for problem in story.report.problems if problem.is_unknown_session)
    what = next(unknown, "this session ID was not found in any input")
    return ended(what[0].upper() + what[1:])


def rowless(report: Report) -> str:
    """Return a sentence for a session whose database row is not known."""
    if report.database is None:
        return "No database was read, so the session's row is not known (--db)."
    return "The database has no row of this session."


def present(report: Report) -> tuple[CauseGroup, ...]:
    """Return the causes with a prompt that still needs action."""
    settled = past(report)
    return tuple(group for group in report.causes if group not in settled)


def past(report: Report) -> tuple[CauseGroup, ...]:
    """Return the causes whose prompts were all answered later or stopped on purpose; they need no action."""
    entries = report.entries
    pressed = {entry.cause for entry in pressing(entries)}
    known = {entry.cause for entry in entries}
    return tuple(group for group in report.causes if group.cause in known - pressed)


def understood(report: Report) -> bool:
    """Return False when only logs were read and no record was recognised; finding no failure then means nothing."""
    return report.database is not None or bool(report.requests) or any(log.eras for log in report.logs)


def outside(report: Report, zone: tzinfo | None = None) -> str:
    """Return a sentence when all evidence is before or after the requested time; empty otherwise."""
    if Doubt.OUT_OF_TIME not in report.doubts:
        return ""
    if not report.logs and report.database is not None:
        newest = stamp(report.database.newest_row, zone)
        return f"Nothing to check after {stamp(report.since, zone)}: the newest row is from {newest}."
    begin = min((log.first_time for log in report.logs if log.first_time), default=None)
    end = max((log.last_time for log in report.logs if log.last_time), default=None)
    after = report.since is not None and end is not None and end < report.since
    limit = f"after {stamp(report.since, zone)}" if after else f"before {stamp(report.until, zone)}"
    return f"Nothing to check {limit}: the logs cover {span(begin, end, zone)}."


def others(report: Report) -> str:
    """Return one sentence about the other causes with their prompts; empty when the headline names them all."""
    causes = present(report)
    open_ones = Counter(entry.cause for entry in pressing(report.entries))
    parts = [f"{group.cause} ({open_ones[group.cause]:,})" for group in causes[1:]]
    if causes and (open_cases := undecided(report)):
        parts.append(f"{many(len(open_cases), 'prompt')} not explained")
    return f"Also: {', '.join(parts)}." if parts else ""


def ahead(report: Report, asked: Drift | None = None) -> str:
    """Return a warning about schema drift before any prompt has failed; empty without one, or when a cause already
    explains it.

    The version of `asked` gets no warning, because the headline already judges it.
    """
    failing = [drift.version for drift in report.drifts if drift.fatal and not (asked and asked.version == drift.version)]
    if not failing or report.troubled:
        return ""
    names = ", ".join(failing)
    return (
        f"{names} wrote to this database and cannot fully work with it as it is now. If it is still running, "
        f"see inspector database --for {failing[-1]}."
    )


def unseen(report: Report) -> str:
    """Return a sentence about stored prompts whose failure only a log could show, when no log was given; empty without
    such prompts."""
    return next((why_skipped(skipped) for skipped in report.skipped if skipped.check is Check.LOGGED_FAILURES), "")


def traceless(report: Report) -> str:
    """Return where to look next after a report without findings; empty for any other report."""
    if not report.conclusion.proven or ahead(report):
        return ""
    return "If a prompt still got no answer, it left no trace in this evidence. See: inspector explain not-in-the-evidence."
