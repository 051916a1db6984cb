"""The page is one file that asks for nothing, and its timeline stays small."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from markupsafe import escape
from msgspec.structs import replace

from inspector.model import Course, EventKind, TimelineEvent
from inspector.renderers._charts import COLUMNS, chart
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences.story import what_happened
from inspector.renderers.html import ROWS, render, render_session

from .example import CLEAN, STORY, TIMELINE, TROUBLED, at, crowd

VOID = {"meta", "input", "br", "line", "circle", "rect"}


class Elements(HTMLParser):
    """All tags and attributes of a page; complains about a tag that is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


ISSUE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/issues/\d+")


def test_only_references_to_issues_are_links() -> None:
    group = replace(
        TROUBLED.causes[0], references=("anomalyco/opencode#31204", "openchamber#2430", "https://e.test/x", "a/b#1\n")
    )
    page = render(replace(TROUBLED, causes=(group,)), RenderOptions())
    outside = [value for _, name, value in Elements(page).attributes if name == "href" and not (value or "").startswith("#")]
    assert outside == ["https://github.com/anomalyco/opencode/issues/31204"]


def test_the_verdict_counts_the_prompts_as_the_terminal_does() -> None:
    assert "4 prompts in 4 sessions got no answer and 1 request was refused" in render(TROUBLED, RenderOptions())


def test_no_tick_stands_in_the_page() -> None:
    """Nothing green follows a red verdict: evidence for a cause has a plus, a checked input a dot."""
    assert "✓" not in render(TROUBLED, RenderOptions())


def test_page_is_well_formed_and_refers_to_nothing_outside() -> None:
    for page in (render(TROUBLED, RenderOptions()), render(CLEAN, RenderOptions()), render_session(STORY, RenderOptions())):
        elements = Elements(page)
        assert elements.open == []
        assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(elements.tags)
        assert not [
            attribute
            for attribute in elements.attributes
            if attribute[1] in ("src", "style", "srcset") or attribute[1].startswith("on")
        ]
        targets = {f"#{value}" for _, name, value in elements.attributes if name == "id"}
        links = {value or "" for _, name, value in elements.attributes if name == "href"}
        assert {link for link in links if not ISSUE.fullmatch(link)} <= targets
        assert "url(" not in page and "@import" not in page


