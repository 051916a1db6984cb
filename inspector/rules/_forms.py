"""Find the cause that fits the form of a copied sentence, where no known piece of an error text is in it.

Providers word the same refusal in hundreds of ways, but a refusal has a form: what it is about, and what is wrong with it. Each rule
lists such forms in `Rule.forms`: a pair of patterns that fit the same sentence, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from inspector.patterns import late
from inspector.rules._rule import rules
from inspector.rules._says import Said

LONGEST = 20_000
"""At most this many characters of a text are searched."""
_SENTENCES = late(r"[^\"。！？]{4,400}?(?=[\"。！？]|[.!?](?:\s|$)|\\n|$)\??")
"""The sentences of a line, without the quotation marks of JSON around them."""
_CODE = late(
    r"^(?:\[[^\]\n]{1,40}\]\s?){0,3}\[?(?:INFO|DEBUG)\b|=>|[;{]\s{0,8}$|\)\s{0,8}[{;]|^\s{0,80}(?:[+-]\s{0,80})?(?:throw|const|let|var|if|return|import|export|function|async|await|case|def|class|assert|#|//|\*|/)"
    r"|\berror TS\d{4}\b"
)
"""A line of a program, or a log line of a level that tells of no error."""
_OTHER = late(
    r"\b(?:npm|git|github(?! copilot| models)|docker|mcp|lsp|ssh|database|sql\w*|files?|director(?:y|ies)|folder|plugins?|themes?|agents?|skills?|webhooks?|tui|terminal|menu|box|assert\w*|commands?|config\w*|permissions?|sessions?"
    r"|tests?|heap|opencode server)\b|\b(?:do not|don't|never|if|whether|should not|not (?:yet )?reached)\b|\?$|不要|如果|请勿|配置|文件|会话",
    re.IGNORECASE,
)
"""Words of a sentence about another matter than the provider, or about what has not happened."""
REST = "provider-error"
"""The cause that gives way to another that fits the same sentence."""


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((cause, re.compile(about), re.compile(wrong)) for cause, rule in rules().items() for about, wrong in rule.forms)


def forms_in(text: str) -> tuple[Said, ...]:
    """Return the causes that fit the first sentence of `text` that fits any; only a single one decides."""
    for at, sentence in _sentences(text[:LONGEST]):
        plain = sentence.lower()
        fitting = {cause for cause, about, wrong in _forms() if about.search(plain) and wrong.search(plain)}
        if len(fitting) > 1:
            fitting.discard(REST)
        if fitting:
            return tuple(Said(cause, sentence.strip(), at, len(fitting) == 1) for cause in sorted(fitting))
    return ()


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences about a provider, each with its offset."""
    at = 0
    for line in text.split("\n"):
        if not _CODE.search(line):
            yield from ((at + found.start(), found[0]) for found in _SENTENCES.finditer(line) if not _OTHER.search(found[0]))
        at += len(line) + 1


def with_forms(pages: Sequence[Said], copied: str, *, is_copy: bool) -> tuple[Said, ...]:
    """Return `pages` with the cause that the form of `copied` shows in front, where no specific piece matches.

    A form inside of a provider's error is as good as a piece, but not where an ambiguous piece of its cause matches. `is_copy`: whether
    the whole text was copied, not quoted in a sentence.
    """
    if pages and (pages[0].is_specific or (pages[0].decides and pages[0].cause != REST)):
        return tuple(pages)
    unsure = {said.cause for said in pages if not said.decides} - {REST}
    found = tuple(said for said in forms_in(copied) if said.cause not in unsure)
    decided = bool(pages) and pages[0].decides
    inside = decided and is_copy
    if decided:
        found = tuple(said for said in found if said.cause != REST)
    causes = {said.cause for said in found}
    return (*(replace(said, is_form=not inside) for said in found), *(said for said in pages if said.cause not in causes))
