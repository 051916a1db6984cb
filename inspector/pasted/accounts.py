"""Find the sentences in which the author of a text says what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.pasted.lines import Line, is_source_code, without_denied
from inspector.pasted.signs import (
    is_list_of_changes,
    is_named,
    is_no_failure,
    is_of_another_agent,
    is_printed_elsewhere,
    is_question,
    is_report,
    is_row_of_another_agent,
    origin_of,
)
from inspector.patterns import late

MOST = 60
"""At most this many sentences of one text are kept."""
LONGEST = 600
"""A longer sentence is not an author's own: it is copied output, or a table."""
_END = late(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\s[-–—]\s|\s{2,}")
"""Where a sentence ends."""
_COPIED = late(r"\W{0,4}[{\[]\s?\"|message=\S")
"""The beginning of copied JSON, or of a record without its time and level: nobody tells anything in it."""
_NOT_TOLD = late(
    r"\bshould\b|\bshouldn't\b|\bexpect\w*\b|\bunrelated\b|\bnot (?:related|caused|a)\b|\bruled out\b|\beven (?:with|if|when)\b|\bsuggest\w*"
    r"|\bproposal\b|\bproposed\b|\bwould be (?:nice|great|useful)\b|\bfeature request\b|\bfix(?:es|ed)?\b|\bworkaround\b|\bworks (?:fine|normally|perfectly)\b"
    r"|\{\{\s?\w{1,40}\s?\}\}|\bif (?:the|it|you|we|i)\b|\bduplicate of\b|(?<!can )(?<!could )\bno longer\b|\bimprov\w*|\bsupports?\b|\bnow (?:\w+s|possible)\b"
    r"|\b(?:docs?|documentation|readme|manual) (?:says?|states?|mentions?|claims?)\b"
    r"|\bwhether\b|^\W{0,4}(?:do|does|will|would) (?:open-?code|it|the)\b[^?]{0,300}\?|\b(?:i|we) (?:wrote|made|built|created)\b"
    r"|^\W{0,6}(?:feat|docs?|chore|refactor|tests?|ci|perf)\b.{0,40}:"
    r"|^\W{0,6}(?:add|allow|prevent|avoid|ensure|implement|introduce|revert|bump|handle|remove|retry|show|use|make|warn|better)(?:s|d|ed)?\b",
    re.IGNORECASE,
)
"""A sentence about what ought to happen, about a repair, or about what is not the reason."""


def account_in(lines: Sequence[Line], path: str, *, is_ours: bool) -> Piece | None:
    """Return the sentences of `lines` that tell what happened, one a line, as one piece; None where the text is not about
    OpenCode is a list of changes, or holds no such sentence. `is_ours`: whether the text also quotes records of an OpenCode server."""
    whole = "\n".join(line.text for line in lines)
    origin = origin_of(whole)
    if origin is Origin.FOREIGN or is_of_another_agent(whole) or is_list_of_changes(whole):
        return None
    sure = is_ours or origin is Origin.OPENCODE or is_report(whole)
    if not sure and not is_named(whole):
        return None
    told = list(_sentences(lines))[:MOST]
    if not told:
        return None
    first, top = told[0][0], next(line.number for line in lines if line.text)
    text = "\n".join(sentence for _, sentence in told)
    unsure = not sure or is_no_failure(whole) or is_question(whole)
    title = "\n".join(sentence for line, sentence in told if line.number == top)
    return Piece(
        PieceKind.TOLD, path, first.number, first.offset, text, Origin.OPENCODE, (Judgement.ACCOUNT,), title=title, by_name=unsure
    )


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    opening = ""
    for line in lines:
        if (
            line.fenced
            or not line.text
            or _COPIED.match(line.text)
            or line.raw.startswith(">")
            or is_row_of_another_agent(line.raw)
            or is_source_code(line.text)
        ):
            continue
        if line.text.endswith((":", "：")) and not opening:
            opening = line.text
            continue
        whole, opening = f"{opening} {line.text}", ""
        for part in _END.split(whole.lstrip("# ")):
            sentence = without_denied(part).strip()
            if 8 <= len(sentence) <= LONGEST and not (_NOT_TOLD.search(sentence) or is_printed_elsewhere(sentence)):
                yield line, sentence
