"""The report on captured requests as JSON, JSON lines, Markdown or for a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from inspector.model import Requests, RequestShape
from inspector.requests.acceptance import Acceptance
from inspector.requests.access import CANNOT_TELL
from inspector.requests.answers import ACCEPTED, refused, reject_reason, verdict
from inspector.requests.clients import compare, described
from inspector.requests.shape import shown
from inspector.text import ascii_only, markdown, visible

SCHEMA = "inspector.requests/1"

FORMATS = ("terminal", "json", "jsonl", "markdown")

Document = dict[str, Any]


def document(requests: Requests, acceptance: Acceptance, sessions: Sequence[str] = ()) -> Document:
    """Return the object that ``inspector requests --format json`` prints, before redaction. It contains no texts and
    free values.

    `sessions` selects the requests of these sessions; () means all.
    """
    shapes = [shape for shape in requests.shapes if not sessions or shape.session_id in sessions]
    return {
        "schema": SCHEMA,
        "checked_against": {"version": acceptance.version, "source": acceptance.source, "exact": acceptance.exact},
        "inputs": [{"path": path, "requests": count} for path, count in requests.inputs],
        "other": requests.other,
        "clock_offset_ms": requests.clock_offset_ms,
        "refused": sum(refused(shape) for shape in shapes),
        "requests": [_request(shape, acceptance.version) for shape in shapes],
        "problems": [{"where": problem.where, "what": problem.what} for problem in requests.problems],
    }


def hidden(value: Any, text: Callable[[str], str]) -> Any:
    """Return the document with the function `text` applied to every string."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {key: hidden(inner, text) for key, inner in value.items()}
    return [hidden(inner, text) for inner in value] if isinstance(value, list) else value


def _request(shape: RequestShape, version: str | None) -> Document:
    return {
        "input": shape.path,
        "entry": shape.entry,
        "time": _rfc3339(shape.time),
        "route": shape.route,
        "session_id": shown(shape.session_id) if shape.session_id else None,
        "status": shape.status,
        "verdict": verdict(shape),
        "reason": reject_reason(shape),
        "response_error": shape.response_error,
        "duration_ms": shape.duration_ms,
        "client": shape.client,
        "body_readable": shape.body_readable,
        "message_id": shown(shape.message_id) if shape.message_id is not None else None,
        "part_ids": [shown(value) for value in shape.part_ids],
        "carries": dict(described(shape)) if shape.body_readable else None,
        "parts": [{"type": part.type, "chars": part.chars, "mime": part.mime, "scheme": part.scheme} for part in shape.parts],
        "problems": list(shape.problems),
        "risks": list(shape.risks),
        "differences": [
            {"field": row.field, "this": row.this, "web_client": row.web, "differs": row.differs}
            for row in compare(shape, version)
        ],
    }


def _rfc3339(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if time else None


def draw(made: Document, form: str, *, verbosity: int, width: int, color: bool, unicode: bool, zone: tzinfo) -> str:
    """Return the document as text in one of `FORMATS`, with a final newline; `verbosity` -1: one line for each reason
    of a refusal."""
    if form == "json":
        return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in made["requests"])
    if form == "markdown":
        return _markdown(made, zone)
    if verbosity < 0:
        return _brief(made, unicode)
    return _terminal(made, verbosity > 0, width, color, unicode, zone)


def _brief(made: Document, unicode: bool) -> str:
    lines = [_refused(reason, entries) for reason, entries in _by_reason(made["requests"]).items()] or [summary(made)]
    lines += [f"not checked  {problem['where']}  {problem['what']}" for problem in made["problems"]]
    return "".join(f"{visible(line) if unicode else ascii_only(visible(line))}\n" for line in lines)


def _refused(reason: str, entries: Sequence[str]) -> str:
    more = f" and {len(entries) - 12} more" if len(entries) > 12 else ""
    return f"{reason} (entry {', '.join(entries[:12])}{more})"


def summary(made: Document) -> str:
    """Return the first line: the number of requests, how many of them were refused, and what they were checked against."""
    requests, count = made["requests"], made["refused"]
    captured = sum(request["status"] is not None for request in requests)
    parts = [
        f"{_many(len(requests), 'prompt request')} in {_many(len(made['inputs']), 'capture')}",
        f"{count} refused" if captured == len(requests) else f"{count} refused or to be refused",
        _many(made["other"], "other request"),
        f"checked against {made['checked_against']['source']}",
    ]
    return ", ".join(parts) + "."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _notes(made: Document) -> list[str]:
    notes = []
    if any(not request["body_readable"] and request["verdict"] == ACCEPTED for request in made["requests"]):
        notes.append(f"Some requests have no body (an access log, a truncated capture). Cannot tell: {'; '.join(CANNOT_TELL)}.")
    if made["clock_offset_ms"] is not None:
        ahead = "ahead of" if made["clock_offset_ms"] > 0 else "behind"
        notes.append(f"The clock of the captures is about {abs(made['clock_offset_ms']) / 1000:.0f} s {ahead} the server's.")
    if any(request["verdict"] == ACCEPTED for request in made["requests"]):
        notes.append("204 only means the request was accepted. Run `inspector diagnose` to see whether it was answered.")
    return notes


