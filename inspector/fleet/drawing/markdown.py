"""The report on a fleet as GitHub Markdown, for a ticket or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inspector.fleet.drawing import _words as say
from inspector.fleet.report import FleetReport
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences.times import stamp
from inspector.text import code, markdown

SERVERS, COLUMNS = 100, 12  # any value: a layout


def render(report: FleetReport, options: RenderOptions) -> str:
    """Return the report with at most `SERVERS` servers."""
    return "\n".join(_lines(report, options)) + "\n"


def _lines(report: FleetReport, options: RenderOptions) -> Iterator[str]:
    yield f"# {markdown(say.headline(report))}"
    yield ""
    yield " ".join(markdown(sentence) for sentence in (say.attention(report), say.gone(report)) if sentence)
    yield from _upgrade(report)
    if report.causes:
        yield from ("", "## Causes", "")
        heads = ("cause", "servers", "prompts", "recovered", "expected", "what to do")
        rows = [
            (code(t.cause), f"{t.servers}", f"{t.attention}", f"{t.recovered}", f"{t.expected}", markdown(t.action))
            for t in report.causes
        ]
        yield from _table(heads, rows)
    yield from _matrix("Prompts by cause and server version", report.by_version)
    yield from _matrix("Prompts by cause and server", report.by_server)
    yield from _servers(report)
    when = stamp(report.baseline, options.timezone) if report.baseline else ""
    yield from ("", "## New since the run before", "", markdown(say.news(report, when)))
    if report.new:
        yield ""
        news = [(code(new.server), code(new.cause), f"{new.attention}") for new in report.new]
        yield from _table(("server", "cause", "prompts"), news, SERVERS)
    if len(report.runs) > 1:
        yield from ("", "## Trend", "")
        runs = [
            (stamp(run.finished.replace(microsecond=0), options.timezone), f"{run.servers}", f"{run.trouble}", f"{run.attention}")
            for run in report.runs
        ]
        yield from _table(("run", "servers", "in trouble", "prompts"), runs)


def _upgrade(report: FleetReport) -> Iterator[str]:
    """Yield what the release that was asked about would break."""
    if asked := report.upgrade:
        yield from ("", f"## OpenCode {markdown(asked.version)} on these servers", "", markdown(say.upgrade(asked)), "")
        risks = [("breaks", risk) for risk in asked.broken] + [("migrates", risk) for risk in asked.migrating]
        rows = [
            (code(risk.server), what if risk.sure else f"{what}, probably", markdown("; ".join(risk.effects)))
            for what, risk in risks
        ]
        if rows:
            yield from _table(("server", "", "effect"), rows, SERVERS)


def _servers(report: FleetReport) -> Iterator[str]:
    if report.servers:
        yield from ("", "## Servers, worst first", "")
        heads = ("server", "version", "state", "prompts", "causes", "what cures most")
        rows = [
            (code(s.name), markdown(s.version or "unknown"), say.STATES[s.status], f"{s.attention}",
             markdown(say.causes_of(s)), markdown(say.action_of(s)))
            for s in report.servers
        ]  # fmt: skip
        yield from _table(heads, rows, SERVERS)


def _matrix(title: str, matrix: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if matrix:
        columns = say.columns_of(matrix, COLUMNS)
        yield from ("", f"## {title}", "")
        yield from _table(
            ("cause", *map(markdown, columns), "all"), [(code(name), *cells) for name, cells in say.rows_of(matrix, columns)]
        )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], most: int | None = None) -> Iterator[str]:
    """Yield a table with at most `most` rows, and how many more there are."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows[:most]:
        yield f"| {' | '.join(row)} |"
    if most is not None and len(rows) > most:
        yield from ("", f"{len(rows) - most} more are in the CSV and the JSON.")
