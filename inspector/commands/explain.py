"""Explain one cause as a manual page, or list them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from inspector.cli.complete import cause_ids
from inspector.cli.options import COLOR, NO_PAGER, OUTPUT, Output, format_option, takes_output

if TYPE_CHECKING:
    from inspector.diagnosis.manual import Page


def _reasons(found: Sequence[tuple[Page, str, bool]]) -> Iterator[str]:
    """Yield sentences: why this page explains the error text, and which other pages may explain it."""
    page, words, decides = found[0]
    yield f"“{words}” {'is explained by' if decides else 'has several explanations, among them'} {page.id}."
    others = [page.id for page, _, _ in found[1:4]]
    if others:
        yield f"Less likely: {', '.join(others)}." if decides else f"Others: {', '.join(others)}."


def _drawn(what: str, *arguments: Any) -> str:
    """Return the text that a function of the manual's renderer draws; the last argument is the output."""
    from inspector.cli.output import render_options
    from inspector.renderers import _manual

    drawn: str = getattr(_manual, what)(*arguments[:-1], render_options(arguments[-1]))
    return drawn


@click.command()
@click.argument("cause", required=False, shell_complete=cause_ids)
@takes_output(format_option("explain"), OUTPUT, COLOR, NO_PAGER)
def command(cause: str | None, output: Output) -> int:
    """Explain one cause as a manual page, or list them all.

    CAUSE is the ID of a cause, or the text of an error as a log, a terminal or a client shows it. A page says what
    happens, why, how to tell it from similar causes, the remedy, the versions and the sources. Other pages, such as
    accuracy or redaction, are about inspector itself.

    \b
    Examples:
      inspector explain
      inspector explain schema-drift
      inspector explain "SQLiteError: database disk image is malformed"
      inspector explain --format json
    """
    import json

    from inspector.cli.output import chosen_format, deliver, did_you_mean, tell
    from inspector.diagnosis.manual import aliases, page, pages, pages_for_text
    from inspector.errors import UsageError

    form = chosen_format(output, "explain")
    known = {page.id: page for page in pages()}
    asked = page(cause) if cause is not None else None
    found = pages_for_text(cause) if cause is not None and asked is None else ()
    if found:
        asked = found[0][0]
        tell(_reasons(found), output)
    if cause is not None and asked is None:
        raise UsageError(
            f"Not a manual page: {cause}.",
            did_you_mean(cause, (*known, *aliases())) or "`inspector explain` lists them all.",
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
        text = written if form == "markdown" else _drawn("render_page", asked.id, asked.title, written, output)
    elif form == "markdown":
        text = "".join(f"- `{page.id}`: {page.title}\n" for page in known.values())
    else:
        text = _drawn("render_pages", [(page.id, page.title) for page in known.values()], output)
    deliver(text, form, output)
    return 0
