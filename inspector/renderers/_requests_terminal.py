"""The report on captured requests for a terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspector.renderers._options import RenderOptions
from inspector.renderers._requests import Document, by_reason, counted_risks, headings, notes_of, refused_line, row_of, summary
from inspector.text import ascii_only, many, visible

MAX_ROWS = 60  # any value: a layout
"""At most this many requests are in the table, refused requests first. ``-v`` shows all."""
LEAST_WIDTH = 90  # any value: a layout
"""In fewer columns each request is an item: an ID that is split over lines can be neither read nor copied."""


class _Page:
    """A page of text that grows downwards."""

    def __init__(self, options: RenderOptions) -> None:
        self._unicode = options.unicode
        self._target = io.StringIO()
        self.console = Console(
            file=self._target,
            width=options.width,
            force_terminal=options.color,
            no_color=not options.color,
            color_system="standard" if options.color else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def span(self, text: str, style: str = "") -> Text:
        return Text(visible(text) if self._unicode else ascii_only(visible(text)), style=style)

    def heading(self, text: str) -> None:
        self.console.print(self.span(text, "bold"))

    def item(self, text: str, style: str = "", indent: int = 2) -> None:
        self.console.print(Padding(self.span(text, style), (0, 0, 0, indent), expand=False))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Text]], indent: int = 0) -> None:
        made = Table(box=box.SIMPLE_HEAD if self._unicode else box.ASCII, pad_edge=False, padding=(0, 1, 0, 0))
        for column in columns:
            made.add_column(column, overflow="fold", no_wrap=column == "session")
        for row in rows:
            made.add_row(*row)
        self.console.print(Padding(made, (0, 0, 0, indent), expand=False) if indent else made)

    def text(self) -> str:
        return self._target.getvalue()


def draw_requests(made: Document, options: RenderOptions, zone: tzinfo) -> str:
    """Return the report; with verbosity 1 every request with its risks, and compared with the web client's."""
    page = _Page(options)
    requests, verbose = made["requests"], options.verbosity > 0
    page.heading(summary(made))
    for problem in made["problems"]:
        page.item(f"! {problem['where']}: {problem['what']}", "bold", 0)
    _draw_overview(page, requests, len(requests) if verbose else MAX_ROWS, options.width >= LEAST_WIDTH, zone)
    if verbose:
        _draw_each(page, requests)
    else:
        _draw_counted(page, made)
    for note in notes_of(made):
        page.item(note, "dim", 0)
    if requests and not verbose:
        page.item("-v shows every risk, and compares each request with the web client's.", "dim", 0)
    _draw_verdict(page, made)
    return page.text()


def _draw_overview(page: _Page, requests: Sequence[Mapping[str, Any]], most: int, wide: bool, zone: tzinfo) -> None:
    chosen = (
        sorted(sorted(requests, key=lambda r: not r["reason"])[:most], key=requests.index) if most < len(requests) else requests
    )
    styles = ["red" if request["reason"] else "" for request in chosen]
    rows = [row_of(request, zone) for request in chosen]
    if rows and wide:
        page.table(
            headings(zone),
            [(*map(page.span, cells), page.span(word, style)) for (*cells, word), style in zip(rows, styles, strict=True)],
        )
    for (entry, time, route, session, status, word), style in () if wide else zip(rows, styles, strict=True):
        page.item(f"entry {entry}  {time}  {route}", indent=0)
        page.item(session)
        page.item(f"{status}, {word}", style)
    if len(chosen) < len(requests):
        page.item(f"… and {len(requests) - len(chosen)} more that were accepted.", "dim", 0)


def _draw_each(page: _Page, requests: Sequence[Mapping[str, Any]]) -> None:
    for request in requests:
        page.heading(f"entry {request['entry']} of {request['input']}: {request['verdict']}")
        if request["reason"]:
            page.item(request["reason"], "red")
        for risk in request["risks"]:
            page.item(f"risk: {risk}", "magenta")
        if request["differences"]:
            rows = [
                (row["field"], row["this"], row["web_client"], "differs" if row["differs"] else "")
                for row in request["differences"]
            ]
            page.table(("field", "this request", "web client", ""), [tuple(map(page.span, row)) for row in rows], indent=2)


def _draw_counted(page: _Page, made: Document) -> None:
    """Draw how many requests have each reason and each risk."""
    reasons, risks = by_reason(made["requests"]), counted_risks(made)
    if reasons:
        page.heading("Refused:")
    for reason, entries in reasons.items():
        page.item(refused_line(reason, entries), "red")
    if risks:
        page.heading("Legal but risky:")
    for risk, count in risks:
        page.item(f"{count} x {risk}", "magenta")


def _draw_verdict(page: _Page, made: Document) -> None:
    refusals = made["refused"]
    code = 3 if made["problems"] else int(refusals > 0)
    if refusals:
        said = f"{many(refusals, 'request was', 'requests were')} or would be refused."
    else:
        said = "No request was refused." if made["requests"] or made["other"] else "No request was read."
    sign, style = ("✗", "bold red") if refusals else ("?", "bold yellow") if code else ("✓", "bold green")
    page.console.print(Text.assemble(page.span(sign, style), (f" {said}", "bold"), f"  Exit code {code}."))
