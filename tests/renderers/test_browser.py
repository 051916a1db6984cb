"""The HTML page in a real browser: search, sort, filters, pages, permalinks, copy buttons, print, and no script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from inspector.fleet.drawing.html import render as draw_fleet
from inspector.renderers._options import RenderOptions
from inspector.renderers.html import render
from tests.fleet.example import fleet

from .example import crowd

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROMPTS = 5000

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (the extra dev)")
pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 5,000 prompts, one of which names an agent that no other names."""
    report = crowd(PROMPTS)
    last = replace(report.failures[-1], session_id="ses_needleInTheHaystack")
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render(replace(report, failures=(*report.failures[:-1], last)), RenderOptions()), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    assert complaints == []
    opened.close()


def _sessions(page: Page) -> list[str]:
    return page.locator("#prompt-table tbody").evaluate_all("all => all.map(one => one.dataset.session)")


def test_one_page_of_rows_is_in_the_document_however_many_there_are(page: Page) -> None:
    total = len(crowd(PROMPTS).entries)
    assert page.locator("#prompt-table tbody").count() == 50
    assert page.locator("#found").inner_text() == f"1 to 50 of {total:,} prompts"
    page.get_by_role("button", name="next").click()
    assert page.locator("#found").inner_text() == f"51 to 100 of {total:,} prompts"


def test_search_finds_a_session_behind_the_first_rows(page: Page) -> None:
    page.get_by_label("Search").fill("needleinthe")
    assert _sessions(page) == ["ses_needleInTheHaystack"]
    assert page.locator("#found").inner_text() == "1 to 1 of 1 prompts"


def test_sorting_by_session_orders_the_rows_and_turns_round(page: Page) -> None:
    head = page.locator("th[data-sort=session]")
    head.get_by_role("button").click()
    up = _sessions(page)
    assert up == sorted(up) and head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    down = _sessions(page)
    assert down == sorted(down, reverse=True) and head.get_attribute("aria-sort") == "descending"


def test_a_search_without_a_result_says_so(page: Page) -> None:
    page.get_by_label("Search").fill("no such word")
    assert page.locator("#found").inner_text() == "No prompt matches."


def test_a_filter_shows_as_many_prompts_as_its_label_says(page: Page) -> None:
    for label in page.locator(".chips label").all()[1:]:
        name, count = label.inner_text().rsplit(" (", 1)
        label.click()
        assert page.locator("#found").inner_text().endswith(f" of {count[:-1]} prompts")
        causes = page.locator("#prompt-table tbody").evaluate_all("all => all.map(one => one.dataset.cause)")
        assert set(causes) == {name}


def test_a_permalink_opens_its_prompt_on_whatever_page_it_is(browser: Browser, file: Path) -> None:
    opened = browser.new_page()
    opened.goto(f"{file.as_uri()}#ses_needleInTheHaystack")
    target = opened.locator("tbody.target")
    assert target.get_attribute("data-session") == "ses_needleInTheHaystack"
    assert target.is_visible() and target.locator("details").first.evaluate("one => one.open")
    opened.close()


def test_a_command_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    command = page.locator("pre.command").first.inner_text()
    page.locator("button.copy").first.click()
    page.locator("button.copy", has_text="copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == command


def test_without_script_the_first_rows_and_the_filters_work(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())
    assert opened.locator("#prompt-table tbody").count() == 500
    assert not opened.locator("#search").is_visible()
    assert opened.get_by_text("Without script this table shows the first 500").is_visible()
    context.close()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, file: Path) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 800})
    opened.goto(file.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_no_violation(browser: Browser, file: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python (the extra dev)")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    opened = context.new_page()
    opened.goto(file.as_uri())
    found = axe.Axe().run(opened).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_no_violation_on_the_page_of_a_fleet(browser: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "fleet.html"
    file.write_text(draw_fleet(fleet(), RenderOptions()), encoding="utf-8")
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()
