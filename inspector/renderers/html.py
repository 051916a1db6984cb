"""The report as one HTML file: no network, one script of our own that the policy names by its hash, light and dark, printable.

Without script every section can be read; search, sort, paging and copy buttons need it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from inspector.model import Audit, CauseGroup, Course, Entry, Report, SessionStory
from inspector.model.value import Value
from inspector.renderers import _sentences as say
from inspector.renderers._charts import chart, rank_causes, rank_sessions
from inspector.renderers._options import RenderOptions
from inspector.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = "html"
SUFFIXES = (".html", ".htm")

ROWS = 500
"""Prompts that the page lists without script; the script lists the others too, up to `MOST`."""
MOST = 20_000
"""Prompts on a page; the JSON has them all."""
FILTERS = 24
"""Causes that get a filter of their own above the table."""


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
    entries = sorted(report.entries, key=lambda entry: (not say.pressing((entry,)), entry.time is None, entry.time or 0))
    names = list(dict.fromkeys([group.cause for group in report.causes] + [entry.cause or "" for entry in entries]))
    filters = [
        _Filter(number, name or "not decided", sum((e.cause or "") == name for e in entries))
        for number, name in enumerate(names[:FILTERS])
    ]
    rows = list(_rows(report, entries[:MOST], names))
    environment = _environment()
    style = environment.get_template("report.css.j2").render(filters=filters)
    script = environment.get_template("report.js").render() if rows or report.causes else ""
    anchors = {row.entry.session_id: row.anchor for row in reversed(rows) if row.entry.session_id}
    drawn = environment.get_template("prompt.html.j2").make_module({"say": say, "zone": zone})
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
        script=Markup(script),  # noqa: S704 - our own file
        hashes={"style": _hash(style), "script": _hash(script)},
        rows=rows[:ROWS],
        more=Markup(_more(drawn, rows[ROWS:])),  # noqa: S704 - JSON in which every `<` is written as an escape
        total=len(entries),
        left_out=len(entries) - MOST,
        filters=filters,
        cards=() if audit else _cards(report),
        chart=chart(report.timeline, zone),
        by_cause=rank_causes(report),
        by_session=rank_sessions(report, anchors),
        remedies={group.cause: steps(group) for group in report.causes},
    )


def _hash(text: str) -> str:
    """Return the source that a content security policy knows an inline style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _more(drawn: Any, rows: Sequence[_Row]) -> str:
    """Return the rows behind the first ones as JSON: what the script sorts and searches, and the markup it draws."""
    found = []
    for row in rows:
        entry, markup = row.entry, str(drawn.prompt(row))
        text = " ".join(re.sub(r"<[^<>]*>", " ", markup).split()).lower()
        stage, session = say.stage_of(entry), entry.session_id or ""
        found.append([row.anchor, entry.cause or "not decided", row.milliseconds, visible(stage), visible(session), text, markup])
    return json.dumps(found, separators=(",", ":")).replace("<", "\\u003c") if found else ""


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


class _Filter(Value, frozen=True):
    number: int
    name: str
    count: int


class _Row(Value, frozen=True):
    entry: Entry
    number: int
    """Which filter shows it."""
    course: Course | None
    """What happened in its session; None where an earlier row shows it, or where it is not told."""
    above: str | None
    """The anchor of the earlier row that shows it."""
    anchor: str
    """The row's own place on the page: its message ID, or the place of its record; the same in every report on the same evidence."""

    @property
    def milliseconds(self) -> int:
        """The time as Unix milliseconds, for sorting; 0 where it is not known."""
        return int(self.entry.time.timestamp() * 1000) if self.entry.time else 0


class _Step(Value, frozen=True):
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
    """Yield the table's rows; the course of a session is in its first one."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    place = {name: number for number, name in enumerate(names)}
    for entry in entries:
        anchor = _anchor(entry, taken)
        taken.add(anchor)
        id = entry.session_id or ""
        above = shown.get(id)
        course = report.courses.get(id) if above is None else None
        if course:
            shown[id] = anchor
        yield _Row(entry, place[entry.cause or ""], course, above, anchor)


def _anchor(entry: Entry, taken: Collection[str]) -> str:
    """Return a name for a row that no other row has: letters, digits, ``_`` and ``-`` only."""
    told = entry.message_id or (f"byte-{entry.log[1]}" if entry.log else f"request-{entry.session_id or 'unknown'}")
    name = re.sub(r"[^A-Za-z0-9_-]", "_", told)[:80] or "prompt"
    number, unique = 2, name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


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
