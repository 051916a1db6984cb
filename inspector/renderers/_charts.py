"""The charts of the HTML page: prompts over time, causes, busiest sessions. The template escapes every text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from inspector.model import EventKind, Report, TimelineEvent
from inspector.model.value import Value
from inspector.renderers import _sentences as say

WIDTH, LEFT, RIGHT, TOP = 1000, 92, 18, 12  # any value: a layout
"""Size and margins of the chart of prompts over time, in SVG units."""
TALL, SHORT = 130, 50  # any value: a layout
"""Height of the bars of prompts in trouble, above the axis, and of answered prompts, below it."""
COLUMNS = 80  # any value: a layout
"""Number of bins of the chart of prompts over time."""
SERIES = 7  # any value: a layout
"""The most frequent causes have their own colour, at most this many; all others share one colour."""
LINES = frozenset((EventKind.MIGRATION, EventKind.START, EventKind.STOP))
"""Events drawn as lines across the bars, so that changes after them are visible."""
BUSIEST = 8  # any value: a layout
"""At most this many sessions are drawn, those with most prompts in trouble."""


class Bar(Value, frozen=True):
    """The prompts of one cause (or the answered ones) in one bin."""

    series: str
    """The CSS class of the bar's colour: ``k0`` to ``k7`` for causes, or ``answered``."""
    count: int
    x: float
    y: float
    width: float
    height: float
    title: str


class Line(Value, frozen=True):
    """Server starts, stops or migrations at about the same time."""

    kind: str
    x: float
    title: str


class Chart(Value, frozen=True):
    """Prompts over time: in trouble above the axis, stacked by cause; answered below it."""

    height: int
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    series: tuple[tuple[str, str], ...]
    """CSS class and name of each colour, for the legend."""
    most: tuple[int, int]
    """The largest number of prompts in trouble in one bin, and of answered prompts in one bin."""
    ticks: tuple[tuple[float, str], ...]
    pause: tuple[float, float, str] | None
    """Start and end of the cut in the axis, and the length of the pause there."""
    dates: tuple[tuple[float, str], ...]
    """Start of each part of a cut axis, and its day."""
    days: str
    zone: str
    axis: float
    """Height of the line between prompts in trouble and answered prompts."""
    bottom: float
    right: float = WIDTH - RIGHT
    left: float = LEFT
    top: float = TOP


class Row(Value, frozen=True):
    """One bar of a ranking."""

    label: str
    count: int
    share: float
    """The bar's length as a share of the longest bar, 0 to 1."""
    target: str
    """The anchor that the bar links to, without ``#``; empty for no link."""


_Groups = dict[tuple[int, str], list[TimelineEvent]]


def chart(events: Sequence[TimelineEvent], zone: tzinfo | None) -> Chart | None:
    """Return the chart of all events on one time axis, with prompts counted in bins; None without events."""
    if not events:
        return None
    times = sorted(event.time for event in events)
    parts = _parts(times)
    prompts = [event for event in events if event.kind not in LINES]
    causes = [
        name
        for name, _ in Counter(say.event_text(event) for event in prompts if event.kind is not EventKind.WORKED).most_common()
    ]
    colour = {name: f"k{min(number, SERIES)}" for number, name in enumerate(causes)}
    bins, lines = _grouped(events, parts, colour)
    above, below = Counter[int](), Counter[int]()
    for (column, series), group in bins.items():
        (below if series == "answered" else above)[column] += len(group)
    most = max(above.values(), default=0), max(below.values(), default=0)
    axis = TOP + (TALL if most[0] else 14)
    bottom = axis + (SHORT if most[1] else 8)
    names = [(f"k{n}", name) for n, name in enumerate(causes[:SERIES])]
    names += [(f"k{SERIES}", f"{len(causes) - SERIES} more causes")] if len(causes) > SERIES else []
    return Chart(
        height=round(bottom + 40),
        bars=tuple(_bars(bins, most, axis, zone)),
        lines=tuple(Line(kind, _x(column / (2 * COLUMNS)), _title(kind, group, zone)) for (column, kind), group in lines.items()),
        series=(*names, *((("answered", "answered"),) if most[1] else ())),
        most=most,
        ticks=tuple((_x(part.left + share * part.width), label) for part in parts for share, label in _ticks(part, zone)),
        pause=(_x(parts[0].right), _x(parts[1].left), _lasting(parts[1].first - parts[0].last)) if parts[1:] else None,
        dates=tuple((_x(part.left), say.local(part.first, zone).date().isoformat()) for part in parts if parts[1:]),
        days=say.span(times[0], times[-1], zone),
        zone=say.zone_of(zone, times[0]),
        axis=axis,
        bottom=bottom,
    )


def _grouped(events: Sequence[TimelineEvent], parts: Sequence[_Part], colour: Mapping[str, str]) -> tuple[_Groups, _Groups]:
    """Return the prompts by bin and series, and the other events by half of a bin and kind."""
    bins, lines = _Groups(), _Groups()
    for event in events:
        share = next(part for part in parts if event.time <= part.last).share(event.time)
        if event.kind in LINES:
            lines.setdefault((round(share * COLUMNS * 2), event.kind), []).append(event)
        else:
            series = "answered" if event.kind is EventKind.WORKED else colour[say.event_text(event)]
            bins.setdefault((min(int(share * COLUMNS), COLUMNS - 1), series), []).append(event)
    return bins, lines


