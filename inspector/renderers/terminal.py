"""The reports for a terminal; ``-q`` and ``-v`` choose between the short, the brief and the full drawing."""

from __future__ import annotations

from inspector.model import Audit, CauseGroup, Entry, Report, SessionStory, Verification
from inspector.renderers import _sentences as say
from inspector.renderers._database import render_database
from inspector.renderers._full import render_full
from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import draw_evidence, draw_plan, draw_prompts, draw_rejected
from inspector.renderers._screen import Screen
from inspector.renderers._session import render_story
from inspector.renderers._short import draw_closing, draw_opening, render_short
from inspector.renderers._verification import render_verified

NAME = "terminal"
SUFFIXES = (".txt",)


def render(report: Report, options: RenderOptions) -> str:
    """Return the short report; with ``verbosity`` -1 one line for each cause, with 1 everything."""
    if options.verbosity < 0:
        return render_brief(report, options)
    return render_full(report, options) if options.verbosity else render_short(report, options)


def render_brief(report: Report, options: RenderOptions) -> str:
    """Return one line for each cause: cause, confidence, prompts, sessions, first step.

    The fields are separated by tabs for programs, and aligned for a person at a terminal.
    """
    screen = Screen(options)
    causes = say.present(report)
    rows = [
        (
            group.cause,
            group.confidence.value,
            say.cause_counted(group, report),
            ",".join(group.sessions[:3]),
            say.first_step(group),
        )
        for group in causes
    ]
    if unexplained := say.undecided(report):
        candidates = dict.fromkeys(c for entry in unexplained for c in entry.candidates)
        sessions = ",".join([entry.session_id for entry in unexplained if entry.session_id][:3])
        could = f"could be: {', '.join(candidates)}" if candidates else ""
        rows.append(("not decided", "-", say.many(len(unexplained), "prompt"), sessions, could))
    screen.fields(*rows, aligned=options.paths_shown)
    if not causes and not unexplained:
        screen.verbatim(say.headline(report, options.timezone))
    for warning in filter(None, (say.ahead(report), *say.warnings(report, options.timezone))):
        screen.verbatim(warning)
    for problem in report.problems:
        screen.fields(("not checked", problem.where, problem.what), aligned=options.paths_shown)
    return screen.text()


def render_plan(report: Report, options: RenderOptions) -> str:
    """Return the remedy of each cause as a checklist."""
    screen = Screen(options)
    for group in say.present(report):
        screen.blank()
        screen.paragraph((group.cause, "bold magenta"), (f" · {say.unsure(group, report)}", ""))
        screen.paragraph((say.sentence_of(group), ""))
        for step in group.plan:
            screen.item([("[ ] ", "bold"), (f"{step.kind.value:<10}", "dim")], (step.text, ""))
            for command in step.commands:
                screen.verbatim(f"$ {command}", "magenta", indent=14)
        if explained := say.stand_in(group.remedy):
            screen.paragraph((explained, "dim"), indent=14)
    if not say.present(report):
        screen.paragraph((say.headline(report, options.timezone), ""))
    return screen.text()


def render_verification(verifications: tuple[Verification, ...], options: RenderOptions) -> str:
    return render_verified(verifications, options)


def render_sessions(report: Report, options: RenderOptions) -> str:
    """Return the sessions in trouble, one line for each prompt."""
    screen = Screen(options)
    draw_opening(screen, report)
    draw_prompts(screen, (*report.failures, *report.silent), 200)
    draw_rejected(screen, report.rejected)
    if any(entry.session_id for entry in say.pressing(report.entries)):
        screen.blank()
        screen.paragraph(("For one of them: inspector session ID, with the same inputs.", ""))
    draw_closing(screen, report)
    return screen.text()


def render_finding(entry: Entry, group: CauseGroup | None, nth: int, options: RenderOptions) -> str:
    """Return one prompt in trouble: one line and, for the first prompt of its cause (`nth` 1), its evidence and remedy."""
    screen = Screen(options)
    known = f" ({nth}×)" if nth > 1 else f", {entry.confidence.value} confidence" if entry.confidence else ""
    screen.paragraph(
        (say.stamp(entry.time and entry.time.replace(microsecond=0), options.timezone), ""), ("  ", ""), (entry.cause or "not decided", "bold magenta"),
        (f"{known}: session {entry.session_id or 'not named'}", ""), hang=2,
    )  # fmt: skip
    if nth > 1 or options.verbosity < 0:
        return screen.text()
    if group:
        screen.paragraph((say.summary_of(group) or group.title, "bold"), indent=2)
    elif entry.candidates:
        screen.paragraph((f"could be: {', '.join(entry.candidates)}", ""), indent=2, hang=2)
    draw_evidence(screen, entry.evidence, indent=2)
    if group:
        draw_plan(screen, group.plan, indent=2)
    return screen.text()


def render_session(story: SessionStory, options: RenderOptions) -> str:
    return render_brief(story.report, options) if options.verbosity < 0 and story.found else render_story(story, options)


def render_audit(audit: Audit, options: RenderOptions) -> str:
    return render_database(audit, options)
