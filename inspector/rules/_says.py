"""Find the manual page that explains an error text. Each rule lists pieces of the texts that it explains in `Rule.says`, or, where they
are many, in ``data/error_texts.json``, below its cause ID and a heading of your choice.

A piece is in lower case. `…` in a piece matches up to 400 characters of any text, `*` after its first character up to 60
characters without a blank; a blank in a piece with one of them matches several blanks. A piece with a quotation mark is
JSON: blanks around its colons, commas and brackets and backslashes before its quotation marks are ignored. Of two pieces that match, a specific one ranks before a
general one, and the longer one before the shorter:

- ``*`` at the start: a general piece, such as the class of an error that wraps another. It decides where no specific
  piece matches.
- ``?`` at the start, before any other sign: a piece that decides only in a text with the words of `Rule.about`. Elsewhere it is
  ambiguous: every program that calls a server prints “Unable to connect”, whoever it called.
- ``~`` at the start: an ambiguous piece. It makes its page a candidate, and never decides. Nor does a shorter piece that
  is in it: there it means something else (`~inotify… no space left on device` is no full disk).
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

import msgspec
from msgspec.structs import replace

from inspector.catalogue import read_data
from inspector.model.value import Value
from inspector.patterns import late
from inspector.rules._rule import rules

GAP = 400
"""Maximum number of characters that `…` matches."""
WORD = 60
"""Maximum number of characters that `*` matches."""
UNWRAPPED = 3
"""A piece with so many blanks also matches over the end of a line: fewer words stand together by chance."""
LONGEST = 20_000
"""At most this many characters of a text are searched."""
_TIERS = {"~": 0, "*": 1}
"""How strong a piece is, by the sign before it; 2 without one."""
_SIGNS = "~*?"
"""The signs before a piece."""
_NAME = late(r"[a-z]\w{0,80}(?:error|exception)|[a-z0-9]{1,60}(?:[_-][a-z0-9]{1,60}){1,20}|[45]\d\d [a-z ]{1,200}")
"""The name of a class, a code, or a status line: nobody writes it who does not mean it."""
_ERRNO = frozenset(name.lower() for name in errno.errorcode.values()) | {"enotfound"}
_MARK = late(r"[:,{}\[\]\"]")
"""What JSON may have blanks around, and its quotation mark."""
_WILD = late(r"[…*\"]")
"""A character by which a piece is a pattern, not plain words."""

_LOADING = ("snapshot-hang", "mcp-hang", "plugin-hang")
AFTER: Mapping[str, tuple[str, ...]] = {
    "bun": ("startup-stall", "plugin-hang"),
    "created": ("startup-stall", *_LOADING),
    "loop": _LOADING,
    "stream small=true": (*_LOADING, "stream-stall"),
    "touching file": ("tool-hang",),
    "process": ("stream-stall", "provider-error", "tool-hang"),
    "stream": ("stream-stall", "provider-error", "tool-hang"),
}
"""What can hang after the step that a log ends in, the most frequent first."""


class Said(Value, frozen=True):
    """A cause whose page explains a text."""

    cause: str
    words: str
    """The matching words, copied from the text."""
    at: int
    """Offset of the matching words in the text, in characters."""
    decides: bool
    """Whether the words have no other explanation."""
    has_name: bool = False
    """Whether the text also has a piece of this cause that decides and is the name of an error, or its code."""
    is_specific: bool = True
    """Whether the piece is about this cause only, not a wrapper and not ambiguous."""
    is_form: bool = False
    """Whether only the form of a sentence shows the cause."""


@cache
def texts() -> Mapping[str, tuple[str, ...]]:
    """Return the pieces of error texts that each cause explains, by cause ID."""
    more = msgspec.json.decode(read_data("error_texts.json"), type=dict[str, dict[str, list[str]]])
    return {cause: (*rule.says, *chain.from_iterable(more.get(cause, {}).values())) for cause, rule in rules().items()}


def pages_for(text: str) -> tuple[Said, ...]:
    """Return the causes whose pages explain `text`, the best match first, each once."""
    found = list(_matches(text[:LONGEST].lower()))
    unsure = [(words, place) for _, tier, words, place in found if tier == 0]
    best: dict[str, tuple[int, int, Said]] = {}
    named: set[str] = set()
    for cause, tier, words, (start, end) in found:
        if any(words != longer and words in longer and first <= start and end <= last for longer, (first, last) in unsure):
            tier = 0
        if tier > 0 and _is_name(words):
            named.add(cause)
        if cause not in best or (tier, len(words)) > best[cause][:2]:
            best[cause] = tier, len(words), Said(cause, text[start:end], start, tier > 0, is_specific=tier > 1)
    ranked = sorted(best.values(), key=lambda rank: (-rank[0], -rank[1], rank[2].cause))
    return tuple(replace(said, has_name=said.cause in named) for *_, said in ranked)


def _matches(text: str) -> Iterator[tuple[str, int, str, tuple[int, int]]]:
    """Yield each piece that `text` (in lower case) has: its cause, how strong it is, its words and where they are."""
    for cause, pieces in texts().items():
        decides: dict[bool, bool] = {}
        for piece in pieces:
            words = piece.lstrip(_SIGNS)
            place = _find(text, words)
            if place is not None:
                needs = piece.startswith("?")
                if needs not in decides:
                    decides[needs] = _may_decide(cause, text, needs=needs)
                yield cause, _TIERS.get(piece.lstrip("?")[0], 2) if decides[needs] else 0, words, place


def _may_decide(cause: str, text: str, *, needs: bool) -> bool:
    """Whether pieces of `cause` may decide in `text`. `needs`: whether the text must say what it is about."""
    about, other = _subjects(cause)
    if other is not None and other.search(text) is not None:
        return not needs and about is not None and about.search(text) is not None
    return not needs or about is None or about.search(text) is not None


@cache
def _subjects(cause: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return the patterns `Rule.about` and `Rule.not_about` of `cause`; None for an empty one."""
    rule = rules()[cause]
    return re.compile(rule.about) if rule.about else None, re.compile(rule.not_about) if rule.not_about else None


