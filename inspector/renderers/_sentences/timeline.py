"""Lines of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from inspector.model import TimelineEvent
from inspector.renderers._sentences.times import clock, local, moment
from inspector.renderers._sentences.words import plural

TROUBLE = ("failure", "silent", "rejected")
"""Kinds of timeline events that are no good news."""


# --- timeline ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring events of one kind, as one line."""

    kind: str
    first: TimelineEvent
    last: TimelineEvent
    count: int
    texts: tuple[str, ...]
    """What they say, each once."""


def stretches(events: Sequence[TimelineEvent], keep: int = 2) -> list[Stretch]:
    """The timeline with runs of more than `keep` events of one kind drawn together."""
    runs: list[list[TimelineEvent]] = []
    for event in sorted(events, key=lambda e: e.time):
        if runs and runs[-1][0].kind == event.kind:
            runs[-1].append(event)
        else:
            runs.append([event])
    lines = []
    for run in runs:
        for part in [run] if len(run) > keep or run[0].kind == "worked" else [[event] for event in run]:
            texts = dict.fromkeys(event.text for event in part if event.text)
            lines.append(Stretch(part[0].kind, part[0], part[-1], len(part), tuple(texts)))
    return lines


def line_of(stretch: Stretch, zone: tzinfo | None) -> str:
    """What happened in this stretch, without its first time."""
    if stretch.count == 1:
        return " ".join(filter(None, (stretch.first.session_id, stretch.first.text)))
    nouns = {"worked": "answered prompt", "failure": "failed prompt", "silent": "silent prompt", "rejected": "rejected request"}
    noun = nouns.get(stretch.kind, stretch.kind)
    if stretch.first.time == stretch.last.time:
        when = "at the same time"
    elif local(stretch.first.time, zone).date() == local(stretch.last.time, zone).date():
        when = f"until {clock(stretch.last.time, zone)}"
    else:
        when = f"until {moment(stretch.last.time, zone)}"
    text = f"{plural(stretch.count, noun)}, {when}"
    if stretch.kind == "migration":
        return f"{text}, newest {max(stretch.texts, default='')}"
    more = len(stretch.texts) - 3
    said = ", ".join(stretch.texts[:3]) + (f" and {more} more" if more > 0 else "")
    return f"{text}: {said}" if stretch.kind in TROUBLE and said else text
