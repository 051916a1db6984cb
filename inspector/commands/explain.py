"""Explain one cause as a manual page, or list them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from inspector.cli import options as _options
from inspector.cli.complete import cause_ids
from inspector.cli.options import Output

if TYPE_CHECKING:
    from inspector.diagnosis.manual import Page

HEADINGS = ("What happens", "Why", "How to tell it from similar causes", "Remedy", "Versions", "Sources")
"""A line of a page that is one of these stands alone."""


def reflowed(text: str, width: int) -> str:
    """Return a page with its paragraphs and bullets filled up to `width`; tables, headings and words longer than that stay whole."""
    from itertools import groupby
    from textwrap import wrap

    number, numbered = 0, list[tuple[tuple[int, str], str]]()
    for line in text.splitlines():
        alone = not line.strip() or line in HEADINGS or line.startswith(("#", "|"))
        number += alone or line.startswith("- ") or not numbered or numbered[-1][0][1] == "alone"
        numbered.append(((number, "alone" if alone else "filled"), line))
    lines = list[str]()
    for (_, kind), block in groupby(numbered, key=lambda pair: pair[0]):
        words = " ".join(line.strip() for _, line in block)
        hang = "  " if words.startswith("- ") else ""
        filled = wrap(words, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
        lines += [words] if kind == "alone" else filled
    return "\n".join(lines) + "\n"


def _reasons(found: Sequence[tuple[Page, str, bool]]) -> Iterator[str]:
    """Yield why the page of an error text is shown, and which others may explain it."""
    page, words, decides = found[0]
    yield f"“{words}” {'is explained by' if decides else 'has several explanations, among them'} {page.id}."
    others = [page.id for page, _, _ in found[1:4]]
    if others:
        yield f"Less likely: {', '.join(others)}." if decides else f"Others: {', '.join(others)}."


@click.command()
@click.argument("cause", required=False, shell_complete=cause_ids)
@_options.output(_options.format_of("explain"), _options.OUTPUT)
def command(cause: str | None, output: Output) -> int:
    """Explain one cause as a manual page, or list them all.

    CAUSE is the ID of a cause, or the text of an error as a log, a terminal or a client shows it. A page says what happens, why,
    how it is told from what looks alike, the remedy, the versions and the sources.

    \b
    Examples:
      inspector explain
      inspector explain schema-drift
      inspector explain "SQLiteError: database disk image is malformed"
      inspector explain --format json
    """
    import json
    from textwrap import wrap

    from inspector.cli import output as _output
    from inspector.diagnosis.manual import aliases, page, pages, pages_for_text
    from inspector.errors import UsageError

    form = _output.chosen_format(output, "explain")
    known = {page.id: page for page in pages()}
    asked = page(cause) if cause is not None else None
    found = pages_for_text(cause) if cause is not None and asked is None else ()
    if found:
        asked = found[0][0]
        _output.tell(_reasons(found), output)
    if cause is not None and asked is None:
        raise UsageError(
            f"There is no page “{cause}”.", _output.did_you_mean(cause, (*known, *aliases())) or "inspector explain lists all."
        )

    def plain(page: Page) -> dict[str, object]:
        kind = "cause" if page.cause else "page"
        return {
            kind: page.id,
            "title": page.title,
            "text": page.text,
            "not_a_remedy": page.not_a_remedy,
            "references": page.references,
        }

    if form == "json":
        made = plain(asked) if asked else [plain(page) for page in known.values()]
        text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    elif asked:
        written = asked.text.rstrip() + "\n"
        text = written if form == "markdown" else reflowed(written, _output.columns(output))
    elif form == "markdown":
        text = "".join(f"- `{page.id}`: {page.title}\n" for page in known.values())
    else:
        width = max(map(len, known), default=0)
        room = max(_output.columns(output) - width - 2, 20)
        between = "\n" + " " * (width + 2)
        text = "".join(f"{page.id:{width}}  {between.join(wrap(page.title, room))}\n" for page in known.values())
    _output.deliver(text, form, output)
    return 0
