"""The report on captured requests for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from inspector.renderers._options import RenderOptions
from inspector.renderers._parts import TONES
from inspector.renderers._requests import Document, by_reason, counted_risks, headings, notes_of, refused_line, row_of, summary
from inspector.renderers._screen import Screen
from inspector.text import many

MAX_ROWS = 60  # any value: a layout
"""At most this many requests are in the table, refused requests first. ``-v`` shows all."""


def draw_requests(made: Document, options: RenderOptions, zone: tzinfo) -> str:
    """Return the report; with verbosity 1 every request with its risks, and compared with the web client's."""
    screen = Screen(options)
    requests, verbose = made["requests"], options.verbosity > 0
    screen.paragraph((summary(made), "bold"))
    for problem in made["problems"]:
        screen.item([("! ", "bold yellow")], (problem["where"], "bold"), (f": {problem['what']}", ""))
    _draw_overview(screen, requests, len(requests) if verbose else MAX_ROWS, zone)
    if verbose:
        _draw_each(screen, requests)
    else:
        _draw_counted(screen, made)
    screen.blank()
    for note in notes_of(made):
        screen.paragraph((note, "dim"))
    if requests and not verbose:
        screen.paragraph(("-v shows every risk, and compares each request with the web client's.", "dim"))
    _draw_verdict(screen, made)
    return screen.text()


def _draw_overview(screen: Screen, requests: Sequence[Mapping[str, Any]], most: int, zone: tzinfo) -> None:
    chosen = (
        sorted(sorted(requests, key=lambda r: not r["reason"])[:most], key=requests.index) if most < len(requests) else requests
    )
    if chosen:
        screen.blank()
        rows = [
            (*((cell, "") for cell in cells), (word, "red" if request["reason"] else ""))
            for request in chosen
            for *cells, word in (row_of(request, zone),)
        ]
        screen.table(headings(zone), rows, flexible=(), indent=0)
    if len(chosen) < len(requests):
        screen.paragraph((f"… and {len(requests) - len(chosen)} more that were accepted.", "dim"))


def _draw_each(screen: Screen, requests: Sequence[Mapping[str, Any]]) -> None:
    for request in requests:
        screen.heading(f"entry {request['entry']} of {request['input']}: {request['verdict']}")
        screen.paragraph((request["reason"] or "", "red"), indent=2)
        for risk in request["risks"]:
            screen.paragraph((f"risk: {risk}", "magenta"), indent=2)
        if request["differences"]:
            rows = [
                ((row["field"], ""), (row["this"], ""), (row["web_client"], ""), ("differs" if row["differs"] else "", ""))
                for row in request["differences"]
            ]
            screen.table(("field", "this request", "web client", ""), rows, flexible=(1, 2))


def _draw_counted(screen: Screen, made: Document) -> None:
    """Draw how many requests have each reason and each risk."""
    reasons, risks = by_reason(made["requests"]), counted_risks(made)
    if reasons:
        screen.heading("Refused:")
    for reason, entries in reasons.items():
        screen.paragraph((refused_line(reason, entries), "red"), indent=2)
    if risks:
        screen.heading("Legal but risky:")
    for risk, count in risks:
        screen.paragraph((f"{count} x {risk}", "magenta"), indent=2)


def _draw_verdict(screen: Screen, made: Document) -> None:
    refusals = made["refused"]
    code = 3 if made["problems"] else int(refusals > 0)
    if refusals:
        said = f"{many(refusals, 'request was', 'requests were')} or would be refused."
    else:
        said = "No request was refused." if made["requests"] or made["other"] else "No request was read."
    tone = "bad" if refusals else "unknown" if code else "good"
    screen.item([TONES[tone]], (said, "bold"), (f"  Exit code {code}.", ""))
