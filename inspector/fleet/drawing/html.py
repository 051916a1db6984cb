"""The report on a fleet as one HTML page: no script, no network, light and dark."""

from __future__ import annotations

from collections import Counter

from inspector.fleet.drawing import _words as say
from inspector.fleet.report import FleetReport, RunPoint
from inspector.model.value import Value
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences.times import stamp
from inspector.renderers.html import environment, source_hash

SERVERS, COLUMNS = 500, 14  # any value: a layout
WIDTH, HEIGHT, LEFT = 1000, 160, 60  # any value: a layout
COLOURS = 7  # any value: a layout
"""Causes with a colour of their own; the others share one more."""


class Bar(Value, frozen=True):
    """The prompts of one cause in one run."""

    colour: str
    x: float
    y: float
    width: float
    height: float
    title: str


def render(report: FleetReport, options: RenderOptions) -> str:
    """Return the page, with at most `SERVERS` servers."""
    from markupsafe import Markup

    templates = environment("inspector.fleet.drawing", "inspector.renderers")
    style = templates.get_template("report.css.j2").render(filters=())
    names = [cause for cause, _ in _weights(report).most_common()]
    return templates.get_template(
        "fleet.html.j2"
    ).render(
        report=report,
        say=say,
        style=Markup(style),  # noqa: S704 - our own file
        hash=source_hash(style),
        when=lambda time: stamp(time.replace(microsecond=0), options.timezone),
        bars=_bars(report, names, options),
        legend=[(_colour(number), name) for number, name in enumerate(names[:COLOURS])],
        others=len(names) - COLOURS,
        most=max((run.attention for run in report.runs), default=0),
        matrices=[
            (title, columns, list(say.rows_of(matrix, columns)), len(say.columns_of(matrix)) - len(columns))
            for title, matrix in (("server version", report.by_version), ("server", report.by_server))
            for columns in (say.columns_of(matrix, COLUMNS),)
            if matrix
        ],
        limit=SERVERS,
    )


def _weights(report: FleetReport) -> Counter[str]:
    found = Counter[str]()
    for run in report.runs:
        found.update(run.causes)
    return found


def _colour(number: int) -> str:
    return f"k{min(number, COLOURS)}"


def _bars(report: FleetReport, names: list[str], options: RenderOptions) -> list[Bar]:
    """Return the trend: one column for each run, stacked by cause."""
    most = max((run.attention for run in report.runs), default=0)
    if not most:
        return []
    step = (WIDTH - LEFT - 20) / len(report.runs)
    bars = []
    for number, run in enumerate(report.runs):
        top = float(HEIGHT)
        for cause, count in sorted(run.causes.items(), key=lambda item: names.index(item[0])):
            height = count / most * (HEIGHT - 20)
            top -= height
            x, width = LEFT + number * step, min(max(step - 2, 1), 60)
            title = _title(run, cause, count, options)
            bars.append(Bar(_colour(names.index(cause)), round(x, 1), round(top, 1), round(width, 1), round(height, 1), title))
    return bars


def _title(run: RunPoint, cause: str, count: int, options: RenderOptions) -> str:
    return f"{stamp(run.finished.replace(microsecond=0), options.timezone)}: {cause}, {count:,} prompts"
