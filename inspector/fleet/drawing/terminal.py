"""The report on a fleet for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from rich.cells import cell_len

from inspector.fleet.drawing import _words as say
from inspector.fleet.report import FleetReport, Risk
from inspector.renderers._options import RenderOptions
from inspector.renderers._screen import Screen, Span
from inspector.renderers._sentences.times import stamp

SERVERS, NEW = 20, 10  # any value: a layout
"""Rows and columns of the short report; with ``-v`` all rows are drawn."""

ROOMY = 100  # any value: a layout
"""With fewer columns, what to do is a list below the causes, not a column beside them."""


def render(report: FleetReport, options: RenderOptions) -> str:
    """Return the report; with ``verbosity`` 1 every server."""
    screen = Screen(options)
    most = None if options.verbosity > 0 else SERVERS
    tone = "bold red" if report.states["trouble"] else "bold yellow" if report.exit_code else "bold green"
    screen.paragraph((say.headline(report), tone))
    screen.paragraph((say.attention(report), ""))
    screen.paragraph((say.gone(report), ""))
    if report.upgrade:
        _draw_upgrade(screen, report, most)
    if report.causes:
        screen.heading("Causes")
        rows = [
            ((total.cause, "magenta"), (f"{total.servers:,}", ""), (f"{total.attention:,}", "bold"),
             (f"{total.recovered + total.expected:,}", "dim"), (total.action, ""))
            for total in report.causes
        ]  # fmt: skip
        header = ("cause", "servers", "prompts", "settled", "what to do")
        if screen.options.width >= ROOMY:
            screen.table(header, rows, flexible=(4,))
        else:
            screen.table(header[:4], [row[:4] for row in rows], flexible=())
            screen.heading("What to do")
            for total in report.causes:
                screen.paragraph((total.cause, "magenta"), (f": {total.action}", ""), indent=2, hang=2)
    _draw_matrix(screen, "Prompts by cause and server version", report.by_version)
    _draw_matrix(screen, "Prompts by cause and server", report.by_server)
    _draw_servers(screen, report, most)
    _draw_new(screen, report, most)
    _draw_trend(screen, report)
    return screen.text()


def _draw_upgrade(screen: Screen, report: FleetReport, most: int | None) -> None:
    asked = report.upgrade
    if asked is None:
        return
    screen.heading(f"OpenCode {asked.version} on these servers")
    screen.paragraph((say.upgrade(asked), ""))
    for title, risks in (("would break", asked.broken), ("would be migrated", asked.migrating)):
        if risks:
            screen.table((f"{title}: server", "runs now", "effect"), [_risk(risk) for risk in risks[:most]], flexible=(2,))
            _draw_rest(screen, len(risks), most)


def _risk(risk: Risk) -> tuple[Span, ...]:
    doubt = "" if risk.sure else "probably: "
    return (risk.server, "bold"), (risk.version or "unknown", ""), (doubt + "; ".join(risk.effects), "")


def _draw_matrix(screen: Screen, title: str, matrix: Mapping[str, Mapping[str, int]]) -> None:
    """Draw as many columns as the terminal has room for."""
    if not matrix:
        return
    columns = say.columns_of(matrix)
    room = screen.options.width - max(cell_len(name) for name in matrix) - len("  all  12345")
    ends = accumulate(max(cell_len(screen.clean(column)), 5) + 2 for column in columns)
    shown = columns[: max(sum(end <= room for end in ends), 1)]
    screen.heading(title)
    rows = [((name, "magenta"), *((cell, "") for cell in cells)) for name, cells in say.rows_of(matrix, shown)]
    screen.table(("cause", *shown, "all"), rows, flexible=())
    if len(columns) > len(shown):
        screen.paragraph((f"{len(columns) - len(shown):,} more columns are in --format json.", "dim"), indent=2)


def _draw_servers(screen: Screen, report: FleetReport, most: int | None) -> None:
    if not report.servers:
        return
    screen.heading("Servers, worst first")
    for server in report.servers[:most]:
        about = f"{server.version or 'version unknown'}, {say.STATES[server.status]}"
        screen.paragraph((server.name, "bold"), (f"  {about}: {say.causes_of(server)}", ""), indent=2, hang=4)
        screen.paragraph((f"→ {say.action_of(server)}" if server.action else "", "green"), indent=4, hang=2)
    _draw_rest(screen, len(report.servers), most)


def _draw_new(screen: Screen, report: FleetReport, most: int | None) -> None:
    screen.heading("New since the run before")
    screen.paragraph((say.news(report, stamp(report.baseline, screen.options.timezone) if report.baseline else ""), ""), indent=2)
    shown = report.new[: None if most is None else NEW]
    if shown:
        rows = [((new.server, "bold"), (new.cause, "magenta"), (f"{new.attention:,}", "")) for new in shown]
        screen.table(("server", "cause", "prompts"), rows, flexible=(0,))
        _draw_rest(screen, len(report.new), len(shown))


def _draw_trend(screen: Screen, report: FleetReport) -> None:
    if len(report.runs) < 2:
        return
    screen.heading("Prompts that need attention, by run")
    most = max(point.attention for point in report.runs) or 1
    bar = "█" if screen.options.unicode else "#"
    for point in report.runs[-NEW:]:
        length = round(point.attention / most * 40)
        when = stamp(point.finished.replace(microsecond=0), screen.options.timezone)
        screen.paragraph((f"{when}  ", "dim"), (bar * length, "red"), (f" {point.attention:,}", ""), indent=2)


def _draw_rest(screen: Screen, count: int, most: int | None) -> None:
    if most is not None and count > most:
        screen.paragraph((f"{count - most:,} more: -v shows all.", "dim"), indent=2)
