"""The report on one screen: the verdict, the causes, the remedy, what was checked, and the verdict again with its exit
code."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from msgspec.structs import replace

from inspector.model import CauseGroup, Entry, Evidence, Report, Step, StepKind, lines_of
from inspector.renderers import _sentences as say
from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import AGAINST, FOR, TONES, source_of
from inspector.renderers._screen import Screen, Span
from inspector.text import visible

CAUSES = 3  # any value: a layout
"""At most this many causes are shown with evidence and a first step; the others are only in the table."""
LISTED = 12  # any value: a layout
"""At most this many causes are in the table."""
UNPLACED = 3  # any value: a layout
"""At most this many error records without a prompt are shown; the rest is counted."""
QUOTES = 6  # any value: a layout
"""At most this many pieces of pasted texts are shown; the rest is counted."""
SESSIONS = 1  # any value: a layout
PROBLEMS = 3  # any value: a layout
COMMANDS = 2  # any value: a layout
"""At most this many sessions, problems, and commands of a step are shown; the rest is counted."""
CLUE_CELLS = 132  # any value: a layout
"""A longer clue is cut: this is two lines on a terminal with 80 columns."""
NARROW = 72  # any value: a layout
"""With fewer columns, one clue and one installer are shown, so that the report still fits on a screen."""


def render_short(report: Report, options: RenderOptions) -> str:
    """Return the report that is shown without ``-v``."""
    screen = Screen(options)
    draw_opening(screen, report)
    causes, undecided = say.present(report), say.undecided(report)
    if len(causes) == 1 and not undecided:
        _one_cause(screen, causes[0], report)
    elif causes or undecided:
        _several_causes(screen, causes, undecided, report)
    draw_unplaced(screen, report)
    draw_quotes(screen, report, QUOTES)
    draw_closing(screen, report)
    return screen.text()


def draw_opening(screen: Screen, report: Report) -> None:
    """Draw the verdict with its counts, and the warnings."""
    zone = screen.options.timezone
    screen.item([TONES[say.tone_of(report)]], (say.opening(report, zone), "bold"))
    for sentence in filter(None, (say.folded(report), say.traceless(report))):
        screen.paragraph((sentence, ""), indent=2)
    for warning in filter(None, (say.ahead(report), *say.warnings(report, screen.options.timezone))):
        screen.item([("! ", "bold yellow")], (warning, ""))
    if not report.redacted:
        screen.item([("! ", "bold yellow")], (say.hidden(report), "bold"))


def draw_closing(screen: Screen, report: Report) -> None:
    """Draw what was and was not checked, then the verdict with the exit code as the last line."""
    screen.blank()
    for problem in report.problems[:PROBLEMS]:
        screen.item([("! ", "bold yellow")], (problem.where, "bold"), (f": {problem.what}", ""))
    if len(report.problems) > PROBLEMS:
        screen.paragraph((f"… {len(report.problems) - PROBLEMS:,} more problems with -v", "dim"), indent=2)
    screen.paragraph((say.checked_in_short(report), "dim"))
    verdict, full = say.closing(report), screen.options.verbosity > 0
    more = ("To share: --redact  " if screen.options.paths_shown else "") if full else "More: -v  "
    code = f"{more}Exit code {report.conclusion.exit_code}."
    if len(verdict) + len(code) + 4 <= screen.width:
        screen.item([TONES[say.tone_of(report)]], (verdict, "bold"), (f"  {code}", ""))
    else:
        screen.item([TONES[say.tone_of(report)]], (verdict, "bold"))
        screen.paragraph((code, ""), indent=2)


def draw_quotes(screen: Screen, report: Report, most: int) -> None:
    """Draw what was read from which line of the pasted texts, and what to ask the author for."""
    quotes, question = say.taken(report), say.asked(report)
    if question is None:
        return
    screen.blank()
    for number, quote in enumerate(quotes[:most]):
        screen.item(
            [(f"{'' if number else 'Read':<10}", "bold")],
            (f"{quote.place}  {quote.what}", ""),
            (f": {visible(quote.detail, screen.width)}" if quote.detail else "", "dim"),
            indent=2,
        )
    if len(quotes) > most:
        screen.paragraph((f"… {len(quotes) - most:,} more with -v", "dim"), indent=12)
    screen.item([(f"{'Ask':<10}", "bold")], (question[0], ""), indent=2)
    screen.paragraph((f"$ {question[1]}", "cyan"), indent=12)


def draw_unplaced(screen: Screen, report: Report) -> None:
    """Draw the error records that belong to no prompt, and the refused requests that are not prompts."""
    most = UNPLACED if screen.options.verbosity <= 0 else 50
    if report.unplaced:
        screen.heading("Error records without a prompt")
    for group in report.unplaced[:most]:
        before: list[Span] = [(f"{say.clock(group.time, screen.options.timezone)[:8]:<8} ", "")]
        times = f" × {group.count:,}" if group.count > 1 else ""
        where = f" ({group.path}: byte {group.offset})" if screen.options.verbosity > 0 else ""
        room = screen.width * 2 if screen.options.verbosity > 0 else screen.width - 11 - len(times)
        screen.item(before, (visible(group.text, room), ""), (times, "bold"), (where, "dim"), indent=2)
        if group.page:
            screen.verbatim(f"$ inspector explain {group.page}", "magenta", indent=11)
    if len(report.unplaced) > most:
        screen.paragraph((f"… {len(report.unplaced) - most:,} more with -v", "dim"), indent=2)
    if report.other_requests and screen.options.verbosity > 0:
        screen.heading("Refused requests that are not prompts")
    for request in report.other_requests[:most] if screen.options.verbosity > 0 else ():
        named = " ".join(filter(None, (request.method, request.path, str(request.status or ""))))
        screen.item(
            [(f"{say.clock(request.time, screen.options.timezone)[:8]:<8} ", "")],
            (f"{named} {request.reason or ''}".strip(), ""),
            indent=2,
        )


def _one_cause(screen: Screen, group: CauseGroup, report: Report) -> None:
    screen.blank()
    screen.paragraph((group.cause, "bold magenta"), (f" · {say.unsure(group, report)}", ""))
    screen.paragraph((say.sentence_of(group), ""), indent=2)
    clues = say.weighed(group.evidence)
    most = 1 if screen.width < NARROW else 2
    supporting = [clue for clue in clues if clue.supports and clue.weight][:most] or list(clues[:1])
    _labelled(screen, "Evidence", [(FOR, clue) for clue in supporting])
    opposing = [clue for clue in clues if not clue.supports][:1]
    if opposing:
        _labelled(screen, "Against", [(AGAINST, clue) for clue in opposing])
    refuted = next((refuted for refuted in report.refuted if refuted.evidence), None)
    if refuted:
        text = f"{refuted.cause}: {refuted.evidence[0].text}"
        _labelled(screen, "Not it", [(("", ""), Evidence(False, text, ""))])
    screen.blank()
    _fix(screen, [step for step in group.plan if step.kind is not StepKind.NOTE] or group.plan)
    _sessions(screen, group.sessions)


def _labelled(screen: Screen, label: str, clues: Sequence[tuple[Span, Evidence]]) -> None:
    """Draw clues next to a label; long ones are cut. A source is left out when it would need another line."""
    beside = screen.width - 14
    for number, (sign, clue) in enumerate(clues):
        source = source_of(clue)
        text = shorten(visible(clue.text), max(CLUE_CELLS, beside * 2), placeholder=" …")
        if screen.lines(beside, text + "".join(part for part, _ in source)) > screen.lines(beside, text):
            source = []
        screen.item([(f"{'' if number else label:<10}", "bold"), sign], (text, ""), *source, indent=2)


def _fix(screen: Screen, plan: Sequence[Step]) -> None:
    most = 1 if screen.width < NARROW else COMMANDS
    shown = []
    for number, step in enumerate(_joined_steps(plan), 1):
        label = "Fix" if number == 1 else ""
        screen.item([(f"{label:<5}", "bold"), (f"{number}  ", "bold")], (step.text, ""), indent=2)
        shown.append(replace(step, commands=step.commands[:most]))
        for command in shown[-1].commands:
            screen.verbatim(f"$ {command}", "magenta", indent=7)
        if (more := len(step.commands) - most) > 0:
            screen.paragraph(
                (f"… {say.many(more, 'more installer' if step.alternatives else 'more command')} with -v", "dim"), indent=7
            )
    if explained := say.stand_in(lines_of(shown)):
        screen.paragraph((explained, "dim"), indent=10)


def _joined_steps(plan: Sequence[Step]) -> list[Step]:
    """Return the plan with related steps merged: stop and copy, send again and verify."""
    steps: list[Step] = []
    for step in plan:
        before = steps[-1] if steps else None
        if before and before.kind is StepKind.STOP and step.kind is StepKind.COPY:
            steps[-1] = replace(step, text="Stop every OpenCode program on this machine and copy the database:")
        elif before and before.kind is StepKind.RESEND and step.kind is StepKind.VERIFY and not before.commands:
            steps[-1] = replace(step, text=f"{before.text} Then check:" if step.commands else f"{before.text} {step.text}")
        else:
            steps.append(step)
    return steps


def _sessions(screen: Screen, sessions: Sequence[str]) -> None:
    if sessions:
        screen.item([("Sessions  ", "bold")], (_named(sessions), ""), indent=2)


def _named(sessions: Sequence[str]) -> str:
    return ", ".join(sessions[:SESSIONS]) + (f" and {len(sessions) - SESSIONS:,} more" if len(sessions) > SESSIONS else "")


def _several_causes(screen: Screen, causes: Sequence[CauseGroup], undecided: Sequence[Entry], report: Report) -> None:
    if len(causes) > CAUSES:
        _table_of_causes(screen, causes, len(undecided), report)
    for number, group in enumerate(causes[:CAUSES], 1):
        screen.blank()
        _one_of_several(screen, number, group, report)
    if len(causes) > CAUSES:
        screen.blank()
        screen.paragraph((f"… {say.many(len(causes) - CAUSES, 'more cause')} with -v", "dim"), indent=2)
    if undecided:
        _undecided(screen, undecided)


def _table_of_causes(screen: Screen, causes: Sequence[CauseGroup], undecided: int, report: Report) -> None:
    room = screen.width - max(len(group.cause) for group in causes) - 30
    titled = all(len(group.title) <= room for group in causes[:LISTED])
    rows: list[tuple[Span, ...]] = [
        (
            (str(number), "bold"),
            (group.cause, "bold magenta"),
            (group.confidence.value, ""),
            (say.cause_counted(group, report), ""),
            (group.title if titled else "", ""),
        )
        for number, group in enumerate(causes[:LISTED], 1)
    ]
    if undecided:
        rows.append((("", ""), ("not decided", "bold"), ("–", ""), (say.many(undecided, "prompt"), ""), ("", "")))
    screen.blank()
    screen.table(("",) * 5, rows, flexible=(4,))


def _one_of_several(screen: Screen, number: int, group: CauseGroup, report: Report) -> None:
    """Draw one cause on a few lines: what happened, its best evidence, and the first step that changes something."""
    about = f" · {group.confidence.value} · {say.cause_counted(group, report)}"
    named = f" · {_named(group.sessions)}" if group.sessions else ""
    fits = len(group.cause) + len(about) + len(named) + 3 <= screen.width
    screen.item([(f"{number} ", "bold")], (group.cause, "bold magenta"), (about + (named if fits else ""), ""))
    screen.paragraph((visible(say.sentence_of(group), (screen.width - 2) * 2), ""), indent=2)
    clue = next((clue for clue in say.weighed(group.evidence) if clue.supports and clue.weight), None)
    if clue:
        _labelled(screen, "Evidence", [(FOR, clue)])
    step, copied = say.first_change(group.plan)
    if step:
        first = "First stop OpenCode and copy the database (--plan shows how). " if copied else ""
        screen.item([(f"{'Fix':<10}", "bold")], (first + step.text, ""), indent=2)
        shown = replace(step, commands=step.commands[: COMMANDS if step.alternatives else 1])
        for command in shown.commands:
            screen.verbatim(f"$ {command}", "magenta", indent=7)
        if explained := say.stand_in(lines_of([shown])):
            screen.paragraph((explained, "dim"), indent=7)
    if named and not fits:
        _sessions(screen, group.sessions)


def _undecided(screen: Screen, entries: Sequence[Entry]) -> None:
    """Draw the prompts whose cause is not decided: what it could be, and what would settle it."""
    screen.blank()
    screen.paragraph(("not decided", "bold"), (f" · {say.many(len(entries), 'prompt')}", ""))
    if could := say.candidates_of(entries):
        screen.paragraph((f"It could be {could}.", ""), indent=2)
    wanted = dict.fromkeys(item for entry in entries for item in say.wanted_of(entry))
    if wanted:
        screen.item([("To settle: ", "bold")], ("; ".join(list(wanted)[:2]), ""), indent=2)
    _sessions(screen, list(dict.fromkeys(entry.session_id for entry in entries if entry.session_id)))
