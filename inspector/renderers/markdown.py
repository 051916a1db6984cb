"""The report as GitHub Markdown, to paste into an issue or a ticket: the verdict first, the details folded.

All text from an input is made inert: no mention, no issue reference, no link, no HTML (:mod:`inspector.text`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from inspector.model import Audit, CauseGroup, Drift, Entry, Evidence, Report, SessionStory
from inspector.renderers import _sentences as say
from inspector.renderers._options import RenderOptions
from inspector.text import code, fence, markdown as inert, visible

NAME = "markdown"
SUFFIXES = (".md", ".markdown")

ROWS = 50  # any value: a layout
"""At most this many rows of a table are written: GitHub accepts 65,536 characters in a comment."""
LONGEST = 600  # any value: a layout
"""At most this many characters of a cell or sentence are written."""


def render(report: Report, options: RenderOptions) -> str:
    """Return the whole report; with ``verbosity`` -1 one line for each cause."""
    if options.verbosity < 0:
        return _written(_brief(report, options))
    return _written(_report(report, options))


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """Return the report on one session: the verdict, and all its events folded."""
    return _written(_story(story, options))


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """Return the report on a database: the verdict, the table of releases, and what was checked, folded."""
    return _written(_audit(audit, options))


def _written(lines: Iterable[str]) -> str:
    """Return the lines as text, with at most one blank line in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _text(text: str) -> str:
    """Return a sentence as inert Markdown; text between backticks becomes code."""
    pieces = visible(text, LONGEST).strip().split("`")
    if len(pieces) % 2 == 0 or not all(pieces[1::2]):
        return inert(text, LONGEST)
    return "".join(code(piece) if number % 2 else _spaced(piece) for number, piece in enumerate(pieces))


def _spaced(piece: str) -> str:
    """Return `piece` as inert text, with the spaces that separate it from the code before and after it."""
    if not piece.strip():
        return piece
    return f"{' ' * piece[0].isspace()}{inert(piece)}{' ' * piece[-1].isspace()}"


def _brief(report: Report, options: RenderOptions) -> Iterator[str]:
    causes = say.present(report)
    for group in causes:
        yield f"- {code(group.cause)} {group.confidence.value}, {say.counted(group, report)}: {_text(say.first_step(group))}"
    if unexplained := say.undecided(report):
        yield f"- not decided: {say.many(len(unexplained), 'prompt')}"
    if not causes and not unexplained:
        yield f"- {_text(say.headline(report, options.timezone))}"
    for problem in report.problems:
        yield f"- not checked: {code(problem.where)} {_text(problem.what)}"


def _verdict(report: Report, options: RenderOptions) -> Iterator[str]:
    mark = {"bad": "❌", "unknown": "❔", "good": "✅", "plain": "ℹ️"}[say.tone_of(report)]
    yield f"**{mark} {_text(say.headline(report, options.timezone))}**"
    yield ""
    for sentence in (say.others(report), say.folded(report), say.traceless(report), say.ahead(report)):
        if sentence:
            yield _text(sentence)
            yield ""
    if report.problems:
        yield f"Incomplete: {say.many(len(report.problems), 'problem')} while reading, see below."
        yield ""
    if not report.redacted:
        yield f"⚠️ {say.hidden(report)}"
        yield ""


def _report(report: Report, options: RenderOptions) -> Iterator[str]:
    yield from _verdict(report, options)
    yield from _causes(report, options)
    yield from _details(report, options)


def _causes(report: Report, options: RenderOptions) -> Iterator[str]:
    causes = say.present(report)[:ROWS]
    if not causes:
        return
    yield from _table(
        ("cause", "confidence", "affected", "when"),
        (
            (code(g.cause), g.confidence.value, say.counted(g, report), _text(say.span(g.first, g.last, options.timezone)))
            for g in causes
        ),
    )
    for group in causes:
        yield ""
        yield f"### {code(group.cause)} {_text(group.title)}"
        yield ""
        summary = say.summary_of(group)
        if summary not in ("", group.title, say.headline(report, options.timezone)):
            yield _text(summary)
            yield ""
        if group.plan:
            yield "**What to do**"
            yield ""
            yield from _steps(group)
        yield from _fold("Evidence, and what does not help", _grounds(group))


def _steps(group: CauseGroup) -> Iterator[str]:
    """Yield numbered sentences, and commands in code blocks, which GitHub shows with a copy button."""
    for number, step in enumerate(group.plan, 1):
        yield f"{number}. {_text(step.text)}"
        if step.commands:
            yield from ("", fence("\n".join(step.commands), "sh"), "")
    yield ""
    if explained := say.stand_in(group.remedy):
        yield from (_text(explained), "")