def _bars(bins: _Groups, most: tuple[int, int], axis: float, zone: tzinfo | None) -> list[Bar]:
    """Return the bars: prompts in trouble stacked by series above the axis, answered prompts below it."""
    found = []
    filled = Counter[int]()
    width = round((WIDTH - LEFT - RIGHT - 20) / COLUMNS - 1, 1)
    for (column, series), group in sorted(bins.items()):
        count = len(group)
        x = round(LEFT + 10 + column * (WIDTH - LEFT - RIGHT - 20) / COLUMNS, 1)
        if series == "answered":
            height = max(count / most[1] * SHORT, 2)
            found.append(Bar(series, count, x, axis, width, round(height, 1), _title("answered", group, zone)))
        else:
            height = max(count / most[0] * TALL, 2)
            y = axis - filled[column] / most[0] * TALL - height
            filled[column] += count
            found.append(
                Bar(series, count, x, round(y, 1), width, round(height, 1), _title(say.event_text(group[0]), group, zone))
            )
    return found


def _title(name: str, events: Sequence[TimelineEvent], zone: tzinfo | None) -> str:
    when = say.span(min(event.time for event in events), max(event.time for event in events), zone)
    if events[0].kind in LINES:
        return f"{name}: {say.event_text(events[0])}{f' and {len(events) - 1:,} more' if len(events) > 1 else ''} ({when})"
    return f"{name}: {say.many(len(events), 'prompt')} ({when})"


def rank_causes(report: Report) -> tuple[Row, ...]:
    """Return the causes by the number of prompts in trouble, most first."""
    counts = Counter(entry.cause or "not decided" for entry in report.entries if entry.pressing)
    known = {group.cause for group in say.present(report)}
    return _ranked([(cause, count, cause if cause in known else "prompts") for cause, count in counts.most_common()])


def rank_sessions(report: Report, anchors: dict[str, str]) -> tuple[Row, ...]:
    """Return the sessions with most prompts in trouble; () when none has more than one. `anchors` maps sessions to page
    anchors."""
    counts = Counter(entry.session_id for entry in report.entries if entry.pressing and entry.session_id)
    rows = [(id, count, anchors.get(id, "")) for id, count in counts.most_common(BUSIEST)]
    return _ranked(rows) if rows and rows[0][1] > 1 else ()


def _ranked(rows: Sequence[tuple[str, int, str]]) -> tuple[Row, ...]:
    longest = max((count for _, count, _ in rows), default=1)
    return tuple(Row(label, count, round(count / longest, 4), target) for label, count, target in rows)


class _Part(Value, frozen=True):
    """A period of time and the part of the axis that shows it."""

    first: datetime
    last: datetime
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def spread(self) -> float:
        return (self.last - self.first).total_seconds() or 1.0

    def share(self, time: datetime) -> float:
        return self.left + self.width * (time - self.first).total_seconds() / self.spread


def _parts(times: Sequence[datetime]) -> list[_Part]:
    """Return the axis in one part, or in two parts if one pause is so long that all other events would be squeezed into
    two spots."""
    first, last = times[0], times[-1]
    pause, after = max(zip((b - a for a, b in pairwise(times)), range(1, len(times)), strict=True), default=(timedelta(), 0))
    if pause <= (last - first) * _PAUSE:
        return [_Part(first, last, 0, 1)]
    before, behind = times[after - 1] - first, last - times[after]
    left = min(max(before / (before + behind), 0.15), 0.8) if before + behind else 0.45
    return [_Part(first, times[after - 1], 0, left), _Part(times[after], last, left + 0.1, 1)]


def _lasting(pause: timedelta) -> str:
    """Return ``3 days``, ``5 h``, ``20 min`` or ``39 s``."""
    minutes = round(pause.total_seconds() / 60)
    if minutes < 2:
        return f"{round(pause.total_seconds())} s"
    return (
        f"{round(minutes / 1440)} days" if minutes >= 2880 else f"{round(minutes / 60)} h" if minutes >= 120 else f"{minutes} min"
    )


def _x(share: float) -> float:
    return round(LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20), 1)


_PAUSE = 0.8  # any value: a layout
"""A pause of at least this share of the whole time is cut out of the axis."""
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)


def _ticks(part: _Part, zone: tzinfo | None) -> list[tuple[float, str]]:
    """Return at most eight round times (fewer if there is less room) as shares of the part, with their labels."""
    spread, most = part.spread, max(8 * part.width, 1)
    step = next((s for s in _STEPS if spread / s <= most), 86400 * (int(spread / 86400 / most) + 1))
    start = say.local(part.first, zone)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    offset = -((start - midnight).total_seconds() % step) % step
    found: list[tuple[float, str]] = []
    while offset <= spread and len(found) < 10:
        time = start + timedelta(seconds=offset)
        found.append(
            (offset / spread, time.strftime("%m-%d") if step >= 86400 else time.strftime("%H:%M:%S" if step < 60 else "%H:%M"))
        )
        offset += step
    return found
