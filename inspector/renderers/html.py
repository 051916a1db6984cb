"""The report as one HTML file: no script, no network, a policy that forbids both, light and dark, made to be printed too."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from inspector.model import Audit, CauseGroup, Course, Entry, Report, SessionStory, TimelineEvent
from inspector.renderers import _sentences as say
from inspector.renderers._options import RenderOptions
from inspector.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = "html"
SUFFIX = ".html"

ROWS = 500
"""Prompts listed before the page is cut; the JSON has them all."""
FILTERS = 24
"""Causes that get a filter of their own above the table."""

WIDTH, LEFT, RIGHT, LANE, TOP = 1000, 92, 18, 30, 12
"""The timeline's drawing, in its own units."""
_LANES = ("migration", "start", "stop", "worked", "failure", "silent", "rejected")
_LINES = frozenset(("migration", "start", "stop"))
"""Events that are drawn as lines through all lanes: what happens after them is seen at a glance."""
_COLUMNS = 160
"""Events of a lane that fall into the same of so many columns are drawn as one mark."""


def render(report: Report, options: RenderOptions) -> str:
    """The whole report as one page."""
    return _page(report, options)


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """The report on one session, with everything that happened to it."""
    return _page(story.report, options, story=story)


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """The database alone: what it is, which releases can run on it, and the silent prompts its rows show."""
    return _page(audit.report, options, audit=audit)


def _page(report: Report, options: RenderOptions, story: SessionStory | None = None, audit: Audit | None = None) -> str:
    from markupsafe import Markup

    zone = options.timezone
    rows = sorted(report.entries, key=lambda entry: (not say.pressing((entry,)), entry.time is None, entry.time or 0))
    names = list(dict.fromkeys([group.cause for group in report.causes] + [entry.cause or "" for entry in rows]))
    filters = [
        _Filter(number, name or "not decided", sum((e.cause or "") == name for e in rows))
        for number, name in enumerate(names[:FILTERS])
    ]
    environment = _environment()
    style = environment.get_template("report.css.j2").render(filters=filters)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(
        "report.html.j2"
    ).render(
        report=report,
        story=story,
        audit=audit,
        headline=_headline(report, story, audit, zone),
        tone=_tone(report, story, audit),
        say=say,
        zone=zone,
        style=Markup(style),  # noqa: S704 - our own file and numbers
        digest=digest,
        rows=list(_rows(report, rows[:ROWS], names)),
        left_out=len(rows) - ROWS,
        filters=filters,
        cards=() if audit else _cards(report),
        chart=chart(report.timeline, zone),
        remedies={group.cause: steps(group) for group in report.causes},
    )


def _headline(report: Report, story: SessionStory | None, audit: Audit | None, zone: tzinfo | None) -> str:
    if story and not story.found:
        return say.stranger(story)
    return say.audit_headline(audit, zone) if audit else say.headline(report, zone)


def _tone(report: Report, story: SessionStory | None, audit: Audit | None) -> str:
    """``bad``, ``unknown`` or ``good``: the colour beside the verdict."""
    if audit:
        return say.audit_tone(audit).replace("caution", "unknown")
    if story and not story.found:
        return "unknown"
    tone = say.tone_of(report)
    return "unknown" if tone == "plain" else tone


