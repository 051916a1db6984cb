"""The manual: one page for each cause, from the rules' own docstrings, and a few pages beside them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import resources

from inspector.verdict import rules


@dataclass(frozen=True, slots=True)
class Page:
    """One manual page."""

    id: str
    title: str
    text: str
    """Markdown: headed What happens, Why, How it is told from what looks alike, Remedy, Versions, Sources."""
    references: tuple[str, ...]
    not_a_remedy: tuple[str, ...]
    cause: bool = True
    """False for pages that are no cause, such as ``request-shape``."""


def causes() -> list[Page]:
    """Return a page for every cause, sorted by id."""
    return [
        Page(cause, str(rule.TITLE), inspect.cleandoc(rule.__doc__ or ""), tuple(rule.REFERENCES), tuple(rule.NOT_A_REMEDY))
        for cause, rule in sorted(rules().items())
    ]


def pages() -> list[Page]:
    """Return the causes and the further pages, sorted by id within each kind."""
    found = []
    for file in sorted(resources.files("inspector.data").joinpath("pages").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".md"):
            text = file.read_text("utf-8")
            found.append(Page(file.name[:-3], text.split("\n", 1)[0].lstrip("# ").strip(), text, (), (), False))
    return [*causes(), *found]


def page(name: str) -> Page | None:
    """Return one page by its id; None when there is none."""
    return next((p for p in pages() if p.id == name), None)
