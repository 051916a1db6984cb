"""The report as one HTML file: no network, one own script that the content security policy allows by hash, light and
dark, printable.

Every section can be read without the script; search, sort, paging and copy buttons need it.
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

from inspector.model import Audit, Course, Entry, Report, SessionStory
from inspector.model.value import Value
from inspector.patterns import late
from inspector.renderers import _sentences as say
from inspector.renderers._charts import chart, rank_causes, rank_sessions
from inspector.renderers._options import RenderOptions
from inspector.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_ISSUE = late(r"([\w.-]{1,64}/[\w.-]{1,64})#(\d{1,9})")
NAME = "html"
SUFFIXES = (".html", ".htm")

ROWS = 500  # any value: a layout
"""The page lists at most this many prompts without the script; the script lists more, up to `MOST`."""
MOST = 20_000  # any value: a layout
"""At most this many prompts are on a page; the JSON report has all."""
FILTERS = 24  # any value: a layout
"""At most this many causes get their own filter above the table."""


def render(report: Report, options: RenderOptions) -> str:
    """Return the whole report as one page."""
    return _page(report, options)


def render_session(story: SessionStory, options: RenderOptions) -> str:
    """Return the report on one session, with all its events."""
    return _page(story.report, options, story=story)


def render_audit(audit: Audit, options: RenderOptions) -> str:
    """Return the report on a database: its facts, the releases that can run on it, and the silent prompts in its rows."""
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
    templates = environment("inspector.renderers")
    style = templates.get_template("report.css.j2").render(filters=filters)
    script = templates.get_template("report.js").render() if rows or report.causes else ""
    anchors = {row.entry.session_id: row.anchor for row in reversed(rows) if row.entry.session_id}
    drawn = templates.get_template("prompt.html.j2").make_module({"say": say, "zone": zone})
    return templates.get_template(
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
        hashes={"style": source_hash(style), "script": source_hash(script)},
        rows=rows[:ROWS],
        more=Markup(_more(drawn, rows[ROWS:])),  # noqa: S704 - JSON in which every `<` is written as an escape
        total=len(entries),
        left_out=len(entries) - MOST,
        filters=filters,
        cards=() if audit else _cards(report),
        chart=chart(report.timeline, zone),
        by_cause=rank_causes(report),
        by_session=rank_sessions(report, anchors),
    )


def source_hash(text: str) -> str:
    """Return the hash that allows an inline style or script in a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _more(drawn: Any, rows: Sequence[_Row]) -> str:
    """Return `rows` as JSON: the values that the script sorts and searches, and the markup it draws."""
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
    """Return ``bad``, ``unknown`` or ``good``: the colour of the verdict."""
    if audit:
        return say.audit_tone(audit).replace("caution", "unknown")
    if story and not story.found:
        return "unknown"
    tone = say.tone_of(report)
    return "unknown" if tone == "plain" else tone


def _prose(text: str) -> Any:
    """Return one of inspector's sentences, escaped, with text between backticks as code."""
    from markupsafe import Markup, escape

    pieces = [escape(visible(piece)) for piece in text.split("`")]
    if len(pieces) % 2 == 0:
        return escape(visible(text))
    return Markup("").join(  # every piece is escaped above
        Markup("<code>{}</code>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


@cache
def environment(*packages: str) -> Environment:
    """Return the environment with the templates of `packages`; it escapes every value."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, "") for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=seen,
    )
    environment.filters["prose"] = _prose
    environment.filters["issue"] = _issue_url
    return environment


def seen(value: Any) -> Any:
    """Return `value` with control and bidirectional characters escaped; the template engine escapes all markup except
    inspector's own."""
    if value is None:
        return ""
    return value if hasattr(value, "__html__") else visible(str(value))


def _issue_url(reference: str) -> str:
    """Return the address of an issue that is named as ``owner/repository#1``; empty for any other reference."""
    found = _ISSUE.fullmatch(reference)
    return f"https://github.com/{found[1]}/issues/{found[2]}" if found else ""


class _Filter(Value, frozen=True):
    number: int
    name: str
    count: int


class _Row(Value, frozen=True):
    entry: Entry
    number: int
    """The filter that shows the row."""
    course: Course | None
    """The history of the row's session; None when an earlier row shows it, or when it is unknown."""
    above: str | None
    """The anchor of the earlier row that shows the history."""
    anchor: str
    """The row's anchor: its message ID, or the place of its record; the same in every report on the same evidence."""

    @property
    def milliseconds(self) -> int:
        """The time in Unix milliseconds, for sorting; 0 when unknown."""
        return int(self.entry.time.timestamp() * 1000) if self.entry.time else 0


def _rows(report: Report, entries: Sequence[Entry], names: Sequence[str]) -> Iterator[_Row]:
    """Yield the table's rows; the first row of a session has its history."""
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
    """Return a unique anchor for a row, with only letters, digits, ``_`` and ``-``."""
    told = entry.message_id or (f"byte-{entry.log[1]}" if entry.log else f"request-{entry.session_id or 'unknown'}")
    name = re.sub(r"[^A-Za-z0-9_-]", "_", told)[:80] or "prompt"
    number, unique = 2, name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def _cards(report: Report) -> list[tuple[str, str, str]]:
    """Return label, number and tone of the summary's cards."""
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