def _prose(text: str) -> Any:
    """A sentence of ours with what stands between backticks set as code; all of it is escaped."""
    from markupsafe import Markup, escape

    pieces = [escape(visible(piece)) for piece in text.split("`")]
    if len(pieces) % 2 == 0:
        return escape(visible(text))
    return Markup("").join(  # every piece is escaped above
        Markup("<code>{}</code>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("inspector.renderers", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_seen,
    )
    environment.filters["prose"] = _prose
    return environment


def _seen(value: Any) -> Any:
    """Control and bidirectional characters are written out; markup is escaped by the engine, of everything but our own."""
    if value is None:
        return ""
    return value if hasattr(value, "__html__") else visible(str(value))


@dataclass(frozen=True, slots=True)
class _Filter:
    number: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Entry
    number: int
    """Which filter shows it."""
    course: Course | None
    """What happened in its session; None where an earlier row shows it, or where it is not told."""
    above: int | None
    """The number of the earlier row that shows it."""


@dataclass(frozen=True, slots=True)
class _Step:
    text: str
    commands: tuple[str, ...]


def steps(group: CauseGroup) -> list[_Step]:
    """The remedy as sentences, each with the commands that carry it out."""
    found: list[_Step] = []
    for line in group.remedy:
        if line.startswith("$ "):
            last = found.pop() if found else _Step("", ())
            found.append(_Step(last.text, (*last.commands, line[2:])))
        else:
            found.append(_Step(line, ()))
    return found


def _rows(report: Report, entries: Sequence[Entry], names: Sequence[str]) -> Iterator[_Row]:
    """The table's rows; the course of a session stands in its first one."""
    shown: dict[str, int] = {}
    for number, entry in enumerate(entries):
        id = entry.session_id or ""
        above = shown.get(id)
        course = report.courses.get(id) if above is None else None
        if course:
            shown[id] = number
        yield _Row(entry, names.index(entry.cause or ""), course, above)


def _cards(report: Report) -> list[tuple[str, str, str]]:
    """Label, figure and tone of the summary's cards."""
    failures, silent = len(say.pressing(report.failures)), len(say.pressing(report.silent))
    rejected, causes = len(say.pressing(report.rejected)), len(say.present(report))
    return [
        (f"failed prompt{'s' * (failures != 1)}", f"{failures:,}", "bad" if failures else "good"),
        (f"silent prompt{'s' * (silent != 1)}", f"{silent:,}", "bad" if silent else "good"),
        (f"refused request{'s' * (rejected != 1)}", f"{rejected:,}", "bad" if rejected else "good"),
        (
            f"answered prompt{'s' * (report.worked != 1)}",
            "?" if report.worked is None else f"{report.worked:,}",
            "unknown" if report.worked is None else "good",
        ),
        (f"cause{'s' * (causes != 1)}", f"{causes:,}", "plain"),
        (
            f"reading problem{'s' * (len(report.problems) != 1)}",
            f"{len(report.problems):,}",
            "bad" if report.problems else "good",
        ),
    ]


# --- the timeline --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """Some events of one kind, drawn as one dot (or line), with what to say when the pointer rests on it."""

    kind: str
    x: float
    y: float
    radius: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The timeline, ready to be drawn; every text in it is escaped by the template."""

    height: int
    lanes: tuple[tuple[str, float], ...]
    lines: tuple[Mark, ...]
    dots: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    pause: tuple[float, float, str] | None
    """From where to where the axis is cut, and how long nothing happened there."""
    dates: tuple[tuple[float, str], ...]
    """Where each part of a cut axis begins, and its day."""
    days: str
    zone: str
    bottom: float
    right: float = WIDTH - RIGHT
    left: float = LEFT
    top: float = TOP


def chart(events: Sequence[TimelineEvent], zone: tzinfo | None) -> Chart | None:
    """All events on one time axis, however many there are: what would fall on one spot becomes one mark. None without events."""
    if not events:
        return None
    times = sorted(event.time for event in events)
    first, last, parts = times[0], times[-1], _parts(times)
    present = {event.kind for event in events}
    kinds = [kind for kind in _LANES if kind in present and kind not in _LINES]
    kinds += sorted(present - set(_LANES))
    lanes = {kind: TOP + LANE * (number + 1.5) for number, kind in enumerate(kinds)}
    groups: dict[tuple[str, int], list[TimelineEvent]] = {}
    for event in events:
        share = next(part for part in parts if event.time <= part.last).share(event.time)
        groups.setdefault((event.kind, round(share * _COLUMNS)), []).append(event)
    marks = [_mark(kind, column, group, lanes.get(kind, TOP), zone) for (kind, column), group in groups.items()]
    bottom = TOP + LANE * (len(kinds) + 1)
    return Chart(
        height=round(bottom + 40),
        lanes=tuple((kind, y) for kind, y in lanes.items()),
        lines=tuple(mark for mark in marks if mark.kind in _LINES),
        dots=tuple(mark for mark in marks if mark.kind not in _LINES),
        ticks=tuple((_x(part.left + share * part.width), label) for part in parts for share, label in _ticks(part, zone)),
        pause=(_x(parts[0].right), _x(parts[1].left), _lasting(parts[1].first - parts[0].last)) if parts[1:] else None,
        dates=tuple((_x(part.left), say.local(part.first, zone).date().isoformat()) for part in parts if parts[1:]),
        days=say.span(first, last, zone),
        zone=say.zone_of(zone, first),
        bottom=bottom,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of time and the part of the axis it is drawn on."""

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
    """The axis in one part, or in two where one pause is so long that everything else would fall on two spots."""
    first, last = times[0], times[-1]
    pause, after = max(zip((b - a for a, b in pairwise(times)), range(1, len(times)), strict=True), default=(timedelta(), 0))
    if pause <= (last - first) * _PAUSE:
        return [_Part(first, last, 0, 1)]
    before, behind = times[after - 1] - first, last - times[after]
    left = min(max(before / (before + behind), 0.15), 0.8) if before + behind else 0.45
    return [_Part(first, times[after - 1], 0, left), _Part(times[after], last, left + 0.1, 1)]


def _lasting(pause: timedelta) -> str:
    """``3 days``, ``5 h``, ``20 min`` or ``39 s``."""
    minutes = round(pause.total_seconds() / 60)
    if minutes < 2:
        return f"{round(pause.total_seconds())} s"
    return (
        f"{round(minutes / 1440)} days" if minutes >= 2880 else f"{round(minutes / 60)} h" if minutes >= 120 else f"{minutes} min"
    )


def _x(share: float) -> float:
    return round(LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20), 1)


def _mark(kind: str, column: int, events: Sequence[TimelineEvent], y: float, zone: tzinfo | None) -> Mark:
    count = len(events)
    when = say.span(min(e.time for e in events), max(e.time for e in events), zone)
    what = (
        " ".join(filter(None, (events[0].session_id, events[0].text)))
        if count == 1
        else f"{count:,} events, the first: {events[0].text}"
    )
    radius = min(4 + count.bit_length(), 12)
    return Mark(kind, _x(column / _COLUMNS), y, radius, f"{kind}: {what} ({when})")


_PAUSE = 0.8
"""The share of the whole time from which a pause is cut out of the axis."""
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)


def _ticks(part: _Part, zone: tzinfo | None) -> list[tuple[float, str]]:
    """At most eight round times, fewer where there is less room, as shares of the part, with their labels."""
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
