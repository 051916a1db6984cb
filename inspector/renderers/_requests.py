"""The report on captured requests as JSON, JSON lines, Markdown or for a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from inspector.model import Requests, RequestShape
from inspector.renderers._options import RenderOptions
from inspector.renderers.json import plain
from inspector.requests.acceptance import Acceptance
from inspector.requests.access import CANNOT_TELL
from inspector.requests.answers import ACCEPTED, refused, reject_reason, verdict
from inspector.requests.clients import compare, described
from inspector.requests.shape import shown
from inspector.text import ascii_only, many, markdown, visible

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
        "requests": [_request(shape) for shape in shapes],
        "problems": [{"where": problem.where, "what": problem.what} for problem in requests.problems],
    }


def hidden(value: Any, text: Callable[[str], str]) -> Any:
    """Return the document with the function `text` applied to every string."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {key: hidden(inner, text) for key, inner in value.items()}
    return [hidden(inner, text) for inner in value] if isinstance(value, list) else value


def _request(shape: RequestShape) -> Document:
    return {
        "input": shape.path,
        "entry": shape.entry,
        "time": plain(shape.time),
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
            {"field": row.field, "this": row.this, "web_client": row.web, "differs": row.differs} for row in compare(shape)
        ],
    }


def draw(made: Document, form: str, options: RenderOptions, zone: tzinfo) -> str:
    """Return the document as text in one of `FORMATS`, with a final newline; with verbosity -1, one line for each reason of a
    refusal."""
    if form == "json":
        return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in made["requests"])
    if form == "markdown":
        return _markdown(made, zone)
    if options.verbosity < 0:
        return _brief(made, options.unicode)
    from inspector.renderers._requests_terminal import draw_requests  # imports rich

    return draw_requests(made, options, zone)


def _brief(made: Document, unicode: bool) -> str:
    lines = [refused_line(reason, entries) for reason, entries in by_reason(made["requests"]).items()] or [summary(made)]
    lines += [f"not checked  {problem['where']}  {problem['what']}" for problem in made["problems"]]
    return "".join(f"{visible(line) if unicode else ascii_only(visible(line))}\n" for line in lines)


def refused_line(reason: str, entries: Sequence[str]) -> str:
    """Return a reason of refusals with the entries that have it, at most twelve by number."""
    more = f" and {len(entries) - 12} more" if len(entries) > 12 else ""
    return f"{reason} (entry {', '.join(entries[:12])}{more})"


def summary(made: Document) -> str:
    """Return the first line: the number of requests, how many of them were refused, and what they were checked against."""
    requests, count = made["requests"], made["refused"]
    captured = sum(request["status"] is not None for request in requests)
    parts = [
        f"{many(len(requests), 'prompt request')} in {many(len(made['inputs']), 'capture')}",
        f"{count} refused" if captured == len(requests) else f"{count} refused or to be refused",
        many(made["other"], "other request"),
        f"checked against {made['checked_against']['source']}",
    ]
    return ", ".join(parts) + "."


def notes_of(made: Document) -> list[str]:
    """Return what a reader of the captures must know, in sentences."""
    notes = []
    if any(not request["body_readable"] and request["verdict"] == ACCEPTED for request in made["requests"]):
        notes.append(f"Some requests have no body (an access log, a truncated capture). Cannot tell: {'; '.join(CANNOT_TELL)}.")
    if made["clock_offset_ms"] is not None:
        ahead = "ahead of" if made["clock_offset_ms"] > 0 else "behind"
        notes.append(f"The clock of the captures is about {abs(made['clock_offset_ms']) / 1000:.0f} s {ahead} the server's.")
    if any(request["verdict"] == ACCEPTED for request in made["requests"]):
        notes.append("204 only means the request was accepted. Run `inspector diagnose` to see whether it was answered.")
    return notes


def row_of(request: Mapping[str, Any], zone: tzinfo) -> tuple[str, ...]:
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


def headings(zone: tzinfo) -> tuple[str, ...]:
    """Return the headings of the overview."""
    return ("entry", f"time ({datetime.now(zone).tzname()})", "route", "session", "status", "verdict")


def by_reason(requests: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the refused requests as ``entry N`` by reason, most frequent first."""
    found: dict[str, list[str]] = {}
    for request in requests:
        if request["reason"]:
            found.setdefault(request["reason"], []).append(str(request["entry"]))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def counted_risks(made: Document) -> list[tuple[str, int]]:
    """Return the twelve most frequent risks, each with its number of requests."""
    return Counter(risk for request in made["requests"] for risk in request["risks"]).most_common(12)


def _markdown(made: Document, zone: tzinfo) -> str:
    lines = ["# Captured requests", "", markdown(summary(made)), ""]
    lines += [f"- {markdown(problem['where'])}: {markdown(problem['what'])}" for problem in made["problems"]]
    lines += ["", f"| {' | '.join(headings(zone))} | reason |", f"|{' --- |' * 7}"]
    for request in made["requests"]:
        cells = (*row_of(request, zone), request["reason"] or "")
        lines.append(f"| {' | '.join(markdown(cell) for cell in cells)} |")
    risks = counted_risks(made)
    if risks:
        lines += ["", "## Legal but risky", ""]
        lines += [f"- {count} × {markdown(risk)}" for risk, count in risks]
    lines += ["", *(markdown(note) for note in notes_of(made))]
    return "\n".join(lines).rstrip() + "\n"
