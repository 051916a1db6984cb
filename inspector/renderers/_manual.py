"""A manual page on the terminal: bold headings, text and bullets wrapped to the width, tables and code unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.patterns import late
from inspector.renderers._options import RenderOptions
from inspector.renderers._screen import Screen

HEADINGS = ("What happens", "Why", "How to tell it from similar causes", "Remedy", "Versions", "Sources")
"""The headings of a cause's page; other pages have Markdown headings."""
TRIED = (
    "“Worked when tried on 1.18.33”: a real server of that version got this remedy, and a prompt sent afterwards was answered."
)
"""The meaning of this phrase; drawn below each page that uses it."""
_BULLET = late(r"(?:- |\d{1,2}\. )")


def render_page(name: str, title: str, text: str, options: RenderOptions) -> str:
    """Return one manual page."""
    screen = Screen(options)
    screen.paragraph((name, "bold magenta"), (f"  {title}", "bold"), hang=2)
    lines = text.splitlines()
    lines = lines[1:] if lines[:1] == [f"# {title}"] else lines
    if lines and lines[0].strip():
        screen.blank()
    for kind, block in _blocks(lines):
        if kind == "heading":
            screen.heading(block[0].lstrip("# "))
        elif kind == "code":
            screen.blank()
            for line in block:
                screen.verbatim(line, "magenta")
            screen.blank()
        elif kind == "table":
            screen.blank()
            header, *rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in block]
            width = len(header)
            cells = [[(cell, "") for cell in (row + [""] * width)[:width]] for row in rows]
            screen.table(header, cells, flexible=tuple(range(width)))
        elif kind == "blank":
            screen.blank()
        elif found := _BULLET.match(block[0]):
            words = " ".join(line.strip() for line in block)
            screen.item([(found.group(), "")], (words[found.end() :], ""))
        else:
            screen.paragraph((" ".join(line.strip() for line in block), ""))
    if "worked when tried" in " ".join(text.lower().split()):
        screen.blank()
        screen.paragraph((TRIED, "dim"))
    return screen.text()


def render_pages(pages: Sequence[tuple[str, str]], options: RenderOptions) -> str:
    """Return the list of all pages: names and titles."""
    screen = Screen(options)
    screen.table(("PAGE", "TITLE"), [((name, "magenta"), (title, "")) for name, title in pages], flexible=(1,), indent=0)
    return screen.text()


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield headings, code, tables, bullets and paragraphs, each with its lines."""
    block: list[str] = []
    kind = ""
    fenced = False
    for line in [*lines, ""]:
        if line.startswith("```"):
            if block:
                yield kind, block
            fenced, kind, block = not fenced, "code", []
            continue
        new = (
            "code"
            if fenced
            else "blank"
            if not line.strip()
            else "heading"
            if line in HEADINGS or line.startswith("#")
            else "table"
            if line.startswith("|")
            else "text"
        )
        if new == "table" and set(line) <= set("|-: "):
            continue
        begins = new in ("heading", "blank") or new != kind or bool(_BULLET.match(line) and new == "text")
        if block and begins:
            yield kind, block
            block = []
        kind = new
        block.append(line)
    if block:
        yield kind, block
