"""The manual: one page for each cause, from the rules' docstrings, and the pages in ``data/pages``."""

from __future__ import annotations

from importlib import resources

from inspector.model.value import Value
from inspector.pasted.errors import unescaped
from inspector.rules import rules
from inspector.rules._says import pages_for

OTHER_NAMES = {
    "client-orders-by-id": "not-in-the-evidence",
    "command-prompt-dropped": "not-in-the-evidence",
    "migrate-wiped-events": "reset-migrations",
    "premature-idle": "not-in-the-evidence",
    "status-stuck-busy": "not-in-the-evidence",
    "v2-restart-banner": "not-in-the-evidence",
}
"""Other names of pages that are not causes. The other names of a cause are in its rule."""


class Page(Value, frozen=True):
    """One manual page."""

    id: str
    title: str
    text: str
    """Markdown: headed What happens, Why, How to tell it from similar causes, Remedy, Versions, Sources."""
    references: tuple[str, ...]
    not_a_remedy: tuple[str, ...]
    cause: bool = True
    """Whether the page is about a cause; False for pages such as ``request-shape``."""


def causes() -> list[Page]:
    """Return a page for every cause, sorted by id."""
    return [Page(cause, rule.title, rule.page, rule.references, rule.not_a_remedy) for cause, rule in rules().items()]


def pages() -> list[Page]:
    """Return the causes and the further pages, sorted by id within each kind."""
    found = []
    for file in sorted(resources.files("inspector.data").joinpath("pages").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".md"):
            text = file.read_text("utf-8")
            found.append(Page(file.name[:-3], text.split("\n", 1)[0].lstrip("# ").strip(), text, (), (), False))
    return [*causes(), *found]


def aliases() -> dict[str, str]:
    """Return every other name of a page, with the page's ID."""
    return OTHER_NAMES | {alias: cause for cause, rule in rules().items() for alias in rule.aliases}


def page(name: str) -> Page | None:
    """Return one page by its id or another name of its cause; None when there is none."""
    id = aliases().get(name, name)
    return next((p for p in pages() if p.id == id), None)


def pages_for_text(text: str) -> tuple[tuple[Page, str, bool], ...]:
    """Return the pages that explain an error text, the best first, each with the matching words and whether they decide."""
    known = {page.id: page for page in causes()}
    return tuple((known[said.cause], said.words, said.decides) for said in pages_for(unescaped(text)) if said.cause in known)