def test_policy_allows_our_own_style_and_script_and_nothing_else() -> None:
    page = render(crowd(ROWS + 1), RenderOptions())
    policy = dict(re.findall(r'http-equiv="(Content-Security-Policy)" content="([^"]*)"', page))["Content-Security-Policy"]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert style and script

    def source(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    allowed = f"style-src '{source(style.group(1))}'; script-src '{source(script.group(1))}'"
    assert policy == f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_a_page_without_prompts_and_causes_has_no_script() -> None:
    page = render(CLEAN, RenderOptions())
    assert "<script" not in page and "script-src" not in page


def test_no_text_of_a_row_ends_the_data_behind_the_first_rows() -> None:
    report = crowd(ROWS + 1)
    evil = replace(report.failures[-1], agent="</script><script>alert(1)</script>", session_id="ses_</script>")
    page = render(replace(report, failures=(*report.failures[:-1], evil)), RenderOptions())
    assert page.count("</script>") == 2
    data = re.search(r'<script type="application/json" id="more-prompts">(.*?)</script>', page, re.DOTALL)
    assert data and len(json.loads(data.group(1))) == 1


def test_what_happened_in_a_session_stands_in_its_first_row_and_later_rows_lead_there() -> None:
    entry = next(entry for entry in TROUBLED.failures if entry.session_id)
    course = Course(STORY.events[:2], 1234, STORY.events[-1:])
    twice = replace(TROUBLED, failures=(entry, entry), silent=(), rejected=(), courses={entry.session_id or "": course})
    page = render(twice, RenderOptions())
    assert Elements(page).open == []
    first, second = page.split('<tbody class="entry')[1:]
    assert "<summary>what happened in this session: 1,237 events</summary>" in first
    assert [
        text for event in (*course.first, *course.last) if (text := str(escape(what_happened(event.fact)))) not in first
    ] == []
    assert "… 1,234 more" in first
    anchor = re.match(r' c\d+" id="([^"]+)"', first)
    assert anchor and f'<a href="#{anchor.group(1)}">what happened' in second and "what happened in this session:" not in second


def test_a_pause_is_told_in_seconds_where_it_is_short() -> None:
    near = [TimelineEvent(at(seconds), EventKind.WORKED) for seconds in (0, 1, 40)]
    drawing = chart(near, None)
    assert drawing and drawing.pause and drawing.pause[2] == "39 s"


def test_every_filter_shows_the_rows_of_its_cause_only() -> None:
    page = render(TROUBLED, RenderOptions())
    labels = dict(re.findall(r'<label for="f(\d+)">([^<]*) \(\d+\)</label>', page))
    assert set(labels.values()) == {"schema-drift", "id-wrap", "request-rejected", "not decided", "aborted", "provider-error"}
    for number in labels:
        assert f":root:not(.scripted) #f{number}:checked~.scroll tbody:not(.c{number}){{display:none}}" in page
        assert f'<tbody class="entry c{number}" ' in page


def test_without_script_a_crowd_is_cut_and_the_filters_count_all_of_it() -> None:
    report = crowd(ROWS + 100)
    page = render(report, RenderOptions())
    assert page.count('<tbody class="entry') == ROWS
    assert f"Without script this table shows the first {ROWS} of {len(report.entries):,} prompts." in page
    assert sum(int(count) for count in re.findall(r'<label for="f\d+">[^<]* \((\d+)\)</label>', page)) == len(report.entries)
    data = re.search(r'<script type="application/json" id="more-prompts">(.*?)</script>', page, re.DOTALL)
    assert data and len(json.loads(data.group(1))) == len(report.entries) - ROWS


def test_thousands_of_events_become_few_bars_with_none_lost() -> None:
    events = [TimelineEvent(at(n), EventKind.FAILURE if n % 3 else EventKind.WORKED, cause="x") for n in range(20_000)]
    drawing = chart(events, None)
    assert drawing is not None
    assert len(drawing.bars) <= 2 * COLUMNS
    assert sum(bar.count for bar in drawing.bars) == 20_000


def test_bars_of_one_bin_stand_on_each_other_and_answers_hang_below() -> None:
    events = [
        TimelineEvent(at(0), EventKind.FAILURE, cause="a"),
        TimelineEvent(at(0), EventKind.SILENT, cause="b"),
        TimelineEvent(at(0), EventKind.WORKED),
    ]
    drawing = chart(events, None)
    assert drawing is not None
    first, second, answered = sorted(drawing.bars, key=lambda bar: -bar.y if bar.series != "answered" else 0)
    assert first.y + first.height == drawing.axis and second.y + second.height == first.y
    assert answered.series == "answered" and answered.y == drawing.axis


def test_a_drawing_names_the_most_frequent_causes_and_counts_the_others() -> None:
    events = [TimelineEvent(at(n), EventKind.FAILURE, cause=f"cause-{m}") for m in range(12) for n in range(20 - m)]
    drawing = chart(events, None)
    assert drawing is not None
    assert [name for _, name in drawing.series] == [*(f"cause-{m}" for m in range(7)), "5 more causes"]


def test_axis_has_round_ticks_over_any_span() -> None:
    start = datetime(2026, 11, 22, 23, 59, 58, 400_000, UTC)
    for seconds in (0, 0.2, 3, 90, 4000, 86_400, 8_000_000, 3_000_000_000):
        drawing = chart(
            [TimelineEvent(start, EventKind.FAILURE), TimelineEvent(start + timedelta(seconds=seconds), EventKind.WORKED)], None
        )
        assert drawing is not None
        assert len(drawing.ticks) <= 10
        assert all(drawing.left <= x <= drawing.right for x, _ in drawing.ticks)


def test_without_events_there_is_no_drawing() -> None:
    assert chart((), None) is None
    assert "<svg" not in render(replace(CLEAN, timeline=()), RenderOptions())


def test_times_are_shown_in_the_zone_asked_for_and_it_is_named() -> None:
    from datetime import timezone

    page = render(TROUBLED, RenderOptions(timezone=timezone(timedelta(hours=1), "CET")))
    assert "08:26:35" in page and "CET, UTC+01:00" in page


def test_a_long_pause_is_cut_out_of_the_axis_and_its_length_is_said() -> None:
    early = tuple(replace(event, time=event.time - timedelta(days=105)) for event in TIMELINE[:7])
    drawn = chart((*early, *TIMELINE), None)
    assert drawn and drawn.pause
    left, right, label = drawn.pause
    assert label == "105 days"
    assert not [mark for mark in (*drawn.bars, *drawn.lines) if left + 5 < mark.x < right - 15]  # a mark may be half a column off
    assert {mark.x > right - 15 for mark in drawn.bars} == {True, False}
    assert len({mark.x for mark in drawn.bars if mark.x > right - 15}) > 5
    assert [date for _, date in drawn.dates] == [early[0].time.date().isoformat(), TIMELINE[0].time.date().isoformat()]
    assert chart(TIMELINE, None).pause is None  # type: ignore[union-attr]
