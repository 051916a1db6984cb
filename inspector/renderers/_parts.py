"""Parts that several terminal reports share: the verdict's sign, evidence, plans, tables of prompts.

Each sign has one meaning: ``✓`` answered or healthy, ``✗`` in trouble, ``?`` cannot tell, ``!`` read this, ``+`` and ``−`` evidence for
and against, ``•`` an item. Green is used only when the whole report found nothing wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from inspector.model import Entry, Evidence, Step, lines_of
from inspector.renderers import _sentences as say
from inspector.renderers._screen import Screen, Span

ROWS = 20  # any value: a layout
"""At most this many rows of a table are shown; the JSON report has all rows."""
CLUES = 4  # any value: a layout
"""At most this many clues for and against are shown without ``-v``."""
TONES: dict[str, Span] = {
    "good": ("✓ ", "bold green"),
    "caution": ("! ", "bold yellow"),
    "bad": ("✗ ", "bold red"),
    "unknown": ("? ", "bold yellow"),
    "plain": ("• ", "bold"),
}
FOR, AGAINST = ("+ ", ""), ("− ", "")


def draw_evidence(screen: Screen, evidence: Sequence[Evidence], indent: int) -> None:
    """Draw clues, the heaviest first; without ``-v`` only the heaviest for and against."""
    every = screen.options.verbosity > 0
    clues = say.weighed(evidence)
    shown = clues if every else [*[c for c in clues if c.supports][:CLUES], *[c for c in clues if not c.supports][:CLUES]]
    for clue in shown:
        about: list[Span] = [(f"{clue.cause}: ", "bold")] if clue.cause else []
        weight: list[Span] = [(f" [{say.weight_of(clue)}]", "dim")] if every else []
        screen.item([FOR if clue.supports else AGAINST], *about, (clue.text, ""), *weight, *source_of(clue), indent=indent)
    if len(clues) > len(shown):
        screen.paragraph((f"… {len(clues) - len(shown)} more with -v", "dim"), indent=indent)
    if not clues:
        screen.paragraph(("No evidence was recorded.", "dim"), indent=indent)


def source_of(clue: Evidence) -> list[Span]:
    return [(f" ({clue.source})", "dim")] if clue.source else []


def draw_plan(screen: Screen, plan: Sequence[Step], indent: int) -> None:
    """Draw numbered steps; each command is on its own line and never wrapped, so that it can be copied."""
    for number, step in enumerate(plan, 1):
        screen.item([(f"{number}  ", "bold")], (step.text, ""), indent=indent)
        for command in step.commands:
            screen.verbatim(f"$ {command}", "magenta", indent=indent + 3)
    if explained := say.stand_in(lines_of(plan)):
        screen.paragraph((explained, "dim"), indent=indent)


def draw_prompts(screen: Screen, entries: Sequence[Entry], most: int = ROWS) -> None:
    """Draw a table of prompts in trouble, by time."""
    zone = screen.options.timezone
    rows = sorted(say.pressing(entries), key=lambda entry: (entry.time is None, entry.time or 0))
    if not rows:
        return
    heading, when = times_of(rows, zone)
    screen.heading(f"Prompts without an answer ({heading})")
    screen.table(
        ("SESSION", "TIME", "CAUSE", "GOT AS FAR AS", "REQUEST"),
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
            for entry in rows[:most]
        ],
        flexible=(2, 3, 4),
    )
    draw_more(screen, len(rows) - most)


def draw_rejected(screen: Screen, entries: Sequence[Entry]) -> None:
    """Draw a table of refused requests, by time."""
    rows = say.pressing(entries)
    if not rows:
        return
    heading, when = times_of(rows, screen.options.timezone)
    screen.heading(f"Refused at once ({heading})")
    screen.table(
        ("TIME", "STATUS", "CAUSE", "REASON", "SESSION"),
        [
            (
                (when(entry), ""),
                (str(entry.status or ""), ""),
                (say.cause_of(entry), "magenta"),
                (say.refusal_of(entry), ""),
                (entry.session_id or "", ""),
            )
            for entry in rows[:ROWS]
        ],
        flexible=(2, 3),
    )
    draw_more(screen, len(rows) - ROWS)


def times_of(rows: Sequence[Entry], zone: tzinfo | None) -> tuple[str, Callable[[Entry], str]]:
    """Return the note on times in a table's heading, and a function for a row's time; a day that all rows share is in
    the heading."""
    days = {say.local(entry.time, zone).date().isoformat() for entry in rows if entry.time}
    of_zone = say.zone_of(zone, rows[0].time)
    if len(days) == 1:
        return f"{min(days)}, {of_zone}", lambda entry: say.clock(entry.time, zone)[:8] if entry.time else "unknown"
    return of_zone, lambda entry: say.moment(entry.time, zone)[:19]


def draw_more(screen: Screen, count: int) -> None:
    if count > 0:
        screen.paragraph((f"… {count:,} more, see --format json", "dim"), indent=2)
