"""Make text from any input safe to show in a terminal and in GitHub's Markdown.

HTML needs no function of its own: the template engine escapes markup, and :func:`visible` escapes characters that a browser
would not show.
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
    """Return one character as a Python escape: ``\\n``, ``\\x1b``, ``\\u202e``, ``\\U000e0041``."""
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str, limit: int | None = None) -> str:
    """Return `text` on one line, with every control, format and bidirectional character escaped (CWE-150).

    `limit` is the maximum number of returned characters, including an ellipsis; None means no limit.
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
    """Return `text` for terminals without Unicode: typographic characters and the reports' signs as ASCII, other
    characters escaped."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else escape(c) for c in text.translate(_PLAIN))


def draws_unicode(stream: TextIO | None) -> bool:
    """Whether `stream` can show the reports' signs: by its encoding, the locale and the terminal.

    A locale that is *set* to C means ASCII, although Python then writes UTF-8 (PEP 538 and 540). Without a locale, as in containers,
    Unicode is used. The font of the Linux console has no check marks.
    """
    told = os.environ.get("PYTHONUTF8") == "1" or os.environ.get(
        "PYTHONIOENCODING"
    )  # set for Python itself, so the user wants it
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG")
    if os.environ.get("TERM") == "linux" or (locale in ("C", "POSIX") and not told):
        return False
    try:
        "─│●✓→…“”".encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def draws_color(stream: TextIO | None, choice: str = "auto", environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to use colour on `stream`: by ``--color``, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE (``0`` is off), then by whether the
    stream is a terminal with colours."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if forced := environment.get(name):
            return forced != "0"
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


_APART = "&#8203;"
"""A zero-width space as an entity: it breaks up mentions, references and addresses."""

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
    """Return `text` as inert GitHub Markdown, also for a table cell.

    It creates no mention, issue reference, link, image, HTML, emphasis, math, emoji code, list, heading or table. Renovate uses the same
    separator in its pull requests.
    """
    return _SPECIAL.sub(_inert, visible(text, limit).strip())


def code(text: str, limit: int | None = None) -> str:
    """Return `text` as a Markdown code span; as :func:`markdown` does if a code span would break in a table."""
    shown = visible(text, limit)
    if not shown.strip() or "|" in shown or "\\" in shown:
        return markdown(shown)
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def fence(text: str, language: str = "") -> str:
    """Return `text` as a fenced Markdown block; the fence is longer than any run of backticks inside."""
    lines = [visible(line) for line in text.split("\n")]
    ticks = "`" * max(3, _longest_run(text) + 1)
    return "\n".join((ticks + language, *lines, ticks))


def beginning(text: str, most: int) -> str:
    """Return the first line of `text`, cut between two words after at most `most` characters, because half a secret is
    not recognised."""
    line = text.split("\n", 1)[0]
    if len(line) <= most:
        return line
    return f"{line[: most + 1].rpartition(' ')[0]} …".lstrip()


def utc(time: datetime) -> str:
    """Return ``2026-11-22 07:25:23 UTC``, with milliseconds if the source has them: the form of all times in sentences.

    Renderers recognise this form and convert it to the zone of ``--timezone``.
    """
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'milliseconds' if time.microsecond else 'seconds')} UTC"


def listed(names: Iterable[str], most: int = 3) -> str:
    """Return ``a, b, c and 5 more``: the first `most` of the names."""
    known = list(names)
    return ", ".join(known[:most]) + (f" and {len(known) - most} more" if len(known) > most else "")


def many(count: int, one: str, more: str = "") -> str:
    """Return ``1 prompt was`` or ``2,400 prompts were``: a count with matching words; `more` is an irregular plural."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
