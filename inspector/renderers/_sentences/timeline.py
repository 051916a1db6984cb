"""The lines of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from inspector.model import EventKind, TimelineEvent
from inspector.model.value import Value
from inspector.renderers._sentences.times import clock, local, moment
from inspector.text import many

TROUBLE = (EventKind.FAILURE, EventKind.SILENT, EventKind.REJECTED)
_NOUNS = {
    EventKind.WORKED: "answered prompt",
    EventKind.FAILURE: "failed prompt",
    EventKind.SILENT: "silent prompt",
    EventKind.REJECTED: "rejected request",
}


class Stretch(Value, frozen=True):
    """Consecutive events of one kind, shown as one line."""

    kind: EventKind
    first: TimelineEvent
    last: TimelineEvent
    count: int
    texts: tuple[str, ...]
    """The events' texts, without duplicates."""
    newest: str = ""
    """The newest migration among them."""


def stretches(events: Sequence[TimelineEvent]) -> list[Stretch]:
    """Return the timeline with more than two consecutive events of one kind merged into one line."""
    runs: list[list[TimelineEvent]] = []
    for event in sorted(events, key=lambda e: e.time):
        if runs and runs[-1][0].kind == event.kind:
            runs[-1].append(event)
        else:
            runs.append([event])
    lines = []
    for run in runs:
        for part in [run] if len(run) > 2 or run[0].kind is EventKind.WORKED else [[event] for event in run]:
            texts = dict.fromkeys(map(event_text, part))
            lines.append(Stretch(part[0].kind, part[0], part[-1], len(part), tuple(texts), max(event.newest for event in part)))
    return lines


def event_text(event: TimelineEvent) -> str:
    """Return what happened, without time and session."""
    match event.kind:
        case EventKind.MIGRATION:
            return f"{many(event.migrations, 'migration', 'migrations')} applied, newest {event.newest}"
        case EventKind.START:
            return f"server {event.version or '(version unknown)'} run {event.run}"
        case EventKind.STOP:
            return f"last record of run {event.run}"
        case EventKind.WORKED:
            return "answered"
        case _:
            return event.cause or "cause not decided"


def line_of(stretch: Stretch, zone: tzinfo | None) -> str:
    """Return what happened in this stretch, without its first time."""
    if stretch.count == 1:
        return " ".join(filter(None, (stretch.first.session_id, event_text(stretch.first))))
    noun = _NOUNS.get(stretch.kind, stretch.kind.value)
    if stretch.first.time == stretch.last.time:
        when = "at the same time"
    elif local(stretch.first.time, zone).date() == local(stretch.last.time, zone).date():
        when = f"until {clock(stretch.last.time, zone)}"
    else:
        when = f"until {moment(stretch.last.time, zone)}"
    text = f"{many(stretch.count, noun)}, {when}"
    if stretch.kind is EventKind.MIGRATION:
        return f"{text}, newest {stretch.newest}"
    more = len(stretch.texts) - 3
    said = ", ".join(stretch.texts[:3]) + (f" and {more} more" if more > 0 else "")
    return f"{text}: {said}" if stretch.kind in TROUBLE and said else text
