"""Find the manual page that explains an error text. Each rule lists pieces of the texts that it explains in `Rule.says`.

A piece is in lower case. `…` in a piece matches up to 400 characters of any text. A piece that begins with ``~`` is ambiguous: it
makes its page a candidate and never decides. The longest matching piece wins, so a specific text ranks before a general one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from inspector.model.value import Value
from inspector.rules._rule import rules

GAP = 400
"""Maximum number of characters that `…` matches."""
LONGEST = 20_000
"""At most this many characters of a text are searched."""


class Said(Value, frozen=True):
    """A cause whose page explains a text."""

    cause: str
    words: str
    """The matching words, copied from the text."""
    at: int
    """Offset of the matching words in the text, in characters."""
    decides: bool
    """Whether the words have no other explanation."""


@cache
def texts() -> Mapping[str, tuple[str, ...]]:
    """Return the pieces of error texts that each cause explains, by cause id."""
    return {cause: rule.says for cause, rule in rules().items()}


def pages_for(text: str) -> tuple[Said, ...]:
    """Return the causes whose pages explain `text`, the best match first, each once."""
    plain = text[:LONGEST].lower()
    best: dict[str, tuple[int, Said]] = {}
    for cause, pieces in texts().items():
        for piece in pieces:
            place = _find(plain, piece.removeprefix("~"))
            if place is None:
                continue
            start, end = place
            decides = not piece.startswith("~")
            rank = len(piece) + (1000 if decides else 0)
            if cause not in best or rank > best[cause][0]:
                best[cause] = rank, Said(cause, text[start:end], start, decides)
    return tuple(said for _, said in sorted(best.values(), key=lambda pair: (-pair[0], pair[1].cause)))


def _find(text: str, piece: str) -> tuple[int, int] | None:
    """Return where `piece` begins and ends in `text` (both in lower case); None when it does not occur."""
    if "…" not in piece:
        at = text.find(piece)
        return None if at < 0 else (at, at + len(piece))
    found = _pattern(piece).search(text) if all(part.strip() in text for part in piece.split("…")) else None
    return found.span() if found else None


@cache
def _pattern(piece: str) -> re.Pattern[str]:
    return re.compile(f".{{0,{GAP}}}?".join(re.escape(part.strip()) for part in piece.split("…")), re.DOTALL)
