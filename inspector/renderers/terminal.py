"""The report for a terminal: the verdict first, then what it rests on, what to do, and everything that was looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from inspector.model import (
    Audit,
    CauseGroup,
    DatabaseFacts,
    Drift,
    Entry,
    Evidence,
    Report,
    SessionStory,
    TimelineEvent,
)
from inspector.renderers import _sentences as say
from inspector.renderers._layout import Page, Span
from inspector.renderers._options import RenderOptions

NAME = "terminal"
SUFFIX = ".txt"

ROWS = 20
"""Rows of a table before it is cut; the JSON has them all."""
_MARKS = {
    "start": ("▸", "cyan"),
    "stop": ("■", "cyan"),
    "migration": ("◆", "yellow"),
    "worked": ("✓", "green"),
    "failure": ("✗", "red"),
    "silent": ("○", "red"),
    "rejected": ("!", "red"),
}
_LOOKS = {
    "read": ("✓", "green"),
    "nothing": ("✓", "green"),
    "bad": ("✗", "red"),
    "not": ("•", "yellow"),
    "aside": ("•", "dim"),
    "note": ("!", "yellow"),
    "unknown": ("?", "yellow"),
}
_TONES: dict[str, Span] = {
    "good": ("✓ ", "bold green"),
    "caution": ("! ", "bold yellow"),
    "bad": ("✗ ", "bold red"),
    "unknown": ("? ", "bold yellow"),
    "plain": ("• ", "bold"),
}
_VERDICTS = {"fits": "", "migrates it": "bold", "breaks": "red"}


def render(report: Report, options: RenderOptions) -> str:
    """The whole report; with ``verbosity`` -1 one line for each cause, with 1 all evidence."""
    page = Page(options)
    if options.verbosity < 0:
        _brief(page, report)
        return page.text()
    _verdict(page, report)
    _causes(page, report)
    _undecided(page, report)
    _refuted(page, report)
    _sessions(page, (*report.failures, *report.silent))
    _rejected(page, report.rejected)
    _contrast(page, report)
    _timeline(page, report.timeline)
    _past(page, report)
    _evidence_base(page, report)
    return page.text()


# --- one line for each cause ---------------------------------------------------------------------


def _brief(page: Page, report: Report) -> None:
    causes = say.present(report)
    for group in causes:
        page.verbatim(f"{group.cause}  {group.confidence.value}  {say.counted(group, report)}  {say.first_step(group)}".rstrip())
    if unexplained := say.undecided(report):
        candidates = dict.fromkeys(c for entry in unexplained for c in entry.candidates)
        page.verbatim(
            f"not decided  -  {say.plural(len(unexplained), 'prompt')}  could be: {', '.join(candidates)}".removesuffix(
                "  could be: "
            )
        )
    if not causes and not unexplained:
        page.verbatim(say.headline(report, page.options.timezone))
        if warning := say.ahead(report):
            page.verbatim(warning)
    for problem in report.problems:
        page.verbatim(f"not checked  {problem.where}  {problem.what}")


# --- sections ------------------------------------------------------------------------------------


def _verdict(page: Page, report: Report) -> None:
    page.paragraph(_TONES[say.tone_of(report)], (say.headline(report, page.options.timezone), "bold"), hang=2)
    for sentence in (say.others(report), say.folded(report), say.traceless(report)):
        if sentence:
            page.paragraph((sentence, ""), indent=2)
    if warning := say.ahead(report):
        page.paragraph((warning, "bold"), indent=2)
    if report.problems:
        page.paragraph(
            (f"Incomplete: {say.plural(len(report.problems), 'problem')} while reading, listed below.", "bold"), indent=2
        )
    if not report.redacted:
        page.paragraph((say.hidden(report), "bold"), indent=2)


def _causes(page: Page, report: Report) -> None:
    for group in say.present(report):
        _cause(page, group, report)


def _past(page: Page, report: Report) -> None:
    groups = say.past(report)
    if not groups:
        return
    page.heading("Needs no attention")
    for group in groups:
        page.paragraph((group.cause, "bold"), (f"  {say.past_of(group, report)}", ""), indent=2, hang=2)


def _cause(page: Page, group: CauseGroup, report: Report) -> None:
    """One cause; a summary that the headline has said already is not repeated."""
    zone = page.options.timezone
    page.blank()
    page.paragraph(("─" * min(page.width, 72), "dim"))
    page.paragraph((group.cause, "bold magenta"), ("  ", ""), (group.title, "bold"), hang=2)
    page.paragraph((say.unsure(group, report), "bold"), (f" · {say.counted(group, report)}", ""), indent=2)
    if when := say.span(group.first, group.last, zone):
        page.paragraph((when, "dim"), indent=2)
    if group.summary and group.summary not in (group.title, say.headline(report, page.options.timezone)):
        page.blank()
        page.paragraph((group.summary, ""), indent=2)
    _section(page, "What it rests on")
    _evidence(page, group.evidence, indent=4)
    if group.remedy:
        _section(page, "What to do")
        _steps(page, group.remedy)
    if group.not_a_remedy:
        _section(page, "What does not help")
        for step in group.not_a_remedy:
            page.paragraph(("• ", ""), (step, ""), indent=4, hang=2)
    if group.references and page.options.verbosity > 0:
        _section(page, "See")
        for reference in group.references:
            page.verbatim(reference, "magenta", indent=4)


def _section(page: Page, title: str) -> None:
    page.blank()
    page.paragraph((title, "bold"), indent=2)


def _steps(page: Page, steps: Sequence[str], indent: int = 4) -> None:
    """Numbered prose; a command on a line of its own, never broken, so that it can be copied."""
    number = 0
    for step in steps:
        if step.startswith("$ "):
            page.verbatim(step, "magenta", indent=indent + 3)
        else:
            number += 1
            page.paragraph((f"{number}. ", ""), (step, ""), indent=indent, hang=3)
    if explained := say.stand_in(steps):
        page.paragraph((explained, "dim"), indent=indent)


def _evidence(page: Page, evidence: Sequence[Evidence], indent: int) -> None:
    every = page.options.verbosity > 0
    clues = say.weighed(evidence)
    shown = clues if every else _weightiest(clues)
    for clue in shown:
        mark = ("✓ ", "green") if clue.supports else ("✗ ", "red")
        weight: list[Span] = [(f" [{say.weight_of(clue)}]", "dim")] if every else []
        source: list[Span] = [(f" ({clue.source})", "dim")] if clue.source else []
        about: list[Span] = [(f"{clue.cause}: ", "bold")] if clue.cause else []
        page.paragraph(mark, *about, (clue.text, ""), *weight, *source, indent=indent, hang=2)
    if len(clues) > len(shown):
        page.paragraph((f"… {len(clues) - len(shown)} more with -v", "dim"), indent=indent)
    if not clues:
        page.paragraph(("No single piece of evidence was recorded.", "dim"), indent=indent)


def _weightiest(clues: Sequence[Evidence]) -> list[Evidence]:
    """The four that weigh most on either side."""
    return [*[c for c in clues if c.supports][:4], *[c for c in clues if not c.supports][:4]]


def _undecided(page: Page, report: Report) -> None:
    entries = say.undecided(report)
    if not entries:
        return
    zone = page.options.timezone
    page.heading(f"Not explained ({say.zone_of(zone, entries[0].time)})")
    page.paragraph((say.why_undecided(entries), ""), indent=2)
    for group in say.alike(entries[:ROWS]):
        for entry in group:
            page.paragraph(
                (entry.session_id or "no session named", "bold"),
                (f"  {say.moment(entry.time, zone)}  ", ""),
                (say.stage_of(entry), ""),
                indent=2,
                hang=2,
            )
        first = group[0]
        if first.candidates:
            page.paragraph((f"could be: {', '.join(first.candidates)}", ""), indent=4, hang=2)
        if len(group) > 1 and first.evidence:
            page.paragraph(("of the first:", "dim"), indent=4)
        _evidence(page, first.evidence, indent=4) if first.evidence else None
        if first.next_evidence:
            page.paragraph((f"would decide: {'; '.join(first.next_evidence)}", ""), indent=4, hang=2)
    _more(page, len(entries) - ROWS)


def _refuted(page: Page, report: Report) -> None:
    if not report.refuted:
        return
    page.heading("Ruled out")
    for refuted in report.refuted:
        page.paragraph((refuted.cause, "bold"), (f"  {refuted.title}", ""), indent=2, hang=2)
        _evidence(page, refuted.evidence, indent=4)


def _sessions(page: Page, entries: Sequence[Entry]) -> None:
    zone = page.options.timezone
    rows = sorted(say.pressing(entries), key=lambda entry: (entry.time is None, entry.time or 0))
    if not rows:
        return
    heading, when = _times(rows, zone)
    page.heading(f"Prompts without an answer ({heading})")
    page.table(
        ("SESSION", "TIME", "CAUSE", "HOW FAR IT CAME", "REQUEST"),
        [
            (
                (entry.session_id or "not named", ""),
                (when(entry), ""),
                (
                    ", ".join(filter(None, (entry.cause or "not decided", say.confidence_of(entry)))),
                    "magenta" if entry.cause else "bold",
                ),
                (say.stage_of(entry), ""),
                (say.shape_of(entry), ""),
            )
            for entry in rows[:ROWS]
        ],
        flexible=(2, 3, 4),
    )
    _more(page, len(rows) - ROWS)
    if page.options.verbosity > 0:
        for entry in rows[:ROWS]:
            _details(page, entry)


def _times(rows: Sequence[Entry], zone: tzinfo | None) -> tuple[str, Callable[[Entry], str]]:
    """What a heading says of the times in its table, and how the table writes them: a day they share is said once."""
    days = {say.local(entry.time, zone).date().isoformat() for entry in rows if entry.time}
    of_zone = say.zone_of(zone, rows[0].time)
    if len(days) == 1:
        return f"{min(days)}, {of_zone}", lambda entry: say.clock(entry.time, zone)[:8] if entry.time else "unknown"
    return of_zone, lambda entry: say.moment(entry.time, zone)[:19]


def _details(page: Page, entry: Entry) -> None:
    """All that is known of one prompt, for ``-v``."""
    page.blank()
    page.paragraph((entry.session_id or "not named", "bold"), (f"  {say.cause_of(entry)}", ""), indent=2, hang=2)
    _evidence(page, entry.evidence, indent=4)
    facts = [
        ("log", f"{entry.log[0]}: byte {entry.log[1]}" if entry.log else ""),
        ("error", say.reason_of(entry)),
        ("rows", ", ".join(f"{name} {'not read' if count is None else count}" for name, count in entry.rows.items())),
        ("inbox", ", ".join(f"{row.id} {'not delivered' if row.promoted_seq is None else 'delivered'}" for row in entry.inputs)),
        ("server", entry.version or ""),
        ("assumed", "; ".join(entry.assumed)),
        ("would decide", "; ".join(entry.next_evidence)),
        ("fingerprint", entry.fingerprint or ""),
    ]
    for name, fact in facts:
        if fact:
            page.paragraph((f"{name}: ", "dim"), (fact, ""), indent=4, hang=2)


def _rejected(page: Page, entries: Sequence[Entry]) -> None:
    rows = say.pressing(entries)
    if not rows:
        return
    heading, when = _times(rows, page.options.timezone)
    page.heading(f"Refused at once ({heading})")
    page.table(
        ("TIME", "STATUS", "CAUSE", "REASON", "SESSION"),
        [
            (
                (when(entry), ""),
                (str(entry.status or ""), ""),
                (say.cause_of(entry), "magenta"),
                (entry.reason or "", ""),
                (entry.session_id or "", ""),
            )
            for entry in rows[:ROWS]
        ],
        flexible=(2, 3),
    )
    _more(page, len(rows) - ROWS)


def _contrast(page: Page, report: Report) -> None:
    every = page.options.verbosity > 0
    chosen, same = say.told_apart(report, every)
    alike = say.alike_in(report) if every else ""
    if not chosen and not alike:
        return
    page.heading("What failing prompts share and working ones do not")
    for separation in chosen:
        about: list[Span] = [(f" (p {separation.p:.2g})", "dim")] if every else []
        page.paragraph(("✓ ", "green"), (say.shared(separation), ""), *about, indent=2, hang=2)
    if same:
        page.paragraph(("– ", "dim"), (same, ""), indent=2, hang=2)
    if alike:
        page.paragraph(("– ", "dim"), (alike, ""), indent=2, hang=2)


def _timeline(page: Page, events: Sequence[TimelineEvent]) -> None:
    if not events:
        return
    zone = page.options.timezone
    lines = say.stretches(events)
    page.heading(f"Timeline ({say.zone_of(zone, lines[0].first.time)})")
    limit = ROWS * 10 if page.options.verbosity > 0 else ROWS
    head = limit // 2
    left_out = len(lines) - limit
    day = None
    for number, stretch in enumerate(lines):
        if left_out > 0 and head <= number < head + left_out:
            if number == head:
                where = "--format json" if page.options.verbosity > 0 else "-v"
                page.paragraph((f"… {say.plural(left_out, 'line')} more, see {where}", "dim"), indent=2)
            continue
        today = say.local(stretch.first.time, zone).date()
        if today != day:
            page.paragraph((today.isoformat(), "dim"), indent=2)
            day = today
        mark, style = _MARKS.get(stretch.kind, ("•", ""))
        page.paragraph(
            (f"{say.clock(stretch.first.time, zone):<12} ", ""),
            (mark, style),
            (f" {stretch.kind:<9} ", ""),
            (say.line_of(stretch, zone), ""),
            indent=2,
            hang=25 if page.width >= 80 else 4,
        )


def _evidence_base(page: Page, report: Report, rows_only: bool = False) -> None:
    """What was read, what was not, what could not be told: the ground the verdict stands on."""
    page.heading("What was looked at")
    looked = say.looked_in_rows(report) if rows_only else say.looked(report, page.options.timezone)
    for look in (*looked, *say.notes(report)):
        mark, style = _LOOKS[look.state]
        page.paragraph((f"{mark} ", style), (look.text, ""), indent=2, hang=2)
    if report.skipped and not rows_only:
        page.heading("Not checked")
        for skipped in report.skipped:
            page.paragraph(("• ", "yellow"), (skipped.check, "bold"), (f": {skipped.why}", ""), indent=2, hang=2)
    if report.problems:
        page.heading("Problems while reading")
        for problem in report.problems[: ROWS * 5]:
            page.paragraph(("! ", "red"), (problem.where, "bold"), (f": {problem.what}", ""), indent=2, hang=2)
        _more(page, len(report.problems) - ROWS * 5)
    page.blank()
    made = f"inspector {report.version}, {say.stamp(report.generated, page.options.timezone)}"
    shown = " --no-redact shows all." if report.redacted and report.redactions else ""
    page.paragraph((f"{say.hidden(report)}{shown} {made}", "dim"))


def _more(page: Page, count: int) -> None:
    if count > 0:
        page.paragraph((f"… {count:,} more, see --format json", "dim"), indent=2)


# --- one finding, as it happens ------------------------------------------------------------------


def render_finding(entry: Entry, group: CauseGroup | None, nth: int, options: RenderOptions) -> str:
    """One prompt in trouble: a line and, where it is the first of its cause (`nth` 1), what it rests on and what to do."""
    page = Page(options)
    known = f" ({nth}×)" if nth > 1 else f", {entry.confidence.value} confidence" if entry.confidence else ""
    page.paragraph(
        (say.stamp(entry.time and entry.time.replace(microsecond=0), options.timezone), ""),
        ("  ", ""),
        (entry.cause or "not decided", "bold magenta"),
        (f"{known}: session {entry.session_id or 'not named'}", ""),
        hang=2,
    )
    if nth > 1 or options.verbosity < 0:
        return page.text()
    if group:
        page.paragraph((group.summary or group.title, "bold"), indent=2)
    elif entry.candidates:
        page.paragraph((f"could be: {', '.join(entry.candidates)}", ""), indent=2, hang=2)
    _evidence(page, entry.evidence, indent=2)
    if group:
        _steps(page, group.remedy, indent=2)
    return page.text()


# --- one session ---------------------------------------------------------------------------------


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """One session: what is wrong with it, what is known of it, and everything that happened, in order."""
    page, zone = Page(options), options.timezone
    if not story.found:
        page.paragraph((story.session_id, "bold magenta"))
        page.paragraph(("? ", "bold yellow"), (say.stranger(story), "bold"), hang=2)
        _evidence_base(page, story.report)
        return page.text()
    if options.verbosity < 0:
        _brief(page, story.report)
        return page.text()
    page.paragraph((story.session_id, "bold magenta"))
    _verdict(page, story.report)
    row = story.row
    facts = [
        ("created", f"{say.stamp(row.time_created, zone)} by {row.version or 'an unknown version'}" if row else ""),
        ("directory", row.directory or "" if row else ""),
        ("last agent", row.agent or "none yet" if row else ""),
        ("last model", "/".join(filter(None, (row.provider_id, row.model_id))) or "none yet" if row else ""),
        ("parent", row.parent_id or "" if row else ""),
        ("rows", ", ".join(f"{name} {'not read' if count is None else count}" for name, count in story.counts.items())),
        ("last request", say.request_of(story)),
    ]
    page.heading("What is known of it")
    if row is None:
        page.paragraph(("No row of it was found in a database.", ""), indent=2)
    for name, fact in facts:
        if fact:
            page.paragraph((f"{name}: ", "dim"), (fact, ""), indent=2, hang=4)
    for message, maker in story.id_makers:
        page.paragraph((f"{message}: ", "dim"), (f"id made by {maker}", ""), indent=2, hang=4)
    _causes(page, story.report)
    _undecided(page, story.report)
    _refuted(page, story.report)
    page.heading(f"What happened ({say.zone_of(zone)})")
    if not story.events:
        page.paragraph(("Nothing was found of it.", ""), indent=2)
    day = None
    for event in story.events:
        if event.time and (today := say.local(event.time, zone).date()) != day:
            page.paragraph((today.isoformat(), "dim"), indent=2)
            day = today
        page.paragraph(
            (f"{say.clock(event.time, zone):<12} ", ""),
            (f"{event.origin:<9}", "dim"),
            (event.text, "bold red" if event.warning else ""),
            (f" ({event.source})", "dim"),
            indent=2,
            hang=22 if page.width >= 80 else 4,
        )
    _evidence_base(page, story.report)
    return page.text()


# --- the database alone --------------------------------------------------------------------------


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """The database alone: what it is, which releases can run on it, and the silent prompts its rows show."""
    page = Page(options)
    page.paragraph(_TONES[say.audit_tone(audit)], (say.audit_headline(audit, page.options.timezone), "bold"), hang=2)
    warnings = [sentence for sentence in (say.beside(audit), say.ahead(audit.report, audit.asked)) if sentence]
    if options.verbosity < 0:
        for warning in warnings:
            page.verbatim(warning)
        for problem in audit.report.problems:
            page.verbatim(f"not checked  {problem.where}  {problem.what}")
        return page.text()
    for warning in warnings:
        page.paragraph((warning, "bold"), indent=2)
    _facts(page, audit.facts)
    if audit.asked:
        page.heading(f"OpenCode {audit.asked.version} on this database")
        _drift(page, audit.asked)
    if audit.releases:
        page.heading("Which releases can run on it")
        page.table(
            ("RELEASE", "VERDICT", "WHAT AN OPERATOR SEES"),
            [_release(group) for group in say.neighbouring(audit.releases)],
            flexible=(2,),
        )
    _causes(page, audit.report)
    _sessions(page, audit.report.silent)
    _evidence_base(page, audit.report, rows_only=True)
    return page.text()


def _facts(page: Page, facts: DatabaseFacts) -> None:
    page.heading("The file")
    for name, fact in say.facts_of(facts, page.options.timezone):
        page.paragraph((f"{name + ':':<15}", "dim"), (fact, ""), indent=2, hang=15)
    for note in facts.notes:
        page.paragraph((note, ""), indent=2)


def _drift(page: Page, drift: Drift) -> None:
    if not drift.breaks:
        page.paragraph((say.fits(drift), ""), indent=2)
    for found in drift.breaks:
        where = ".".join(filter(None, (found.table, found.column)))
        page.paragraph(
            ("✗ ", "red"),
            (where, "bold"),
            (f": {found.effect}", ""),
            (f" ({found.migration or 'no migration named'}", "dim"),
            (", seen on real servers)" if found.sure else ", reasoned from the schema)", "dim"),
            indent=2,
            hang=2,
        )
    for ids, about in ((drift.foreign, "It does not know"), (drift.pending, "Starting it would apply")):
        if ids:
            page.paragraph((f"{about} {say.plural(len(ids), 'migration')}: {', '.join(ids)}", ""), indent=2, hang=2)
    if drift.safe_from:
        page.paragraph((f"Safe from {drift.safe_from} on.", ""), indent=2)
    else:
        page.paragraph(("No known release can run on it as it is.", "red"), indent=2)


def _release(group: Sequence[Drift]) -> tuple[Span, Span, Span]:
    verdict = say.verdict_of(group[0])
    return (say.versions(group), ""), (verdict, _VERDICTS[verdict]), (say.effect_of(group[0]), "")
