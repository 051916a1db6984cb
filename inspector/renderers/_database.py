"""The report on a database on the terminal: first the answer, then the file, the releases and the prompts in its rows."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.model import Audit, BreakKind, DatabaseFacts, Drift
from inspector.renderers import _sentences as say
from inspector.renderers._full import draw_causes, draw_checked
from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import TONES, draw_prompts
from inspector.renderers._screen import Screen, Span

_VERDICTS = {"fits": "", "migrates it": "bold", "breaks": "red"}
PROMPTS = 5  # any value: a layout
"""At most this many prompts in trouble are shown without ``-v``."""


def render_database(audit: Audit, options: RenderOptions) -> str:
    screen = Screen(options)
    _answer(screen, audit)
    if options.verbosity < 0:
        for problem in audit.report.problems:
            screen.fields(("not checked", problem.where, problem.what), aligned=screen.options.paths_shown)
        return screen.text()
    if audit.asked is None or options.verbosity > 0:
        _facts(screen, audit.facts)
    if audit.asked and options.verbosity > 0:
        screen.heading(f"OpenCode {audit.asked.version} on this database")
        _drift(screen, audit.asked)
    if audit.releases and (audit.asked is None or options.verbosity > 0):
        screen.heading("Which releases can run on it")
        screen.table(
            ("RELEASE", "VERDICT", "WHAT HAPPENS"), [_release(group) for group in say.neighbouring(audit.releases)], flexible=(2,)
        )
    if options.verbosity > 0:
        draw_causes(screen, audit.report)
    if audit.asked is None or options.verbosity > 0:
        draw_prompts(screen, audit.report.silent, 20 if options.verbosity > 0 else PROMPTS)
    if options.verbosity > 0:
        draw_checked(screen, audit.report, rows_only=True)
    screen.blank()
    _answer(screen, audit, again=True)
    return screen.text()


def _answer(screen: Screen, audit: Audit, again: bool = False) -> None:
    """Draw the answer; with `again`, in one sentence with the exit code, at the end of the report."""
    mark = TONES[say.audit_tone(audit)]
    if again:
        if audit.asked and screen.options.verbosity == 0:  # the answer is right above
            screen.paragraph((f"More: -v  Exit code {say.audit_exit_code(audit)}.", ""))
            return
        more = "" if screen.options.verbosity > 0 else "  More: -v"
        screen.item([mark], (say.audit_short(audit), "bold"), (f"{more}  Exit code {say.audit_exit_code(audit)}.", ""))
        return
    screen.item([mark], (say.audit_headline(audit, screen.options.timezone), "bold"))
    if command := say.copy_command(audit):
        screen.verbatim(f"$ {command}", "magenta", indent=2)
    for sentence in filter(None, (say.beside(audit), say.ahead(audit.report, audit.asked))):
        screen.item([TONES["caution"]], (sentence, ""))


def _facts(screen: Screen, facts: DatabaseFacts) -> None:
    screen.heading("The file")
    for name, fact in say.facts_of(facts, screen.options.timezone):
        screen.item([(f"{name + ':':<18}", "dim")], (fact, ""), indent=2)
    for note in say.file_notes(facts):
        screen.paragraph((note, ""), indent=2)


def _drift(screen: Screen, drift: Drift) -> None:
    if not drift.breaks:
        screen.paragraph((say.fits(drift), ""), indent=2)
    for found in drift.breaks:
        where = ".".join(filter(None, (found.table, found.column)))
        mark: Span = ("! ", "yellow") if found.kind is BreakKind.TOO_OLD else ("✗ ", "red")
        sure = "seen on real servers" if found.sure else "reasoned from the schema"
        about = f" ({found.migration or 'no migration named'}, {sure})"
        screen.item([mark], (where, "bold"), (f": {found.effect}", ""), (about, "dim"), indent=2)
    for ids, about in ((drift.foreign, "It does not have"), (drift.pending, "It would apply")):
        if ids:
            screen.paragraph((f"{about} {say.many(len(ids), 'migration')}: {', '.join(ids)}", ""), indent=2, hang=2)
    if drift.safe_from:
        screen.paragraph((f"{drift.safe_from} and later can run on it.", ""), indent=2)
    else:
        screen.paragraph(("No known release can run on it as it is.", "red"), indent=2)


def _release(group: Sequence[Drift]) -> tuple[Span, Span, Span]:
    verdict = say.verdict_of(group[0])
    return (say.versions(group), ""), (verdict, _VERDICTS[verdict]), (say.effect_of(group[0]), "")