def _row(request: Mapping[str, Any], zone: tzinfo) -> tuple[str, ...]:
    """Return the cells of a row in the overview; times are in `zone`, which the heading names."""
    time = datetime.fromisoformat(request["time"]).astimezone(zone) if request["time"] else None
    return (
        f"{request['entry']}",
        f"{time:%Y-%m-%d %H:%M:%S}.{time.microsecond // 1000:03}" if time else "none",
        request["route"],
        request["session_id"] or "none",
        "none" if request["status"] is None else str(request["status"]),
        request["verdict"],
    )


MAX_ROWS = 60
"""At most this many requests are in the terminal's table, refused requests first. ``-v`` shows all."""


def _headings(zone: tzinfo) -> tuple[str, ...]:
    return ("entry", f"time ({datetime.now(zone).tzname()})", "route", "session", "status", "verdict")


def _by_reason(requests: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the refused requests as ``entry N`` by reason, most frequent first."""
    found: dict[str, list[str]] = {}
    for request in requests:
        if request["reason"]:
            found.setdefault(request["reason"], []).append(str(request["entry"]))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _counted_risks(made: Document) -> list[tuple[str, int]]:
    return Counter(risk for request in made["requests"] for risk in request["risks"]).most_common(12)


def _markdown(made: Document, zone: tzinfo) -> str:
    lines = ["# Captured requests", "", markdown(summary(made)), ""]
    lines += [f"- {markdown(problem['where'])}: {markdown(problem['what'])}" for problem in made["problems"]]
    lines += ["", f"| {' | '.join(_headings(zone))} | reason |", f"|{' --- |' * 7}"]
    for request in made["requests"]:
        cells = (*_row(request, zone), request["reason"] or "")
        lines.append(f"| {' | '.join(markdown(cell) for cell in cells)} |")
    risks = _counted_risks(made)
    if risks:
        lines += ["", "## Legal but risky", ""]
        lines += [f"- {count} × {markdown(risk)}" for risk, count in risks]
    lines += ["", *(markdown(note) for note in _notes(made))]
    return "\n".join(lines).rstrip() + "\n"


def _terminal(made: Document, verbose: bool, width: int, color: bool, unicode: bool, zone: tzinfo) -> str:
    import io

    from rich import box
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def plain(text: str) -> str:
        return visible(text) if unicode else ascii_only(visible(text))

    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )

    def table(headings: Sequence[str]) -> Table:
        made_table = Table(box=box.SIMPLE_HEAD if unicode else box.ASCII, pad_edge=False, padding=(0, 1, 0, 0))
        for heading in headings:
            made_table.add_column(heading, overflow="fold", no_wrap=heading == "session")
        return made_table

    def item(text: str, style: str = "", indent: int = 2) -> None:
        console.print(Padding(Text(plain(text), style=style), (0, 0, 0, indent), expand=False))

    console.print(Text(plain(summary(made)), style="bold"))
    for problem in made["problems"]:
        item(f"! {problem['where']}: {problem['what']}", "bold", 0)
    requests = made["requests"]
    chosen = requests if verbose else sorted(sorted(requests, key=lambda r: not r["reason"])[:MAX_ROWS], key=requests.index)
    for request in chosen if width < 90 else ():  # an ID that is split over lines can be neither read nor copied
        entry, time, route, session, status, word = _row(request, zone)
        item(f"entry {entry}  {time}  {route}", indent=0)
        item(session, indent=2)
        item(f"{status}, {word}", "red" if request["reason"] else "", 2)
    if requests and width >= 90:
        overview = table(_headings(zone))
        for request in chosen:
            style = "red" if request["reason"] else ""
            *cells, word = _row(request, zone)
            overview.add_row(*(Text(plain(cell)) for cell in cells), Text(plain(word), style=style))
        console.print(overview)
    if len(chosen) < len(requests):
        item(f"… and {len(requests) - len(chosen)} more that were accepted.", "dim", 0)
    for request in requests if verbose else ():
        console.print(Text(plain(f"entry {request['entry']} of {request['input']}: {request['verdict']}"), style="bold"))
        if request["reason"]:
            item(request["reason"], "red")
        for risk in request["risks"]:
            item(f"risk: {risk}", "magenta")
        if request["differences"]:
            beside = table(("field", "this request", "web client", ""))
            for row in request["differences"]:
                mark = "differs" if row["differs"] else ""
                beside.add_row(*(Text(plain(cell)) for cell in (row["field"], row["this"], row["web_client"], mark)))
            console.print(Padding(beside, (0, 0, 0, 2), expand=False))
    reasons, risks = _by_reason(requests), _counted_risks(made)
    if reasons and not verbose:
        console.print(Text("Refused:", style="bold"))
        for reason, entries in reasons.items():
            item(_refused(reason, entries), "red")
    if risks and not verbose:
        console.print(Text("Legal but risky:", style="bold"))
        for risk, count in risks:
            item(f"{count} x {risk}", "magenta")
    for note in _notes(made):
        item(note, "dim", 0)
    if requests and not verbose:
        item("-v shows every risk, and compares each request with the web client's.", "dim", 0)
    refusals = made["refused"]
    code = 3 if made["problems"] else int(refusals > 0)
    verdict_line = (
        f"{_many(refusals, 'request')} {'was' if refusals == 1 else 'were'} or would be refused."
        if refusals
        else "No request was refused."
        if requests or made["other"]
        else "No request was read."
    )
    sign, style = ("✗", "bold red") if refusals else ("?", "bold yellow") if code else ("✓", "bold green")
    console.print(Text.assemble((plain(sign), style), (f" {verdict_line}", "bold"), f"  Exit code {code}."))
    return target.getvalue()
