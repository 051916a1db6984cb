"""The whole report, for ``-v``: all evidence, what was ruled out, each prompt, the comparison, the timeline, what was
checked."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.model import CauseGroup, Entry, EventKind, Report, TimelineEvent
from inspector.renderers import _sentences as say
from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import ROWS, draw_evidence, draw_more, draw_plan, draw_prompts, draw_rejected
from inspector.renderers._screen import Screen, Span
from inspector.renderers._short import draw_closing, draw_opening, draw_quotes, draw_unplaced

EVENTS = 200  # any value: a layout
"""A longer timeline is shown without its middle; the JSON report has all lines."""
PROBLEMS = 100  # any value: a layout
_EVENTS = {
    EventKind.START: ("▸", "cyan"),
    EventKind.STOP: ("■", "cyan"),
    EventKind.MIGRATION: ("◆", "yellow"),
    EventKind.WORKED: ("✓", ""),
    EventKind.FAILURE: ("✗", "red"),
    EventKind.SILENT: ("✗", "red"),
    EventKind.REJECTED: ("✗", "red"),
}
_LOOKS = {
    say.LookState.READ: ("•", ""),
    say.LookState.NOTHING: ("•", ""),
    say.LookState.BAD: ("✗", "red"),
    say.LookState.NOT: ("–", "dim"),
    say.LookState.ASIDE: ("•", "dim"),
    say.LookState.NOTE: ("!", "yellow"),
    say.LookState.UNKNOWN: ("?", "yellow"),
}


def render_full(report: Report, options: RenderOptions) -> str:
    """Return the report that is shown with ``-v``."""
    screen = Screen(options)
    draw_opening(screen, report)
    draw_causes(screen, report)
    draw_undecided(screen, report)
    draw_unplaced(screen, report)
    draw_refuted(screen, report)
    draw_quotes(screen, report, ROWS)
    entries = (*report.failures, *report.silent)
    draw_prompts(screen, entries)
    for entry in sorted(say.pressing(entries), key=lambda entry: (entry.time is None, entry.time or 0))[:ROWS]:
        _details(screen, entry)
    draw_rejected(screen, report.rejected)
    _contrast(screen, report)
    _timeline(screen, report.timeline)
    _past(screen, report)
    draw_checked(screen, report)
    draw_closing(screen, report)
    return screen.text()


def draw_causes(screen: Screen, report: Report) -> None:
    for group in say.present(report):
        _cause(screen, group, report)


def _cause(screen: Screen, group: CauseGroup, report: Report) -> None:
    screen.blank()
    screen.rule()
    screen.paragraph((group.cause, "bold magenta"), ("  ", ""), (group.title, "bold"), hang=2)
    screen.paragraph((say.unsure(group, report), "bold"), (f" · {say.counted(group, report)}", ""), indent=2)
    if when := say.span(group.first, group.last, screen.options.timezone):
        screen.paragraph((when, "dim"), indent=2)
    summary = say.summary_of(group)
    if summary not in ("", group.title):
        screen.blank()
        screen.paragraph((summary, ""), indent=2)
    _section(screen, "Evidence")
    draw_evidence(screen, group.evidence, indent=4)
    if group.plan:
        _section(screen, "What to do")
        draw_plan(screen, group.plan, indent=4)
    if group.not_a_remedy:
        _section(screen, "What does not help")
        for step in group.not_a_remedy:
            screen.item([("• ", "")], (step, ""), indent=4)
    if group.references:
        _section(screen, "See")
        for reference in group.references:
            screen.verbatim(reference, "magenta", indent=4)


def _section(screen: Screen, title: str) -> None:
    screen.blank()
    screen.paragraph((title, "bold"), indent=2)


def draw_undecided(screen: Screen, report: Report) -> None:
    """Draw the prompts whose cause is not decided, and what would settle it."""
    entries = say.undecided(report)
    if not entries:
        return
    zone = screen.options.timezone
    screen.heading(f"Not explained ({say.zone_of(zone, entries[0].time)})")
    screen.paragraph((say.why_undecided(entries), ""), indent=2)
    for group in say.alike(entries[:ROWS]):
        for entry in group:
            named = entry.session_id or "no session named"
            screen.paragraph(
                (named, "bold"), (f"  {say.moment(entry.time, zone)}  ", ""), (say.stage_of(entry), ""), indent=2, hang=2
            )
        first = group[0]
        if first.candidates:
            screen.paragraph((f"could be: {', '.join(first.candidates)}", ""), indent=4, hang=2)
        if len(group) > 1 and first.evidence:
            screen.paragraph(("evidence for the first prompt:", "dim"), indent=4)
        if first.evidence:
            draw_evidence(screen, first.evidence, indent=4)
        if first.next_evidence:
            screen.paragraph((f"to settle it: {'; '.join(say.wanted_of(first))}", ""), indent=4, hang=2)
    draw_more(screen, len(entries) - ROWS)


def draw_refuted(screen: Screen, report: Report) -> None:
    if not report.refuted:
        return
    screen.heading("Ruled out")
    for refuted in report.refuted:
        screen.paragraph((refuted.cause, "bold"), (f"  {refuted.title}", ""), indent=2, hang=2)
        draw_evidence(screen, refuted.evidence, indent=4)


def _details(screen: Screen, entry: Entry) -> None:
    """Draw all known facts about one prompt."""
    screen.blank()
    screen.paragraph((entry.session_id or "not named", "bold"), (f"  {say.cause_of(entry)}", ""), indent=2, hang=2)
    draw_evidence(screen, entry.evidence, indent=4)
    facts = [
        ("log", f"{entry.log[0]}: byte {entry.log[1]}" if entry.log else ""),
        ("error", say.reason_of(entry)),
        ("rows", ", ".join(f"{name} {'not read' if count is None else count}" for name, count in entry.rows.items())),
        ("inbox", ", ".join(f"{row.id} {'not delivered' if row.promoted_seq is None else 'delivered'}" for row in entry.inputs)),
        ("server", entry.version or ""),
        ("assumed", "; ".join(say.assumed_of(entry))),
        ("to settle it", "; ".join(say.wanted_of(entry))),
        ("fingerprint", entry.fingerprint or ""),
    ]  # fmt: skip
    for name, fact in facts:
        if fact:
            screen.paragraph((f"{name}: ", "dim"), (fact, ""), indent=4, hang=2)


def _contrast(screen: Screen, report: Report) -> None:
    chosen = [separation for separation in report.contrast if separation.separates]
    alike = say.alike_in(report)
    if not chosen and not alike:
        return
    screen.heading("What failing prompts have in common and answered prompts do not")
    for separation in chosen:
        screen.item([("• ", "")], (say.shared(separation), ""), (f" (p {separation.p:.2g})", "dim"), indent=2)
    if alike:
        screen.item([("• ", "dim")], (alike, ""), indent=2)


def _timeline(screen: Screen, events: Sequence[TimelineEvent]) -> None:
    if not events:
        return
    zone = screen.options.timezone
    lines = say.stretches(events)
    screen.heading(f"Timeline ({say.zone_of(zone, lines[0].first.time)})")
    head = EVENTS // 2
    left_out = len(lines) - EVENTS
    day = None
    for number, stretch in enumerate(lines):
        if left_out > 0 and head <= number < head + left_out:
            if number == head:
                screen.paragraph((f"… {say.many(left_out, 'line')} more, see --format json", "dim"), indent=2)
            continue
        today = say.local(stretch.first.time, zone).date()
        if today != day:
            screen.paragraph((today.isoformat(), "dim"), indent=2)
            day = today
        mark, style = _EVENTS[stretch.kind]
        before: list[Span] = [(f"{say.clock(stretch.first.time, zone):<12} ", ""), (mark, style), (f" {stretch.kind:<9} ", "")]
        if screen.width >= 80:
            screen.item(before, (say.line_of(stretch, zone), ""), indent=2)
        else:
            screen.paragraph(*before, (say.line_of(stretch, zone), ""), indent=2, hang=4)


def _past(screen: Screen, report: Report) -> None:
    groups = say.past(report)
    if not groups:
        return
    screen.heading("Needs no action")
    for group in groups:
        screen.paragraph((group.cause, "bold"), (f"  {say.past_of(group, report)}", ""), indent=2, hang=2)


def draw_checked(screen: Screen, report: Report, rows_only: bool = False) -> None:
    """Draw what was checked, what was not checked, and what cannot be decided."""
    screen.heading("What was checked")
    looked = say.looked_in_rows(report) if rows_only else say.looked(report, screen.options.timezone)
    for look in (*looked, *say.notes(report, screen.options.timezone)):
        mark, style = _LOOKS[look.state]
        screen.item([(f"{mark} ", style)], (look.text, ""), indent=2)
    if report.skipped and not rows_only:
        screen.heading("Not checked")
        for skipped in report.skipped:
            screen.item([("– ", "dim")], (say.check_name(skipped), "bold"), (f": {say.why_skipped(skipped)}", ""), indent=2)
    if report.problems:
        screen.heading("Problems while reading")
        for problem in report.problems[:PROBLEMS]:
            screen.item([("! ", "yellow")], (problem.where, "bold"), (f": {problem.what}", ""), indent=2)
        draw_more(screen, len(report.problems) - PROBLEMS)
    screen.blank()
    made = f"inspector {report.version}, {say.stamp(report.generated, screen.options.timezone)}"
    screen.paragraph((f"{say.hidden(report)} {made}", "dim"))