def _grounds(group: CauseGroup) -> Iterator[str]:
    yield from _evidence(group.evidence)
    if group.not_a_remedy:
        yield ""
        yield "Does not help:"
        yield ""
        yield from (f"- {_text(step)}" for step in group.not_a_remedy)
    if group.references:
        yield ""
        yield f"See {', '.join(code(reference) for reference in group.references)}"


def _evidence(evidence: Sequence[Evidence]) -> Iterator[str]:
    for clue in say.weighed(evidence):
        source = f" ({code(clue.source, LONGEST)})" if clue.source else ""
        about = f" {code(clue.cause)}" if clue.cause else ""
        yield f"- {'**+** for' if clue.supports else '**−** against'}{about}: {_text(clue.text)}{source}"


def _fold(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a folded block; `title` must not contain text of an input."""
    body = list(lines)
    if body:
        yield from ("", "<details>", f"<summary>{title}</summary>", "", *body, "", "</details>", "")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _details(report: Report, options: RenderOptions) -> Iterator[str]:
    zone = options.timezone
    entries = say.pressing((*report.failures, *report.silent))
    yield from _fold(f"Prompts without an answer: {len(entries):,}", _sessions(entries, options))
    yield from _fold("Not explained, and what would settle it", _undecided(say.undecided(report)))
    yield from _fold(
        f"Refused at once: {len(say.pressing(report.rejected)):,}", _rejected(say.pressing(report.rejected), options)
    )
    count = sum(group.count for group in report.unplaced)
    yield from _fold(f"Error records without a prompt: {count:,}", _unplaced(report, options))
    yield from _fold("Refused requests that are not prompts", _other_requests(report, options))
    yield from _fold("Ruled out", _refuted(report))
    yield from _fold("Read from pasted texts", _quotes(report))
    yield from _fold(
        "What failing prompts have in common and answered prompts do not",
        [
            *(f"- ✅ {_text(say.shared(s))} (p {s.p:.2g})" for s in report.contrast if s.separates),
            *([f"- – {_text(alike)}"] if (alike := say.alike_in(report)) else []),
        ],
    )
    yield from _fold("Needs no action", (f"- {code(g.cause)} {_text(say.past_of(g, report))}" for g in say.past(report)))
    timeline = [
        f"{say.moment(stretch.first.time, zone):<23}  {stretch.kind:<9}  {say.line_of(stretch, zone)}"
        for stretch in say.stretches(report.timeline)
    ]
    yield from _fold(f"Timeline ({inert(say.zone_of(zone))})", [fence("\n".join(_cut(timeline)))] if timeline else ())
    yield from _fold("What was checked, and what was not", _base(report, options))
    yield ""
    yield f"_{inert(say.hidden(report))} inspector {inert(report.version)}, {inert(say.stamp(report.generated, zone))}_"


def _cut(lines: list[str]) -> list[str]:
    half = ROWS // 2
    return lines if len(lines) <= ROWS else [*lines[:half], f"… {len(lines) - ROWS:,} more", *lines[-half:]]


def _sessions(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    if not entries:
        return
    yield from _table(
        ("session", "time", "cause", "confidence", "got as far as", "request", "log"),
        (
            (
                code(entry.session_id or "not named"),
                _text(say.stamp(entry.time, options.timezone)),
                code(entry.cause) if entry.cause else "not decided",
                say.confidence_of(entry),
                say.stage_of(entry),
                say.shape_of(entry),
                code(f"{entry.log[0]}: byte {entry.log[1]}") if entry.log else "",
            )
            for entry in entries[:ROWS]
        ),
    )
    yield from _more(len(entries))
    errors = dict.fromkeys(reason for entry in entries[:ROWS] if (reason := say.reason_of(entry)))
    if errors:
        yield ""
        yield "Errors as recorded:"
        yield ""
        yield fence("\n".join(error.replace("\n", " ") for error in errors))


def _more(count: int) -> Iterator[str]:
    if count > ROWS:
        yield ""
        yield f"… {count - ROWS:,} more, see `--format json`"


def _undecided(entries: Sequence[Entry]) -> Iterator[str]:
    for group in say.alike(entries[:ROWS]):
        candidates = f": could be {', '.join(map(code, group[0].candidates))}" if group[0].candidates else ""
        yield f"- {', '.join(dict.fromkeys(code(entry.session_id or 'not named') for entry in group))}{candidates}"
        if group[0].next_evidence:
            yield f"  Would decide: {_text('; '.join(say.wanted_of(group[0])))}"
    yield from _more(len(entries))


def _rejected(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    if not entries:
        return
    yield from _table(
        ("time", "status", "cause", "reason", "session"),
        (
            (
                _text(say.stamp(entry.time, options.timezone)),
                str(entry.status or ""),
                code(say.cause_of(entry)),
                code(say.refusal_of(entry), LONGEST) if entry.reason else "",
                code(entry.session_id) if entry.session_id else "",
            )
            for entry in entries[:ROWS]
        ),
    )
    yield from _more(len(entries))


def _quotes(report: Report) -> Iterator[str]:
    for quote in say.taken(report):
        yield f"- {_text(quote.place)}: {_text(quote.what)}{f', {_text(quote.detail)}' if quote.detail else ''}"
    question = say.asked(report)
    if question is not None:
        yield ""
        yield f"{_text(question[0])} {code(question[1])}"


def _refuted(report: Report) -> Iterator[str]:
    for refuted in report.refuted:
        yield ""
        yield f"**{code(refuted.cause)}** {_text(refuted.title)}"
        yield ""
        yield from _evidence(refuted.evidence)


def _unplaced(report: Report, options: RenderOptions) -> Iterator[str]:
    for group in report.unplaced:
        times = f", {group.count:,} times" if group.count > 1 else ""
        page = f" (`inspector explain {group.page}`)" if group.page else ""
        place = code(f"{group.path}: byte {group.offset}")
        yield f"- {say.moment(group.time, options.timezone)} {group.level}{times}: {code(group.text)}, {place}{page}"


def _other_requests(report: Report, options: RenderOptions) -> Iterator[str]:
    for request in report.other_requests[:ROWS]:
        what = " ".join(str(part) for part in (request.method, request.path, request.status) if part)
        yield f"- {say.moment(request.time, options.timezone)} {code(what)}: {_text(request.reason or 'no reason given')}"
    yield from _more(len(report.other_requests))


def _base(report: Report, options: RenderOptions) -> Iterator[str]:
    words = {
        "read": "",
        "nothing": "",
        "bad": "❌ ",
        "not": "**not checked:** ",
        "aside": "",
        "note": "**note:** ",
        "unknown": "**unknown:** ",
    }
    for look in (*say.looked(report, options.timezone), *say.notes(report, options.timezone)):
        yield f"- {words[look.state]}{_text(look.text)}"
    yield from (
        f"- **not checked:** {code(say.check_name(skipped))}: {_text(say.why_skipped(skipped))}" for skipped in report.skipped
    )
    yield from (f"- **problem:** {code(problem.where)}: {_text(problem.what)}" for problem in report.problems[:ROWS])
    yield from _more(len(report.problems))


# --- the smaller reports -------------------------------------------------------------------------


def _story(story: SessionStory, options: RenderOptions) -> Iterator[str]:
    yield f"## {code(story.session_id)}"
    yield ""
    if not story.found:
        yield f"**❔ {_text(say.stranger(story))}**"
        yield from _fold("What was checked, and what was not", _base(story.report, options))
        return
    yield from _verdict(story.report, options)
    yield from _causes(story.report, options)
    events = [
        f"{say.moment(event.time, options.timezone):<23}  {event.origin:<8}  {'! ' * event.warning}{say.what_happened(event.fact)} ({event.source})"
        for event in story.events
    ]
    title = f"What happened ({inert(say.zone_of(options.timezone))}): {say.many(len(events), 'event')}"
    yield from _fold(title, [fence("\n".join(event.replace("\n", " ") for event in _cut(events)))] if events else ())
    facts = [f"- {code(name)}: {'not read' if count is None else count}" for name, count in story.counts.items()]
    facts += [f"- {code(made.message_id)}: ID made by {_text(say.maker_of(made))}" for made in story.id_makers]
    yield from _fold("Rows and IDs", facts)
    yield from _details(story.report, options)


def _audit(audit: Audit, options: RenderOptions) -> Iterator[str]:
    facts = audit.facts
    mark = {"good": "✅", "caution": "⚠️", "bad": "❌", "unknown": "❔"}[say.audit_tone(audit)]
    yield f"**{mark} {_text(say.audit_headline(audit, options.timezone))}**"
    yield ""
    for warning in (say.beside(audit), say.ahead(audit.report, audit.asked)):
        if warning:
            yield _text(warning)
            yield ""
    yield f"{code(facts.path)}: generation {_text(facts.generation)}, health {_text(say.health_of(facts))}"
    yield ""
    yield _text(say.migrations_of(facts))
    yield ""
    if audit.asked:
        yield from _breaks(audit.asked)
    if audit.releases:
        rows = (
            (code(say.versions(group)), say.verdict_of(group[0]), _text(say.effect_of(group[0])))
            for group in say.neighbouring(audit.releases)
        )
        yield from _table(("release", "verdict", "what happens"), rows)
        yield ""
    yield from _causes(audit.report, options)
    yield from _details(audit.report, options)


def _breaks(drift: Drift) -> Iterator[str]:
    for found in drift.breaks:
        where = code(".".join(filter(None, (found.table, found.column))))
        migration = f" ({code(found.migration)})" if found.migration else ""
        known = "seen on real servers" if found.sure else "reasoned from the schema"
        yield f"- {where}: {_text(found.effect)}{migration}, {known}"
    yield ""
