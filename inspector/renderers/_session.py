"""One session on the terminal: its verdict, its known facts, and all its events in order."""

from __future__ import annotations

from inspector.model import SessionStory
from inspector.renderers import _sentences as say
from inspector.renderers._full import draw_causes, draw_checked, draw_refuted, draw_undecided
from inspector.renderers._options import RenderOptions
from inspector.renderers._screen import Screen, Span
from inspector.renderers._short import draw_closing, draw_opening


def render_story(story: SessionStory, options: RenderOptions) -> str:
    screen = Screen(options)
    screen.paragraph((story.session_id, "bold magenta"))
    if not story.found:
        screen.item([("? ", "bold yellow")], (say.stranger(story), "bold"))
        draw_checked(screen, story.report)
        return screen.text()
    draw_opening(screen, story.report)
    _facts(screen, story)
    draw_causes(screen, story.report)
    draw_undecided(screen, story.report)
    if options.verbosity > 0:
        draw_refuted(screen, story.report)
    _events(screen, story)
    if options.verbosity > 0:
        draw_checked(screen, story.report)
    draw_closing(screen, story.report)
    return screen.text()


def _facts(screen: Screen, story: SessionStory) -> None:
    row, zone = story.row, screen.options.timezone
    facts = [
        ("created", f"{say.stamp(row.time_created, zone)} by {row.version or 'an unknown version'}" if row else ""),
        ("directory", row.directory or "" if row else ""),
        ("last agent", row.agent or "none yet" if row else ""),
        ("last model", "/".join(filter(None, (row.provider_id, row.model_id))) or "none yet" if row else ""),
        ("parent", row.parent_id or "" if row else ""),
        ("rows", ", ".join(f"{name} {'not read' if count is None else count}" for name, count in story.counts.items())),
        ("last request", say.request_of(story)),
    ]  # fmt: skip
    screen.heading("Known facts")
    if row is None:
        screen.paragraph((say.rowless(story.report), ""), indent=2)
    for name, fact in facts:
        if fact:
            screen.paragraph((f"{name}: ", "dim"), (fact, ""), indent=2, hang=4)
    for made in story.id_makers:
        screen.paragraph((f"{made.message_id}: ", "dim"), (f"ID made by {say.maker_of(made)}", ""), indent=2, hang=4)


def _events(screen: Screen, story: SessionStory) -> None:
    zone = screen.options.timezone
    screen.heading(f"What happened ({say.zone_of(zone)})")
    if not story.events:
        screen.paragraph(("The session has no record, row or request.", ""), indent=2)
    day = None
    for event in story.events:
        if event.time and (today := say.local(event.time, zone).date()) != day:
            screen.paragraph((today.isoformat(), "dim"), indent=2)
            day = today
        before: list[Span] = [(f"{say.clock(event.time, zone):<12} ", ""), (f"{event.origin:<9}", "dim")]
        text: list[Span] = [(say.what_happened(event.fact), "bold red" if event.warning else ""), (f" ({event.source})", "dim")]
        if screen.width >= 80:
            screen.item(before, *text, indent=2)
        else:
            screen.paragraph(*before, *text, indent=2, hang=4)