@cache
def _is_name(piece: str) -> bool:
    return any(
        _NAME.fullmatch(word) or word in _ERRNO
        for part in piece.split("…")
        for word in (part.strip(), *part.replace("`", "").split())
    )


def _find(text: str, piece: str) -> tuple[int, int] | None:
    """Return where `piece` begins and ends in `text` (both in lower case); None when it does not occur."""
    if not _WILD.search(piece):
        at = text.find(piece)
        if at < 0 and piece.count(" ") >= UNWRAPPED and "\n" in text:
            at = text.replace("\n", " ").find(piece)  # a narrow terminal or dialog wrapped the words
        return None if at < 0 else (at, at + len(piece))
    found = _pattern(piece).search(text) if all(word in text for word in _words(piece)) else None
    return found.span() if found else None


@cache
def _words(piece: str) -> tuple[str, ...]:
    """Return what a text must hold to match `piece`."""
    parts = [word for part in re.split(r"[…*]", piece) for word in (_MARK.split(part) if '"' in piece else (part,))]
    return tuple(word for part in parts for word in part.split())


@cache
def _pattern(piece: str) -> re.Pattern[str]:
    parts = [r"\s{1,40}".join(_escaped(word, '"' in piece) for word in part.split()) for part in piece.split("…")]
    return re.compile(f".{{0,{GAP}}}?".join(parts), re.DOTALL)


def _escaped(word: str, is_json: bool) -> str:
    plain = re.escape(word)
    if is_json:
        plain = re.sub(r"\\?([:,{}\[\]])", r"\\s{0,40}\\\1\\s{0,40}", plain).replace('"', '\\\\{0,7}"')
    return plain.replace(r"\*", rf"\S{{0,{WORD}}}?")
