"""Lines, wrapped paragraphs and tables for a terminal of any width: plain strings, basic ANSI colours, nothing else.

Written by hand instead of with rich: every string is escaped in one place, and the output is the same under every version of a
library (tests compare it whole).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from inspector.renderers._options import RenderOptions
from inspector.text import ascii_only, visible

Span = tuple[str, str]
"""Text and its style: ``""`` or words of `_STYLES`, e.g. ``bold red``."""

# Words are red or magenta at most, the two that stay readable on white and on black; the other colours are for signs.
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}


def cells(text: str) -> int:
    """Columns that `text` takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Page:
    """Collects lines; everything that goes in is escaped, wrapped to the width, and coloured only where colour is wanted."""

    def __init__(self, options: RenderOptions) -> None:
        self.options = options
        self.width = max(options.width, 30)
        self._lines: list[str] = []

    def clean(self, text: str) -> str:
        shown = visible(text)
        return shown if self.options.unicode else ascii_only(shown)

    def blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def heading(self, text: str) -> None:
        self.blank()
        self.paragraph((text, "bold"))

    def verbatim(self, text: str, style: str = "", indent: int = 0) -> None:
        """One line that is never wrapped: a command to copy."""
        self._put([(" " * indent, ""), (self.clean(text), style)])

    def paragraph(self, *spans: Span, indent: int = 0, hang: int = 0) -> None:
        """The spans as running text; `hang` more columns before each line but the first."""
        room = max(self.width - indent, 10)
        for number, line in enumerate(self._wrap(spans, room, hang)):
            self._put([(" " * (indent + (hang if number else 0)), ""), *line])

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Span]], flexible: Sequence[int], indent: int = 2) -> None:
        """Rows under a header; `flexible` columns wrap when it is narrow; where that is not enough, a row takes two lines."""
        used = [n for n in range(len(header)) if any(row[n][0] for row in rows)]
        widths = {n: max(cells(self.clean(text)) for text in (header[n], *(row[n][0] for row in rows))) for n in used}
        room = self.width - indent - 2 * (len(used) - 1)
        for n in reversed(flexible):
            if n in widths and sum(widths.values()) > room:
                least = min(max(self._longest(header[n], *(row[n][0] for row in rows)), 14), 24, widths[n])
                widths[n] = max(min(widths[n], room - sum(widths.values()) + widths[n]), least)
        if sum(widths.values()) > room:
            self._stacked(rows, used, indent)
            return
        for row in ([(text, "dim") for text in header], *rows):
            columns = [list(self._wrap((row[n],), widths[n], 0)) or [[]] for n in used]
            for height in range(max(len(column) for column in columns)):
                line: list[Span] = [(" " * indent, "")]
                for n, column in zip(used, columns, strict=True):
                    cell = column[height] if height < len(column) else []
                    line += cell
                    line.append((" " * (widths[n] - sum(cells(text) for text, _ in cell) + 2), ""))
                self._put(line)

    def _longest(self, *texts: str) -> int:
        """Columns of the longest word."""
        return max(cells(word) for text in texts for word in self.clean(text).split(" "))

    def _stacked(self, rows: Sequence[Sequence[Span]], used: Sequence[int], indent: int) -> None:
        for row in rows:
            cells_of = [row[n] for n in used if row[n][0]]
            self.paragraph(*_joined(cells_of[:2], "  "), indent=indent, hang=2)
            if cells_of[2:]:
                self.paragraph(*_joined(cells_of[2:], " · "), indent=indent + 2)

    def _wrap(self, spans: Iterable[Span], room: int, hang: int) -> Iterable[list[Span]]:
        """Lines of at most `room` columns, broken at spaces; a word that is longer is broken where the line ends."""
        line: list[Span] = []
        used, gap, limit = 0, "", room
        for text, style in spans:
            for number, word in enumerate(self.clean(text).split(" ")):
                if number:
                    gap += " "
                if not word:
                    continue
                if used and used + len(gap) + cells(word) > limit:
                    yield line
                    line, used, gap, limit = [], 0, "", max(room - hang, 10)
                elif gap and used:
                    line.append((gap, style))
                    used += len(gap)
                gap = ""
                while used + cells(word) > limit:
                    head = _fitting(word, limit - used)
                    yield [*line, (head, style)]
                    line, used, limit, word = [], 0, max(room - hang, 10), word[len(head) :]
                line.append((word, style))
                used += cells(word)
        if line:
            yield line

    def _put(self, spans: Sequence[Span]) -> None:
        parts: list[list[str]] = []
        for text, style in spans:
            if parts and parts[-1][1] == style:
                parts[-1][0] += text
            else:
                parts.append([text, style])
        while parts and not parts[-1][0].rstrip():
            parts.pop()
        if parts:
            parts[-1][0] = parts[-1][0].rstrip()
        self._lines.append("".join(self._colored(text, style) for text, style in parts))

    def _colored(self, text: str, style: str) -> str:
        if not style or not self.options.color or not text.strip():
            return text
        return f"\x1b[{';'.join(_STYLES[word] for word in style.split())}m{text}\x1b[0m"

    def text(self) -> str:
        """Everything, each line ended by a newline, without blank lines at the end."""
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "".join(f"{line}\n" for line in self._lines)


def _fitting(word: str, room: int) -> str:
    """As many first characters of `word` as fit, at least one."""
    used = 0
    for number, character in enumerate(word):
        used += cells(character)
        if used > room:
            return word[: max(number, 1)]
    return word


def _joined(spans: Sequence[Span], between: str) -> list[Span]:
    line: list[Span] = []
    for span in spans:
        line += [(between, ""), span] if line else [span]
    return line
