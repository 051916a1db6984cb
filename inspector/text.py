"""Makes text from any input safe to show: in a terminal and in GitHub's Markdown.

Nothing here knows what the text means. HTML needs no function of its own: the template engine escapes markup, and
:func:`visible` takes what a browser would not show.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TextIO

from inspector.patterns import late

# Cc, Cf, Cs, Zl and Zp of Unicode 16, written out because asking unicodedata for each character is slow;
# tests/test_text.py compares it with unicodedata.
_UNSEEN = late(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(character: str) -> str:
    """One character as Python would write it: ``\\n``, ``\\x1b``, ``\\u202e``, ``\\U000e0041``."""
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str, limit: int | None = None) -> str:
    """`text` on one line, with every control, format and bidirectional character written out (CWE-150).

    `limit` is the greatest number of characters that come out, an ellipsis included; None means no limit.
    """
    if limit is not None and len(text) > limit:
        text = text[:limit]
        cut = True
    else:
        cut = False
    shown = text if text.isprintable() else _UNSEEN.sub(lambda match: escape(match.group()), text)
    if limit is not None and (cut or len(shown) > limit):
        return shown[: max(limit - 1, 0)] + "…"
    return shown


_PLAIN = str.maketrans(
    {
        "…": "...",
        "–": "-",
        "—": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "·": "-",
        "×": "x",
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "\xa0": " ",
        "✓": "+",
        "✗": "x",
        "◆": "*",
        "▸": ">",
        "■": "#",
        "○": "o",
        "•": "-",
        "─": "-",
        "│": "|",
    }
)


def ascii_only(text: str) -> str:
    """`text` for terminals without Unicode: typography and the signs of the reports as ASCII, every other character escaped."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else escape(c) for c in text.translate(_PLAIN))


def draws_unicode(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the signs the reports are drawn with can be shown: by the stream's encoding, the locale and the terminal.

    A locale that is *set* to C forbids them although Python then writes UTF-8 (PEP 538 and 540): who sets it asks for ASCII.
    One that is not set, as in containers, forbids nothing. The font of Linux's own console has no check marks.
    """
    told = environment.get("PYTHONUTF8") == "1" or environment.get("PYTHONIOENCODING")  # to Python itself, so it was meant
    locale = environment.get("LC_ALL") or environment.get("LANG")
    if environment.get("TERM") == "linux" or (locale in ("C", "POSIX") and not told):
        return False
    try:
        "─│●✓→…“”".encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def draws_color(stream: TextIO | None, choice: str = "auto", environment: Mapping[str, str] = os.environ) -> bool:
    """Whether colour is wanted on `stream`: ``--color``, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE (``0`` is off), then whether
    a terminal that can show it reads."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if forced := environment.get(name):
            return forced != "0"
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


_APART = "&#8203;"
"""A zero-width space as an entity: what stands around it is no longer a mention, a reference or an address."""

_MARKDOWN = {
    "\\": "&#92;",
    "|": "&#124;",
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "$": "&#36;",
    "`": "\\`",
    "*": "\\*",
    "~": "\\~",
    "[": "\\[",
    "]": "\\]",
    "@": f"@{_APART}",
    "#": f"\\#{_APART}",
}
_SPECIAL = late(
    r"[\\|&<>$`*~\[\]@#]"
    r"|://"
    r"|(?i:(?<![^\W_])(?:www\.|GH-(?=\d)))"
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word is no emphasis in GitHub's Markdown
    r"|:(?=[A-Za-z+-][\w+-]{0,31}:)"
    r"|\A[-+=]|\A\d{1,9}(?=[.)](?:\s|\Z))"
)


def _inert(match: re.Match[str]) -> str:
    found = match.group()
    if found in _MARKDOWN:
        return _MARKDOWN[found]
    if found == "://":
        return f":{_APART}//"
    if found == ":":
        return f":{_APART}"
    if found[0] in "wW":
        return f"{found[:3]}{_APART}."
    if found[0] in "gG":
        return f"{found[:2]}{_APART}-"
    return f"{found}{_APART}" if found[0].isdigit() else f"\\{found}"


def markdown(text: str, limit: int | None = None) -> str:
    """`text` as GitHub Markdown that shows it and does nothing else, also inside a table cell.

    No mention, issue reference, link, image, HTML, emphasis, math, emoji code, list, heading or table comes of it. The
    separator is the one Renovate puts into its pull requests for the same purpose.
    """
    return _SPECIAL.sub(_inert, visible(text, limit).strip())


def code(text: str, limit: int | None = None) -> str:
    """`text` as a Markdown code span; as :func:`markdown` where a code span could not hold it in a table."""
    shown = visible(text, limit)
    if not shown.strip() or "|" in shown or "\\" in shown:
        return markdown(shown)
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def fence(text: str, language: str = "") -> str:
    """`text` as a fenced Markdown block, line by line; the fence is longer than any run of backticks inside."""
    lines = [visible(line) for line in text.split("\n")]
    ticks = "`" * max(3, _longest_run(text) + 1)
    return "\n".join((ticks + language, *lines, ticks))


def beginning(text: str, most: int) -> str:
    """The first line of `text`, cut between two words where it is longer than `most`: half a secret is not known as one."""
    line = text.split("\n", 1)[0]
    if len(line) <= most:
        return line
    return f"{line[: most + 1].rpartition(' ')[0]} …".lstrip()


def utc(time: datetime) -> str:
    """``2026-11-22 07:25:23 UTC``, with milliseconds where the source had them: how every sentence writes a time.

    Known by this form, it is shown in another zone where one is asked for (``--timezone``).
    """
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'milliseconds' if time.microsecond else 'seconds')} UTC"


def listed(names: Iterable[str], most: int = 3) -> str:
    """``a, b, c and 5 more``: the first `most` of the names."""
    known = list(names)
    return ", ".join(known[:most]) + (f" and {len(known) - most} more" if len(known) > most else "")


def many(count: int, one: str, more: str = "") -> str:
    """``1 prompt was`` or ``2,400 prompts were``: a count with the words that fit it; `more` where an s is not enough."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
