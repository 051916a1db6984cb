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
    from inspector.cli.output import chosen_format, deliver

    form = chosen_format(output, "explain")
    asked = _asked(cause, output) if cause is not None else None
    deliver(_text(asked, form, output), form, output)
    return 0


def _asked(cause: str, output: Output) -> Page:
    """Return the page of that name, or the one that explains that error text. Raises UsageError when there is none."""
    from inspector.cli.output import did_you_mean, tell
    from inspector.diagnosis.manual import aliases, page, pages, pages_for_text
    from inspector.errors import UsageError

    if (asked := page(cause)) is not None:
        return asked
    if found := pages_for_text(cause):
        tell(_reasons(found), output)
        return found[0][0]
    near = did_you_mean(cause, (*(page.id for page in pages()), *aliases()))
    raise UsageError(f"Not a manual page: {cause}.", near or "`inspector explain` lists them all.")


def _text(asked: Page | None, form: str, output: Output) -> str:
    """Return the page that was asked for, or the list of all pages."""
    import json

    from inspector.diagnosis.manual import pages

    if form == "json":
        made = _plain(asked) if asked else [_plain(page) for page in pages()]
        return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    if asked:
        written = asked.text.rstrip() + "\n"
        return written if form == "markdown" else _drawn("render_page", asked.id, asked.title, written, output)
    if form == "markdown":
        return "".join(f"- `{page.id}`: {page.title}\n" for page in pages())
    return _drawn("render_pages", [(page.id, page.title) for page in pages()], output)


def _plain(page: Page) -> dict[str, object]:
    kind = "cause" if page.cause else "page"
    fields = ("title", "text", "not_a_remedy", "references")
    return {kind: page.id, **{name: getattr(page, name) for name in fields}}
