"""The lines of a pasted text without the marks that chats, mail and terminals add; each line keeps its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote_plus

from inspector.model.value import Value
from inspector.patterns import late

_ANSI = late(r"\x1b\[[0-9;:?]{0,64}[A-Za-z]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)")
_AROUND = late(r"^(?:[ \t\u00a0\u200b]|>|[│┃┆┇|▏▎║╎]|[-*•·‣](?=[ \t])|\d{1,3}[.)](?=[ \t])|[╭╰├└┌┏┗])+")
"""Indentation, quote marks, box characters, bullets and list numbers before a line."""
_STAMP = late(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}(?:Z|[+-]\d\d:\d\d)(?:\s(?:stdout|stderr)\s[FP])?(?:\s|$)")
"""A container's timestamp before a line."""
_BEHIND = " \t\u00a0│┃|║"
_FENCE = late(r"(?:`{3,}|~{3,})[ \t]{0,4}[\w.+-]{0,30}[ \t]{0,4}$")
_TICKS = late(r"^`{1,2}(?!`)(.*?)(?<!`)`{1,2}$")

_CODE = late(r"[{}=;<>\\|]|\b\w+\.\w+\(|\b_*[^\W_]+_\w+|\b[A-Z]\w+(?:Error|Exception)\b|://|\bError: |^\s*[\w.]+Error\b")
_COMMON = late(
    r"\b(?:i|we|the|when|after|this|that|my|it|is|are|was|but|and|with|then|should|because|please|there|which|have|does|not|any|you|to|for|of|in|on|a)\b",
    re.IGNORECASE,
)
"""Words of which every English sentence contains some."""

_SOURCE = late(
    r"\bthrow new [\w.]{1,80}\(|=\s{0,4}new \w{1,60}Error\(|\bexpect\([^\n]{0,200}\)\.(?:not\.)?to\w{2,40}\("
    r"|\bif ?\([^\n]{1,200}\) (?:return|throw)\b|\bconsole\.(?:error|log|warn)\(|^\s{0,40}[+-]\s{1,40}[^\s].{0,300}[;{}]\s{0,4}$"
    r"|^\s{0,40}[+-]?\s{0,40}raise [\w.]{1,80}\(|\bif ?\([^\n!=]{0,200}[!=]==?"
)
"""A line of source code that names an error: it was not printed."""

_DENIED = late(
    r"(?:\b(?:not|no|never|without|neither|nor|instead of|rather than|unlike)\s{1,3}(?:(?:an?|the|any|more)\s{1,3})?|不是|没有)"
    r"(?:“[^”\s]{1,80} [^”\n]{1,400}”|\"[^\"\s]{1,80} [^\"\n]{1,400}\"|`[^`\s]{1,80} [^`\n]{1,400}`|«[^»\s]{1,80} [^»\n]{1,400}»|「[^」\n]{3,400}」)",
    re.IGNORECASE,
)
"""A quotation of what did not happen."""
LONGEST_LINK = 20_000
"""At most this many characters of a link are decoded."""
_SERVICE = late(r"([\w.-]{1,60}[-_]\d{1,3})\s{1,40}\|\s")
"""The name of a service before its line, as `docker compose logs` prints it."""
_HEADING = late(
    r"#{1,6}\s|\*\*[^*]{2,120}\*\*:?$|[A-Z][\w/ -]{2,40}:$|(?:[Ee]xpected|[Aa]ctual|[Cc]urrent|[Oo]bserved) (?:[Bb]ehaviou?r|[Rr]esults?)\W{0,3}$"
)
_WISH = late(
    r"\bexpect(?:ed|ation)|\bproposed\b|\bproposal\b|\bsuggest(?:ed|ion)|\bacceptance criteria\b|\bcorrectly (?:rejected|reported|shown|handled|fails)\b"
    r"|期望|预期|建议|esperado|attendu|erwartet",
    re.IGNORECASE,
)
_FACT = late(r"\bactual\b|\bcurrent\b|\bobserved\b|\bunexpected\b|\bnot expected\b|\bexpected errors?\b", re.IGNORECASE)
"""Headings of sections about what ought to happen, and words by which such a section also tells what happened."""


class Line(Value, frozen=True):
    """One line of a pasted text."""

    number: int
    """Counted from 1, as an editor counts."""
    offset: int
    """Byte offset of its first byte in the text."""
    text: str
    """The line without quote marks, bullets, box characters, colours and surrounding blanks."""
    raw: str
    """The line as in the text, without its newline and colours."""
    fenced: bool = False
    """Inside a Markdown fence, or a line of a report that a link holds."""


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text` without the fence lines."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    fenced, offset = False, 0
    for number, raw in enumerate(text.split("\n"), 1):
        plain = _ANSI.sub("", raw.rstrip("\r"))
        bare = _AROUND.sub("", _STAMP.sub("", plain)).rstrip(_BEHIND)
        if _FENCE.match(bare):
            fenced = not fenced
        elif "%0A" in bare and "/issues/new?" in bare:  # OpenCode's crash screen offers such a link: a report
            yield from (Line(number, offset, text, text, True) for text in unquote_plus(bare[:LONGEST_LINK]).split("\n"))
        else:
            ticks = _TICKS.match(bare)
            yield Line(number, offset, ticks[1] if ticks else bare, plain, fenced)
        offset += len(raw.encode("utf-8", "surrogateescape")) + 1


def of_its_service(lines: Sequence[Line]) -> Sequence[Line]:
    """Return `lines` without those of other services, where OpenCode's service is one of several that wrote them."""
    names = {line.number: found[1].lower() for line in lines if (found := _SERVICE.match(line.text))}
    if not any("opencode" in name for name in names.values()):
        return lines
    return [line for line in lines if "opencode" in names.get(line.number, "opencode")]


def without_wishes(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without the sections about what ought to happen, and about what works as it ought to."""
    kept: list[Line] = []
    wished = False
    for line in lines:
        if not line.fenced and _HEADING.match(line.text):
            wished = _WISH.search(line.text) is not None and _FACT.search(line.text) is None
        if not wished:
            kept.append(line)
    return kept


def is_sentence(text: str) -> bool:
    """Whether `text` is an author's own English words, not copied from a program."""
    start = text[:2000]
    words = len(start.split())
    common = len(_COMMON.findall(start))
    return common >= 3 and 6 * common >= words and len(_CODE.findall(start)) <= 2 + words // 8


def is_source_code(text: str) -> bool:
    """Whether the line `text` is of a program's source and names an error."""
    return _SOURCE.search(text) is not None


def without_denied(text: str) -> str:
    """Return `text` without the quotations of what, as their author says, did not happen."""
    return _DENIED.sub("", text)
