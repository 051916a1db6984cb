"""Draw paragraphs, tables, rules and commands with rich, for a terminal of any width. Only this module uses rich.

Every string is escaped here and passed to rich only as `Text`, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspector.patterns import late
from inspector.renderers._options import RenderOptions
from inspector.text import ascii_only, visible

Span = tuple[str, str]
"""A text and its style: empty, or a rich style with basic colours, for example ``bold red``."""
TEXT_WIDTH = 110  # any value: a layout
"""Maximum width of running text in columns, also on a wider terminal: longer lines are hard to read."""
LEAST_WIDTH = 30  # any value: a layout
LEAST_COLUMN, WIDEST_LEAST = 14, 24  # any value: a layout
"""Minimum width of a wrapping column: its longest word, but within these two limits."""
_RESET = "\x1b[0m"
_EMPTY_STYLE = late(r"\x1b\[[0-9;]+m( *)\x1b\[0m")


class Screen:
    """Collects drawn lines; `text` returns them. Only the options set colour, width and character set."""

    def __init__(self, options: RenderOptions) -> None:
        self.options = options
        self.width = max(min(options.width, TEXT_WIDTH), LEAST_WIDTH)
        self._blank = True
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=max(options.width, LEAST_WIDTH),
            force_terminal=options.color,
            color_system="standard" if options.color else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def clean(self, text: str) -> str:
        """Return `text` on one line with control characters escaped, in ASCII if the terminal has no Unicode."""
        shown = visible(text)
        return shown if self.options.unicode else ascii_only(shown)

    def spans(self, *spans: Span) -> Text:
        """Return escaped text that rich can draw."""
        return Text.assemble(*((self.clean(text), style) for text, style in spans if text))

    def blank(self) -> None:
        """Draw an empty line, unless it would be the first line or the last line is empty."""
        if not self._blank:
            self._console.print()
        self._blank = True

    def heading(self, text: str) -> None:
        self.blank()
        self.paragraph((text, "bold"))

    def verbatim(self, text: str, style: str = "", indent: int = 0) -> None:
        """Draw one line that is never wrapped or cut, so that it can be copied."""
        self._console.print(self.spans((" " * indent, ""), (text, style)), soft_wrap=True)
        self._blank = False

    def paragraph(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        """Draw running text; every line after the first is indented by `hang` more columns."""
        self.item((), *spans, indent=indent, hang=hang)

    def item(self, mark: Sequence[Span], *spans: Span, indent: int = 0, hang: int = 0) -> None:
        """Draw a mark and running text to its right."""
        sign, text = self.spans(*mark), self.spans(*spans)
        if not text.plain.strip() and not sign.plain.strip():
            return
        beside = max(self.width - indent - sign.cell_len, 10)
        lines = list(text.wrap(self._console, beside, overflow="fold"))
        if hang and len(lines) > 1:
            first = lines[0]
            rest = text[len(first.plain) :]
            rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
            lines = [
                first,
                *(Text(" " * hang) + line for line in rest.wrap(self._console, max(beside - hang, 10), overflow="fold")),
            ]
        for number, line in enumerate(lines):
            line.rstrip()
            before = sign if not number else Text(" " * sign.cell_len)
            self._console.print(Text(" " * indent) + before + line, soft_wrap=True)
        self._blank = False

    def lines(self, width: int, text: str) -> int:
        """Return the number of lines that running text takes in this many columns."""
        return len(self.spans((text, "")).wrap(self._console, max(width, 10), overflow="fold"))

    def fields(self, *rows: tuple[str, ...], aligned: bool) -> None:
        """Draw one line for each row, never wrapped: its texts aligned, or separated by tabs for programs."""
        cleaned = [[self.clean(text) for text in row] for row in rows]
        widths = [max(map(cell_len, column)) for column in zip(*cleaned, strict=True)] if aligned else []
        for row in cleaned:
            texts = [text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)] if aligned else row
            self._file.write(("  " if aligned else "\t").join(texts).rstrip() + "\n")
            self._blank = False

    def rule(self) -> None:
        self.paragraph(("─" * min(self.width, 72), "dim"))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Span]], flexible: Sequence[int], indent: int = 2) -> None:
        """Draw rows under a header; `flexible` columns wrap. If the table is still too wide, each row takes two lines."""
        used = [n for n in range(len(header)) if any(row[n][0] for row in rows)]
        widths = {n: max(cell_len(self.clean(text)) for text in (header[n], *(row[n][0] for row in rows))) for n in used}
        room = max(self.options.width, LEAST_WIDTH) - indent - 2 * (len(used) - 1)
        for n in reversed(flexible):
            if n in widths and (excess := sum(widths.values()) - room) > 0:
                longest = self._longest_word(header[n], *(row[n][0] for row in rows))
                least = min(max(longest, LEAST_COLUMN), WIDEST_LEAST, widths[n])
                widths[n] = max(widths[n] - excess, least)
        if sum(widths.values()) > room:
            self._stacked(rows, used, indent)
            return
        table = Table(
            box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", collapse_padding=True, show_header=any(header)
        )
        for n in used:
            table.add_column(self.spans((header[n], "")), width=widths[n], overflow="fold")
        for row in rows:
            table.add_row(*(self.spans(row[n]) for n in used))
        self._console.print(Padding(table, (0, 0, 0, indent)))
        self._blank = False

    def text(self) -> str:
        """Return all drawn lines, without trailing spaces and trailing empty lines."""
        drawn = _EMPTY_STYLE.sub(r"\1", self._file.getvalue())
        lines = "\n".join(map(_without_trailing_spaces, drawn.split("\n"))).rstrip("\n")
        return f"{lines}\n" if lines else ""

    def _longest_word(self, *texts: str) -> int:
        return max(cell_len(word) for text in texts for word in self.clean(text).split(" "))

    def _stacked(self, rows: Sequence[Sequence[Span]], used: Sequence[int], indent: int) -> None:
        for row in rows:
            cells = [row[n] for n in used if row[n][0]]
            self.paragraph(*_joined(cells[:2], "  "), indent=indent, hang=2)
            if cells[2:]:
                self.paragraph(*_joined(cells[2:], " · "), indent=indent + 2)


def _without_trailing_spaces(line: str) -> str:
    if line.endswith(_RESET):
        return line.removesuffix(_RESET).rstrip(" ") + _RESET
    return line.rstrip(" ")


def _joined(spans: Sequence[Span], between: str) -> list[Span]:
    line: list[Span] = []
    for span in spans:
        line += [(between, ""), span] if line else [span]
    return line
